"""signkey's encryption beside libsodium (PyNaCl), on the same JSON.

signkey checks the grammar of the JSON and writes the whole envelope; PyNaCl is shown alone, and
with the base64 and the JSON of an envelope around it, as the published middleware does it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from functools import partial
from typing import Any

import nacl.encoding
import nacl.secret
from messages import SIZES, Message
from race import Contender, race

import signkey

KEY = "a-secret-of-the-benchmark"

encryptor = signkey.Encryptor(KEY)
box = nacl.secret.SecretBox(hashlib.blake2b(KEY.encode(), digest_size=32).digest())


def envelope_by_libsodium(text: bytes) -> bytes:
    data = box.encrypt(text, encoder=nacl.encoding.Base64Encoder).decode()
    members = {"__ENCRYPTED__": True, "__STRATEGY__": "inngest/libsodium", "data": data}
    return json.dumps(members).encode()


def open_with_libsodium(envelope: bytes) -> bytes:
    return box.decrypt(json.loads(envelope)["data"], encoder=nacl.encoding.Base64Encoder)


def raw(envelope: bytes) -> bytes:
    return base64.b64decode(json.loads(envelope)["data"])


def open_with_signkey(envelope: bytes) -> bytes:
    return encryptor.decrypt_value(envelope).json


def each(function: Callable[[bytes], object], texts: list[Any]) -> object:
    result = None
    for text in texts:
        result = function(text)
    return result


def contender(
    name: str,
    prepare: Callable[[Message], bytes],
    function: Callable[[bytes], object],
    opened: Callable[[Any], object],
) -> Contender:
    """What it makes has to be the body, once `opened`."""
    run = partial(each, function)
    return Contender(name, prepare, run, lambda message, result: opened(result) == message.body)


def body(message: Message) -> bytes:
    return message.body


def sealed(message: Message) -> bytes:
    return encryptor.encrypt_value(message.body)


def main() -> None:
    for size in SIZES:
        encryptors = [
            contender("signkey", body, encryptor.encrypt_value, open_with_libsodium),
            contender("PyNaCl, base64, json", body, envelope_by_libsodium, open_with_signkey),
            contender("PyNaCl SecretBox alone", body, box.encrypt, box.decrypt),
        ]
        race("encrypt", "call", size, encryptors)
        decryptors = [
            contender("signkey", sealed, open_with_signkey, bytes),
            contender("PyNaCl, json, base64", sealed, open_with_libsodium, bytes),
            contender("PyNaCl SecretBox alone", lambda m: raw(sealed(m)), box.decrypt, bytes),
        ]
        race("decrypt", "call", size, decryptors)


if __name__ == "__main__":
    main()
