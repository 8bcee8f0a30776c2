"""WSGI middleware that lets only those requests in that an ``Endpoint`` admits. ::

    endpoint = Config.from_env().endpoint()
    app.wsgi_app = DispatcherMiddleware(
        app.wsgi_app, {"/api/inngest": SignkeyMiddleware(inngest_app, endpoint)}
    )

    def inngest_app(environ, start_response):
        verified = environ["signkey.admission"].verified

It protects what it wraps: a mounted app, or everything. Nothing in front of it may read or change
bodies, nor change a response that is signed.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Literal, Unpack
from wsgiref.types import WSGIApplication, WSGIEnvironment

from signkey._adapter import Adapter, Options
from signkey._claims import Claims, is_judged
from signkey._signkey import WANTED_HEADERS, Admission, Endpoint, Refusal, headers
from signkey._wsgi_response import Held, claiming, send_refusal

if TYPE_CHECKING:
    from wsgiref.types import InputStream, StartResponse

__all__ = ["SignkeyMiddleware", "headers"]

# So many bytes of a body are asked for at once.
CHUNK = 1 << 16
# What CGI calls Content-Length.
(LENGTH,) = (name.upper().replace("-", "_") for name in WANTED_HEADERS if "length" in name)


class SignkeyMiddleware(Adapter[WSGIEnvironment]):
    """Asks the endpoint before the application sees a request.

    The ``Admission`` of a request is in ``environ["signkey.admission"]``. The application reads the
    bytes that were judged from ``wsgi.input``, with ``CONTENT_LENGTH`` set; of a request that was
    let in without proof, nothing was read. The ``request`` of hooks is the ``environ``.

    A body without ``Content-Length`` needs a server that ends it (``wsgi.input_terminated``), as
    gunicorn does; otherwise, and if a middleware in front has taken the body, the answer is
    ``body_unavailable``.

    Raises ``TypeError`` for an endpoint with an asynchronous store.
    """

    __slots__ = ("_admit", "_app", "_claims", "_signs")

    BODY_FIX = (
        "wrap everything that reads bodies with SignkeyMiddleware, as the outermost middleware"
    )

    def __init__(
        self, app: WSGIApplication, endpoint: Endpoint, **options: Unpack[Options[WSGIEnvironment]]
    ) -> None:
        super().__init__(endpoint, **options)
        self._app = app
        self._admit = endpoint.admit
        self._claims = Claims(endpoint, "signkey.wsgi.SignkeyMiddleware")
        self._signs = endpoint.sign_responses

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answers one request."""
        if is_judged(self._claims, self._endpoint, environ.get("signkey.endpoint")):
            return self._app(environ, start_response)
        admission = self._admit(environ["REQUEST_METHOD"], headers(environ))
        if admission.at_most is None:
            refusal = admission.refusal
        else:
            refusal = receive_body(environ, admission, self.now())
            refusal = self._claims.settle(admission, refusal)
        if (warning := admission.warning) is not None:
            self.warn(environ, warning)
        if refusal is not None:
            self.refuse(environ, refusal)
            return send_refusal(start_response, refusal, admission)
        environ["signkey.admission"], environ["signkey.endpoint"] = admission, self._endpoint
        start_response = claiming(self._claims, admission, start_response)
        if self._signs and admission.verified is not None:
            return self._respond_signed(environ, start_response, admission)
        return self._app(environ, start_response)

    def _respond_signed(
        self, environ: WSGIEnvironment, start_response: StartResponse, admission: Admission
    ) -> Iterable[bytes]:
        held = Held(admission)
        response = self._app(environ, held.start)
        try:
            for chunk in response:
                held.write(chunk)
                if held.refusal is not None:
                    break
        finally:
            close = getattr(response, "close", None)
            if close is not None:
                close()
        if held.refusal is not None:
            self.refuse(environ, held.refusal)
            return send_refusal(start_response, held.refusal, admission)
        return held.send(start_response, self.now())


def receive_body(environ: WSGIEnvironment, admission: Admission, now: int | None) -> Refusal | None:
    """Reads the body, has it judged, and hands it on. Returns the refusal, if it is one."""
    body = read_body(environ, admission)
    if body is None:
        return admission.no_body("aborted")
    environ["wsgi.input"] = BytesIO(body)
    environ["wsgi.input_terminated"] = True
    environ[LENGTH] = str(len(body))
    return admission.receive(body, framing(environ), now)


def read_body(environ: WSGIEnvironment, admission: Admission) -> bytes | None:
    """Reads the body for its admission; ``None`` if the connection broke off."""
    declared = admission.declared_length or 0
    is_ended = environ.get("wsgi.input_terminated")
    most = (admission.at_most or 0) + 1 if is_ended else declared
    try:
        body = _read(environ["wsgi.input"], most)
    except OSError:
        return None
    # Some servers say of a broken connection no more than that the stream ends in the middle.
    return None if 0 < len(body) < declared else body


def framing(environ: WSGIEnvironment) -> Literal["head", "http2"]:
    """How the end of the body is known."""
    return "head" if environ.get("SERVER_PROTOCOL", "HTTP/1.1") < "HTTP/2" else "http2"


def _read(stream: InputStream, most: int) -> bytes:
    """All there is, up to so many bytes. It takes no more memory than the body."""
    chunk = stream.read(min(most, CHUNK))
    if len(chunk) == most:
        return chunk
    body = BytesIO()
    while chunk:
        body.write(chunk)
        most -= len(chunk)
        chunk = stream.read(min(most, CHUNK)) if most > 0 else b""
    return body.getvalue()
