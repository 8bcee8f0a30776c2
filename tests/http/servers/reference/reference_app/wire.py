"""HTTP/1.1 as RFC 9112 has it: requests read strictly, answers written."""

import re
from dataclasses import dataclass, field

REQUEST_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([\x21-\x7e]+) HTTP/1\.([01])\r\n")
FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n\0]*?)[ \t]*\r\n")
CHUNK = re.compile(rb"([0-9A-Fa-f]{1,12})(?:[ \t]*;[^\r\n]*)?\r\n")
LINE_MAX = 1 << 16
PIECE = 1 << 16
REASONS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 500: "Internal Server Error"}


class BadRequest(Exception):
    """What came is not HTTP."""


class ClientGone(Exception):
    """The client ended the connection in the middle."""


@dataclass
class Body:
    """A body that is read when it is asked for, and who did so first."""

    stream: object
    length: int | None
    """Declared, 0 if the head says of none; `None` if chunked."""
    on_first_read: object = None
    left: int = 0
    ended: bool = False
    touched: bool = False

    def __post_init__(self):
        self.left = self.length or 0
        self.ended = self.length == 0

    def pieces(self):
        """The rest."""
        self.touched = True
        if self.on_first_read and not self.ended:
            self.on_first_read()
        self.on_first_read = None
        while not self.ended:
            piece = self.declared_piece() if self.length is not None else self.chunk()
            if piece:
                yield piece

    def declared_piece(self):
        piece = self.stream.read1(min(self.left, PIECE))
        if not piece:
            raise ClientGone
        self.left -= len(piece)
        self.ended = not self.left
        return piece

    def chunk(self):
        match = CHUNK.fullmatch(line(self.stream))
        if not match:
            raise BadRequest
        size = int(match[1], 16)
        if not size:
            fields(self.stream)
            self.ended = True
            return b""
        data = exactly(self.stream, size + 2)
        if not data.endswith(b"\r\n"):
            raise BadRequest
        return data[:-2]


@dataclass
class Request:
    method: str
    path: str
    version: int
    headers: list[tuple[bytes, bytes]]
    body: Body
    replaced: bytes | None = None
    """What a middleware in front put in place of the body."""

    def values(self, name: bytes) -> list[bytes]:
        return [value for key, value in self.headers if key.lower() == name]


@dataclass
class Response:
    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    pieces: object = ()
    """Any iterable of bytes."""


def line(stream):
    data = stream.readline(LINE_MAX)
    if not data.endswith(b"\n"):
        raise ClientGone if len(data) < LINE_MAX else BadRequest
    return data


def exactly(stream, size):
    data = stream.read(size)
    if len(data) < size:
        raise ClientGone
    return data


def fields(stream):
    found = []
    while (text := line(stream)) != b"\r\n":
        match = FIELD.fullmatch(text)
        if not match:
            raise BadRequest
        found.append((match[1], match[2]))
    return found


def read_request(stream, send_continue) -> Request | None:
    """The next request of a connection; `None` if there is none."""
    try:
        first = line(stream)
    except ClientGone:
        return None
    match = REQUEST_LINE.fullmatch(first)
    if not match:
        raise BadRequest
    method, target, minor = match.groups()
    request = Request(method.decode(), target.decode(), int(minor), fields(stream), None)
    lengths, encodings = request.values(b"content-length"), request.values(b"transfer-encoding")
    # Both, or two of one, could be read in two ways.
    if len(lengths) + len(encodings) > 1 or (encodings and not int(minor)):
        raise BadRequest
    if encodings and encodings[0].lower() != b"chunked":
        raise BadRequest
    if lengths and not re.fullmatch(rb"[0-9]{1,19}", lengths[0]):
        raise BadRequest
    length = None if encodings else int(lengths[0]) if lengths else 0
    expects = request.values(b"expect") == [b"100-continue"] and int(minor)
    request.body = Body(stream, length, send_continue if expects else None)
    return request


def write_response(out, request: Request, response: Response, *, keep: bool):
    """Write an answer: chunked, unless it is known to be empty or has a length."""
    status = response.status
    empty = request.method == "HEAD" or status in (204, 304)
    lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'Status')}"]
    lines += [f"{name}: {value}" for name, value in response.headers]
    whole = isinstance(response.pieces, (list, tuple))
    if whole and status not in (204, 304):
        lines.append(f"Content-Length: {sum(map(len, response.pieces))}")
    chunked = not whole and not empty and request.version == 1
    if chunked:
        lines.append("Transfer-Encoding: chunked")
    if not keep:
        lines.append("Connection: close")
    out.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
    if empty:
        return
    for piece in response.pieces:
        out.write(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece)
        out.flush()
    if chunked:
        out.write(b"0\r\n\r\n")
