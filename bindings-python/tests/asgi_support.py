"""ASGI connections without a server, and an application behind the middleware."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from servers import kit
from signkey import HEADER_NAME, Endpoint, errors
from signkey.asgi import SignkeyMiddleware

BODY = b'{"a":1}'
REQUEST = kit.signed(BODY)
HEADER = (b"x-inngest-signature", REQUEST.headers[HEADER_NAME].encode())
EMPTY = (HEADER[0], kit.signed(b"").headers[HEADER_NAME].encode())
CHUNKED = (b"transfer-encoding", b"chunked")


def run(app: ASGIApp, scope: Scope, received: list[Message]) -> list[Message]:
    """Runs one connection; what the application sends."""
    sent: list[Message] = []
    pending = iter(received)

    async def receive() -> Message:
        return next(pending)

    async def send(message: Message) -> None:
        sent.append(message)

    async def connect() -> None:
        await app(scope, receive, send)

    asyncio.run(connect())
    return sent


def scope_of(*headers: tuple[Any, Any], **more: Any) -> Scope:
    return {"type": "http", "method": "POST", "path": "/", "headers": list(headers), **more}


def part(body: bytes, more: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    first = await receive()
    headers = [(b"x-caller", repr(scope["state"]["signkey"].caller).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": first["body"], "more_body": True})
    await send({"type": "http.response.body"})


def protected(app: ASGIApp = echo, **options: Any) -> SignkeyMiddleware:
    return SignkeyMiddleware(app, Endpoint(kit.keyring, **options), clock=kit.clock)


def code_of(sent: list[Message]) -> str:
    assert sent[0]["type"] == "http.response.start"
    refusal = json.loads(sent[1]["body"])
    assert sent[0]["status"] == errors.BY_CODE[refusal["code"]].http_status
    return str(refusal["code"])


def request(app: ASGIApp) -> httpx.Response:
    headers = {**REQUEST.headers, "Content-Type": "application/json"}

    async def post() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.post("/", content=BODY, headers=headers)

    return asyncio.run(post())
