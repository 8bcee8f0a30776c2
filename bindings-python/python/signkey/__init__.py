"""Inngest signing keys: verify and sign requests, responses and API calls.

>>> keyring = Keyring("signkey-test-12345678")
>>> header = keyring.sign_request(b'{"event":{}}', timestamp=1_700_000_000)
>>> keyring.verify_request(b'{"event":{}}', header, now=1_700_000_042).age_seconds
42

``Config`` reads the settings of an app, and makes the ``Endpoint`` that says which requests get in:

>>> endpoint = Config({"INNGEST_SIGNING_KEY": "signkey-test-12345678"}).endpoint()
>>> endpoint.admit("POST", {}, b"{}")
<signkey.Admission refused missing_signature>

``signkey.asgi``, ``signkey.wsgi``, ``signkey.django``, ``signkey.fastapi``, ``signkey.flask`` and
``signkey.aws_lambda`` are this for servers and frameworks. ``signkey.httpx`` and
``signkey.requests`` authenticate calls to the platform's API and register apps there.

``ReplayGuard`` lets this process accept each message once; ``signkey.replay`` and ``signkey.redis``
have the stores with which several processes do so together.

``explain`` says why a message was refused, ``SigningKey.diagnose`` why a text is no key, and
``rotation_step`` what to do next in a rotation:

>>> print(SigningKey.diagnose("signkey-prod-12345…"))
the signing key is shortened or masked, as screens show it

``Encryptor`` keeps event data, outputs and errors from the platform's eyes, and ``signkey.inngest``
does so in the SDK:

>>> encryptor = Encryptor("zV2Z9kXn0a6mWkqgLr3s7w")
>>> envelope = encryptor.encrypt_value(b'{"total":99.5}')
>>> encryptor.decrypt_value(envelope).json
b'{"total":99.5}'

``signkey.testing`` makes requests for the tests of applications, and ``signkey.errors`` holds one
exception for each thing that can be wrong.
"""

from signkey import errors
from signkey._authorization import Authorization
from signkey._error import SignkeyError
from signkey._operations import Explanation, KeyFault, RotationStep
from signkey._signkey import (
    ANSWER_SIZE_MAX,
    HEADER_NAME,
    WANTED_HEADERS,
    Admission,
    ApiAuth,
    App,
    Attempt,
    Config,
    Decrypted,
    Encryptor,
    Endpoint,
    Keyring,
    Problem,
    Refusal,
    RegisterRequest,
    Registration,
    ReplayGuard,
    RequestWarning,
    ResponseStep,
    SigningKey,
    SyncResponse,
    Unverified,
    Verified,
    Verifier,
    __version__,
    canonicalize,
    explain,
    read_introspection,
    rotation_step,
)

__all__ = [
    "ANSWER_SIZE_MAX",
    "HEADER_NAME",
    "WANTED_HEADERS",
    "Admission",
    "ApiAuth",
    "App",
    "Attempt",
    "Authorization",
    "Config",
    "Decrypted",
    "Encryptor",
    "Endpoint",
    "Explanation",
    "KeyFault",
    "Keyring",
    "Problem",
    "Refusal",
    "RegisterRequest",
    "Registration",
    "ReplayGuard",
    "RequestWarning",
    "ResponseStep",
    "RotationStep",
    "SigningKey",
    "SignkeyError",
    "SyncResponse",
    "Unverified",
    "Verified",
    "Verifier",
    "__version__",
    "canonicalize",
    "errors",
    "explain",
    "read_introspection",
    "rotation_step",
]
