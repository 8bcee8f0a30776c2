"""Signatures and tokens from the standard library alone, to judge what signkey makes."""

import hashlib
import hmac
import time

HEADER = "X-Inngest-Signature"
ID = 12


def sign(key, body):
    """What the platform would send in the header, with a self-hosted key, which has no prefix."""
    now = int(time.time())
    return f"t={now}&s={mac(key, body, now)}"


def mac(key, body, timestamp):
    return hmac.new(key.encode(), body + str(timestamp).encode(), hashlib.sha256).hexdigest()


def signer(keys, body, header):
    """The name of the key that signed these bytes not long ago, or None."""
    if not header:
        return None
    timestamp, _, given = header.removeprefix("t=").partition("&s=")
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > 300:
        return None
    for name, key in keys.items():
        if hmac.compare_digest(given, mac(key, body, timestamp)):
            return name
    return None


def token(key):
    return hashlib.sha256(bytes.fromhex(key)).hexdigest()


def key_id(key):
    """What may be seen of a key: the beginning of its token."""
    return token(key)[:ID]


def secret_part(key):
    """What is left of its token, and may not be seen."""
    return token(key)[ID:]
