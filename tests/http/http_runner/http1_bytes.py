"""The bytes of a request in HTTP/1, right or wrong as the case wants them."""

from .request import Chunked, Declared, Request, Verbatim, encoded, split


def head(request: Request) -> bytes:
    fields = [(b"Host", b"127.0.0.1"), *request.fields()]
    lines = [b"%s: %s" % field for field in fields]
    match request.framing:
        case Declared(length=length):
            lines.append(b"Content-Length: %d" % (len(request.body) if length is None else length))
        case Chunked():
            lines.append(b"Transfer-Encoding: chunked")
        case Verbatim():
            lines += request.framing.lines
    if request.waits_for_continue:
        lines.append(b"Expect: 100-continue")
    first = f"{request.method} {request.path} HTTP/{request.version}".encode()
    return b"\r\n".join([first, *lines, b"", b""])


def body(request: Request) -> bytes:
    match request.framing:
        case Declared():
            return request.bytes_to_send()
        case Chunked() as chunked:
            extension = chunked.extension.encode()
            chunks = [
                b"%x%s\r\n%s\r\n" % (len(piece), extension, piece)
                for piece in split(request.bytes_to_send(), chunked.size)
            ]
            trailers = [b"%s: %s\r\n" % (name.encode(), encoded(value)) for name, value in chunked.trailers]
            end = [b"0\r\n", *trailers, b"\r\n"] if chunked.end else []
            return b"".join(chunks + end)
        case Verbatim():
            return request.framing.wire
    return b""
