"""Signing keys, keyrings and the two values derived from a key by SHA-256."""

import hashlib
import re
from typing import NamedTuple

from .refusal import Refusal

WHITESPACE = b" \t\n\f\r"
KEY_LIMIT = 512
PREFIX_LIMIT = 64
KEYRING_LIMIT = 8

PREFIX = re.compile(rb"signkey-[A-Za-z0-9_]+-")
EVENT_KEY = re.compile(rb"(?=.{32})([A-Za-z0-9_+/-]*)={0,2}")
NOT_HEX = re.compile(rb"[^0-9A-Fa-f]")


class Key(NamedTuple):
    """`prefix` holds both hyphens or is empty; `text` is the HMAC key, hexadecimal as given."""

    prefix: bytes
    text: bytes


def parse_key(given):
    """Parse one key, refusing for the first reason that applies."""
    trimmed = given.strip(WHITESPACE)
    if not trimmed:
        raise Refusal("empty_key")
    if len(trimmed) > KEY_LIMIT:
        raise Refusal("key_too_long")
    prefix = b""
    if trimmed.startswith(b"signkey-"):
        matched = PREFIX.match(trimmed)
        if not matched:
            raise Refusal("malformed_key_prefix")
        prefix = matched.group()
        if len(prefix) > PREFIX_LIMIT:
            raise Refusal("key_too_long")
    text = trimmed[len(prefix) :]
    if not text:
        raise Refusal("empty_key")
    event_key = EVENT_KEY.fullmatch(text)
    if not prefix and event_key and 4 * len(NOT_HEX.findall(event_key[1])) >= len(event_key[1]):
        raise Refusal("event_key")
    if NOT_HEX.search(text):
        raise Refusal("non_hex_key")
    if len(text) % 2:
        raise Refusal("odd_key_length")
    return Key(prefix, text)


def keyring(given):
    """Parse a list as from the environment: absent (None) and blank entries are dropped."""
    keys = []
    for entry in given:
        if entry is None or not entry.strip(WHITESPACE):
            continue
        if len(keys) == KEYRING_LIMIT:
            raise Refusal("too_many_keys")
        keys.append(parse_key(entry))
    if not keys:
        raise Refusal("missing_signing_key")
    return keys


def digest(key):
    """SHA-256 of the decoded key, as lowercase hexadecimal."""
    return hashlib.sha256(bytes.fromhex(key.text.decode())).hexdigest().encode()


def bearer(given):
    """The API token, without the word Bearer."""
    key = parse_key(given)
    return key.prefix + digest(key)


def key_id(given):
    """The printable id: the first 12 digits of the digest."""
    return digest(parse_key(given))[:12]
