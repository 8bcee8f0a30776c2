"""The encodings of fields: lowercase hexadecimal, decimal, and ``-`` for an absent value."""

from __future__ import annotations

import re

from signkey.errors import InvalidArgumentError

HEX = re.compile(rb"[0-9a-f]*")
DECIMAL = re.compile(rb"[0-9]+")


def read_bytes(field: bytes) -> bytes:
    if len(field) % 2 or not HEX.fullmatch(field):
        raise InvalidArgumentError
    return bytes.fromhex(field.decode())


def read_optional(field: bytes) -> bytes | None:
    return None if field == b"-" else read_bytes(field)


def read_integer(field: bytes) -> int:
    digits = field.lstrip(b"0") or b"0"
    if not DECIMAL.fullmatch(field) or len(digits) > 20 or int(digits) >= 2**64:
        raise InvalidArgumentError
    return int(digits)


def write(value: bytes | str) -> str:
    return (value.encode() if isinstance(value, str) else value).hex()
