"""FastAPI routes that only those requests reach that an ``Endpoint`` admits. ::

    endpoint = Config.from_env().endpoint()
    router = APIRouter(route_class=signkey_route(endpoint))

    @router.post("/api/inngest")
    async def inngest(request: Request):
        verified = request.state.signkey.verified

A route class judges a request before FastAPI parses it, and signs. A dependency judges what FastAPI
has read, and signs nothing::

    @app.post("/api/inngest")
    async def inngest(admission: Annotated[Admission, Depends(SignkeyDependency(endpoint))]): ...
"""

import json
from collections.abc import Callable, Coroutine
from functools import partial
from io import BytesIO
from typing import Any, Unpack

from fastapi import HTTPException, Request, Response
from fastapi.routing import APIRoute, request_response
from starlette.requests import ClientDisconnect

from signkey._adapter import Adapter, Options, refuse_to_sign
from signkey._claims import AsyncClaims, is_judged
from signkey._signkey import Admission, Endpoint
from signkey.asgi import ASGIApp, Receive, Scope, Send, SignkeyMiddleware, framing

__all__ = ["SignkeyDependency", "signkey_route"]

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def signkey_route(endpoint: Endpoint, **options: Unpack[Options[Scope]]) -> type[APIRoute]:
    """A class of routes, for ``APIRouter(route_class=...)``: ``signkey.asgi.SignkeyMiddleware``
    around each, behind the router."""

    protect = partial(SignkeyMiddleware, endpoint=endpoint, **options)
    return type("SignkeyRoute", (_Route,), {"protect": staticmethod(protect)})


class _Route(APIRoute):
    protect: Callable[[ASGIApp], ASGIApp]

    def get_route_handler(self) -> Handler:
        protected = _Deferred(self.protect(request_response(super().get_route_handler())))

        async def handle(_: Request) -> Response:
            return protected

        return handle


class _Deferred(Response):
    """A response that has the whole request still before it."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__()
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


class SignkeyDependency(Adapter[Request]):
    """A dependency that lets only those requests in that an endpoint admits. Its value is the
    ``Admission``.

    A refusal is an ``HTTPException`` with the status, headers and code of the refusal. A form has
    no bytes left when a dependency runs: then it is ``body_unavailable``. The ``request`` of hooks
    is that of Starlette.

    It does not see the response. If a handler puts a signature on one, replay protection needs the
    route class, which remembers it.

    Raises ``TypeError`` for an endpoint that signs responses, or has a synchronous store.
    """

    BODY_FIX = "in FastAPI, take signkey_route in place of a dependency: it judges unparsed forms"

    def __init__(self, endpoint: Endpoint, **options: Unpack[Options[Request]]) -> None:
        super().__init__(endpoint, **options)
        refuse_to_sign(endpoint, "a dependency", "signkey_route")
        self._claims = AsyncClaims(endpoint, "signkey.fastapi.SignkeyDependency")

    async def __call__(self, request: Request) -> Admission:
        """Judges one request."""
        judge = getattr(request.state, "signkey_endpoint", None)
        if is_judged(self._claims, self._endpoint, judge):
            judged: Admission = request.state.signkey
            return judged
        admission = self._endpoint.admit(request.method, request.headers.raw)
        if (at_most := admission.at_most) is not None:
            body = await _read(request, at_most)
            if body is None:
                admission.no_body("aborted")
            else:
                admission.receive(body, framing(request.scope), self.now())
                await self._claims.settle(admission, None)
        if (warning := admission.warning) is not None:
            self.warn(request, warning)
        if (refusal := admission.refusal) is not None:
            self.refuse(request, refusal)
            detail = json.loads(refusal.body)
            raise HTTPException(refusal.status, detail, dict(refusal.headers))
        request.state.signkey, request.state.signkey_endpoint = admission, self._endpoint
        return admission


async def _read(request: Request, at_most: int) -> bytes | None:
    """What is left of the body; ``None`` if the client left. The handler can read it as well."""
    body = BytesIO()
    try:
        async for chunk in request.stream():
            body.write(chunk)
            if body.tell() > at_most:
                return body.getvalue()
    except ClientDisconnect:
        return None
    except RuntimeError:
        # So Starlette says that something has consumed the stream: nothing is left.
        return b""
    request._body = body.getvalue()
    return request._body
