"""An HTTP/2 client with prior knowledge over plain TCP; the package `h2` judges what the server sends."""

import contextlib
import socket
import time
from collections import deque
from dataclasses import dataclass, field

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import (
    ConnectionTerminated,
    DataReceived,
    InformationalResponseReceived,
    ResponseReceived,
    StreamEnded,
    StreamReset,
    TrailersReceived,
)
from h2.exceptions import ProtocolError
from h2.settings import SettingCodes, Settings

from .answer import Answer, NoAnswer, Outcome
from .case import CLOSED, RESET, Case
from .http1 import DEADLINE
from .request import Chunked, Declared, Request, encoded, split

WINDOW = 1 << 30
# The largest that every server takes.
FRAME = 1 << 14


@dataclass
class Stream:
    """A request under way, and what has come back."""

    request: Request
    pieces: deque[bytes]
    trailers: list[tuple[bytes, bytes]]
    ends: bool
    answer: Answer | None = None
    body: bytearray = field(default_factory=bytearray)
    interim: list = field(default_factory=list)
    began: float = 0.0
    outcome: Outcome | None = None
    sent: bool = False

    @property
    def quiet(self):
        """Nothing is left to send."""
        return self.sent or self.outcome is not None


def headers_of(request: Request) -> list[tuple[bytes, bytes]]:
    pseudo = {":method": request.method, ":path": request.path, ":scheme": "http", ":authority": "127.0.0.1"}
    headers = [(name.encode(), value.encode()) for name, value in pseudo.items()]
    headers += [(name.lower(), value) for name, value in request.fields()]
    if isinstance(request.framing, Declared):
        length = request.framing.length
        headers.append((b"content-length", b"%d" % (len(request.body) if length is None else length)))
    if request.waits_for_continue:
        headers.append((b"expect", b"100-continue"))
    return headers


