"""Responses of ASGI applications: refusals, and those that are held back to be signed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from io import BytesIO
from typing import Any

from signkey._adapter import Adapter
from signkey._claims import AsyncClaims
from signkey._signkey import HEADER_NAME, Admission, Refusal

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]

SIGNATURE = HEADER_NAME.lower().encode()
TYPE = b"content-type"
LENGTH = b"content-length"
# Ways to send a body that is not in the messages, hence not within reach of a signature.
UNSIGNABLE = frozenset({"http.response.pathsend", "http.response.zerocopysend"})


async def send_refusal(
    send: Send, refusal: Refusal, *, content: bool = True, kind: str = "http.response"
) -> None:
    """Answers with a refusal; without ``content`` as to HEAD."""
    body = refusal.body
    headers = [(name.lower().encode(), value.encode()) for name, value in refusal.headers]
    headers.append((LENGTH, b"%d" % len(body)))
    await send({"type": f"{kind}.start", "status": refusal.status, "headers": headers})
    await send({"type": f"{kind}.body", "body": body if content else b""})


def claiming(claims: AsyncClaims, admission: Admission, send: Send) -> Send:
    """A ``send`` that claims each signature that goes out, so that the response cannot come back as
    a request."""
    if not claims.wants_responses or admission.verified is None:
        return send

    async def claim(message: Message) -> None:
        headers = message.get("headers")
        if headers:
            if type(headers) is not list:
                # Any iterable may be there, and the server wants to read it, too.
                headers = list(headers)
                message = {**message, "headers": headers}
            signatures = [value for name, value in headers if name.lower() == SIGNATURE]
            await claims.claim_response(admission, signatures)
        await send(message)

    return claim


class Held:
    """Holds a response back until its last byte, then sends it signed."""

    __slots__ = ("_adapter", "_admission", "_body", "_limit", "_scope", "_send", "_start", "_state")

    def __init__(
        self, adapter: Adapter[Scope], scope: Scope, admission: Admission, send: Send
    ) -> None:
        self._adapter = adapter
        self._scope = scope
        self._admission = admission
        self._send = send
        self._state = "forward"
        self._start: Message = {}
        self._body: BytesIO | None = None
        self._limit = 0
        extensions = scope.get("extensions") or {}
        scope["extensions"] = {
            name: value for name, value in extensions.items() if name not in UNSIGNABLE
        }

    async def __call__(self, message: Message) -> None:
        """Takes a message of the application."""
        kind = message["type"]
        if kind == "http.response.start":
            await self._begin(message)
        elif self._state == "forward":
            await self._send(message)
        elif self._state == "hold":
            await self._hold(kind, message)

    async def _begin(self, start: Message) -> None:
        types = [value for name, value in start.get("headers", ()) if name.lower() == TYPE]
        step = self._admission.response(start["status"], types[0] if types else None)
        self._state, self._start = step.step, start
        if step.refusal is not None:
            await self._refuse(step.refusal)
        elif step.at_most is None:
            await self._send(start)
        else:
            self._limit = step.at_most
            self._body = None if step.is_empty else BytesIO()

    async def _hold(self, kind: str, message: Message) -> None:
        if kind in UNSIGNABLE:
            return await self._refuse(self._admission.unsignable())
        if kind != "http.response.body":
            return await self._send(message)
        if self._body is not None:
            self._body.write(message.get("body", b""))
            if self._body.tell() > self._limit:
                return await self._refuse(self._admission.unsignable())
        if not message.get("more_body"):
            return await self._finish()
        return None

    async def _finish(self) -> None:
        """Sends what was held, with its length and its signature."""
        body = b"" if self._body is None else self._body.getvalue()
        headers = [
            field
            for field in self._start.get("headers", ())
            if field[0].lower() not in (SIGNATURE, LENGTH)
        ]
        if self._body is not None:
            headers.append((LENGTH, b"%d" % len(body)))
        signature = self._admission.sign(body, timestamp=self._adapter.now())
        headers.append((SIGNATURE, signature.encode()))
        # Trailers may follow.
        self._state = "forward"
        await self._send({**self._start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})

    async def _refuse(self, refusal: Refusal) -> None:
        self._state, self._body = "refused", None
        content = self._admission.sends_content(refusal.status)
        await send_refusal(self._send, self._adapter.refuse(self._scope, refusal), content=content)
