"""One keyring in many threads, and memory over a million calls."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from signkey import (
    App,
    Config,
    Keyring,
    ReplayGuard,
    SigningKey,
    SignkeyError,
    Verifier,
    canonicalize,
    errors,
    explain,
    read_introspection,
    rotation_step,
)
from signkey.replay import MemoryReplayStore
from support import BODY, DIGITS, KEY, KEY_ID, NOW, OTHER_DIGITS, OTHER_KEY, sign

THREADS = 8
keyring = Keyring(OTHER_KEY, KEY)

# On both sides of the size from which the GIL is released.
BODIES = [bytes([size % 256]) * size for size in (0, 1, 512, 8191, 8192, 100_000)]


def verify_all(rounds: int) -> int:
    """Verifies what must pass and what must fail; how often either came out right."""
    right = 0
    for count in range(rounds):
        body = BODIES[count % len(BODIES)]
        digits = (OTHER_DIGITS, DIGITS)[count % 2]
        header = sign(body, NOW, digits)
        right += keyring.verify_request(body, header, now=NOW).key_index == count % 2
        with pytest.raises(errors.SignatureMismatchError):
            keyring.verify_request(body + b"!", header, now=NOW)
        right += keyring.sign_raw(body, timestamp=NOW, key_index=count % 2) == header
    return right


def test_a_keyring_serves_many_threads_at_once() -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(verify_all, [600] * THREADS)) == [1200] * THREADS


def test_a_verifier_shared_by_threads_loses_no_piece() -> None:
    chunk, count = b"x" * 20_000, 50
    verifier = Verifier(keyring, sign(chunk * count * THREADS))

    def feed(_: int) -> None:
        for _ in range(count):
            verifier.update(chunk)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(feed, range(THREADS)))
    assert verifier.finish(now=NOW).form == "raw"


def test_a_buffer_may_change_while_it_is_read() -> None:
    # The numbers are rewritten, so that the result shows what was read when.
    states = [b"[" + b",".join([number] * 100_000) + b"]" for number in (b"1.0", b"2.0")]
    buffer = bytearray(states[0])
    stop = threading.Event()

    def change() -> None:
        while not stop.is_set():
            for state in states:
                buffer[:] = state

    changer = threading.Thread(target=change)
    changer.start()
    try:
        seen = {canonicalize(buffer) for _ in range(50)}
    finally:
        stop.set()
        changer.join()
    assert seen <= {state.replace(b".0", b"") for state in states}


def resident_kib() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def refused(call: Callable[[], object]) -> None:
    try:
        call()
    except (SignkeyError, TypeError):
        return
    raise AssertionError


def every_call(rounds: int) -> None:
    header = sign(BODY)
    loose = b" " + BODY
    text: object = "text"
    for _ in range(rounds):
        # Ten calls a round.
        keyring.verify_request(BODY, header, now=NOW)
        keyring.verify_request(loose, header, now=NOW).key_id  # noqa: B018 - the getter is called
        keyring.verify_response(bytearray(BODY), header.encode(), now=NOW)
        keyring.sign_request(loose, timestamp=NOW)
        canonicalize(loose)
        Keyring(None, KEY, OTHER_KEY)
        verifier = Verifier(keyring, header)
        verifier.update(BODY)
        refused(lambda: keyring.verify_request(BODY, header, now=0))
        refused(lambda: keyring.verify_request(text, header, now=NOW))  # type: ignore[arg-type]


config = Config(signing_key=OTHER_KEY, signing_key_fallback=KEY)
app = App(id="shop", sdk="sdk:v1.0.0", language="py", framework="wsgi", functions=1)


def every_call_of_an_app(rounds: int) -> None:
    headers = {"X-Inngest-Signature": sign(BODY)}
    dev = [(b"x-inngest-server-kind", b"cloud"), (b"x-other", None)]
    wrong: dict[str, Any] = {"signing_key": 1}
    auth = config.api_auth()
    for _ in range(rounds):
        # Ten calls a round.
        endpoint = config.endpoint(unsigned_methods={"GET"}, sign_responses=True)
        admission = endpoint.admit("PUT", headers)
        admission.receive(BODY, "head", NOW)
        admission.sign(BODY, timestamp=NOW)
        assert admission.response(200).refusal is None
        refused(partial(getattr, endpoint.admit("PUT", dev), "caller"))
        refused(partial(endpoint.admit, "PUT", [[1]]))
        config.introspect(app, admission)
        refused(lambda: Config({"INNGEST_ENV": None}, **wrong))
        auth.after(auth.begin(), 401)
        registration = config.registration(app, admission)
        assert registration.request is not None
        registration.answer(200, b"{}")
        registration.response(timestamp=NOW)


def every_call_of_an_operator(rounds: int) -> None:
    headers = {"X-Inngest-Signature": sign(BODY)}
    store = MemoryReplayStore()
    endpoint = config.endpoint(replay_store=store, replay_guard=ReplayGuard(100))
    keys = {"primary": KEY_ID, "fallback": None}
    facts = {"current": KEY_ID, "next": "0" * 12, "server": "current", "now": NOW}
    facts["apps"] = [{"name": "shop", "probes": [keys]}]
    for _ in range(rounds):
        # Ten calls a round.
        assert SigningKey.diagnose(f'"{KEY}"') is not None
        assert explain(BODY, sign(BODY), {"one": KEY}, now=NOW).code == "verified"
        assert explain(b"{}", [sign(BODY)], [("one", KEY)], now=NOW).key_fault is None
        assert rotation_step(facts).json
        assert read_introspection(b'{"mode":"dev"}')["mode"] == "dev"
        admission = endpoint.admit("POST", headers, BODY, NOW)
        assert admission.claim is not None
        admission.receive_claim("again")
        admission.response_claim(headers["X-Inngest-Signature"])
        refused(lambda: keyring.sign_raw(b"", key_index=-1))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("calls", [every_call, every_call_of_an_app, every_call_of_an_operator])
def test_memory_stays_flat_over_a_million_calls(calls: Callable[[int], None]) -> None:
    calls(5_000)
    before = resident_kib()
    calls(100_000)
    growth = resident_kib() - before
    # One lost byte a call would be 976 KiB; the smallest lost object is 16 bytes.
    assert growth < 512, f"{growth} KiB"
