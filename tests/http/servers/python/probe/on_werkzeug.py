"""Werkzeug: Flask's views behind the decorator; those that sign, mounted behind the middleware."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import WSGIRequestHandler, make_server

import signkey.flask
import signkey.wsgi

from .behaviours import answer
from .process import listener, listening
from .variants import CONTROL, HOOKS, UNPROTECTED, VARIANTS, Variant
from .wsgi import Control, Front, parse, pieces, request_of

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def view(variant: Variant) -> Callable[[str], flask.Response]:
    def answer_with(behaviour: str) -> flask.Response:
        environ = flask.request.environ
        admission = environ.get("signkey.admission") or flask.g.signkey
        request = request_of(environ, variant, admission, behaviour)
        if request.reads_body:
            request.body = flask.request.get_data()
        time.sleep(request.waits)
        reply = answer(request)
        body: Any = pieces(reply) if reply.is_streamed else reply.whole()
        return flask.Response(body, reply.status, reply.headers)

    return answer_with


def add_view(app: flask.Flask, rule: str, function: Any) -> None:
    app.add_url_rule(
        rule, rule, function, methods=METHODS, provide_automatic_options=False, strict_slashes=False
    )


def make_app() -> Front:
    app = flask.Flask("probe")
    mounts: dict[str, Any] = {"/control": Control(CONTROL)}
    for name, variant in VARIANTS.items():
        if variant.endpoint.sign_responses:
            mounted = flask.Flask(name)
            add_view(mounted, "/<path:behaviour>", view(variant))
            protected = signkey.wsgi.SignkeyMiddleware(mounted, variant.endpoint, **HOOKS)
            mounts[f"/{name}"] = protected
        else:
            guard = signkey.flask.protect(variant.endpoint, **HOOKS)
            add_view(app, f"/{name}/<path:behaviour>", guard(view(variant)))
    for name, tell in UNPROTECTED.items():
        app.add_url_rule(f"/{name}", name, lambda tell=tell: tell())

    @app.before_request
    def parse_body() -> None:
        if flask.request.path.startswith("/parsed/"):
            parse(flask.request)

    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, mounts)  # type: ignore[method-assign]
    return Front(app, parses=False)


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, *_: Any) -> None:
        pass


def serve(port: int) -> None:
    with listener(port) as socket:
        address, port = socket.getsockname()
        server = make_server(
            address, port, make_app(), threaded=True, request_handler=Quiet, fd=socket.fileno()
        )
        listening(port)
        server.serve_forever()
