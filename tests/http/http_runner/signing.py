"""Signatures by Python's `hmac`, as SPEC.md writes them: independent of signkey."""

import hashlib
import hmac
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

HEADER = "X-Inngest-Signature"

# The key text is what stands behind the prefix.
PRIMARY = b"12345678"
FALLBACK = b"9abcdef0"
KEYS = (PRIMARY, FALLBACK)

FORM = re.compile(r"t=(0|[1-9][0-9]{0,18})&s=([0-9a-f]{64})")
# Between the server's clock, which is this machine's, and the runner's.
SKEW = 10


def mac(key: bytes, body: bytes, timestamp: str) -> str:
    return hmac.new(key, body + timestamp.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Signature:
    """A signature header that is made when it is sent, since servers have the real clock."""

    body: bytes
    key: bytes = PRIMARY
    age: int = 0
    """Seconds between signing and sending; negative: signed in the future."""
    timestamp: str | None = None
    """In place of the clock."""
    change: Callable[[str], str] | None = None
    """What is done to the finished header."""

    def text(self) -> str:
        timestamp = str(int(time.time()) - self.age) if self.timestamp is None else self.timestamp
        header = f"t={timestamp}&s={mac(self.key, self.body, timestamp)}"
        return self.change(header) if self.change else header


def fault_of_response(header: str, body: bytes, key: int) -> str | None:
    """What is wrong with the signature of a response; `None` if nothing is."""
    match = FORM.fullmatch(header)
    if not match:
        return f"the response's signature is malformed: {header!r}"
    timestamp, found = match.groups()
    if found != mac(KEYS[key], body, timestamp):
        return f"the response's signature is not that of its body of {len(body)} bytes under key {key}"
    if abs(int(timestamp) - time.time()) > SKEW:
        return f"the response's signature has the time {timestamp}"
    return None