class Connection:
    def __init__(self, port: int):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=DEADLINE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # Requests go out as a case wants them; answers are checked.
        configuration = H2Configuration(
            client_side=True, header_encoding=None, validate_outbound_headers=False, normalize_outbound_headers=False
        )
        self.h2 = H2Connection(configuration)
        self.h2.local_settings = Settings(client=True, initial_values={SettingCodes.INITIAL_WINDOW_SIZE: WINDOW})
        self.h2.initiate_connection()
        self.h2.increment_flow_control_window(WINDOW)
        self.streams: dict[int, Stream] = {}
        self.flush()

    def close(self):
        self.socket.close()

    def flush(self):
        data = self.h2.data_to_send()
        if data:
            # A server may have gone; then reading says so.
            with contextlib.suppress(OSError):
                self.socket.sendall(data)

    def start(self, request: Request, *, stops: bool = False) -> Stream:
        """Send the head; `stops`: the stream is not going to end."""
        number = self.h2.get_next_available_stream_id()
        chunked = request.framing if isinstance(request.framing, Chunked) else Chunked()
        pieces = deque(split(request.bytes_to_send(), chunked.size or request.pieces or FRAME))
        trailers = [(name.lower().encode(), encoded(value)) for name, value in chunked.trailers]
        ends = getattr(request.framing, "end", True) and not stops
        stream = self.streams[number] = Stream(request, pieces, trailers, ends)
        alone = not pieces and not trailers and ends
        self.h2.send_headers(number, headers_of(request), end_stream=alone)
        stream.sent = alone
        return stream

    def push(self, number: int, stream: Stream):
        """Send as much of a body as the server lets through."""
        while stream.pieces:
            room = min(self.h2.local_flow_control_window(number), self.h2.max_outbound_frame_size)
            if room <= 0:
                return
            piece = stream.pieces.popleft()
            if len(piece) > room:
                stream.pieces.appendleft(piece[room:])
                piece = piece[:room]
            last = not stream.pieces and not stream.trailers and stream.ends
            self.h2.send_data(number, piece, end_stream=last)
        if stream.trailers:
            self.h2.send_headers(number, stream.trailers, end_stream=True)
        stream.sent = True

    def converse(self):
        """Go on until every stream has an outcome."""
        deadline = time.monotonic() + DEADLINE
        while waiting := [stream for stream in self.streams.values() if stream.outcome is None]:
            for number, stream in self.streams.items():
                if not stream.quiet:
                    with contextlib.suppress(ProtocolError):
                        self.push(number, stream)
            self.flush()
            left = deadline - time.monotonic()
            fault = NoAnswer(NoAnswer.TIMEOUT) if left <= 0 else self.receive(left)
            if fault:
                for stream in waiting:
                    stream.outcome = stream.outcome or fault

    def receive(self, left: float) -> NoAnswer | None:
        """Take in what comes; what ends all streams, if that came."""
        self.socket.settimeout(left)
        try:
            data = self.socket.recv(1 << 18)
        except TimeoutError:
            return NoAnswer(NoAnswer.TIMEOUT)
        except OSError:
            data = b""
        if not data:
            return NoAnswer(NoAnswer.CLOSED)
        try:
            events = self.h2.receive_data(data)
        except ProtocolError as error:
            return NoAnswer(NoAnswer.MALFORMED, f"{type(error).__name__}: {error}")
        self.flush()
        for event in events:
            if isinstance(event, ConnectionTerminated) and event.error_code != ErrorCodes.NO_ERROR:
                return NoAnswer(NoAnswer.CLOSED, f"GOAWAY {event.error_code}")
            stream = self.streams.get(getattr(event, "stream_id", None))
            if stream:
                self.take(stream, event)
        return None

    def take(self, stream: Stream, event):
        match event:
            case InformationalResponseReceived():
                stream.interim.append(status_and_headers(event.headers))
            case ResponseReceived():
                status, headers = status_and_headers(event.headers)
                stream.answer = Answer(status, headers, b"", stream.interim)
                stream.began = time.monotonic()
            case DataReceived():
                stream.body += event.data
                if event.flow_controlled_length:
                    self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            case StreamReset():
                stream.outcome = stream.outcome or NoAnswer(NoAnswer.CLOSED, f"reset, error {event.error_code}")
            case StreamEnded():
                stream.outcome = finished(stream)
            case TrailersReceived():
                pass


def finished(stream):
    answer = stream.answer
    if answer is None:
        return NoAnswer(NoAnswer.MALFORMED, "a stream that ended without headers")
    answer.body = bytes(stream.body)
    answer.seconds = time.monotonic() - stream.began
    return answer


def status_and_headers(fields):
    pairs = [(name.decode(), value.decode("latin-1")) for name, value in fields]
    status = int(dict(pairs)[":status"])
    return status, [(name, value) for name, value in pairs if not name.startswith(":")]


def converse(port: int, case: Case) -> list[Outcome]:
    """Play a case; an outcome for each request."""
    connection = Connection(port)
    with contextlib.closing(connection):
        if case.ending in (CLOSED, RESET):
            return leave(connection, case)
        if case.together:
            streams = [connection.start(request) for request in case.requests]
            connection.converse()
            return [stream.outcome for stream in streams]
        outcomes: list[Outcome] = []
        for request in case.requests:
            try:
                stream = connection.start(request)
            except ProtocolError:
                # The server ended the connection.
                outcomes.append(NoAnswer(NoAnswer.CLOSED))
                continue
            connection.converse()
            outcomes.append(stream.outcome)
        return outcomes


def leave(connection, case):
    connection.socket.settimeout(DEADLINE)
    for request in case.requests:
        # With a reset, it is before the end; else the whole request may be there.
        stream = connection.start(request, stops=case.ending == RESET or request.sent is not None)
        number = max(connection.streams)
        connection.push(number, stream)
        if case.ending == RESET:
            connection.h2.reset_stream(number, ErrorCodes.CANCEL)
        connection.flush()
    return [NoAnswer(NoAnswer.CLOSED) for _ in case.requests]
