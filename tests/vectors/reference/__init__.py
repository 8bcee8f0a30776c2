"""An independent reference for the vectors: Python's standard library and nothing of signkey.

It is written for clarity, one rule after the other in the order of the specification, and is slow.
`answer` speaks driver protocol version 1 on decoded values; `selfcheck` proves the reference
against data that others have published.
"""

from .canonical import DEPTH_LIMIT, SIZE_LIMIT, canonicalize
from .keys import Key, bearer, key_id, keyring, parse_key
from .refusal import Refusal
from .signature import header_for, mac, sign_request, sign_response, verify, verify_response

REQUESTS = {
    "verify": verify,
    "verify_response": verify_response,
    "sign_request": sign_request,
    "sign_response": sign_response,
    "canonicalize": canonicalize,
    "bearer": bearer,
    "key_id": key_id,
}


def answer(request, *inputs):
    """Return `("ok", ...)` or `("error", code)`, as a driver would."""
    try:
        result = REQUESTS[request](*inputs)
    except Refusal as refusal:
        return ("error", refusal.code)
    return ("ok", *(result if isinstance(result, tuple) else (result,)))


__all__ = [
    "DEPTH_LIMIT",
    "REQUESTS",
    "SIZE_LIMIT",
    "Key",
    "Refusal",
    "answer",
    "bearer",
    "canonicalize",
    "header_for",
    "key_id",
    "keyring",
    "mac",
    "parse_key",
    "sign_request",
    "sign_response",
    "verify",
    "verify_response",
]
