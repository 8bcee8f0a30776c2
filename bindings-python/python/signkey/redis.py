"""Stores of claims in Valkey or Redis, over redis-py: ``pip install signkey[redis]``. ::

    store = RedisReplayStore("redis://127.0.0.1:6379/")
    endpoint = Config.from_env().endpoint(replay_store=store, name="shop")

``RedisReplayStore`` is for synchronous adapters (``signkey.wsgi``, ``signkey.flask``,
``signkey.aws_lambda``, Django under WSGI), ``AsyncRedisReplayStore`` for asynchronous ones
(``signkey.asgi``, ``signkey.fastapi``, Django under ASGI).

A claim is ``SET signkey:<id> 1 NX PX <lifetime>``. The server must not evict what is claimed, so
its ``maxmemory-policy`` must be ``noeviction``: that is checked before the first claim, and by
``connect``. With ``appendonly yes`` and ``appendfsync always`` claims survive a crash of the
server. A failover that loses the last writes loses claims: those messages can be accepted once
more.

Connections are made when they are needed, and again after they broke. Nothing is tried twice: a
claim that was answered too late may have been made. For a cluster or Sentinel, write a store of
your own.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from typing import Any, Literal

import redis
import redis.asyncio
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.retry import Retry

__all__ = ["AsyncRedisReplayStore", "EvictionError", "RedisReplayStore"]

DEADLINE = 0.1
PREFIX = "signkey:"
CONNECTIONS_MAX = 50
# After so many deadlines an asynchronous connection is taken for lost.
LOST_AFTER = 5
# What servers announce in version 3 of the protocol would make timeouts longer.
SETTINGS = {"protocol": 2}


class EvictionError(RuntimeError):
    """The server forgets keys when its memory is full, or does not say whether it does."""

    policy: str | None
    """Its ``maxmemory-policy``, if known."""

    def __init__(self, policy: str | None = None) -> None:
        super().__init__(
            "the replay store must not forget: set maxmemory-policy to noeviction "
            f"(it is {policy or 'unknown'})"
        )
        self.policy = policy


class RedisReplayStore:
    """Claims in Valkey or Redis, for synchronous adapters.

    ``url``: of the server, as ``redis.Redis.from_url`` takes it; so are all ``options``.
    ``deadline``: how long each step may take, in seconds; 0.1 by default. A claim on a connection
    that is there is one step; to wait for one, to connect and each answer of a new connection are
    others. To look up a name takes as long as the system allows, so give an address where that
    may fail. Safe to share between threads, and to inherit by ``fork``.
    """

    __slots__ = ("_client", "_execute", "_is_checked", "deadline")

    deadline: float
    """How long each step may take, in seconds."""

    def __init__(self, url: str, *, deadline: float = DEADLINE, **options: Any) -> None:
        self.deadline = _checked_deadline(deadline)
        # Who finds no connection waits for one, as long as for an answer.
        settings = {"timeout": deadline, "max_connections": CONNECTIONS_MAX, **SETTINGS, **options}
        pool = redis.BlockingConnectionPool.from_url(url, **settings)
        pool.connection_kwargs.update(_timeouts(deadline), retry=Retry(NoBackoff(), 0))
        self._client = redis.Redis.from_pool(pool)
        self._execute: Callable[..., Any] = self._client.execute_command
        self._is_checked = False

    @classmethod
    def connect(cls, url: str, *, deadline: float = DEADLINE, **options: Any) -> RedisReplayStore:
        """A store whose server is there and does not evict.

        Raises ``EvictionError``, and the errors of redis-py.
        """
        store = cls(url, deadline=deadline, **options)
        store.check()
        return store

    def check(self) -> None:
        """Asks the server whether it evicts keys.

        Raises ``EvictionError``, and the errors of redis-py.
        """
        _check_policy(self._client.info("memory"))
        self._is_checked = True

    def claim(self, claim_id: str, lifetime: int, /) -> Literal["first", "again"]:
        """Claims an id for so many seconds.

        Raises the errors of ``check`` if there is no answer.
        """
        if not self._is_checked:
            self.check()
        answer: object = self._execute(*_command(claim_id, lifetime))
        return _said(answer)

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()


class AsyncRedisReplayStore:
    """The same for asynchronous adapters, on asyncio. Each event loop has its own connections."""

    __slots__ = ("_is_checked", "_loops", "_options", "_url", "deadline")

    deadline: float
    """How long an adapter waits for a claim, in seconds, whatever it takes."""

    def __init__(self, url: str, *, deadline: float = DEADLINE, **options: Any) -> None:
        self.deadline = _checked_deadline(deadline)
        self._url = url
        self._options = {"max_connections": CONNECTIONS_MAX, **SETTINGS, **options}
        self._loops: dict[asyncio.AbstractEventLoop, _Connections] = {}
        self._is_checked = False
        # A URL that is none is an error here already.
        redis.asyncio.ConnectionPool.from_url(url, **self._options)

    @classmethod
    async def connect(
        cls, url: str, *, deadline: float = DEADLINE, **options: Any
    ) -> AsyncRedisReplayStore:
        """A store whose server is there and does not evict.

        Raises ``EvictionError``, and the errors of redis-py.
        """
        store = cls(url, deadline=deadline, **options)
        await store.check()
        return store

    async def check(self) -> None:
        """Asks the server whether it evicts keys.

        Raises ``EvictionError``, and the errors of redis-py.
        """
        connections = self._connections()
        async with connections.room:
            _check_policy(await connections.client.info("memory"))
        self._is_checked = True

    async def claim(self, claim_id: str, lifetime: int, /) -> Literal["first", "again"]:
        """Claims an id for so many seconds.

        Raises the errors of ``check`` if there is no answer.
        """
        if not self._is_checked:
            await self.check()
        connections = self._connections()
        async with connections.room:
            return _said(await connections.execute(*_command(claim_id, lifetime)))

    async def close(self) -> None:
        """Closes the connections of this event loop."""
        connections = self._loops.pop(asyncio.get_running_loop(), None)
        if connections is not None:
            await connections.client.aclose()

    def _connections(self) -> _Connections:
        """Those of the event loop that runs."""
        loop = asyncio.get_running_loop()
        connections = self._loops.get(loop)
        if connections is None:
            connections = _Connections(self._url, self.deadline, self._options)
            open_ones = {it: other for it, other in self._loops.items() if not it.is_closed()}
            self._loops = {**open_ones, loop: connections}
        return connections


class _Connections:
    """The connections of one event loop."""

    __slots__ = ("client", "execute", "room")

    def __init__(self, url: str, deadline: float, options: dict[str, Any]) -> None:
        pool = redis.asyncio.ConnectionPool.from_url(url, **options)
        # It is the adapter that keeps the deadline, since it sees whether the event loop was busy.
        timeouts = _timeouts(LOST_AFTER * deadline)
        pool.connection_kwargs.update(timeouts, retry=AsyncRetry(NoBackoff(), 0))
        self.client = redis.asyncio.Redis.from_pool(pool)
        self.execute: Callable[..., Any] = self.client.execute_command
        # A pool that blocks costs a timeout of its own with every claim.
        self.room = asyncio.Semaphore(pool.max_connections)


def _checked_deadline(deadline: float) -> float:
    if not 0 < deadline < math.inf:
        message = "argument 'deadline': must be a number of seconds"
        raise ValueError(message)
    return deadline


def _timeouts(deadline: float) -> dict[str, float]:
    """What no URL changes, so that nothing waits for longer."""
    return {"socket_timeout": deadline, "socket_connect_timeout": deadline}


def _check_policy(memory: dict[str, Any]) -> None:
    policy = memory.get("maxmemory_policy")
    if policy != "noeviction":
        raise EvictionError(policy)


def _command(claim_id: str, lifetime: int) -> tuple[str, ...]:
    return ("SET", PREFIX + claim_id, "1", "NX", "PX", str(lifetime * 1000))


def _said(answer: object) -> Literal["first", "again"]:
    """What an answer to ``SET`` says. redis-py makes ``True`` of ``OK``."""
    if answer in (True, b"OK", "OK"):
        return "first"
    if answer is None:
        return "again"
    message = f"not an answer to SET: {type(answer).__name__}"
    raise redis.InvalidResponse(message)
