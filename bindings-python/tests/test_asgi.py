"""The ASGI middleware where servers and frameworks differ: in the messages of a request."""

from __future__ import annotations

import asyncio
import json
import logging
import tracemalloc
from typing import Any

import fastapi
import pytest
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from asgi_support import (
    BODY,
    CHUNKED,
    EMPTY,
    HEADER,
    code_of,
    echo,
    part,
    protected,
    request,
    run,
    scope_of,
)
from servers import kit
from signkey import Endpoint, SignkeyError, errors
from signkey.asgi import SignkeyMiddleware


def test_a_body_in_many_messages_is_handed_on_in_one() -> None:
    parts = [part(BODY[:3], True), part(b"", True), {"type": "http.request", "body": BODY[3:]}]
    sent = run(protected(), scope_of(HEADER), parts)
    assert sent[1]["body"] == BODY


def test_what_follows_the_body_comes_from_the_server() -> None:
    seen: list[Message] = []

    async def app(_: Scope, receive: Receive, __: Send) -> None:
        seen.extend([await receive(), await receive()])

    run(protected(app), scope_of(HEADER), [part(BODY), {"type": "http.disconnect"}])
    assert seen == [part(BODY), {"type": "http.disconnect"}]


def test_the_bytes_that_were_judged_cannot_change_afterwards() -> None:
    buffer = bytearray(BODY)

    async def app(_: Scope, receive: Receive, send: Send) -> None:
        buffer[:] = b"{}forged"
        await send(await receive())

    (message,) = run(protected(app), scope_of(HEADER), [part(buffer)])  # type: ignore[arg-type]
    assert message["body"] == BODY


def test_the_state_of_the_lifespan_is_kept() -> None:
    scope = scope_of(HEADER, state={"pool": 1})
    run(protected(), scope, [part(BODY)])
    assert scope["state"]["pool"] == 1
    assert scope["state"]["signkey"].verified.key_index == 0


def test_headers_that_can_be_read_once_are_read_once_and_handed_on() -> None:
    seen: list[Any] = []

    async def app(scope: Scope, _: Receive, __: Send) -> None:
        seen.extend([list(scope["headers"]), list(scope["headers"])])

    fields = [HEADER, (b"x-other", b"1")]
    scope = {**scope_of(), "headers": (field for field in fields)}
    run(protected(app), scope, [part(BODY)])
    assert seen == [fields, fields]


@pytest.mark.parametrize("foreign", [7, None, ["a"], {}, object(), 1.5, True, bytearray(b"x")])
def test_a_header_that_does_not_matter_may_be_anything(foreign: Any) -> None:
    for field in ((b"x-other", foreign), ("x-other", foreign), (foreign, b"x")):
        assert run(protected(), scope_of(field, HEADER), [part(BODY)])[0]["status"] == 200


def test_a_length_may_be_a_number() -> None:
    scope = scope_of(HEADER, ("content-length", len(BODY)))
    assert run(protected(), scope, [part(BODY)])[0]["status"] == 200
    scope = scope_of(HEADER, ("content-length", len(BODY) + 1))
    assert code_of(run(protected(), scope, [part(BODY)])) == "body_unavailable"


@pytest.mark.parametrize("foreign", [7, None, [HEADER[1]], True, 1.5])
def test_a_signature_that_is_no_text_is_malformed(foreign: Any) -> None:
    assert code_of(run(protected(), scope_of((HEADER[0], foreign)), [])) == "malformed_signature"


@pytest.mark.parametrize("left_over", [part(b""), part(BODY[:1])], ids=["nothing", "less"])
def test_a_body_taken_by_a_middleware_in_front_is_a_clear_error(left_over: Message) -> None:
    length = (b"content-length", b"%d" % len(BODY))
    assert code_of(run(protected(), scope_of(HEADER, length), [left_over])) == "body_unavailable"


@pytest.mark.parametrize("version", ["1.1", "2"])
def test_the_signature_of_an_empty_body_does_not_pass_for_one_that_was_taken(version: str) -> None:
    headers = (EMPTY, CHUNKED) if version == "1.1" else (EMPTY,)
    scope = scope_of(*headers, http_version=version)
    assert code_of(run(protected(), scope, [part(b"")])) == "body_unavailable"


