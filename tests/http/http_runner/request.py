"""A request of a case: what is sent, in which pieces."""

from dataclasses import dataclass, replace

from .signing import FALLBACK, HEADER, PRIMARY, Signature

BODY = b'{"event":{"data":{"n":1},"name":"app/user.created"}}'
JSON = ("Content-Type", "application/json")

Value = str | bytes | Signature


@dataclass(frozen=True)
class Declared:
    """A body with `Content-Length`: its length, unless another is given."""

    length: int | None = None
    end: bool = True
    """Whether the stream ends behind it, in HTTP/2."""


@dataclass(frozen=True)
class Chunked:
    """A body without a length: in chunks, or in frames of HTTP/2."""

    size: int | None = None
    """Of a piece; the whole body by default."""
    trailers: tuple[tuple[str, Value], ...] = ()
    extension: str = ""
    end: bool = True


@dataclass(frozen=True)
class Bare:
    """No body and not a word of it."""


@dataclass(frozen=True)
class Verbatim:
    """Lines at the end of the head, and the bytes behind it, as they are; for HTTP/1 alone."""

    lines: tuple[bytes, ...]
    wire: bytes


Framing = Declared | Chunked | Bare | Verbatim


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: tuple[tuple[str, Value], ...] = ()
    body: bytes = b""
    framing: Framing = Bare()
    sent: int | None = None
    """How many bytes of the body are sent; all by default."""
    pieces: int | None = None
    """In writes of so many bytes, head and all; in one by default. HTTP/2: frames of the body."""
    version: str = "1.1"
    waits_for_continue: bool = False
    """Sends the body after `100 Continue`, or after a while."""

    @property
    def variant(self) -> str:
        return self.path.split("/")[1]

    @property
    def behaviour(self) -> str:
        return self.path.split("?")[0].split("/", 2)[2]

    def with_headers(self, *headers: tuple[str, Value]) -> "Request":
        return replace(self, headers=self.headers + headers)

    def without(self, name: str) -> "Request":
        kept = tuple(header for header in self.headers if header[0] != name)
        return replace(self, headers=kept)

    def fields(self) -> list[tuple[bytes, bytes]]:
        """The headers as bytes, without framing."""
        return [(name.encode(), encoded(value)) for name, value in self.headers]

    def bytes_to_send(self) -> bytes:
        return self.body if self.sent is None else self.body[: self.sent]


def encoded(value: Value) -> bytes:
    if isinstance(value, Signature):
        return value.text().encode()
    return value if isinstance(value, bytes) else value.encode()


def split(data: bytes, size: int | None) -> list[bytes]:
    if size is None or len(data) <= size:
        return [data] if data else []
    return [data[at : at + size] for at in range(0, len(data), size)]


def unsigned(path="/plain/echo", method="POST", body=BODY, framing=None, **more) -> Request:
    """A request without a signature; with a body, it declares its length."""
    framing = framing or (Declared() if body else Bare())
    headers = more.pop("headers", (JSON,) if body else ())
    return Request(method, path, headers, body, framing, **more)


def signed(path="/plain/echo", method="POST", body=BODY, *, signature=None, **more) -> Request:
    """A request whose signature is right, unless another is given (a `Signature` or a text)."""
    request = unsigned(path, method, body, **more)
    return request.with_headers((HEADER, Signature(body) if signature is None else signature))


def forged(path="/plain/echo", method="POST", body=BODY, **more) -> Request:
    """A request with a signature of the right form, by a key that nobody has."""
    return signed(path, method, body, signature=Signature(body, key=b"deadbeef"), **more)


def get(path, **more) -> Request:
    return unsigned(path, "GET", b"", **more)


def signed_get(path, **more) -> Request:
    return signed(path, "GET", b"", **more)


__all__ = [
    "BODY",
    "FALLBACK",
    "HEADER",
    "JSON",
    "PRIMARY",
    "Bare",
    "Chunked",
    "Declared",
    "Request",
    "Signature",
    "Verbatim",
    "forged",
    "get",
    "signed",
    "signed_get",
    "split",
    "unsigned",
]
