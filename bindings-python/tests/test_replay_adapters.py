"""Each message once, behind every adapter: with a guard, with a store, and with what goes wrong."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from typing import Any

import pytest

import replay_adapters as adapters
from replay_adapters import (
    ASYNC,
    SYNC,
    UNSIGNED,
    Adapter,
    AsyncStore,
    Response,
    Store,
    count,
    hello,
    post_async,
    with_store,
)
from servers import kit
from signkey import HEADER_NAME, Endpoint, ReplayGuard, errors
from signkey._claims import AsyncClaims
from signkey.asgi import SignkeyMiddleware
from signkey.replay import MemoryReplayStore

BODY = b'{"a":1}'
SIGNED = kit.signed(BODY).headers
OTHER = b'{"a":2}'
SIGNED_OTHER = kit.signed(OTHER).headers

every = pytest.mark.parametrize("adapter", [*SYNC, *ASYNC], ids=lambda it: it.__name__)
signing = pytest.mark.parametrize(
    "adapter", [it for it in [*SYNC, *ASYNC] if it not in UNSIGNED], ids=lambda it: it.__name__
)


def code_of(response: Response) -> str:
    status, body, _ = response
    document = json.loads(body)
    code = str(document.get("detail", document)["code"])
    assert status == errors.BY_CODE[code].http_status
    return code


def endpoint_of(**options: Any) -> Endpoint:
    return Endpoint(kit.keyring, **options)


def remembering(memory: str) -> dict[str, Any]:
    if memory == "guard":
        return {"replay_guard": ReplayGuard(1000)}
    return {"replay_store": MemoryReplayStore()}


@every
@pytest.mark.parametrize("memory", ["guard", "store", "memory"])
def test_a_message_that_comes_again_is_refused(adapter: Adapter, memory: str) -> None:
    options = remembering(memory)
    if memory == "store":
        options = {"replay_store": with_store(adapter, "first", "again")}
    handler, calls = count(hello)
    post = adapter(endpoint_of(**options), handler)
    assert post(BODY, SIGNED)[:2] == (200, b'{"hello":1}')
    again = post(BODY, SIGNED)
    assert code_of(again) == "replayed"
    assert again[0] == 401
    assert next(calls) == 1
    assert post(OTHER, SIGNED_OTHER)[0] == 200
    assert next(calls) == 2


@every
def test_the_store_is_asked_for_what_is_verified_and_for_nothing_else(adapter: Adapter) -> None:
    store = with_store(adapter)
    post = adapter(endpoint_of(replay_store=store, past=60, future=10, replay_skew=5), hello)
    for request in (kit.tampered(BODY), kit.expired(BODY), kit.early(BODY), kit.unsigned(BODY)):
        assert post(request.body, request.headers)[0] == 401
    assert store.claimed == []
    assert post(BODY, SIGNED)[0] == 200
    ((claim_id, lifetime),) = store.claimed
    assert len(bytes.fromhex(claim_id)) == 16
    # past + future + skew + 1
    assert lifetime == 76


@every
def test_a_guard_that_is_full_refuses(adapter: Adapter) -> None:
    guard = ReplayGuard(1)
    handler, calls = count(hello)
    post = adapter(endpoint_of(replay_guard=guard), handler)
    assert guard.fullness(kit.now) == 0.0
    assert post(BODY, SIGNED)[0] == 200
    assert guard.fullness(kit.now) == 1.0
    full = post(OTHER, SIGNED_OTHER)
    assert (full[0], code_of(full)) == (503, "replay_guard_full")
    assert next(calls) == 1
    assert code_of(post(BODY, SIGNED)) == "replayed"


@every
def test_a_store_that_fails_refuses(adapter: Adapter, caplog: pytest.LogCaptureFixture) -> None:
    handler, calls = count(hello)
    store = with_store(adapter, ConnectionError("no route"), "first")
    post = adapter(endpoint_of(replay_store=store), handler)
    with caplog.at_level(logging.WARNING, "signkey"):
        refused = post(BODY, SIGNED)
    assert (refused[0], code_of(refused)) == (503, "replay_store_unavailable")
    assert next(calls) == 0
    said, refusal = caplog.messages
    assert said == "the replay store gave no answer: ConnectionError: no route"
    assert refusal.startswith("replay_store_unavailable: ")
    # The message is as good as never sent.
    assert post(BODY, SIGNED)[0] == 200


@pytest.mark.parametrize("adapter", ASYNC, ids=lambda it: it.__name__)
def test_a_store_that_is_late_refuses(adapter: Adapter) -> None:
    store = AsyncStore(60.0)
    post = adapter(endpoint_of(replay_store=store), hello)
    start = time.monotonic()
    assert code_of(post(BODY, SIGNED)) == "replay_store_unavailable"
    assert 0.09 < time.monotonic() - start < 5


@every
def test_messages_are_admitted_without_the_store_where_that_is_wanted(adapter: Adapter) -> None:
    store = with_store(adapter, *[TimeoutError()] * 3)
    options: Any = {"replay_store": store, "admit_unclaimed": True}
    post = adapter(endpoint_of(**options), hello)
    assert [post(BODY, SIGNED)[0] for _ in range(2)] == [200, 200]

    store = with_store(adapter, *[TimeoutError()] * 3, "again")
    options = {**options, "replay_store": store, "replay_guard": ReplayGuard(1000)}
    post = adapter(endpoint_of(**options), hello)
    assert post(BODY, SIGNED)[0] == 200
    assert code_of(post(BODY, SIGNED)) == "replayed"
    assert post(OTHER, SIGNED_OTHER)[0] == 200
    assert code_of(post(b"[]", kit.signed(b"[]").headers)) == "replayed"


@every
@pytest.mark.parametrize("answer", [True, False, None, "unavailable", "First", 1, b"first"])
def test_a_store_that_answers_something_else_is_an_error(adapter: Adapter, answer: Any) -> None:
    handler, calls = count(hello)
    store = with_store(adapter, answer)
    post = adapter(endpoint_of(replay_store=store, admit_unclaimed=True), handler)
    with pytest.raises(TypeError, match="must answer 'first' or 'again', not"):
        post(BODY, SIGNED)
    assert next(calls) == 0


@signing
@pytest.mark.parametrize("memory", ["guard", "store"])
def test_a_signed_response_is_no_request(adapter: Adapter, memory: str) -> None:
    options = remembering(memory)
    post = adapter(endpoint_of(sign_responses=True, **options), hello)
    status, body, signature = post(BODY, SIGNED)
    assert (status, body) == (200, b'{"hello":1}')
    assert signature is not None
    assert code_of(post(body, {HEADER_NAME: signature})) == "replayed"


@signing
def test_a_signed_response_is_sent_whatever_the_store_says(adapter: Adapter) -> None:
    for answer in ("again", ConnectionError()):
        store = with_store(adapter, "first", answer)
        post = adapter(endpoint_of(replay_store=store, sign_responses=True), hello)
        status, body, signature = post(BODY, SIGNED)
        assert (status, body, signature is None) == (200, b'{"hello":1}', False)
        assert len(store.claimed) == 2, "a request and its response"


@pytest.mark.parametrize(
    "adapter",
    [it for it in [*SYNC, *ASYNC] if it is not adapters.fastapi_dependency],
    ids=lambda it: it.__name__,
)
@pytest.mark.parametrize("memory", ["guard", "store"])
def test_a_signature_of_the_app_is_remembered(adapter: Adapter, memory: str) -> None:
    response = b'{"signed":"by the app"}'
    headers = kit.signed(response).headers
    options = remembering(memory)
    post = adapter(endpoint_of(**options), lambda: (response, headers))
    assert post(BODY, SIGNED) == (200, response, headers[HEADER_NAME])
    assert code_of(post(response, headers)) == "replayed"


@every
def test_a_signature_of_the_app_is_not_remembered_for_callers_that_are_not_verified(
    adapter: Adapter,
) -> None:
    headers = kit.signed(OTHER).headers
    store = with_store(adapter)
    endpoint = endpoint_of(replay_store=store, mode="dev")
    assert adapter(endpoint, lambda: (OTHER, headers))(BODY, {})[0] == 200
    assert store.claimed == []


def test_a_response_is_claimed_before_its_first_byte_is_sent() -> None:
    events: list[str] = []

    class Recording(AsyncStore):
        async def claim(self, claim_id: str, lifetime: int, /) -> Any:
            await asyncio.sleep(0.01)
            events.append("claimed")
            return await super().claim(claim_id, lifetime)

    async def app(_: Any, receive: Any, send: Any) -> None:
        await receive()
        events.append("handled")
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})

    async def send(message: Any) -> None:
        events.append(message["type"])

    async def receive() -> Any:
        return {"type": "http.request", "body": BODY}

    endpoint = endpoint_of(replay_store=Recording(), sign_responses=True)
    middleware = SignkeyMiddleware(app, endpoint, clock=kit.clock)
    headers = [(HEADER_NAME.lower().encode(), SIGNED[HEADER_NAME].encode())]
    scope = {"type": "http", "method": "POST", "headers": headers}
    asyncio.run(middleware(scope, receive, send))
    sent = ["http.response.start", "http.response.body"]
    assert events == ["claimed", "handled", "claimed", *sent]


def test_signatures_in_trailers_are_claimed_as_well() -> None:
    store = AsyncStore()

    async def app(_: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "http.response.start", "status": 200, "trailers": True})
        await send({"type": "http.response.body", "body": OTHER})
        signature = SIGNED_OTHER[HEADER_NAME].encode()
        trailers = [(b"X-INNGEST-Signature", signature), (b"x-other", b"1")]
        await send({"type": "http.response.trailers", "headers": trailers})

    middleware = SignkeyMiddleware(app, endpoint_of(replay_store=store), clock=kit.clock)
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message["type"])

    async def receive() -> Any:
        return {"type": "http.request", "body": BODY}

    headers = [(HEADER_NAME.lower().encode(), SIGNED[HEADER_NAME].encode())]
    scope = {"type": "http", "method": "POST", "headers": headers}
    asyncio.run(middleware(scope, receive, send))
    assert (len(store.claimed), len(sent)) == (2, 3)


def test_the_event_loop_is_free_while_a_store_is_asked() -> None:
    requests = [json.dumps([number]).encode() for number in range(50)]

    async def app(_: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def send_all() -> list[Response]:
        store = AsyncStore(*[0.1] * len(requests))
        # The clients of this test take longer than the store.
        store.deadline = 30
        middleware = SignkeyMiddleware(app, endpoint_of(replay_store=store), clock=kit.clock)
        return await asyncio.gather(
            *(post_async(middleware, body, kit.signed(body).headers) for body in requests)
        )

    start = time.monotonic()
    assert [response[0] for response in asyncio.run(send_all())] == [200] * len(requests)
    assert time.monotonic() - start < 0.1 * len(requests) / 2


def test_another_loop_than_that_of_asyncio_keeps_the_deadline_of_the_store() -> None:
    class Immediate(Store):
        async def claim(self, claim_id: str, lifetime: int, /) -> Any:
            return super().claim(claim_id, lifetime)

    endpoint = endpoint_of(replay_store=Immediate("again"))
    admission = endpoint.admit("POST", SIGNED, BODY, kit.now)
    assert admission.step == "claim"
    settling = AsyncClaims(endpoint, "this").settle(admission, None)
    # As a loop that is no loop of asyncio runs it.
    with pytest.raises(StopIteration):
        settling.send(None)
    assert admission.refusal is not None
    assert admission.refusal.error.code == "replayed"


@pytest.mark.parametrize("adapter", SYNC, ids=lambda it: it.__name__)
def test_a_synchronous_adapter_refuses_an_asynchronous_store(adapter: Adapter) -> None:
    with pytest.raises(TypeError, match=r"needs a synchronous one .* signkey\.redis\.RedisReplay"):
        adapter(endpoint_of(replay_store=AsyncStore()), hello)


@pytest.mark.parametrize("adapter", ASYNC, ids=lambda it: it.__name__)
def test_an_asynchronous_adapter_refuses_a_synchronous_store(adapter: Adapter) -> None:
    with pytest.raises(TypeError, match=r"needs an asynchronous one .* signkey\.redis\.AsyncRedis"):
        adapter(endpoint_of(replay_store=Store()), hello)


@pytest.mark.parametrize("adapter", SYNC, ids=lambda it: it.__name__)
def test_a_store_that_hides_that_it_is_asynchronous_lets_nothing_in(adapter: Adapter) -> None:
    class Hidden(Store):
        def claim(self, claim_id: str, lifetime: int, /) -> Any:
            return AsyncStore().claim(claim_id, lifetime)

    handler, calls = count(hello)
    post = adapter(endpoint_of(replay_store=Hidden(), admit_unclaimed=True), handler)
    with pytest.raises(TypeError, match="cannot wait for it"):
        post(BODY, SIGNED)
    assert next(calls) == 0


@pytest.mark.parametrize("store", ["redis://127.0.0.1/", Store, 1, object(), []])
def test_what_has_no_claim_is_no_store(store: Any) -> None:
    given = type(store).__name__
    with pytest.raises(
        TypeError, match=f"^argument 'replay_store': must be a store .* not {given}"
    ):
        endpoint_of(replay_store=store)


def test_endpoints_of_other_names_accept_a_message_each() -> None:
    store = MemoryReplayStore()
    posts = [adapters.wsgi(endpoint_of(replay_store=store, name=name), hello) for name in "ab"]
    posts.append(adapters.asgi(endpoint_of(replay_store=store, name="b"), hello))
    assert [post(BODY, SIGNED)[0] for post in posts] == [200, 200, 401]
