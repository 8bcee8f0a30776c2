"""A claim in Valkey or Redis beside the bare command of the same client, one after the other.

Takes the URL of a server. Prints rows for `benches/report.py`.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import time
from collections.abc import Awaitable, Callable

import redis
import redis.asyncio
from race import print_row

from signkey.redis import AsyncRedisReplayStore, RedisReplayStore

ROUNDS = 31
CLAIMS = 1000
LIFETIME = 901
OWN, BARE = "signkey", "bare SET NX"

numbers = itertools.count()


def ids(language: str) -> list[str]:
    """Ids that nobody has claimed."""
    return [f"{language}{next(numbers):031x}" for _ in range(CLAIMS)]


def print_rows(path: str, rounds: dict[str, list[float]]) -> None:
    for name, times in rounds.items():
        print_row(
            path=path,
            contender=name,
            corpus="messages",
            size=1,
            bytes=40,
            bodies=CLAIMS,
            rounds=times,
        )


def in_turn() -> itertools.chain[str]:
    """Each has the other one before it from round to round."""
    pairs = itertools.cycle([(OWN, BARE), (BARE, OWN)])
    return itertools.chain.from_iterable(itertools.islice(pairs, ROUNDS))


def race(url: str) -> None:
    store, client = RedisReplayStore.connect(url), redis.Redis.from_url(url)

    def bare(name: str) -> object:
        return client.set(f"signkey:{name}", "1", nx=True, px=LIFETIME * 1000)

    contenders: dict[str, Callable[[str], object]] = {
        OWN: lambda name: store.claim(name, LIFETIME) == "first",
        BARE: bare,
    }
    rounds: dict[str, list[float]] = {OWN: [], BARE: []}
    for contender in in_turn():
        claim, fresh = contenders[contender], ids("a")
        start = time.perf_counter_ns()
        are_first = [claim(name) for name in fresh]
        rounds[contender].append((time.perf_counter_ns() - start) / CLAIMS)
        if not all(are_first):
            raise SystemExit(f"{contender} claims nothing")
    print_rows("claim in a store, redis-py", rounds)


async def race_async(url: str) -> None:
    store = await AsyncRedisReplayStore.connect(url)
    client = redis.asyncio.Redis.from_url(url)

    async def own(name: str) -> bool:
        return await store.claim(name, LIFETIME) == "first"

    async def bare(name: str) -> object:
        return await client.set(f"signkey:{name}", "1", nx=True, px=LIFETIME * 1000)

    contenders: dict[str, Callable[[str], Awaitable[object]]] = {OWN: own, BARE: bare}
    rounds: dict[str, list[float]] = {OWN: [], BARE: []}
    for contender in in_turn():
        claim, fresh = contenders[contender], ids("b")
        start = time.perf_counter_ns()
        are_first = [await claim(name) for name in fresh]
        rounds[contender].append((time.perf_counter_ns() - start) / CLAIMS)
        if not all(are_first):
            raise SystemExit(f"{contender} claims nothing")
    print_rows("claim in a store, redis-py asyncio", rounds)
    await store.close()
    await client.aclose()


if __name__ == "__main__":
    race(sys.argv[1])
    asyncio.run(race_async(sys.argv[1]))
