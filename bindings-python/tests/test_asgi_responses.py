"""The ASGI middleware where servers and applications differ: in the messages of a response."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from asgi_support import BODY, EMPTY, HEADER, code_of, part, protected, request, run, scope_of
from servers import kit
from signkey import HEADER_NAME, Endpoint
from signkey.asgi import SignkeyMiddleware

Handler = Callable[[Request], Awaitable[Response]]


def respond(handler: Handler, **options: Any) -> httpx.Response:
    """The answer of one route that is protected behind the router."""
    endpoint = Endpoint(kit.keyring, sign_responses=True, **options)
    protection = Middleware(SignkeyMiddleware, endpoint=endpoint, clock=kit.clock)
    route = Route("/", handler, methods=["POST"], middleware=[protection])
    return request(Starlette(routes=[route]))


def check_signed(response: httpx.Response) -> None:
    values = response.headers.get_list(HEADER_NAME)
    assert len(values) == 1
    kit.keyring.verify_response(response.content, values[0], now=kit.now)


def test_a_streamed_response_is_signed_whole() -> None:
    async def stream(_: Request) -> Response:
        return StreamingResponse(iter([b"one", b"two", b""]))

    response = respond(stream)
    assert response.content == b"onetwo"
    assert response.headers["content-length"] == "6"
    check_signed(response)


def test_a_buffer_that_is_used_again_is_signed_as_it_was() -> None:
    async def app(_: Scope, __: Receive, send: Send) -> None:
        buffer = bytearray(4)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for letter in b"ABC":
            buffer[:] = bytes([letter]) * 4
            await send({"type": "http.response.body", "body": buffer, "more_body": True})
        await send({"type": "http.response.body"})
        buffer[:] = b"ZZZZ"

    start, body = run(protected(app, sign_responses=True), scope_of(HEADER), [part(BODY)])
    assert body["body"] == b"AAAABBBBCCCC"
    signature = dict(start["headers"])[HEADER[0]]
    kit.keyring.verify_response(body["body"], signature, now=kit.now)


def test_a_signature_by_the_application_is_replaced() -> None:
    async def own(_: Request) -> Response:
        return Response(b"body", headers={HEADER_NAME: "t=1&s=2"})

    check_signed(respond(own))


@pytest.mark.parametrize("status", [204, 205, 304])
def test_a_response_without_content_is_signed_over_the_empty_body(status: int) -> None:
    async def app(_: Scope, __: Receive, send: Send) -> None:
        headers = [(b"content-length", b"1")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"x"})

    start, body = run(protected(app, sign_responses=True), scope_of(HEADER), [part(BODY)])
    assert body["body"] == b""
    assert b"content-length" not in dict(start["headers"])
    kit.keyring.verify_response(b"", dict(start["headers"])[HEADER[0]], now=kit.now)


def test_what_is_not_sent_to_head_is_not_too_large() -> None:
    scope = scope_of(EMPTY, method="HEAD")
    start, body = run(protected(sign_responses=True, max_response_size=1), scope, [part(b"")])
    assert (start["status"], body["body"]) == (200, b"")
    kit.keyring.verify_response(b"", dict(start["headers"])[HEADER[0]], now=kit.now)


def test_a_response_over_the_limit_is_never_sent() -> None:
    async def large(_: Request) -> Response:
        return StreamingResponse(iter([b"x" * 60, b"x" * 41]))

    response = respond(large, max_response_size=100)
    assert (response.status_code, response.json()["code"]) == (500, "response_unsignable")
    assert HEADER_NAME not in response.headers


def test_an_event_stream_is_never_sent() -> None:
    async def events(_: Request) -> Response:
        return StreamingResponse(iter([b"data: 1\n\n"]), media_type="text/event-stream")

    response = respond(events)
    assert (response.status_code, response.json()["code"]) == (500, "response_unsignable")


def test_files_are_not_sent_past_the_signature() -> None:
    async def file(_: Request) -> Response:
        return FileResponse(__file__)

    async def with_extension(scope: Scope, receive: Receive, send: Send) -> None:
        scope["extensions"] = {"http.response.pathsend": {}, "http.response.push": {}}
        app = Starlette(routes=[Route("/", file, methods=["POST"])])
        await protected(app, sign_responses=True)(scope, receive, send)
        assert scope["extensions"] == {"http.response.push": {}}

    response = request(with_extension)
    assert response.content.startswith(b'"""The ASGI middleware')
    check_signed(response)


def test_a_file_that_is_sent_all_the_same_is_unsignable() -> None:
    async def app(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.pathsend", "path": "/etc/hostname"})

    sent = run(protected(app, sign_responses=True), scope_of(HEADER), [part(BODY)])
    assert code_of(sent) == "response_unsignable"
    assert len(sent) == 2


def test_trailers_follow_the_signed_body() -> None:
    trailers = {"type": "http.response.trailers", "headers": [(b"x-sum", b"1")]}

    async def app(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "trailers": True})
        await send({"type": "http.response.body", "body": b"x"})
        await send(trailers)

    start, body, last = run(protected(app, sign_responses=True), scope_of(HEADER), [part(BODY)])
    assert start["trailers"] is True
    assert (body["body"], last) == (b"x", trailers)


def test_an_application_that_fails_is_not_answered_for() -> None:
    async def fail(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise KeyError

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return part(BODY)

    with pytest.raises(KeyError):
        asyncio.run(protected(fail, sign_responses=True)(scope_of(HEADER), receive, send))
    assert sent == []
