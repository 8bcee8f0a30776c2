"""ASGI middleware that lets only signed requests through, for Starlette, FastAPI and others. ::

    app = FastAPI()
    app.add_middleware(SignkeyMiddleware, keyring=Keyring(os.getenv("INNGEST_SIGNING_KEY")))

    @app.post("/api/inngest")
    async def serve(request: Request):
        verified = request.state.signkey

With ``endpoint=Config.from_env().endpoint()`` in place of the keyring it follows the settings: in
dev mode, unsigned requests pass.

Put it in front of everything that reads or changes bodies: in Starlette and FastAPI, add it last.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from signkey import HEADER_NAME, SignkeyError, Unverified, Verified
from signkey._http import Gate, body_unavailable, check_complete, declared_length, refusal

__all__ = ["SignkeyMiddleware"]

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]

HEADER = HEADER_NAME.lower().encode()

# Ways to send a body that is not in the messages, hence not within reach of a signature.
UNSIGNABLE = frozenset(
    {"http.response.pathsend", "http.response.zerocopysend", "http.response.trailers"}
)


class SignkeyMiddleware(Gate[ASGIApp]):
    """Verifies requests before the application sees them.

    The ``Verified`` of a request is in ``scope["state"]["signkey"]``, which Starlette and FastAPI
    show as ``request.state.signkey``; it is ``None`` if the request passed without proof of its
    sender, and then ``scope["state"]["signkey_caller"]`` is the ``Unverified`` that says why. The
    application receives the body in one piece. A refused request is answered with the error's
    HTTP status and ``{"code": ..., "message": ...}``. A WebSocket counts as a ``GET`` with an
    empty body; a refused one is closed.

    A middleware in front that takes the body and hands nothing on is answered with
    ``body_unavailable`` where it can be told; one that leaves ``receive`` to wait for ever blocks
    this middleware as it does every other application.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one connection."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] in ("http", "websocket"):
            await self._answer(scope, receive, send)
        else:
            message = f"signkey cannot verify connections of type {scope['type']!r}"
            raise ValueError(message)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        method, headers = scope.get("method", "GET"), scope["headers"]
        state = scope.setdefault("state", {})
        state["signkey"] = state["signkey_caller"] = None
        body = None
        caller: Verified | Unverified | None
        try:
            caller = self._endpoint.authenticate_unread(method=method, headers=headers)
            if caller is None:
                body = await self._read(scope, receive)
                if body is None:
                    return None
                caller = self._judge(method, headers, body)
        except SignkeyError as error:
            return await _refuse(scope, send, error)

        state["signkey_caller"] = caller
        if body is not None and scope["type"] == "http":
            receive = _replay(body, receive)
        if isinstance(caller, Verified):
            state["signkey"] = verified = caller
            if self._sign_responses and scope["type"] == "http":
                _withdraw_unsignable(scope)
                send = _HeldResponse(send, lambda sent: self._sign(method, sent, verified)).send
        return await self.app(scope, receive, send)

    async def _read(self, scope: Scope, receive: Receive) -> bytes | None:
        """The body; ``None`` if the client left before its end."""
        if scope["type"] == "websocket":
            return b""
        declared = declared_length((_header(scope, b"content-length") or b"").decode("latin-1"))
        self._check_size(declared or 0)
        chunks: list[bytes] = []
        size = 0
        more = True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                if not chunks:
                    # What servers say once the body is taken, too.
                    raise body_unavailable()
                return None
            chunks.append(message.get("body", b""))
            size += len(chunks[-1])
            self._check_size(size)
            more = message.get("more_body", False)
        check_complete(size, declared)
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)


class _HeldResponse:
    """Holds a response back until its last byte, then sends it signed."""

    def __init__(self, send: Send, sign: Callable[[bytes], str]) -> None:
        self._send = send
        self._sign = sign
        self._start: Message = {}
        self._chunks: list[bytes] = []

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            self._chunks.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._finish()
        else:
            await self._send(message)

    async def _finish(self) -> None:
        body = b"".join(self._chunks)
        headers = [
            (name, value)
            for name, value in self._start.get("headers", ())
            if name.lower() != HEADER
        ]
        headers.append((HEADER, self._sign(body).encode()))
        await self._send({**self._start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def _header(scope: Scope, name: bytes) -> bytes | None:
    values = [value for key, value in scope["headers"] if key.lower() == name]
    return b", ".join(values) if values else None


def _replay(body: bytes, receive: Receive) -> Receive:
    """A ``receive`` that hands the body on, and after it whatever the server says."""
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return pending.pop() if pending else await receive()

    return replay


def _withdraw_unsignable(scope: Scope) -> None:
    extensions = scope.get("extensions") or {}
    scope["extensions"] = {
        name: value for name, value in extensions.items() if name not in UNSIGNABLE
    }


async def _refuse(scope: Scope, send: Send, error: SignkeyError) -> None:
    if scope["type"] == "websocket":
        # Before it is accepted, this answers the handshake with 403.
        return await send({"type": "websocket.close", "code": 1008, "reason": error.code})
    body = refusal(error)
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": error.http_status, "headers": headers})
    return await send({"type": "http.response.body", "body": body})
