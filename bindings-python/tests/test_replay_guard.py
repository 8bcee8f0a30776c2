"""The replay guard: its arguments, how full it is, and eight threads at once."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from signkey import Endpoint, Keyring, ReplayGuard, errors
from signkey.testing import TestKit
from support import DIGITS, KEY, NOW, sign

THREADS = 8
# A share of 8 million messages; SIGNKEY_REPLAY_MESSAGES=1000000 is all of them.
MESSAGES = int(os.environ.get("SIGNKEY_REPLAY_MESSAGES", "40000"))


def test_a_guard_says_how_full_it_is() -> None:
    kit = TestKit()
    guard = ReplayGuard(1600)
    endpoint = Endpoint(kit.keyring, replay_guard=guard)
    assert endpoint.replay_guard is guard
    assert guard.fullness(kit.now) == 0.0
    for number in range(50):
        request = kit.signed(b"[%d]" % number)
        assert endpoint.admit("POST", request.headers, request.body, kit.now).verified
    # A sixteenth of the room, for a sixteenth of the time.
    assert guard.fullness(kit.now) == 0.5
    assert guard.fullness(now=kit.now + 700) == 0.0
    assert guard.fullness() == 0.0
    assert repr(guard) == "<signkey.ReplayGuard past=300 future=300>"


def test_a_guard_is_shared_by_endpoints_of_several_names() -> None:
    kit, guard = TestKit(), ReplayGuard(100)
    request = kit.signed(b"[1]")
    options: list[dict[str, Any]] = [{}, {"name": "a"}, {"name": "b"}, {"name": "a"}, {}]
    codes = []
    for some in options:
        endpoint = Endpoint(kit.keyring, replay_guard=guard, **some)
        refusal = endpoint.admit("POST", request.headers, request.body, kit.now).refusal
        codes.append(None if refusal is None else refusal.error.code)
    assert codes == [None, None, None, "replayed", "replayed"]


@pytest.mark.parametrize("entries", [0, 2**64 - 1, 2**60])
def test_a_guard_has_room_for_something(entries: int) -> None:
    wrong = (errors.InvalidArgumentError, errors.OutOfMemoryError)
    with pytest.raises(wrong, match=r"entries|memory"):
        ReplayGuard(entries)


def test_the_arguments_of_a_guard_have_types() -> None:
    make: Any = ReplayGuard
    for arguments, options, message in (
        (("1",), {}, "argument 'entries': must be int, .* not str"),
        ((10,), {"past": None}, "argument 'past': must be int, .* not NoneType"),
        ((10,), {"future": 1.5}, "argument 'future': must be int, .* not float"),
        ((10, 300), {}, "positional"),
    ):
        with pytest.raises(TypeError, match=message):
            make(*arguments, **options)


@pytest.mark.parametrize("window", [{"past": 299}, {"future": 299}, {"past": 0, "future": 0}])
def test_a_guard_must_not_forget_what_its_endpoint_accepts(window: Any) -> None:
    guard = ReplayGuard(10, **window)
    with pytest.raises(errors.InvalidArgumentError) as error:
        Endpoint(Keyring(KEY), replay_guard=guard)
    assert str(error.value) == (
        "argument 'replay_guard': must have a window at least as wide as that of the endpoint, on "
        "both sides"
    )
    assert error.value.setting == "replay_guard"
    Endpoint(Keyring(KEY), replay_guard=guard, **window)
    wrong: Any = 10
    with pytest.raises(TypeError, match="argument 'replay_guard': must be ReplayGuard, not int"):
        Endpoint(Keyring(KEY), replay_guard=wrong)


def test_eight_threads_accept_each_of_their_messages_once() -> None:
    """Each thread has distinct messages, and sends in turn those of another again."""
    # Three messages of two threads are two distinct ones, spread over the window.
    guard = ReplayGuard(2 * THREADS * MESSAGES)
    endpoint = Endpoint(Keyring(KEY), replay_guard=guard)
    accepted, replayed = [0] * THREADS, [0] * THREADS
    barrier = threading.Barrier(THREADS)

    def send(thread: int) -> None:
        barrier.wait()
        for number in range(MESSAGES):
            # Of both threads of a pair that send this one, either may be the first.
            body, timestamp = b"[%d,%d]" % (thread // 2, number), NOW - 300 + number % 600
            headers = {"x-inngest-signature": sign(body, timestamp, DIGITS)}
            refusal = endpoint.admit("POST", headers, body, NOW).refusal
            if refusal is None:
                accepted[thread] += 1
            else:
                assert refusal.error.code == "replayed"
                replayed[thread] += 1
            own = b"[%d,%d,0]" % (thread, number)
            headers = {"x-inngest-signature": sign(own, timestamp, DIGITS)}
            assert endpoint.admit("POST", headers, own, NOW).refusal is None

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(send, range(THREADS)))
    assert sum(accepted) == sum(replayed) == THREADS // 2 * MESSAGES
