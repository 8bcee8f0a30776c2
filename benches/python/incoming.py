"""Requests as servers hand them to an app, without the servers: an event loop and a socket would
cost more than what is measured, and the same in front of every app.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any, NamedTuple

from messages import Message

# What the platform sends beside the signature and the length.
HEADERS = [
    ("host", "shop.example"),
    ("user-agent", "Go-http-client/1.1"),
    ("accept-encoding", "gzip"),
    ("content-type", "application/json"),
    ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
    ("x-forwarded-for", "203.0.113.7"),
    ("x-forwarded-proto", "https"),
    ("x-inngest-req-version", "1"),
    ("x-inngest-server-kind", "cloud"),
    ("x-run-id", "01JDQ7C0Y3V8Q2N5R9T4W6X1Z0"),
]


class Request(NamedTuple):
    """What comes over the wire; no header, no signature."""

    body: bytes
    header: str | None


class Answer(NamedTuple):
    """The status, and the body, which is that of the request where the app was reached."""

    status: int
    body: bytes


def request(message: Message) -> Request:
    return Request(message.body, message.header)


RAW = [(name.encode(), value.encode()) for name, value in HEADERS]


async def asgi_app(_: Any, receive: Any, send: Any) -> None:
    """Answers with the body that it got."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


def answer_asgi(app: Any, body: bytes, header: str | None) -> Answer:
    headers = [*RAW, (b"content-length", b"%d" % len(body))]
    if header is not None:
        headers.append((b"x-inngest-signature", header.encode()))
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 40_000),
        "scheme": "http",
        "method": "POST",
        "root_path": "",
        "path": "/api/inngest",
        "raw_path": b"/api/inngest",
        "query_string": b"fnId=shop-order&stepId=step",
        "headers": headers,
        "state": {},
    }
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    try:
        app(scope, receive, send).send(None)
    except StopIteration:
        start, end = sent
        return Answer(start["status"], end["body"])
    raise RuntimeError("the app waits, and all is there")


COMMON = {
    "REQUEST_METHOD": "POST",
    "SCRIPT_NAME": "",
    "PATH_INFO": "/api/inngest",
    "QUERY_STRING": "fnId=shop-order&stepId=step",
    "SERVER_NAME": "127.0.0.1",
    "SERVER_PORT": "8000",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "REMOTE_ADDR": "127.0.0.1",
    "CONTENT_TYPE": "application/json",
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "http",
    "wsgi.errors": None,
    "wsgi.multithread": True,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
    **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in HEADERS},
}


def wsgi_app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answers with the body that it got."""
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    start_response("200 OK", [])
    return [body]


def answer_wsgi(app: Any, body: bytes, header: str | None) -> Answer:
    environ = {**COMMON, "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    if header is not None:
        environ["HTTP_X_INNGEST_SIGNATURE"] = header
    status = ""

    def start_response(line: str, _: list[tuple[str, str]]) -> None:
        nonlocal status
        status = line

    sent = b"".join(app(environ, start_response))
    return Answer(int(status[:3]), sent)
