"""signkey's encryption beside libsodium (PyNaCl), in one run, on the same JSON.

Each line: the median time a value, the throughput in plaintext, and the median of the times as
multiples of signkey's. signkey checks the grammar of the JSON and writes the whole envelope; PyNaCl
is shown alone, and with the base64 and the JSON of an envelope around it, as the published
middleware does it. The contestants take turns, so that a drifting machine hits all alike.
"""

from __future__ import annotations

import base64
import gc
import hashlib
import json
import statistics
import time
from collections.abc import Callable

import nacl.encoding
import nacl.secret

import signkey

KEY = "a-secret-of-the-benchmark"
ROUNDS = 15

encryptor = signkey.Encryptor(KEY)
box = nacl.secret.SecretBox(hashlib.blake2b(KEY.encode(), digest_size=32).digest())

Contestant = Callable[[bytes], object]


def value(size: int, number: int) -> bytes:
    """JSON of this many bytes."""
    items: list[dict[str, object]] = []
    while len(text := json.dumps({"number": number, "items": items})) < size - 80:
        short = max(1, (size - len(text)) // 80)
        items += [{"id": f"{number * len(items):08x}", "name": "señal", "price": 19.9}] * short
    padding = size - len(text) - len(', "p": ""')
    return json.dumps({"number": number, "items": items, "p": "x" * padding}).encode()


def envelope_by_libsodium(text: bytes) -> str:
    data = box.encrypt(text, encoder=nacl.encoding.Base64Encoder).decode()
    members = {"__ENCRYPTED__": True, "__STRATEGY__": "inngest/libsodium", "data": data}
    return json.dumps(members)


def open_with_libsodium(envelope: bytes) -> bytes:
    return box.decrypt(json.loads(envelope)["data"], encoder=nacl.encoding.Base64Encoder)


def raw(envelope: bytes) -> bytes:
    return base64.b64decode(json.loads(envelope)["data"])


def compare(title: str, size: int, contestants: dict[str, tuple[Contestant, list[bytes]]]) -> None:
    times: dict[str, list[float]] = {name: [] for name in contestants}
    # The first round only warms up.
    for count in range(ROUNDS + 1):
        for name, (run, inputs) in contestants.items():
            start = time.perf_counter()
            for text in inputs:
                run(text)
            if count:
                times[name].append((time.perf_counter() - start) / len(inputs))
    print(f"\n{title}, {size} bytes")
    first = next(iter(times.values()))
    for name, seconds in times.items():
        median = statistics.median(seconds)
        ratio = statistics.median(one / other for one, other in zip(seconds, first, strict=True))
        speed = size / median / 1e6
        print(f"  {name:<36}{median * 1e6:>12.2f} us{speed:>8.0f} MB/s{ratio:>8.2f} x")


def main() -> None:
    gc.disable()
    for size, count in ((1 << 10, 1000), (1 << 20, 4)):
        texts = [value(size, number) for number in range(count)]
        envelopes = [encryptor.encrypt_value(text) for text in texts]
        for text, envelope in zip(texts, envelopes, strict=True):
            if not text == open_with_libsodium(envelope) == encryptor.decrypt_value(envelope).json:
                raise SystemExit("the contestants disagree")
        encryptors: dict[str, tuple[Contestant, list[bytes]]] = {
            "signkey encrypt_value": (encryptor.encrypt_value, texts),
            "PyNaCl, base64 and json": (envelope_by_libsodium, texts),
            "PyNaCl SecretBox alone": (box.encrypt, texts),
        }
        decryptors: dict[str, tuple[Contestant, list[bytes]]] = {
            "signkey decrypt_value": (encryptor.decrypt_value, envelopes),
            "PyNaCl, json and base64": (open_with_libsodium, envelopes),
            "PyNaCl SecretBox alone": (box.decrypt, [raw(envelope) for envelope in envelopes]),
        }
        compare("encrypt", size, encryptors)
        compare("decrypt", size, decryptors)


if __name__ == "__main__":
    main()
