"""The corpus that `benches/corpus.py` writes: what is sent, its canonical form, and a header."""

from __future__ import annotations

import hmac
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parents[2] / "target/bench/corpus"
DIGITS = "8ee2262a15e8d3c42d6a840db7af3de2aab08ef632b32a37a687f24b34dba3ff"
KEY = f"signkey-test-{DIGITS}"
SIZES = (800, 15_000, 180_000, 1_000_000)


class Message(NamedTuple):
    """A signed request."""

    body: bytes
    canonical: bytes
    header: str

    @property
    def signed(self) -> bytes:
        """What the header signs: the canonical form and the time."""
        return self.canonical + self.header[2:12].encode()

    @property
    def mac(self) -> bytes:
        return hmac.digest(DIGITS.encode(), self.signed, "sha256")

    def tampered(self) -> Message:
        """The same message with another byte in the middle."""
        middle = len(self.body) // 2
        changed = bytes([self.body[middle] ^ 1])
        return self._replace(body=self.body[:middle] + changed + self.body[middle + 1 :])


def messages(kind: str, size: int) -> list[Message]:
    """All messages of a kind and size."""
    # One kind behind the other: bodies lie as close together as what other contenders read.
    paths = [FOLDER / f"{kind}-{size}.{part}" for part in ("bodies", "canonical", "headers")]
    parts = [list(records(path)) for path in paths]
    return [Message(body, form, header.decode()) for body, form, header in zip(*parts, strict=True)]


def records(path: Path) -> Iterator[bytes]:
    """Each a length of 32 bits, little-endian, and that many bytes."""
    data, at = path.read_bytes(), 0
    while at < len(data):
        (length,) = struct.unpack_from("<I", data, at)
        at += 4 + length
        yield data[at - length : at]
