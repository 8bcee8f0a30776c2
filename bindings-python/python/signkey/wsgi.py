"""WSGI middleware that lets only signed requests through, for Flask, Django and others. ::

    app = Flask(__name__)
    app.wsgi_app = SignkeyMiddleware(app.wsgi_app, Keyring(os.getenv("INNGEST_SIGNING_KEY")))

    @app.post("/api/inngest")
    def serve():
        verified = request.environ["signkey.verified"]

With ``endpoint=Config.from_env().endpoint()`` in place of the keyring it follows the settings: in
dev mode, unsigned requests pass.

Put it in front of everything that reads or changes bodies.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from wsgiref.types import WSGIApplication

from signkey import HEADER_NAME, SignkeyError, Verified
from signkey._http import Gate, body_unavailable, check_complete, declared_length, refusal

if TYPE_CHECKING:
    from wsgiref.types import InputStream, StartResponse, WSGIEnvironment

    from signkey import Unverified

__all__ = ["SignkeyMiddleware", "headers"]

PREFIX = "HTTP_"
VARIABLE = PREFIX + HEADER_NAME.upper().replace("-", "_")
# PEP 3333 names these two as CGI does; empty is as good as absent.
WITHOUT_PREFIX = {"CONTENT_TYPE", "CONTENT_LENGTH"}
CHUNK = 64 << 10

Headers = list[tuple[str, str]]


def headers(environ: WSGIEnvironment) -> list[tuple[str, str]]:
    """The headers of a request, as ``Handshake``, ``Endpoint`` and ``Config.introspect`` take them.

    What the server joined because it was there twice is one header with both values.
    """
    return [
        (name.removeprefix(PREFIX).replace("_", "-").title(), value)
        for name, value in environ.items()
        if name.startswith(PREFIX) or (name in WITHOUT_PREFIX and value)
    ]


class SignkeyMiddleware(Gate[WSGIApplication]):
    """Verifies requests before the application sees them.

    The ``Verified`` of a request is in ``environ["signkey.verified"]``; it is ``None`` if the
    request passed without proof of its sender, and then ``environ["signkey.caller"]`` is the
    ``Unverified`` that says why. The application reads the same bytes from ``wsgi.input``, with
    ``CONTENT_LENGTH`` set. A refused request is answered with the error's HTTP status and
    ``{"code": ..., "message": ...}``.

    A body without ``Content-Length`` needs a server that ends it (``wsgi.input_terminated``), as
    gunicorn and Werkzeug do; otherwise, and if a middleware in front has taken the body, the
    answer is ``body_unavailable``.
    """

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answers one request."""
        # Servers join a header that is there twice (RFC 9110 section 5.3), as malformed.
        header = environ.get(VARIABLE)
        method = environ["REQUEST_METHOD"]
        environ["signkey.verified"] = environ["signkey.caller"] = None
        headers = [] if header is None else [(HEADER_NAME, header)]
        caller: Verified | Unverified | None
        try:
            caller = self._endpoint.authenticate_unread(method=method, headers=headers)
            if caller is None:
                body = self._read(environ)
                caller = self._judge(method, headers, body)
                environ["wsgi.input"] = io.BytesIO(body)
                environ["wsgi.input_terminated"] = True
                environ["CONTENT_LENGTH"] = str(len(body))
        except SignkeyError as error:
            return _refuse(start_response, error)

        environ["signkey.caller"] = caller
        if isinstance(caller, Verified):
            environ["signkey.verified"] = caller
            if self._sign_responses:
                return self._respond_signed(environ, start_response, caller)
        return self.app(environ, start_response)

    def _read(self, environ: WSGIEnvironment) -> bytes:
        declared = declared_length(environ.get("CONTENT_LENGTH") or "")
        self._check_size(declared or 0)
        if environ.get("wsgi.input_terminated"):
            limit = self._max_body_size + 1
        elif declared is None and "HTTP_TRANSFER_ENCODING" in environ:
            raise body_unavailable()
        else:
            limit = declared or 0
        body = _read_up_to(limit, environ["wsgi.input"])
        self._check_size(len(body))
        check_complete(len(body), declared)
        return body

    def _respond_signed(
        self, environ: WSGIEnvironment, start_response: StartResponse, verified: Verified
    ) -> Iterable[bytes]:
        """Holds the response back until its last byte, then sends it signed."""
        status = ""
        headers: Headers = []
        chunks: list[bytes] = []

        def hold(
            held_status: str, held_headers: Headers, _exc_info: Any = None, /
        ) -> Callable[[bytes], object]:
            nonlocal status, headers
            status, headers = held_status, held_headers
            return chunks.append

        response = self.app(environ, hold)
        try:
            chunks.extend(response)
        finally:
            close = getattr(response, "close", None)
            if close is not None:
                close()
        body = b"".join(chunks)
        signature = self._sign(environ["REQUEST_METHOD"], body, verified)
        kept = [pair for pair in headers if pair[0].lower() != HEADER_NAME.lower()]
        start_response(status, [*kept, (HEADER_NAME, signature)])
        return [body]


def _read_up_to(limit: int, stream: InputStream) -> bytes:
    chunks = []
    left = limit
    while left > 0 and (chunk := stream.read(min(left, CHUNK))):
        chunks.append(chunk)
        left -= len(chunk)
    return b"".join(chunks)


def _refuse(start_response: StartResponse, error: SignkeyError) -> Iterable[bytes]:
    body = refusal(error)
    status = f"{error.http_status} {HTTPStatus(error.http_status).phrase}"
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response(status, headers)
    return [body]
