"""Claims in a real server of Redis or Valkey: also one that is silent, or killed in the middle."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import socket
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import redis

from redis_server import RedisServer
from signkey.redis import AsyncRedisReplayStore, EvictionError, RedisReplayStore

# The deadline, and what a machine with more to do may add to it.
LATE = 0.1 + 0.9
# Where time is not what is tested.
PATIENT = 30.0
IDS = 1_000


def claim_id(number: int) -> str:
    return f"{number:032x}"


def run(
    work: Callable[[AsyncRedisReplayStore], Awaitable[Any]], url: str, deadline: float = PATIENT
) -> Any:
    """Runs this over an asynchronous store of its own."""

    async def with_store() -> Any:
        store = AsyncRedisReplayStore(url, deadline=deadline)
        try:
            return await work(store)
        finally:
            await store.close()

    return asyncio.run(with_store())


def test_a_claim_is_the_first_until_its_lifetime_is_over(redis_server: RedisServer) -> None:
    store = RedisReplayStore.connect(redis_server.url, deadline=PATIENT)
    assert [store.claim(claim_id(1), 1) for _ in range(3)] == ["first", "again", "again"]
    assert store.claim(claim_id(2), 901) == "first"
    time.sleep(1.1)
    assert store.claim(claim_id(1), 901) == "first"
    assert store.claim(claim_id(2), 901) == "again"
    # Longer than the server can count.
    with pytest.raises(redis.ResponseError):
        store.claim(claim_id(3), 2**64 - 1)
    store.close()


def test_an_asynchronous_claim_is_the_same(redis_server: RedisServer) -> None:
    async def claim(store: AsyncRedisReplayStore) -> list[str]:
        return [await store.claim(claim_id(1), 901) for _ in range(2)]

    assert run(claim, redis_server.url) == ["first", "again"]
    # The event loop is another one.
    assert run(claim, redis_server.url) == ["again", "again"]


def test_one_asynchronous_store_serves_several_event_loops(redis_server: RedisServer) -> None:
    store = AsyncRedisReplayStore(redis_server.url, deadline=PATIENT)

    async def claim(number: int) -> str:
        try:
            return await store.claim(claim_id(number), 901)
        finally:
            await store.close()

    assert [asyncio.run(claim(number)) for number in (1, 1, 2)] == ["first", "again", "first"]


def test_the_key_is_the_prefix_and_the_id(redis_server: RedisServer) -> None:
    store = RedisReplayStore(redis_server.url, deadline=PATIENT)
    store.claim(claim_id(10), 901)
    client = redis.Redis.from_url(redis_server.url)
    assert client.keys("*") == [b"signkey:0000000000000000000000000000000a"]
    assert client.get("signkey:" + claim_id(10)) == b"1"
    assert 900_000 < client.pttl("signkey:" + claim_id(10)) <= 901_000
    client.close()
    store.close()


@pytest.mark.parametrize("policy", ["allkeys-lru", "volatile-ttl"])
def test_a_server_that_evicts_is_refused(tmp_path: Path, policy: str) -> None:
    server = RedisServer(tmp_path, "--maxmemory-policy", policy)

    async def check(store: AsyncRedisReplayStore) -> None:
        for work in (store.check(), store.claim(claim_id(1), 901)):
            with pytest.raises(EvictionError):
                await work

    try:
        store = RedisReplayStore(server.url, deadline=PATIENT)
        for call in (store.check, lambda: store.claim(claim_id(1), 901)):
            with pytest.raises(EvictionError, match=f"noeviction .it is {policy}.") as error:
                call()
            assert error.value.policy == policy
        store.close()
        run(check, server.url)
        client = redis.Redis.from_url(server.url)
        assert client.keys("*") == []
        client.close()
    finally:
        server.stop()


def test_a_server_that_is_not_there_is_an_error_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"redis://127.0.0.1:{listener.getsockname()[1]}/"
    with pytest.raises(redis.ConnectionError):
        RedisReplayStore.connect(url)

    async def connect() -> None:
        with pytest.raises(redis.ConnectionError):
            await AsyncRedisReplayStore.connect(url)

    asyncio.run(connect())


def test_a_silent_server_is_late_and_then_answers_again(redis_server: RedisServer) -> None:
    store = RedisReplayStore(redis_server.url)
    patient = RedisReplayStore.connect(redis_server.url, deadline=PATIENT)
    assert patient.claim(claim_id(0), 901) == "first"
    patient.close()

    async def claim(other: AsyncRedisReplayStore) -> None:
        redis_server.pause()
        start = time.monotonic()
        with pytest.raises(redis.TimeoutError):
            await other.claim(claim_id(1), 901)
        with pytest.raises(redis.TimeoutError):
            store.claim(claim_id(2), 901)
        assert time.monotonic() - start < 2 * LATE
        redis_server.go_on()
        # What was late may have been claimed, and more may be late on a machine that is busy.
        numbers = iter(range(3, 1000))
        for number in numbers:
            with contextlib.suppress(redis.TimeoutError):
                assert await other.claim(claim_id(number), 901) == "first"
                break
        for _ in numbers:
            with contextlib.suppress(redis.TimeoutError):
                assert store.claim(claim_id(0), 901) == "again", "not the answer that was late"
                break
        for number in numbers:
            with contextlib.suppress(redis.TimeoutError):
                assert store.claim(claim_id(number), 901) == "first"
                break

    run(claim, redis_server.url, 0.1)
    store.close()


def test_the_deadline_is_that_of_the_store_whatever_the_url_says(redis_server: RedisServer) -> None:
    url = redis_server.url + "?socket_timeout=30&socket_connect_timeout=30"
    store = RedisReplayStore.connect(url, deadline=0.5)
    redis_server.pause()
    start = time.monotonic()
    with pytest.raises(redis.TimeoutError):
        store.claim(claim_id(1), 901)
    assert 0.45 < time.monotonic() - start < 0.5 + LATE
    store.close()
    for deadline in (0, -1, float("inf"), float("nan")):
        for make in (RedisReplayStore, AsyncRedisReplayStore):
            with pytest.raises(ValueError, match="argument 'deadline'"):
                make(redis_server.url, deadline=deadline)


def test_of_many_claims_at_once_one_is_the_first(redis_server: RedisServer) -> None:
    store = RedisReplayStore(redis_server.url, deadline=PATIENT)

    def claim_all(seed: int) -> list[int]:
        order = list(range(IDS))
        random.Random(seed).shuffle(order)  # noqa: S311 - an order of tests
        return [number for number in order if store.claim(claim_id(number), 901) == "first"]

    with ThreadPoolExecutor(8) as pool:
        claimed = [number for numbers in pool.map(claim_all, range(8)) for number in numbers]
    assert sorted(claimed) == list(range(IDS))

    async def claim(other: AsyncRedisReplayStore) -> list[str]:
        numbers = [number // 2 for number in range(2 * IDS - 200, 2 * IDS + 200)]
        return list(await asyncio.gather(*(other.claim(claim_id(it), 901) for it in numbers)))

    # Of 200 ids, each claimed twice, 100 are new.
    assert run(claim, redis_server.url).count("first") == 100
    store.close()


def test_a_server_that_is_killed_accepts_nothing_twice(redis_server: RedisServer) -> None:
    """SIGKILL in the middle of claims of the same ids by four threads."""
    store = RedisReplayStore.connect(redis_server.url)
    failures, firsts, lock = 0, [], threading.Lock()
    unclear: set[int] = set()

    def claim_all(seed: int) -> None:
        nonlocal failures
        order = list(range(IDS))
        random.Random(seed).shuffle(order)  # noqa: S311 - an order of tests
        for number in order:
            start = time.monotonic()
            try:
                answer = store.claim(claim_id(number), 901)
            except redis.RedisError:
                with lock:
                    failures += 1
                    unclear.add(number)
                time.sleep(0.005)
            else:
                if answer == "first":
                    with lock:
                        firsts.append(number)
            assert time.monotonic() - start < 3 * LATE, "a claim hangs"

    threads = [threading.Thread(target=claim_all, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    while len(firsts) < IDS // 4:
        time.sleep(0.001)
    redis_server.kill()
    time.sleep(0.2)
    redis_server.start()
    for thread in threads:
        thread.join()
    assert failures
    assert len(firsts) == len(set(firsts)), "an id was the first twice"
    assert set(range(IDS)) - set(firsts) <= unclear
    assert RedisReplayStore(redis_server.url, deadline=PATIENT).claim(claim_id(IDS), 901) == "first"
    store.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_store_may_be_inherited_by_fork(redis_server: RedisServer) -> None:
    store = RedisReplayStore.connect(redis_server.url, deadline=PATIENT)
    assert store.claim(claim_id(0), 901) == "first"
    child = os.fork()
    if child == 0:
        right = [store.claim(claim_id(number), 901) for number in (0, 1, 2)]
        os._exit(0 if right == ["again", "first", "first"] else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert [store.claim(claim_id(number), 901) for number in (1, 2, 3)] == ["again"] * 2 + ["first"]
    store.close()


def test_what_is_no_server_of_redis_is_refused() -> None:
    for url in ("http://127.0.0.1/", "127.0.0.1:6379", ""):
        for make in (RedisReplayStore, AsyncRedisReplayStore):
            with pytest.raises(ValueError, match="URL"):
                make(url)


def test_a_claim_that_is_cancelled_leaves_no_answer_for_the_next(redis_server: RedisServer) -> None:
    """Whether it was cancelled before, while or after the server answered."""

    async def claim(store: AsyncRedisReplayStore) -> None:
        known = claim_id(0)
        assert await store.claim(known, 901) == "first"
        for number in range(1, 400):
            claiming = asyncio.create_task(store.claim(claim_id(number), 901))
            for _ in range(number % 12):
                await asyncio.sleep(0)
            if number % 40 == 0:
                await asyncio.sleep(0.001)
            claiming.cancel()
            # One that is new, and one that is not: the answers are not those of others.
            assert await store.claim(claim_id(1000 + number), 901) == "first"
            assert await store.claim(known, 901) == "again"
            with contextlib.suppress(asyncio.CancelledError):
                await claiming

    run(claim, redis_server.url)
