"""One corpus for all languages, so that all see the same bytes: target/bench/corpus/.

For each kind and size there are three files, `.bodies` (what is sent), `.canonical` (its canonical
form) and `.headers` (signatures of the canonical form). Each is a run of records, a length (32
bits, little-endian) and that many bytes. Bodies are the same in every run of every machine. Headers
are signed anew, since a signature is valid for five minutes.
"""

from __future__ import annotations

import hashlib
import hmac
import random
import struct
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import documents

BENCHES = Path(__file__).resolve().parent
FOLDER = BENCHES.parent / "target/bench/corpus"
DIGITS = "8ee2262a15e8d3c42d6a840db7af3de2aab08ef632b32a37a687f24b34dba3ff"

# A size in bytes, and how many distinct bodies of it there are: repeating one flatters every cache.
SIZES = {800: 2500, 15_000: 140, 180_000: 12, 1_000_000: 3}


def write(path: Path, records: Iterable[bytes]) -> None:
    path.write_bytes(b"".join(struct.pack("<I", len(record)) + record for record in records))


def read(path: Path) -> Iterator[bytes]:
    data, at = path.read_bytes(), 0
    while at < len(data):
        (length,) = struct.unpack_from("<I", data, at)
        at += 4 + length
        yield data[at - length : at]


def generate() -> None:
    """Write bodies and canonical forms, unless this very program did so before."""
    sources = (BENCHES / name for name in ("corpus.py", "documents.py"))
    version = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    stamp = FOLDER / "version"
    if stamp.exists() and stamp.read_text() == version:
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for kind, make in documents.KINDS.items():
        for size, count in SIZES.items():
            # The same in every run; nothing here is a secret.
            chance = random.Random(f"{kind} {size}")  # noqa: S311
            made = [make(chance, size) for _ in range(count)]
            sent = [body.encode() for body, _ in made]
            if len(set(sent)) != count:
                raise SystemExit(f"{kind}, {size} bytes: a body comes twice")
            write(FOLDER / f"{kind}-{size}.bodies", sent)
            write(FOLDER / f"{kind}-{size}.canonical", (form.encode() for _, form in made))
    stamp.write_text(version)


def sign() -> None:
    """Write headers of now, by the standard library."""
    now = str(int(time.time()))
    for path in FOLDER.glob("*.canonical"):
        key = DIGITS.encode()
        macs = (hmac.digest(key, form + now.encode(), "sha256").hex() for form in read(path))
        write(path.with_suffix(".headers"), (f"t={now}&s={mac}".encode() for mac in macs))
