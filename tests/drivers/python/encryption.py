"""The requests about end-to-end encryption."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from fields import read_bytes, read_optional, write

from signkey import Decrypted, Encryptor
from signkey.errors import InvalidArgumentError

NONCE_SIZE = 24
OPTIONS = (b"raw_keys", b"decrypt_only", b"require_encrypted", b"legacy_aes")


Encrypt = Callable[..., bytes]
Decrypt = Callable[[Encryptor, bytes], Decrypted]
# Makes the encryptor, once all fields are known to be well encoded.
Setup = Callable[[], Encryptor]


def read_setup(keys_field: bytes, options_field: bytes, name_field: bytes) -> Setup:
    keys = [read_optional(field) for field in keys_field.split(b",")]
    options = [] if options_field == b"-" else options_field.split(b",")
    name = read_optional(name_field)
    if not set(options) <= set(OPTIONS):
        raise InvalidArgumentError
    try:
        event_field = "encrypted" if name is None else name.decode()
    except UnicodeDecodeError:
        raise InvalidArgumentError from None

    def key(given: bytes | None) -> bytes | str | None:
        if given is None or b"raw_keys" in options:
            return given
        # What is not UTF-8 is for the package to refuse.
        return given.decode(errors="surrogateescape")

    return lambda: Encryptor(
        *map(key, keys),
        decrypt_only=b"decrypt_only" in options,
        require_encrypted=b"require_encrypted" in options,
        event_field=event_field,
        legacy_aes=b"legacy_aes" in options,
    )


def read_nonce(field: bytes) -> bytes | None:
    nonce = read_optional(field)
    if nonce is not None and len(nonce) != NONCE_SIZE:
        raise InvalidArgumentError
    return nonce


def encrypt(method: Encrypt, keys: bytes, options: bytes, *rest: bytes) -> list[str]:
    *name, nonce_field, json_field = rest
    setup = read_setup(keys, options, *name or [b"-"])
    nonce, json = read_nonce(nonce_field), read_bytes(json_field)
    return [write(method(setup(), json, nonce=nonce))]


def decrypt(method: Decrypt, keys: bytes, options: bytes, *rest: bytes) -> list[str]:
    *name, json_field = rest
    setup = read_setup(keys, options, *name or [b"-"])
    json = read_bytes(json_field)
    return [write(method(setup(), json).json)]


# What answers a request, and how many fields it has.
REQUESTS: dict[bytes, tuple[Callable[..., list[str]], int]] = {
    b"encrypt": (partial(encrypt, Encryptor.encrypt_value), 4),
    b"decrypt": (partial(decrypt, Encryptor.decrypt_value), 3),
    b"encrypt_event": (partial(encrypt, Encryptor.encrypt_event_data), 5),
    b"decrypt_event": (partial(decrypt, Encryptor.decrypt_event_data), 4),
    b"encrypt_error": (partial(encrypt, Encryptor.encrypt_error), 4),
    b"decrypt_error": (partial(decrypt, Encryptor.decrypt_error), 3),
    b"decrypt_lifecycle": (partial(decrypt, Encryptor.decrypt_lifecycle_data), 4),
}
