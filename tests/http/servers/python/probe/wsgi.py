"""The probe as a WSGI application, and what stands in front of some of its variants."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from io import BytesIO
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug import Request as WerkzeugRequest

from .behaviours import Everyone, Reply, Request, answer
from .variants import UNPROTECTED, Variant

REPLACEMENT = b"replaced"
# Of which no length can be said.
NO_CONTENT = {204, 205, 304}


def request_of(
    environ: WSGIEnvironment, variant: Variant, admission: Any, behaviour: str
) -> Request:
    return Request(
        variant=variant,
        admission=admission,
        method=environ["REQUEST_METHOD"],
        behaviour=behaviour,
        query=environ.get("QUERY_STRING", ""),
        content_length=environ.get("CONTENT_LENGTH") or None,
    )


def pieces(reply: Reply) -> Iterator[bytes]:
    for piece in reply.pieces:
        if piece is not reply.pieces[0]:
            time.sleep(reply.pause)
        yield piece


def status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} -"


class Probe:
    """A handler without a framework."""

    def __init__(self, variant: Variant) -> None:
        self._variant = variant

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        behaviour = environ["PATH_INFO"].removeprefix("/")
        request = request_of(environ, self._variant, self.admission(environ), behaviour)
        if request.reads_body:
            request.body = WerkzeugRequest(environ).get_data()
        time.sleep(request.waits)
        reply = answer(request)
        headers = reply.fields()
        if not reply.is_streamed and reply.status not in NO_CONTENT:
            headers.append(("Content-Length", str(len(reply.whole()))))
        start_response(status_line(reply.status), headers)
        return pieces(reply)

    def admission(self, environ: WSGIEnvironment) -> Any:
        return environ["signkey.admission"]


class Control(Probe):
    """The probe behind an adapter that is broken on purpose: it reads, and admits everyone."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = WerkzeugRequest(environ).get_data()
        environ["wsgi.input"] = BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        return super().__call__(environ, start_response)

    def admission(self, environ: WSGIEnvironment) -> Any:  # noqa: ARG002
        return Everyone()


def unprotected(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    tell = UNPROTECTED[environ["SCRIPT_NAME"].strip("/")]
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(tell()).encode()]


class Front:
    """Middleware in front of the variants that have one, but for a framework's own."""

    def __init__(self, app: WSGIApplication, *, parses: bool = True) -> None:
        self._app = app
        self._parses = parses

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        match environ["PATH_INFO"].split("/")[1]:
            case "parsed" if self._parses:
                parse(WerkzeugRequest(environ))
            case "replaced":
                WerkzeugRequest(environ).get_data()
                environ.update({"wsgi.input": BytesIO(REPLACEMENT), "wsgi.input_terminated": True})
            case "odd":
                environ.update(HTTP_X_NUMBER=7, HTTP_X_NOTHING=None)
        return self._app(environ, start_response)


def parse(request: WerkzeugRequest) -> None:
    """Takes the body, and keeps it nowhere."""
    if request.is_json:
        request.get_json(cache=False)
    elif request.mimetype == "application/x-www-form-urlencoded":
        _ = request.form
    else:
        request.stream.read()
