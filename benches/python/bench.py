"""signkey beside the standard library and the published SDK, in one run, on the same bytes.

Each line: the median time a body, the throughput, and the time as a multiple of signkey's. The
contestants take turns, so that a drifting machine hits all alike, and see thousands of distinct
bodies, since repeating one flatters every cache. All times hold the same for loop, some 10 ns.
"""

from __future__ import annotations

import gc
import hmac
import json
import random
import statistics
import time
from collections.abc import Callable

import signkey

try:
    import jcs
    from inngest._internal import net, server_lib
except ImportError:
    jcs = None

DIGITS = "8ee2262a15e8d3c42d6a840db7af3de2aab08ef632b32a37a687f24b34dba3ff"
KEY = "signkey-test-" + DIGITS
ROUNDS = 9

# A contestant runs once over all messages, each a body and its header.
Messages = list[tuple[bytes, str]]
Contestant = Callable[[Messages], None]

keyring = signkey.Keyring(KEY)


def bodies(size: int) -> list[bytes]:
    """Canonical bodies of at least this many bytes, as a platform sends them."""
    chance = random.Random(size)  # noqa: S311 - the same bodies in every run
    made = []
    for _ in range(max(16, min(4000, (2 << 20) // size))):
        items: list[dict[str, object]] = []
        length = 0
        while length < size - 20:
            item = {
                "count": chance.randrange(1_000_000),
                "id": f"{chance.getrandbits(64):016x}",
                "name": chance.choice(["order shipped", "user created", "señal"]),
                "price": chance.randrange(10_000) / 10 + 0.1,
            }
            items.append(item)
            length += len(json.dumps(item))
        made.append(signkey.canonicalize(json.dumps({"ctx": 0, "items": items}).encode()))
    return made


def verify_with_signkey(messages: Messages) -> None:
    verify = keyring.verify_request
    for body, header in messages:
        verify(body, header)


def verify_with_signkey_at_a_given_time(messages: Messages) -> None:
    verify, now = keyring.verify_request, int(time.time())
    for body, header in messages:
        verify(body, header, now=now)


def bare_hmac(messages: Messages) -> None:
    digest, key = hmac.digest, DIGITS.encode()
    for body, _ in messages:
        digest(key, body, "sha256")


def verify_with_the_sdk(messages: Messages) -> None:
    for body, header in messages:
        verdict = net.validate_request_sig(
            body=body,
            headers={"x-inngest-signature": header},
            mode=server_lib.ServerKind.CLOUD,
            signing_key=KEY,
            signing_key_fallback=None,
        )
        assert verdict == KEY, verdict  # noqa: S101 - refusing would be quicker


def canonicalize_with_signkey(messages: Messages) -> None:
    for body, _ in messages:
        signkey.canonicalize(body)


def canonicalize_with_jcs(messages: Messages) -> None:
    for body, _ in messages:
        jcs.canonicalize(json.loads(body))


def compare(title: str, messages: Messages, contestants: dict[str, Contestant]) -> None:
    times: dict[str, list[float]] = {name: [] for name in contestants}
    # The first round only warms up.
    for count in range(ROUNDS + 1):
        for name, run in contestants.items():
            start = time.perf_counter()
            run(messages)
            if count:
                times[name].append(time.perf_counter() - start)
    size = sum(len(body) for body, _ in messages)
    print(f"\n{title}: {len(messages)} bodies, {size // len(messages)} bytes on average")
    first = next(iter(times.values()))
    for name, seconds in times.items():
        median = statistics.median(seconds)
        ratio = statistics.median(one / other for one, other in zip(seconds, first, strict=True))
        each, speed = median / len(messages) * 1e9, size / median / 1e6
        print(f"  {name:<36}{each:>12.0f} ns{speed:>8.0f} MB/s{ratio:>8.2f} x")


def main() -> None:
    gc.disable()
    verifiers: dict[str, Contestant] = {
        "signkey verify_request": verify_with_signkey,
        "signkey verify_request, now given": verify_with_signkey_at_a_given_time,
        "hmac.digest, body alone": bare_hmac,
    }
    canonicalizers: dict[str, Contestant] = {"signkey canonicalize": canonicalize_with_signkey}
    if jcs is None:
        print("The SDK is left out: pip install -r benches/python/requirements.txt brings it.")
    else:
        verifiers["inngest validate_request_sig"] = verify_with_the_sdk
        canonicalizers["json.loads and jcs.canonicalize"] = canonicalize_with_jcs
    for size in (64, 512, 4096, 65_536, 1 << 20):
        signed = [(body, keyring.sign_raw(body)) for body in bodies(size)]
        compare("verify", signed, verifiers)
    for size in (512, 65_536):
        loose = [(json.dumps(json.loads(body), indent=1).encode(), "") for body in bodies(size)]
        compare("canonical JSON, white space to be removed", loose, canonicalizers)


if __name__ == "__main__":
    main()
