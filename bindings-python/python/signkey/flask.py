"""Flask views that only those requests reach that an ``Endpoint`` admits. ::

    endpoint = Config.from_env().endpoint()

    @app.route("/api/inngest", methods=["GET", "POST", "PUT"])
    @protect(endpoint)
    def inngest():
        verified = flask.g.signkey.verified

Functions that run after the view may still change its response, so none is signed here:
``signkey.wsgi`` signs, around a mounted app or around ``app.wsgi_app``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Unpack

from flask import Request, Response, current_app, g, request

from signkey._adapter import Adapter, Options, refuse_to_sign
from signkey._claims import Claims, is_judged
from signkey._signkey import Endpoint
from signkey._wsgi_response import signatures
from signkey.wsgi import framing, headers, receive_body

__all__ = ["protect"]

View = Callable[..., Any]

# What Flask keeps of a body once something has read it.
READ = {"stream", "form", "files", "_cached_data"}


def protect(endpoint: Endpoint, **options: Unpack[Options[Request]]) -> Callable[[View], View]:
    """Decorates a view: only those requests reach it that ``endpoint`` admits.

    The ``Admission`` is ``flask.g.signkey``, and ``request.get_data()`` are the bytes that were
    judged. What ran before and parsed a form has taken its body: then the answer is
    ``body_unavailable``. The ``request`` of hooks is that of Flask.

    A signature that the view puts on its response is remembered, so that it cannot come back as a
    request.

    Raises ``TypeError`` for an endpoint that signs responses, or has an asynchronous store.
    """
    refuse_to_sign(endpoint, "a decorator", "signkey.wsgi.SignkeyMiddleware")
    gate = _Gate(endpoint, **options)

    def decorate(view: View) -> View:
        @wraps(view)
        def protected(*args: Any, **kwargs: Any) -> Any:
            refused = gate.refused()
            return refused or gate.claim(current_app.ensure_sync(view)(*args, **kwargs))

        return protected

    return decorate


class _Gate(Adapter[Request]):
    BODY_FIX = (
        "in Flask, let nothing read request.form, request.files or request.stream before the view, "
        "or wrap app.wsgi_app with signkey.wsgi.SignkeyMiddleware"
    )

    def __init__(self, endpoint: Endpoint, **options: Unpack[Options[Request]]) -> None:
        super().__init__(endpoint, **options)
        self._claims = Claims(endpoint, "signkey.flask.protect")

    def refused(self) -> Response | None:
        """The answer to a request that does not get in."""
        environ = request.environ
        if is_judged(self._claims, self._endpoint, environ.get("signkey.endpoint")):
            g.signkey = environ["signkey.admission"]
            return None
        admission = self._endpoint.admit(request.method, headers(environ))
        if admission.at_most is not None:
            if READ.isdisjoint(vars(_request())):
                receive_body(environ, admission, self.now())
            else:
                admission.receive(request.get_data(), framing(environ), self.now())
            self._claims.settle(admission, None)
        if (warning := admission.warning) is not None:
            self.warn(_request(), warning)
        if (refusal := admission.refusal) is not None:
            self.refuse(_request(), refusal)
            return Response(refusal.body, refusal.status, refusal.headers)
        g.signkey = environ["signkey.admission"] = admission
        environ["signkey.endpoint"] = self._endpoint
        return None

    def claim(self, returned: Any) -> Any:
        """What the view returned, with its signature claimed if it has one."""
        if not self._claims.wants_responses or g.signkey.verified is None:
            return returned
        response = current_app.make_response(returned)
        self._claims.claim_response(g.signkey, signatures(response.headers))
        return response


def _request() -> Request:
    """The request itself, in place of its proxy."""
    given: Request = request._get_current_object()  # type: ignore[attr-defined]
    return given
