"""An HTTP/1 client that writes the bytes it is told and reads answers strictly (RFC 9112)."""

import contextlib
import re
import socket
import struct
import threading
import time

from .answer import Answer, NoAnswer, Outcome
from .case import CLOSED, HALF_CLOSED, RESET, Case
from .http1_bytes import body, head
from .request import Request, Verbatim, split

DEADLINE = 5.0
# How long a client waits for `100 Continue` before it sends the body all the same.
PATIENCE = 0.5
# What may be on its way without a reader.
DIRECT = 16 * 1024

STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([1-5][0-9][0-9])(?: [\t\x20-\x7e\x80-\xff]*)?")
FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*", re.DOTALL)
CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;.*)?")


class Bad(Exception):
    """What came is not HTTP."""


class Ended(Exception):
    """The server ended the connection."""


class Connection:
    def __init__(self, port: int):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=DEADLINE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = bytearray()
        self.deadline = 0.0

    def close(self):
        self.socket.close()

    def reset(self):
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    # Sending.

    def send(self, data: bytes, pieces: int | None = None):
        """Send, without an end where the server does not read on."""
        if len(data) > DIRECT:
            threading.Thread(target=self.write, args=(data, pieces), daemon=True).start()
        else:
            self.write(data, pieces)

    def write(self, data, pieces):
        # A server that refused may have ended the connection; its answer decides.
        with contextlib.suppress(OSError):
            for piece in split(data, pieces):
                self.socket.sendall(piece)

    # Receiving.

    def fill(self):
        """Receive more."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.socket.settimeout(left)
        try:
            data = self.socket.recv(1 << 18)
        except ConnectionError:
            data = b""
        if not data:
            raise Ended
        self.buffer += data

    def line(self) -> bytes:
        while (at := self.buffer.find(b"\n")) < 0:
            if len(self.buffer) > 1 << 16:
                raise Bad("a line without end")
            self.fill()
        line = bytes(self.buffer[: at + 1])
        del self.buffer[: at + 1]
        if not line.endswith(b"\r\n"):
            raise Bad(f"a line that ends without CR: {line!r}")
        return line[:-2]

    def exactly(self, length: int) -> bytes:
        while len(self.buffer) < length:
            self.fill()
        data = bytes(self.buffer[:length])
        del self.buffer[:length]
        return data

    def fields(self) -> list[tuple[str, str]]:
        fields = []
        while line := self.line():
            match = FIELD.fullmatch(line)
            if not match or CONTROL.search(match[2]):
                raise Bad(f"header line {line!r}")
            fields.append((match[1].decode().lower(), match[2].decode("latin-1")))
        return fields

    def start(self) -> tuple[int, list[tuple[str, str]]]:
        line = self.line()
        match = STATUS_LINE.fullmatch(line)
        if not match:
            raise Bad(f"status line {line!r}")
        return int(match[1]), self.fields()

    def answer(self, method: str, version: str = "1.1", interim=()) -> Answer:
        """The next final answer."""
        interim = list(interim)
        while True:
            status, headers = self.start()
            if status >= 200 or status == 101:
                break
            interim.append((status, headers))
        answer = Answer(status, headers, b"", interim)
        began = time.monotonic()
        answer.body = self.answer_body(answer, method, version)
        answer.seconds = time.monotonic() - began
        tokens = ",".join(answer.all("connection")).lower().replace(" ", "").split(",")
        answer.closes = answer.closes or "close" in tokens
        return answer

    def answer_body(self, answer: Answer, method: str, version: str) -> bytes:
        lengths = answer.all("content-length")
        encodings = answer.all("transfer-encoding")
        if len(lengths) > 1 or (lengths and not re.fullmatch("[0-9]{1,12}", lengths[0])):
            raise Bad(f"Content-Length {lengths}")
        if lengths and encodings:
            raise Bad("Content-Length and Transfer-Encoding")
        if encodings and (encodings != ["chunked"] or version == "1.0"):
            raise Bad(f"Transfer-Encoding {encodings} to HTTP/{version}")
        if answer.status == 204 and (encodings or lengths not in ([], ["0"])):
            raise Bad(f"204 with Content-Length {lengths} and Transfer-Encoding {encodings}")
        if method == "HEAD" or answer.status in (101, 204, 304):
            return b""
        if encodings:
            return self.chunks()
        if lengths:
            return self.exactly(int(lengths[0]))
        answer.closes = True
        return self.rest()

    def chunks(self) -> bytes:
        body = bytearray()
        while True:
            line = self.line()
            match = CHUNK.fullmatch(line)
            if not match:
                raise Bad(f"chunk {line!r}")
            size = int(match[1], 16)
            if not size:
                self.fields()
                return bytes(body)
            body += self.exactly(size)
            if self.exactly(2) != b"\r\n":
                raise Bad("a chunk longer than it says")

    def rest(self) -> bytes:
        with contextlib.suppress(Ended):
            while True:
                self.fill()
        data = bytes(self.buffer)
        self.buffer.clear()
        return data

    # Whole exchanges.

    def outcome(self, request: Request, interim=()) -> Outcome:
        self.deadline = max(self.deadline, time.monotonic() + DEADLINE)
        try:
            return self.answer(request.method, request.version, interim)
        except Ended:
            detail = f"behind {bytes(self.buffer[:80])!r}" if self.buffer else ""
            return NoAnswer(NoAnswer.MALFORMED if self.buffer else NoAnswer.CLOSED, detail)
        except TimeoutError:
            return NoAnswer(NoAnswer.TIMEOUT, f"but {bytes(self.buffer[:80])!r}" if self.buffer else "")
        except Bad as bad:
            return NoAnswer(NoAnswer.MALFORMED, str(bad))

    def ask(self, request: Request) -> Outcome:
        if not request.waits_for_continue:
            self.send(head(request) + body(request), request.pieces)
            return self.outcome(request)
        self.send(head(request))
        self.deadline = time.monotonic() + PATIENCE
        interim = []
        try:
            while not self.buffer:
                self.fill()
            # A final answer here says that the body is not wanted.
            if not self.buffer.startswith(b"HTTP/1.1 1"):
                return self.outcome(request)
            interim.append(self.start())
        except TimeoutError:
            pass
        except (Ended, Bad) as error:
            return NoAnswer(NoAnswer.CLOSED, repr(error))
        self.send(body(request))
        return self.outcome(request, interim)


def converse(port: int, case: Case) -> list[Outcome]:
    """Play a case; an outcome for each request."""
    connection = Connection(port)
    with contextlib.closing(connection):
        if case.ending in (CLOSED, RESET):
            return leave(connection, case)
        if case.together or case.ending == HALF_CLOSED:
            return all_at_once(connection, case)
        outcomes: list[Outcome] = []
        for request in case.requests:
            if outcomes and (isinstance(outcomes[-1], NoAnswer) or outcomes[-1].closes):
                outcomes.append(NoAnswer(NoAnswer.CLOSED))
                continue
            outcomes.append(connection.ask(request))
        return [*outcomes[:-1], without_rest(connection, case.requests[-1], outcomes[-1])]


def leave(connection, case):
    for request in case.requests:
        connection.write(head(request) + body(request), request.pieces)
    if case.ending == RESET:
        connection.reset()
    return [NoAnswer(NoAnswer.CLOSED) for _ in case.requests]


def all_at_once(connection, case):
    data = b"".join(head(request) + body(request) for request in case.requests)
    connection.send(data, case.requests[0].pieces)
    if case.ending == HALF_CLOSED:
        with contextlib.suppress(OSError):
            connection.socket.shutdown(socket.SHUT_WR)
    outcomes: list[Outcome] = []
    for request in case.requests:
        if outcomes and (isinstance(outcomes[-1], NoAnswer) or outcomes[-1].closes):
            outcomes.append(NoAnswer(NoAnswer.CLOSED))
        else:
            outcomes.append(connection.outcome(request))
    return [*outcomes[:-1], without_rest(connection, case.requests[-1], outcomes[-1])]


def without_rest(connection, request, outcome):
    """The outcome, unless there are bytes behind the last answer."""
    # Behind a request that is no HTTP, or after it became another protocol, anything may come.
    if isinstance(outcome, Answer) and outcome.status != 101 and not isinstance(request.framing, Verbatim):
        connection.deadline = time.monotonic() + 0.001
        with contextlib.suppress(Ended, OSError):
            connection.fill()
        if connection.buffer:
            return NoAnswer(NoAnswer.MALFORMED, f"{bytes(connection.buffer[:80])!r} behind the answer {outcome}")
    return outcome
