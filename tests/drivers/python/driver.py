"""Driver protocol version 1 over the Python API: a request a line in, an answer a line out.

``tests/README.md`` describes both.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

import admit
import app
import encryption
import operations
import replay
from fields import read_bytes, read_integer, read_optional, write

import signkey
from signkey.errors import JsonNumberLossyError


def verify(
    method: Callable[..., signkey.Verified],
    keys_field: bytes,
    body_field: bytes,
    header_field: bytes,
    *numbers: bytes,
) -> list[str]:
    keys = [read_optional(field) for field in keys_field.split(b",")]
    body = read_bytes(body_field)
    header = read_optional(header_field)
    now, past, future = map(read_integer, numbers)
    keyring = signkey.Keyring(*keys)
    verified = method(keyring, body, header, now=now, past=past, future=future)
    return [str(verified.key_index), verified.form, str(verified.timestamp)]


def sign(
    method: Callable[..., str], key_field: bytes, body_field: bytes, t_field: bytes
) -> list[str]:
    key, body, t = read_bytes(key_field), read_bytes(body_field), read_integer(t_field)
    # To a keyring a blank key is an absent one; here it is an error.
    signkey.SigningKey(key)
    return [write(method(signkey.Keyring(key), body, timestamp=t))]


def canonicalize(body: bytes) -> list[str]:
    json = read_bytes(body)
    try:
        return [write(signkey.canonicalize(json, require_lossless=True)), "lossless"]
    except JsonNumberLossyError:
        return [write(signkey.canonicalize(json)), "lossy"]


def bearer(key: bytes) -> list[str]:
    return [write(signkey.SigningKey(read_bytes(key)).api_token())]


def key_id(key: bytes) -> list[str]:
    return [write(signkey.SigningKey(read_bytes(key)).id)]


# What answers a request, and how many fields it has.
REQUESTS: dict[bytes, tuple[Callable[..., list[str]], int]] = {
    b"verify": (partial(verify, signkey.Keyring.verify_request), 6),
    b"verify_response": (partial(verify, signkey.Keyring.verify_response), 6),
    b"sign_request": (partial(sign, signkey.Keyring.sign_request), 3),
    b"sign_response": (partial(sign, signkey.Keyring.sign_response), 3),
    b"canonicalize": (canonicalize, 1),
    b"bearer": (bearer, 1),
    b"key_id": (key_id, 1),
    **encryption.REQUESTS,
    **app.REQUESTS,
    **admit.REQUESTS,
    **replay.REQUESTS,
    **operations.REQUESTS,
}


def answer(line: bytes) -> str:
    name, *fields = line.split(b"\t")
    run, count = REQUESTS.get(name, (None, 0))
    if run is None or len(fields) != count:
        return "error\tunsupported"
    try:
        return "\t".join(["ok", *run(*fields)])
    except signkey.SignkeyError as error:
        return f"error\t{error.code}"


def main() -> None:
    for line in sys.stdin.buffer:
        sys.stdout.write(answer(line.removesuffix(b"\n")) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
