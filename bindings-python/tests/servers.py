"""A FastAPI and a Flask application behind signkey, and real servers for them on loopback."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler
from wsgiref.simple_server import make_server as make_wsgiref_server

import fastapi
import flask
import uvicorn
import werkzeug.serving
from starlette.types import ASGIApp

import signkey.asgi
import signkey.wsgi
from signkey.testing import TestKit

kit = TestKit()
METHODS = ["GET", "POST", "PUT", "HEAD"]


def describe(admission: signkey.Admission) -> str:
    """What a handler learned of the caller."""
    caller = admission.caller
    if isinstance(caller, signkey.Verified):
        assert admission.verified is not None
        return f"{caller.key_index} {caller.form}"
    assert admission.verified is None
    return f"unverified {caller.reason}"


def guard(middleware: Any, app: Any, endpoint: signkey.Endpoint | None, options: Any) -> Any:
    """An application behind an endpoint, which has the kit's keyring unless it is given."""
    endpoint = endpoint or signkey.Endpoint(kit.keyring, **options)
    return middleware(app, endpoint, clock=kit.clock)


def fastapi_app(endpoint: signkey.Endpoint | None = None, **options: Any) -> ASGIApp:
    """Echoes bodies; the header ``X-Caller`` says what the handler learned."""
    app = fastapi.FastAPI()

    @app.api_route("/", methods=METHODS)
    async def echo(request: fastapi.Request) -> fastapi.Response:
        headers = {"X-Caller": describe(request.state.signkey)}
        return fastapi.Response(await request.body(), headers=headers)

    protected: ASGIApp = guard(signkey.asgi.SignkeyMiddleware, app, endpoint, options)
    return protected


def flask_app(endpoint: signkey.Endpoint | None = None, **options: Any) -> flask.Flask:
    """The same for Flask."""
    app = flask.Flask("echo")

    @app.route("/", methods=METHODS)
    def echo() -> flask.Response:
        headers = {"X-Caller": describe(flask.request.environ["signkey.admission"])}
        return flask.Response(flask.request.get_data(), headers=headers)

    protected = guard(signkey.wsgi.SignkeyMiddleware, app.wsgi_app, endpoint, options)
    app.wsgi_app = protected  # type: ignore[method-assign]
    return app


@contextlib.contextmanager
def serve_with_uvicorn(**options: Any) -> Iterator[int]:
    with serve(fastapi_app(**options)) as port:
        yield port


@contextlib.contextmanager
def serve(app: ASGIApp) -> Iterator[int]:
    config = uvicorn.Config(app, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.01)
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


@contextlib.contextmanager
def serve_with_werkzeug(**options: Any) -> Iterator[int]:
    class Quiet(werkzeug.serving.WSGIRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_request(self, *_: Any) -> None:
            pass

    app = flask_app(**options)
    server = werkzeug.serving.make_server("127.0.0.1", 0, app, request_handler=Quiet)
    with running(server.serve_forever, server.shutdown):
        yield server.port
    server.server_close()


@contextlib.contextmanager
def serve_with_wsgiref(**options: Any) -> Iterator[int]:
    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    with (
        make_wsgiref_server("127.0.0.1", 0, flask_app(**options), handler_class=Quiet) as server,
        running(server.serve_forever, server.shutdown),
    ):
        yield server.server_port


@contextlib.contextmanager
def running(serve: Callable[[], None], stop: Callable[[], None]) -> Iterator[None]:
    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield
    finally:
        stop()
        thread.join()


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


def send(
    port: int,
    body: bytes | Iterable[bytes],
    headers: Iterable[tuple[str, str]],
    method: str = "POST",
) -> Answer:
    """Sends a body with ``Content-Length``, or its pieces chunked."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with contextlib.closing(connection):
        connection.putrequest(method, "/")
        for name, value in headers:
            connection.putheader(name, value)
        if isinstance(body, bytes):
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
        else:
            connection.putheader("Transfer-Encoding", "chunked")
            # A server that refuses early need not wait for the rest.
            with contextlib.suppress(ConnectionError):
                connection.endheaders(iter(body), encode_chunked=True)
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())
