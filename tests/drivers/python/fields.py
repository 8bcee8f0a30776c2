"""The encodings of fields: lowercase hexadecimal, decimal, and ``-`` for an absent value."""

from __future__ import annotations

import re

from signkey.errors import InvalidArgumentError

HEX = re.compile(rb"[0-9a-f]*")
DECIMAL = re.compile(rb"[0-9]+")
STATUS_MAX = 65535


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


def read_status(digits: bytes) -> int:
    status = read_integer(digits)
    if status > STATUS_MAX:
        raise InvalidArgumentError
    return status


def read_text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise InvalidArgumentError from None


def read_flag(field: bytes) -> bool:
    if field not in (b"0", b"1"):
        raise InvalidArgumentError
    return field == b"1"


def read_pairs(field: bytes) -> list[tuple[bytes, bytes]]:
    """Pairs of hexadecimal, ``name=value,name=value``; an empty field holds none."""
    pairs = [pair.split(b"=") for pair in field.split(b",")] if field else []
    if any(len(pair) != 2 for pair in pairs):
        raise InvalidArgumentError
    return [(read_bytes(name), read_bytes(value)) for name, value in pairs]


def write(value: bytes | str) -> str:
    return (value.encode() if isinstance(value, str) else value).hex()
