"""ASGI middleware that lets only those requests in that an ``Endpoint`` admits. ::

    endpoint = Config.from_env().endpoint()
    routes = [Mount("/api/inngest", app=SignkeyMiddleware(app, endpoint))]

    async def app(scope, receive, send):
        verified = scope["state"]["signkey"].verified

It protects what it wraps: a mounted app, a route (``Route(..., middleware=[...])``), or everything
(``app.add_middleware(SignkeyMiddleware, endpoint=endpoint)``). Nothing in front of it may read or
change bodies, nor change a response that is signed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from io import BytesIO
from typing import Any, Literal, Unpack

from signkey._adapter import Adapter, Options
from signkey._asgi_response import Held, claiming, send_refusal
from signkey._claims import AsyncClaims, is_judged
from signkey._signkey import Endpoint, Refusal

__all__ = ["SignkeyMiddleware"]

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY_VIOLATION = 1008


class SignkeyMiddleware(Adapter[Scope]):
    """Asks the endpoint before the application sees a request.

    The ``Admission`` of a request is in ``scope["state"]["signkey"]``, which Starlette and FastAPI
    show as ``request.state.signkey``. The application receives the bytes that were judged, in one
    piece; of a request that was let in without proof, nothing was read. A refused WebSocket is
    closed before it opens. The ``request`` of hooks is the ``scope``.

    A middleware in front that takes the body and hands nothing on is answered with
    ``body_unavailable``; one that leaves ``receive`` to wait for ever blocks this middleware as it
    does every other application. ASGI does not tell a body that was taken from none: so over HTTP/2
    an empty body needs a ``content-length`` of 0, unless the method gives it no meaning, and over
    HTTP/1 it must not be chunked.

    Raises ``TypeError`` for an endpoint with a synchronous store.
    """

    __slots__ = ("_admit", "_app", "_claims", "_signs")

    BODY_FIX = (
        "add SignkeyMiddleware last, so that it runs first, or wrap the mounted app or the route"
    )

    def __init__(self, app: ASGIApp, endpoint: Endpoint, **options: Unpack[Options[Scope]]) -> None:
        super().__init__(endpoint, **options)
        self._app = app
        self._admit = endpoint.admit
        self._claims = AsyncClaims(endpoint, "signkey.asgi.SignkeyMiddleware")
        self._signs = endpoint.sign_responses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one connection."""
        if scope["type"] != "http" or self._is_judged(scope):
            return await self._answer_other(scope, receive, send)
        headers = scope["headers"]
        if type(headers) is not list:
            # Any iterable may be there, and the application wants to read it, too.
            scope["headers"] = headers = list(headers)
        admission = self._admit(scope["method"], headers)
        at_most = admission.at_most
        if at_most is None:
            refusal = admission.refusal
        else:
            message = await receive()
            if message["type"] == "http.request" and not message.get("more_body"):
                body = message.get("body", b"")
            else:
                body = await _gather(message, receive, at_most)
            if body is None:
                refusal = admission.no_body("aborted")
            else:
                body = bytes(body)
                refusal = admission.receive(body, framing(scope), self.now())
                receive = _replay(body, receive)
                refusal = await self._claims.settle(admission, refusal)
        if (warning := admission.warning) is not None:
            self.warn(scope, warning)
        if refusal is not None:
            self.refuse(scope, refusal)
            # The client may have left.
            with suppress(OSError):
                content = admission.sends_content(refusal.status)
                await send_refusal(send, refusal, content=content)
            return None
        scope.setdefault("state", {}).update(signkey=admission, signkey_endpoint=self._endpoint)
        send = claiming(self._claims, admission, send)
        if self._signs:
            send = Held(self, scope, admission, send)
        return await self._app(scope, receive, send)

    def _is_judged(self, scope: Scope) -> bool:
        judge = (scope.get("state") or {}).get("signkey_endpoint")
        return is_judged(self._claims, self._endpoint, judge)

    async def _answer_other(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or self._is_judged(scope):
            return await self._app(scope, receive, send)
        if scope["type"] != "websocket":
            message = f"signkey cannot judge connections of type {scope['type']!r}"
            raise ValueError(message)
        scope["headers"] = headers = list(scope["headers"])
        admission = self._endpoint.admit_websocket(headers, self.now())
        if (warning := admission.warning) is not None:
            self.warn(scope, warning)
        if (refusal := admission.refusal) is not None:
            return await _close(scope, send, self.refuse(scope, refusal))
        scope.setdefault("state", {}).update(signkey=admission, signkey_endpoint=self._endpoint)
        send = claiming(self._claims, admission, send)
        return await self._app(scope, receive, send)


async def _gather(message: Message, receive: Receive, at_most: int) -> bytes | None:
    """A body in pieces, up to the first that is too many; ``None`` if it never ends. It takes no
    more memory than the body."""
    body = BytesIO()
    while message["type"] == "http.request":
        body.write(message.get("body", b""))
        if body.tell() > at_most or not message.get("more_body"):
            return body.getvalue()
        message = await receive()
    return None


def framing(scope: Scope) -> Literal["head", "http2"]:
    """How the end of a body is known: by the headers alone. ASGI says that a body ends also where
    something in front has taken it."""
    return "head" if scope.get("http_version", "1.1") < "2" else "http2"


def _replay(body: bytes, receive: Receive) -> Receive:
    """A ``receive`` that hands the body on, and after it whatever the server says."""
    message: Message | None = {"type": "http.request", "body": body, "more_body": False}

    async def replay() -> Message:
        nonlocal message
        if message is None:
            return await receive()
        first, message = message, None
        return first

    return replay


async def _close(scope: Scope, send: Send, refusal: Refusal) -> None:
    """Answers the handshake of a WebSocket, with 403 where the server can say nothing else."""
    if "websocket.http.response" in (scope.get("extensions") or ()):
        await send_refusal(send, refusal, kind="websocket.http.response")
    else:
        code = refusal.error.code
        await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": code})
