"""Stores, in which several processes remember together which messages they have accepted. ::

    store = RedisReplayStore("redis://127.0.0.1:6379/")  # of signkey.redis
    endpoint = Config.from_env().endpoint(replay_store=store, name="shop")

A store of your own has one method, ``claim``. Synchronous adapters take a ``ReplayStore``,
asynchronous ones an ``AsyncReplayStore``; ``MemoryReplayStore`` goes with both, since it never
waits. The recipe for SQL stands in docs/replay.md.

>>> store = MemoryReplayStore()
>>> store.claim("00112233445566778899aabbccddeeff", 901)
'first'
>>> store.claim("00112233445566778899aabbccddeeff", 901)
'again'
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Literal, Protocol

__all__ = ["AsyncReplayStore", "MemoryReplayStore", "ReplayStore"]


class ReplayStore(Protocol):
    """Remembers what all processes of an app have accepted."""

    def claim(self, claim_id: str, lifetime: int, /) -> Literal["first", "again"]:
        """Claims an id, 32 hexadecimal digits, for ``lifetime`` seconds from now, by the store's
        own clock: of all that claim it in this time, whatever process they are in, one gets
        ``"first"`` and the others ``"again"``.

        It must be safe to call from several threads at once, must keep a deadline of its own, such
        as 100 ms, and raises an exception for what goes wrong.
        """


class AsyncReplayStore(Protocol):
    """The same for asynchronous adapters."""

    async def claim(self, claim_id: str, lifetime: int, /) -> Literal["first", "again"]:
        """As ``ReplayStore.claim``. It is cancelled after the store's ``deadline`` in seconds, if
        it has such an attribute, else after 0.1; then it may have claimed the id or not."""


class MemoryReplayStore:
    """Claims in the memory of one process: for tests, and for both kinds of adapters.

    Unlike a ``ReplayGuard`` it is not bounded. What is over is removed now and then. ``clock``
    shows seconds that never go back.
    """

    __slots__ = ("_clock", "_ends", "_lock", "_size_max")

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._ends: dict[str, float] = {}
        self._size_max = 1024

    def claim(self, claim_id: str, lifetime: int, /) -> Literal["first", "again"]:
        """Claims an id for so many seconds."""
        with self._lock:
            now = self._clock()
            if self._ends.get(claim_id, now) > now:
                return "again"
            if len(self._ends) >= self._size_max:
                self._ends = {one: end for one, end in self._ends.items() if end > now}
                self._size_max = max(1024, 2 * len(self._ends))
            self._ends[claim_id] = now + lifetime
            return "first"

    def __len__(self) -> int:
        """How many claims it holds, those that are over included."""
        return len(self._ends)
