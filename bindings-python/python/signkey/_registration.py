"""What ``register`` of ``signkey.httpx`` and ``signkey.requests`` have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typing_extensions import Buffer

# So many bytes of an answer are looked at: more than the largest that counts.
ANSWER_SIZE = (1 << 20) + 1


def as_bytes(configuration: Buffer) -> bytes:
    """The bytes to send. A client would make some of its own of ``str`` and ``dict``."""
    return bytes(memoryview(configuration))


def first_bytes(chunks: Iterable[bytes]) -> bytearray:
    """All that came, up to a size that is not an answer any more."""
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) >= ANSWER_SIZE:
            break
    return body
