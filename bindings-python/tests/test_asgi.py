"""The ASGI middleware where servers and frameworks differ: in messages."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import fastapi
import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from servers import kit
from signkey import HEADER_NAME, errors
from signkey.asgi import SignkeyMiddleware

BODY = b'{"a":1}'
REQUEST = kit.signed(BODY)
HEADER = (b"x-inngest-signature", REQUEST.header.encode())


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


def scope_of(*headers: tuple[bytes, bytes], **more: Any) -> Scope:
    return {"type": "http", "method": "POST", "path": "/", "headers": list(headers), **more}


def part(body: bytes, more: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    first = await receive()
    headers = [(b"x-verified", repr(scope["state"]["signkey"]).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": first["body"], "more_body": True})
    await send({"type": "http.response.body"})


def guarded(app: ASGIApp = echo, **options: Any) -> SignkeyMiddleware:
    return SignkeyMiddleware(app, kit.keyring, clock=kit.clock, **options)


def code_of(sent: list[Message]) -> str:
    assert sent[0]["type"] == "http.response.start"
    refusal = json.loads(sent[1]["body"])
    assert sent[0]["status"] == errors.BY_CODE[refusal["code"]].http_status
    return str(refusal["code"])


def test_a_body_in_many_messages_is_handed_on_in_one() -> None:
    parts = [part(BODY[:3], True), part(b"", True), {"type": "http.request", "body": BODY[3:]}]
    sent = run(guarded(), scope_of(HEADER), parts)
    assert sent[1]["body"] == BODY


def test_what_follows_the_body_comes_from_the_server() -> None:
    seen: list[Message] = []

    async def app(_: Scope, receive: Receive, __: Send) -> None:
        seen.extend([await receive(), await receive()])

    run(guarded(app), scope_of(HEADER), [part(BODY), {"type": "http.disconnect"}])
    assert seen == [part(BODY), {"type": "http.disconnect"}]


def test_the_state_of_the_lifespan_is_kept() -> None:
    scope = scope_of(HEADER, state={"pool": 1})
    run(guarded(), scope, [part(BODY)])
    assert scope["state"]["pool"] == 1
    assert scope["state"]["signkey"].key_index == 0


def test_a_refused_request_leaves_no_verified() -> None:
    scope = scope_of(state={"signkey": "forged"})
    assert code_of(run(guarded(), scope, [part(BODY)])) == "missing_signature"
    assert scope["state"]["signkey"] is None


@pytest.mark.parametrize(
    "left_over",
    [
        pytest.param([{"type": "http.disconnect"}], id="disconnect"),
        pytest.param([part(b"")], id="nothing"),
        pytest.param([part(BODY[:1])], id="less"),
    ],
)
def test_a_body_taken_by_a_middleware_in_front_is_a_clear_error(left_over: list[Message]) -> None:
    length = (b"content-length", b"%d" % len(BODY))
    sent = run(guarded(), scope_of(HEADER, length), left_over)
    assert code_of(sent) == "body_unavailable"
    assert b"in front of all that reads" in sent[1]["body"]


def test_a_client_that_leaves_within_the_body_gets_no_answer() -> None:
    assert run(guarded(), scope_of(HEADER), [part(b"{", True), {"type": "http.disconnect"}]) == []


def test_reading_ends_at_the_limit() -> None:
    # A third message would end the test with StopIteration.
    parts = [part(b"x" * 10, True), part(b"x", True)]
    assert code_of(run(guarded(max_body_size=10), scope_of(HEADER), parts)) == "body_too_large"
    length = (b"content-length", b"11")
    assert code_of(run(guarded(max_body_size=10), scope_of(HEADER, length), [])) == "body_too_large"


@pytest.mark.parametrize("length", [b"", b"x", b"-1", "\u0661".encode(), b"9" * 5000])
def test_a_length_that_is_no_number_decides_nothing(length: bytes) -> None:
    sent = run(guarded(), scope_of(HEADER, (b"content-length", length)), [part(BODY)])
    assert sent[0]["status"] == 200


def test_headers_of_any_case_count() -> None:
    upper = (b"X-INNGEST-SIGNATURE", HEADER[1])
    assert run(guarded(), scope_of(upper), [part(BODY)])[0]["status"] == 200
    twice = run(guarded(), scope_of(upper, HEADER), [part(BODY)])
    assert code_of(twice) == "malformed_signature"


def test_a_clock_out_of_range_is_an_error_of_this_side() -> None:
    app = SignkeyMiddleware(echo, kit.keyring, clock=lambda: -1.0)
    assert code_of(run(app, scope_of(HEADER), [part(BODY)])) == "invalid_argument"


def test_the_lifespan_passes() -> None:
    async def app(scope: Scope, _: Receive, send: Send) -> None:
        await send({"type": scope["type"]})

    assert run(guarded(app), {"type": "lifespan"}, []) == [{"type": "lifespan"}]


def test_other_connections_are_refused() -> None:
    with pytest.raises(ValueError, match="webtransport"):
        run(guarded(), {"type": "webtransport", "headers": []}, [])


def test_a_web_socket_counts_as_a_get_without_a_body() -> None:
    async def accept(scope: Scope, _: Receive, send: Send) -> None:
        await send({"type": "websocket.accept", "verified": scope["state"]["signkey"]})

    def connect(*headers: tuple[bytes, bytes], **options: Any) -> Message:
        scope = {"type": "websocket", "path": "/", "headers": list(headers)}
        (message,) = run(guarded(accept, **options), scope, [{"type": "websocket.connect"}])
        return message

    empty = (HEADER[0], kit.signed(b"").header.encode())
    assert connect(empty)["verified"].form == "raw"
    assert connect(unsigned_methods=["GET"])["verified"] is None
    assert connect() == {"type": "websocket.close", "code": 1008, "reason": "missing_signature"}
    assert connect(HEADER, unsigned_methods=["GET"])["reason"] == "signature_mismatch"


def request(app: ASGIApp) -> httpx.Response:
    headers = {**REQUEST.headers, "Content-Type": "application/json"}

    async def post() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.post("/", content=BODY, headers=headers)

    return asyncio.run(post())


def test_a_framework_in_front_that_replays_the_body_is_no_hindrance() -> None:
    async def peek(request: Request, call_next: RequestResponseEndpoint) -> Response:
        assert await request.json() == {"a": 1}
        return await call_next(request)

    response = request(BaseHTTPMiddleware(guarded(), dispatch=peek))
    assert (response.status_code, response.content) == (200, BODY)


def test_a_framework_in_front_that_does_not_is_told() -> None:
    async def front(scope: Scope, receive: Receive, send: Send) -> None:
        await Request(scope, receive).json()

        async def taken() -> Message:
            return {"type": "http.disconnect"}

        await guarded()(scope, taken, send)

    response = request(front)
    assert (response.status_code, response.json()["code"]) == (500, "body_unavailable")


def test_fastapi_parses_the_verified_body() -> None:
    app = fastapi.FastAPI()
    app.add_middleware(SignkeyMiddleware, keyring=kit.keyring, clock=kit.clock)

    @app.post("/")
    async def serve(request: fastapi.Request, document: dict[str, int]) -> dict[str, Any]:
        return {"document": document, "key_id": request.state.signkey.key_id}

    assert request(app).json() == {"document": {"a": 1}, "key_id": kit.keyring.key_ids[0]}


Endpoint = Callable[[Request], Awaitable[Response]]


def respond(endpoint: Endpoint) -> httpx.Response:
    app = Starlette(routes=[Route("/", endpoint, methods=["POST"])])
    app.add_middleware(SignkeyMiddleware, keyring=kit.keyring, clock=kit.clock, sign_responses=True)
    return request(app)


def check_signed(response: httpx.Response) -> None:
    values = response.headers.get_list(HEADER_NAME)
    assert len(values) == 1
    kit.keyring.verify_response(response.content, values[0], now=kit.now)


def test_a_streamed_response_is_signed_whole() -> None:
    async def stream(_: Request) -> Response:
        return StreamingResponse(iter([b"one", b"two", b""]))

    response = respond(stream)
    assert response.content == b"onetwo"
    check_signed(response)


def test_a_signature_by_the_application_is_replaced() -> None:
    async def own(_: Request) -> Response:
        return Response(b"body", headers={HEADER_NAME: "t=1&s=2"})

    check_signed(respond(own))


def test_files_are_not_sent_past_the_signature() -> None:
    async def file(_: Request) -> Response:
        return FileResponse(__file__)

    async def with_extension(scope: Scope, receive: Receive, send: Send) -> None:
        scope["extensions"] = {"http.response.pathsend": {}, "http.response.push": {}}
        app = Starlette(routes=[Route("/", file, methods=["POST"])])
        await guarded(app, sign_responses=True)(scope, receive, send)
        assert scope["extensions"] == {"http.response.push": {}}

    response = request(with_extension)
    assert response.content.startswith(b'"""The ASGI middleware')
    check_signed(response)


def test_an_application_that_fails_is_not_answered_for() -> None:
    async def fail(_: Scope, __: Receive, ___: Send) -> None:
        raise KeyError

    for sign_responses in (False, True):
        with pytest.raises(KeyError):
            run(guarded(fail, sign_responses=sign_responses), scope_of(HEADER), [part(BODY)])


def test_unsigned_methods_are_no_text() -> None:
    with pytest.raises(TypeError, match="must be a collection"):
        guarded(unsigned_methods="GET")
