"""The probe as an ASGI application, and what stands in front of some of its variants."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from starlette.endpoints import HTTPEndpoint
from starlette.requests import Request as StarletteRequest
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .behaviours import Everyone, Reply, Request, answer
from .variants import UNPROTECTED, Variant

REPLACEMENT = b"replaced"
# Of which no length can be said.
NO_CONTENT = {204, 205, 304}


def request_of(scope: Scope, variant: Variant, admission: Any, behaviour: str) -> Request:
    length = [value for name, value in scope["headers"] if name == b"content-length"]
    return Request(
        variant=variant,
        admission=admission,
        method=scope["method"],
        behaviour=behaviour,
        query=scope["query_string"].decode("latin-1"),
        content_length=length[0].decode("latin-1") if length else None,
    )


async def read(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(body)


async def pieces(reply: Reply) -> AsyncIterator[Any]:
    """The pieces of an answer, out of one buffer if they are of one size."""
    sizes = {len(piece) for piece in reply.pieces}
    buffer = bytearray(max(sizes, default=0))
    for piece in reply.pieces:
        if piece is not reply.pieces[0]:
            await asyncio.sleep(reply.pause)
        if len(sizes) > 1:
            yield piece
        else:
            buffer[:] = piece
            yield memoryview(buffer)
            buffer[:] = b"Z" * len(piece)


class Probe:
    """A handler without a framework."""

    def __init__(self, variant: Variant) -> None:
        self._variant = variant

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        behaviour = scope["path"].removeprefix(scope.get("root_path", "")).removeprefix("/")
        request = request_of(scope, self._variant, self.admission(scope), behaviour)
        if request.reads_body:
            request.body = await read(receive)
        await asyncio.sleep(request.waits)
        reply = answer(request)
        headers = [(name.lower().encode(), value.encode()) for name, value in reply.fields()]
        if not reply.is_streamed and reply.status not in NO_CONTENT:
            headers.append((b"content-length", b"%d" % len(reply.whole())))
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        if reply.is_streamed:
            async for piece in pieces(reply):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body"})
        else:
            await send({"type": "http.response.body", "body": reply.whole()})

    def admission(self, scope: Scope) -> Any:
        return scope["state"]["signkey"]


class Control(Probe):
    """The probe behind an adapter that is broken on purpose: it reads, and admits everyone."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await read(receive)

        async def replay() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        await super().__call__(scope, replay, send)

    def admission(self, scope: Scope) -> Any:  # noqa: ARG002
        return Everyone()


class Unprotected(HTTPEndpoint):
    """What stands beside the variants."""

    async def get(self, request: StarletteRequest) -> JSONResponse:
        return JSONResponse(UNPROTECTED[request.url.path.strip("/")]())


class Front:
    """Middleware in front of the variants that have one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            match scope["path"].split("/")[1]:
                case "parsed":
                    await parse(StarletteRequest(scope, receive))
                    receive = handing_on(b"", receive)
                case "replaced":
                    receive = handing_on(REPLACEMENT, receive)
                case "odd":
                    scope["headers"] = (field for field in scope["headers"])
        await self._app(scope, receive, send)


async def parse(request: StarletteRequest) -> None:
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        await request.json()
    elif kind.startswith("application/x-www-form-urlencoded"):
        await request.form()
    else:
        await request.body()


def handing_on(body: bytes, receive: Receive) -> Receive:
    """What Starlette leaves behind it: one message, then what the server says."""
    left = [body]

    async def hand_on() -> Message:
        if left:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return await receive()

    return hand_on
