"""How adapters claim messages in the store of their endpoint."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Iterable
from typing import TYPE_CHECKING, Any, Literal

from signkey.replay import MemoryReplayStore

if TYPE_CHECKING:
    from signkey._signkey import Admission, Endpoint, Refusal

    _Answer = Literal["first", "again", "unavailable"]
    _Signatures = Iterable[str | bytes]

LOGGER = logging.getLogger("signkey")

# How long an asynchronous store has to answer, in seconds, unless it says so itself.
DEADLINE = 0.1
# An event loop that was busy until the deadline takes so many turns to hand an answer on.
TURNS = 5


class Claims:
    """The store of an endpoint, asked by a synchronous adapter.

    Raises ``TypeError`` for a store whose ``claim`` is asynchronous.
    """

    __slots__ = ("_store", "wants_responses")

    def __init__(self, endpoint: Endpoint, form: str) -> None:
        self._store: Any = endpoint.replay_store
        self.wants_responses = _wants_responses(endpoint)
        """Whether signed responses are remembered."""
        if _is_async(self._store):
            raise _wrong_kind(
                self._store, form, "a synchronous one", "signkey.redis.RedisReplayStore"
            )

    def settle(self, admission: Admission, refusal: Refusal | None) -> Refusal | None:
        """Claims what the admission asks for. Returns the refusal, which may be that of before."""
        if self._store is None or (claim := admission.claim) is None:
            return refusal
        return admission.receive_claim(self._ask(claim))

    def claim_response(self, admission: Admission, signatures: _Signatures) -> None:
        """Claims a response with these signatures, whatever comes of it."""
        for signature in signatures:
            claim = admission.response_claim(signature)
            if claim is not None:
                try:
                    self._ask(claim)
                except TypeError as error:
                    # The handler has run, so its response is sent.
                    _unavailable(error)

    def _ask(self, claim: tuple[str, int]) -> _Answer:
        try:
            answer = self._store.claim(*claim)
        except Exception as error:
            # Whatever it is, there is no answer.
            return _unavailable(error)
        if hasattr(answer, "__await__"):
            _close(answer)
            message = "the replay store is asynchronous; a synchronous adapter cannot wait for it"
            raise TypeError(message)
        return _checked(answer)


class AsyncClaims:
    """The store of an endpoint, asked by an asynchronous adapter.

    Raises ``TypeError`` for a store whose ``claim`` is synchronous and may block the event loop.
    """

    __slots__ = ("_deadline", "_store", "wants_responses")

    def __init__(self, endpoint: Endpoint, form: str) -> None:
        self._store: Any = endpoint.replay_store
        self._deadline = _deadline_of(self._store)
        self.wants_responses = _wants_responses(endpoint)
        """Whether signed responses are remembered."""
        if self._store is not None and not _is_async(self._store) and not _never_waits(self._store):
            instead = "signkey.redis.AsyncRedisReplayStore"
            raise _wrong_kind(self._store, form, "an asynchronous one", instead)

    async def settle(self, admission: Admission, refusal: Refusal | None) -> Refusal | None:
        """Claims what the admission asks for. Returns the refusal, which may be that of before."""
        if self._store is None or (claim := admission.claim) is None:
            return refusal
        return admission.receive_claim(await self._ask(claim))

    async def claim_response(self, admission: Admission, signatures: _Signatures) -> None:
        """Claims a response with these signatures, whatever comes of it."""
        for signature in signatures:
            claim = admission.response_claim(signature)
            if claim is not None:
                try:
                    await self._ask(claim)
                except TypeError as error:
                    # The handler has run, so its response is sent.
                    _unavailable(error)

    async def _ask(self, claim: tuple[str, int]) -> _Answer:
        try:
            answer = self._store.claim(*claim)
            if hasattr(answer, "__await__"):
                answer = await _within(self._deadline, answer)
        except Exception as error:
            # Whatever it is, there is no answer.
            return _unavailable(error)
        return _checked(answer)


def _deadline_of(store: Any) -> float:
    deadline = getattr(store, "deadline", DEADLINE)
    is_number = isinstance(deadline, int | float) and not isinstance(deadline, bool)
    if not is_number:
        message = f"the deadline of a replay store must be float, not {type(deadline).__name__}"
        raise TypeError(message)
    if not 0 < deadline < float("inf"):
        message = "the deadline of a replay store must be a number of seconds over 0"
        raise ValueError(message)
    return float(deadline)


async def _within(deadline: float, answer: Awaitable[Any]) -> Any:
    # Not every program that imports this has an event loop, and not every loop is that of asyncio:
    # under trio, a store keeps its own deadline.
    import asyncio  # noqa: PLC0415

    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return await answer

    async with asyncio.timeout(None) as limit:
        handles: list[asyncio.Handle] = []

        def end() -> None:
            if len(handles) <= TURNS:
                handles.append(loop.call_soon(end))
            else:
                limit.reschedule(loop.time())

        handles.append(loop.call_later(deadline, end))
        try:
            return await answer
        finally:
            handles[-1].cancel()


def is_judged(claims: Claims | AsyncClaims, endpoint: Endpoint, judge: object) -> bool:
    """Whether an adapter in front has judged the request by this very endpoint. With a memory, to
    judge it again would make it a replay of itself."""
    return claims.wants_responses and judge is endpoint


def _wants_responses(endpoint: Endpoint) -> bool:
    return endpoint.replay_store is not None or endpoint.replay_guard is not None


def _is_async(store: Any) -> bool:
    if store is None:
        return False
    # It takes longer to import than all of signkey.
    from inspect import iscoroutinefunction  # noqa: PLC0415

    return iscoroutinefunction(store.claim)


def _never_waits(store: Any) -> bool:
    return isinstance(store, MemoryReplayStore)


def _checked(answer: Any) -> _Answer:
    """What a store says, if it is one of two things: another store is to be corrected, and nothing
    is admitted."""
    if answer in ("first", "again"):
        return answer  # type: ignore[no-any-return]
    message = f"a replay store must answer 'first' or 'again', not {type(answer).__name__}"
    raise TypeError(message)


def _unavailable(error: Exception) -> _Answer:
    LOGGER.warning("the replay store gave no answer: %s: %s", type(error).__name__, error)
    return "unavailable"


def _wrong_kind(store: Any, form: str, kind: str, instead: str) -> TypeError:
    message = (
        f"{form} needs {kind} in place of the replay store {type(store).__name__}, "
        f"such as {instead}"
    )
    return TypeError(message)


def _close(answer: Any) -> None:
    close = getattr(answer, "close", None)
    if close is not None:
        close()
