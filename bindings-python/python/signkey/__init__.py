"""Inngest signing keys: verify and sign requests, responses and API calls.

>>> keyring = Keyring("signkey-test-12345678")
>>> header = keyring.sign_request(b'{"event":{}}', timestamp=1_700_000_000)
>>> keyring.verify_request(b'{"event":{}}', header, now=1_700_000_042).age_seconds
42

``Encryptor`` keeps event data, outputs and errors from the platform's eyes:

>>> encryptor = Encryptor("zV2Z9kXn0a6mWkqgLr3s7w")
>>> envelope = encryptor.encrypt_value(b'{"total":99.5}')
>>> encryptor.decrypt_value(envelope).json
b'{"total":99.5}'

``signkey.asgi`` and ``signkey.wsgi`` protect whole applications, ``signkey.inngest`` encrypts what
passes through the SDK, ``signkey.testing`` makes requests for the tests of applications, and
``signkey.errors`` holds one exception for each thing that can be wrong.
"""

from signkey import errors
from signkey._signkey import (
    HEADER_NAME,
    Decrypted,
    Encryptor,
    Keyring,
    SigningKey,
    Verified,
    Verifier,
    __version__,
    canonicalize,
)
from signkey.errors import SignkeyError

__all__ = [
    "HEADER_NAME",
    "Decrypted",
    "Encryptor",
    "Keyring",
    "SigningKey",
    "SignkeyError",
    "Verified",
    "Verifier",
    "__version__",
    "canonicalize",
    "errors",
]
