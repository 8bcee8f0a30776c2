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

``Config`` reads the settings of an app, and makes the ``Endpoint`` that says who sends a request:

>>> config = Config({"INNGEST_DEV": "1"})
>>> config.endpoint().authenticate(method="POST", headers={}, body=b"{}")
<signkey.Unverified dev>

``signkey.asgi`` and ``signkey.wsgi`` protect whole applications, ``signkey.httpx`` and
``signkey.requests`` authenticate calls to the platform's API and register apps there,
``signkey.inngest`` encrypts what passes through the SDK, ``signkey.testing`` makes requests for the
tests of applications, and ``signkey.errors`` holds one exception for each thing that can be wrong.
"""

from signkey import errors
from signkey._authorization import Authorization
from signkey._signkey import (
    HEADER_NAME,
    ApiAuth,
    App,
    Attempt,
    Config,
    Decrypted,
    Encryptor,
    Endpoint,
    EndpointWarning,
    Handshake,
    Keyring,
    Problem,
    SigningKey,
    SyncRequest,
    SyncResponse,
    Unverified,
    Verified,
    Verifier,
    __version__,
    canonicalize,
)
from signkey.errors import SignkeyError

__all__ = [
    "HEADER_NAME",
    "ApiAuth",
    "App",
    "Attempt",
    "Authorization",
    "Config",
    "Decrypted",
    "Encryptor",
    "Endpoint",
    "EndpointWarning",
    "Handshake",
    "Keyring",
    "Problem",
    "SigningKey",
    "SignkeyError",
    "SyncRequest",
    "SyncResponse",
    "Unverified",
    "Verified",
    "Verifier",
    "__version__",
    "canonicalize",
    "errors",
]
