"""Who sends a request to an endpoint."""

import re

import reference
from reference import Refusal

WORD = re.compile(rb"[A-Za-z0-9_-]{1,32}")


def values(headers, name):
    return [value for other, value in headers if other.lower() == name]


def word(headers, name):
    """The value of a header that comes once and says one short word."""
    found = values(headers, name)
    return found[0].decode() if len(found) == 1 and WORD.fullmatch(found[0]) else None


def server_kind(headers):
    return word(headers, b"x-inngest-server-kind")


def warning(mode, headers):
    return {
        ("cloud", "dev"): "dev_server_in_cloud_mode",
        ("dev", "cloud"): "cloud_server_in_dev_mode",
    }.get((mode, server_kind(headers)))


def judge(mode, keys, unsigned, allow_sync, method, headers, body, now, past=300, future=300):
    """Return ("verified", key index, form, t) or ("unverified", None, reason, None). `keys` may be a `Refusal`."""
    if isinstance(keys, Refusal):
        if mode == "dev" and not values(headers, b"x-inngest-signature"):
            return "unverified", None, "dev", None
        raise keys
    signatures = values(headers, b"x-inngest-signature")
    no_key = not any(key and key.strip(b" \t\n\f\r") for key in keys)
    if not signatures:
        if mode == "dev":
            return "unverified", None, "dev", None
        reference.keyring(keys)
        if method in unsigned:
            return "unverified", None, "unsigned_method", None
        if allow_sync and method == b"PUT":
            return "unverified", None, "unsigned_sync", None
        raise Refusal("missing_signature")
    if mode == "dev" and no_key:
        return "unverified", None, "dev_without_key", None
    return "verified", *reference.verify(keys, body, b", ".join(signatures), now, past, future)


def authenticate(mode, keys, unsigned, allow_sync, method, headers, body, now, past, future):
    verdict = judge(mode, keys, unsigned, allow_sync, method, headers, body, now, past, future)
    return *verdict, warning(mode, headers)