def test_a_request_without_a_body_needs_no_length() -> None:
    for version in ("1.0", "1.1"):
        scope = scope_of(EMPTY, http_version=version, method="GET")
        assert run(protected(), scope, [part(b"")])[0]["status"] == 200
    get = scope_of(EMPTY, http_version="2", method="GET")
    assert run(protected(), get, [part(b"")])[0]["status"] == 200
    zero = scope_of(EMPTY, (b"content-length", b"0"), http_version="2")
    assert run(protected(), zero, [part(b"")])[0]["status"] == 200


def test_a_client_that_leaves_within_the_body_is_refused() -> None:
    gone: Message = {"type": "http.disconnect"}
    for received in ([part(b"{", True), gone], [gone]):
        assert code_of(run(protected(), scope_of(HEADER), received)) == "body_incomplete"


def test_a_client_that_is_gone_is_no_error() -> None:
    async def send(_: Message) -> None:
        raise OSError

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    asyncio.run(protected()(scope_of(HEADER), receive, send))


def test_reading_ends_at_the_limit() -> None:
    # A third message would end the test with StopIteration.
    parts = [part(b"x" * 10, True), part(b"x", True)]
    assert code_of(run(protected(max_body_size=10), scope_of(HEADER), parts)) == "body_too_large"
    whole = [part(b"x" * 11)]
    assert code_of(run(protected(max_body_size=10), scope_of(HEADER), whole)) == "body_too_large"
    length = (b"content-length", b"11")
    assert (
        code_of(run(protected(max_body_size=10), scope_of(HEADER, length), [])) == "body_too_large"
    )


def test_a_body_in_pieces_of_a_byte_takes_twice_its_size_at_most() -> None:
    size = 1 << 18
    pieces = (
        {"type": "http.request", "body": b"x", "more_body": at < size} for at in range(size + 1)
    )

    async def receive() -> Message:
        return next(pieces)

    async def send(_: Message) -> None:
        pass

    app, scope = protected(), scope_of(HEADER)
    tracemalloc.start()
    try:
        asyncio.run(app(scope, receive, send))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2 * size + 300_000, peak


@pytest.mark.parametrize("length", [b"", b"x", b"-1", "\u0661".encode()])
def test_a_length_that_is_no_number_decides_nothing(length: bytes) -> None:
    sent = run(protected(), scope_of(HEADER, (b"content-length", length)), [part(BODY)])
    assert sent[0]["status"] == 200


def test_headers_of_any_case_count() -> None:
    upper = (b"X-INNGEST-SIGNATURE", HEADER[1])
    assert run(protected(), scope_of(upper), [part(BODY)])[0]["status"] == 200
    twice = run(protected(), scope_of(upper, HEADER), [part(BODY)])
    assert code_of(twice) == "malformed_signature"


def test_the_lifespan_passes() -> None:
    async def app(scope: Scope, _: Receive, send: Send) -> None:
        await send({"type": scope["type"]})

    assert run(protected(app), {"type": "lifespan"}, []) == [{"type": "lifespan"}]


def test_other_connections_are_refused() -> None:
    with pytest.raises(ValueError, match="webtransport"):
        run(protected(), {"type": "webtransport", "headers": []}, [])


async def accept(scope: Scope, _: Receive, send: Send) -> None:
    await send({"type": "websocket.accept", "admission": scope["state"]["signkey"]})


def connect(*headers: tuple[bytes, bytes], extensions: Any = None, **options: Any) -> list[Message]:
    scope = {"type": "websocket", "path": "/", "headers": list(headers), "extensions": extensions}
    return run(protected(accept, **options), scope, [{"type": "websocket.connect"}])


def test_a_web_socket_counts_as_a_get_without_a_body() -> None:
    assert connect(EMPTY)[0]["admission"].caller.form == "raw"
    assert connect(unsigned_methods=["GET"])[0]["admission"].caller.reason == "unsigned_method"
    refused = {"type": "websocket.close", "code": 1008, "reason": "missing_signature"}
    assert connect() == [refused]
    assert connect(HEADER, unsigned_methods=["GET"])[0]["reason"] == "signature_mismatch"


