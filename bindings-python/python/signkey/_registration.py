"""What ``register`` of ``signkey.httpx`` and ``signkey.requests`` have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signkey._signkey import ANSWER_SIZE_MAX

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typing_extensions import Buffer


def as_bytes(configuration: Buffer) -> bytes:
    """The bytes to send. A client would make some of its own of ``str`` and ``dict``."""
    return bytes(memoryview(configuration))


def enough(body: bytearray) -> bool:
    """Whether an answer is larger already than any that counts."""
    return len(body) > ANSWER_SIZE_MAX


def first_bytes(chunks: Iterable[bytes]) -> bytearray:
    """All that came, up to a size that is not an answer any more."""
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if enough(body):
            break
    return body
