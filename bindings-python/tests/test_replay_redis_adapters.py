"""Every adapter with a real server of Redis or Valkey, also while it is silent or gone."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from redis_server import RedisServer
from replay_adapters import ASYNC, RUNNER, SYNC, Adapter, Post, hello
from servers import kit
from signkey import Endpoint, ReplayGuard
from signkey.redis import AsyncRedisReplayStore, RedisReplayStore

every = pytest.mark.parametrize("adapter", [*SYNC, *ASYNC], ids=lambda it: it.__name__)

Store = RedisReplayStore | AsyncRedisReplayStore


@pytest.fixture
def stores() -> Iterator[list[Store]]:
    """The stores of a test, which are closed when it ends."""
    opened: list[Store] = []
    yield opened
    for store in opened:
        if isinstance(store, AsyncRedisReplayStore):
            RUNNER.run(store.close())
        else:
            store.close()


def app(
    adapter: Adapter, stores: list[Store], server: RedisServer, deadline: float, **options: Any
) -> Post:
    """An application of its own, with a store of its own."""
    kind: Any = AsyncRedisReplayStore if adapter in ASYNC else RedisReplayStore
    store = kind(server.url, deadline=deadline)
    stores.append(store)
    return adapter(Endpoint(kit.keyring, replay_store=store, **options), hello)


def send(post: Post, number: int) -> tuple[int, str | None]:
    """Status, and the code of a refusal."""
    request = kit.signed(b"[%d]" % number)
    status, body, _ = post(request.body, request.headers)
    document = json.loads(body)
    return status, document.get("detail", document).get("code")


@every
def test_two_applications_accept_a_message_once(
    adapter: Adapter, stores: list[Store], redis_server: RedisServer
) -> None:
    one, other = (app(adapter, stores, redis_server, 30) for _ in range(2))
    for number in range(4):
        first, second = (one, other) if number % 2 else (other, one)
        assert send(first, number) == (200, None)
        assert send(second, number) == (401, "replayed")
        assert send(first, number) == (401, "replayed")


@every
def test_requests_are_refused_while_the_server_is_silent(
    adapter: Adapter, stores: list[Store], redis_server: RedisServer
) -> None:
    post = app(adapter, stores, redis_server, 0.1)
    lenient = app(
        adapter, stores, redis_server, 0.1, admit_unclaimed=True, replay_guard=ReplayGuard(100)
    )
    redis_server.pause()
    start = time.monotonic()
    assert send(post, 1) == (503, "replay_store_unavailable")
    assert send(lenient, 1) == (200, None)
    assert send(lenient, 1) == (401, "replayed")
    assert time.monotonic() - start < 3


@every
def test_requests_are_refused_while_the_server_is_gone(
    adapter: Adapter, stores: list[Store], redis_server: RedisServer
) -> None:
    post = app(adapter, stores, redis_server, 30)
    assert send(post, 1) == (200, None)
    redis_server.kill()
    start = time.monotonic()
    assert send(post, 2) == (503, "replay_store_unavailable")
    assert time.monotonic() - start < 3
    redis_server.start()
    # What it had written is still there; the first claim may meet the old connection.
    assert send(post, 2) in {(200, None), (503, "replay_store_unavailable")}
    assert send(post, 1) == (401, "replayed")
    assert send(post, 3) == (200, None)