def test_a_web_socket_is_answered_in_http_where_the_server_can() -> None:
    start, body = connect(extensions={"websocket.http.response": {}})
    assert (start["type"], start["status"]) == ("websocket.http.response.start", 401)
    assert (b"www-authenticate", b"Inngest-Signature") in start["headers"]
    assert json.loads(body["body"])["code"] == "missing_signature"


def test_the_opening_of_a_web_socket_is_not_signed() -> None:
    assert connect(EMPTY, sign_responses=True)[0]["type"] == "websocket.accept"


def test_a_framework_in_front_that_replays_the_body_is_no_hindrance() -> None:
    async def peek(request: Request, call_next: RequestResponseEndpoint) -> Response:
        assert await request.json() == {"a": 1}
        return await call_next(request)

    response = request(BaseHTTPMiddleware(protected(), dispatch=peek))
    assert (response.status_code, response.content) == (200, BODY)


def test_a_framework_in_front_that_consumes_the_body_is_told() -> None:
    async def consume(request: Request, call_next: RequestResponseEndpoint) -> Response:
        async for _ in request.stream():
            pass
        return await call_next(request)

    response = request(BaseHTTPMiddleware(protected(), dispatch=consume))
    assert (response.status_code, response.json()["code"]) == (500, "body_unavailable")


def test_fastapi_parses_the_verified_body() -> None:
    app = fastapi.FastAPI()
    endpoint = Endpoint(kit.keyring)
    app.add_middleware(SignkeyMiddleware, endpoint=endpoint, clock=kit.clock)

    @app.post("/")
    async def serve(request: fastapi.Request, document: dict[str, int]) -> dict[str, Any]:
        verified = request.state.signkey.verified
        return {"document": document, "key_id": verified.key_id}

    assert request(app).json() == {"document": {"a": 1}, "key_id": kit.keyring.key_ids[0]}


def test_hooks_are_told_of_refusals_and_warnings() -> None:
    told: list[tuple[Scope, object]] = []
    app = SignkeyMiddleware(
        echo,
        Endpoint(kit.keyring),
        on_refused=lambda scope, error: told.append((scope, error)),
        on_warning=lambda scope, warning: told.append((scope, warning.code)),
        clock=kit.clock,
    )
    warned, refused = scope_of(HEADER, (b"x-inngest-server-kind", b"dev")), scope_of()
    run(app, warned, [part(BODY)])
    run(app, refused, [])
    assert told[0] == (warned, "dev_server_in_cloud_mode")
    scope, error = told[1]
    assert scope is refused
    assert isinstance(error, errors.MissingSignatureError)


def test_without_hooks_faults_are_logged_as_warnings_and_the_rest_as_debug(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, "signkey")
    run(protected(), scope_of(), [])
    run(SignkeyMiddleware(echo, Endpoint(None)), scope_of(), [])
    run(protected(), scope_of(HEADER, (b"x-inngest-server-kind", b"dev")), [part(BODY)])
    levels = [(record.name, record.levelno, record.getMessage()) for record in caplog.records]
    assert levels[0][:2] == ("signkey", logging.DEBUG)
    assert levels[0][2].startswith("missing_signature: ")
    assert levels[1][:2] == ("signkey", logging.WARNING)
    assert levels[1][2].endswith("set INNGEST_SIGNING_KEY")
    assert levels[2][2].startswith("dev_server_in_cloud_mode: ")


def test_an_endpoint_is_what_it_needs() -> None:
    wrong: Any = kit.keyring
    with pytest.raises(TypeError, match="argument 'endpoint': must be Endpoint, not Keyring"):
        SignkeyMiddleware(echo, wrong)


def test_an_error_of_a_hook_is_not_swallowed() -> None:
    def fail(_: Scope, error: SignkeyError) -> None:
        raise OSError(error.code)

    app = SignkeyMiddleware(echo, Endpoint(kit.keyring), on_refused=fail)
    with pytest.raises(OSError, match="missing_signature"):
        run(app, scope_of(), [])


def test_an_adapter_has_no_other_options() -> None:
    options: Any = {"max_body_size": 10}
    with pytest.raises(TypeError, match=r"no option .max_body_size., but clock, on_refused"):
        SignkeyMiddleware(echo, Endpoint(kit.keyring), **options)
