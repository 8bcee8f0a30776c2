"""Signature headers, and the pipelines that sign and verify requests and responses."""

import hashlib
import hmac
import re

from .canonical import canonicalize
from .keys import keyring, parse_key
from .refusal import Refusal

HEADER = re.compile(rb"t=(0|[1-9][0-9]{0,18})&s=([0-9a-f]{64})")
TIMESTAMP_LIMIT = 10**19
JSON_LIMIT = 4 * 1024 * 1024


def mac(key, body, t):
    """HMAC-SHA256 under the key's text of the body followed by the decimal timestamp, in hex."""
    return hmac.new(key.text, body + b"%d" % t, hashlib.sha256).hexdigest().encode()


def header_for(key, body, t):
    return b"t=%d&s=%s" % (t, mac(key, body, t))


def verify(keys, body, header, now, past, future, *, max_json_size=JSON_LIMIT):
    """Return (key index, `raw` or `canonical`, t)."""

    def other_form():
        if len(body) > max_json_size:
            return None
        try:
            canonical, fidelity = canonicalize(body)
        except Refusal:
            return None
        return canonical if fidelity == "lossless" else None

    return check(keys, body, "canonical", other_form, header, now, past, future)


def verify_response(keys, body, header, now, past, future):
    """Return (key index, `raw` or `trimmed`, t)."""

    def other_form():
        return body[:-1] if body.endswith(b"\n") else None

    return check(keys, body, "trimmed", other_form, header, now, past, future)


def check(keys, body, other_name, other_form, header, now, past, future):
    """The common order of verdicts: keys, header, MAC of either form, and only then the time."""
    ring = keyring(keys)
    if header is None:
        raise Refusal("missing_signature")
    parsed = HEADER.fullmatch(header)
    if not parsed:
        raise Refusal("malformed_signature")
    t, signature = int(parsed.group(1)), parsed.group(2)

    def matching(form):
        return next((i for i, key in enumerate(ring) if mac(key, form, t) == signature), None)

    name, index = "raw", matching(body)
    if index is None:
        other = other_form()
        name, index = other_name, None if other is None else matching(other)
    if index is None:
        raise Refusal("signature_mismatch")
    if now - t > past:
        raise Refusal("expired")
    if t - now > future:
        raise Refusal("not_yet_valid")
    return index, name, t


def sign_request(key, body, t):
    """Sign the canonical form; a body whose numbers would change is refused."""
    parsed = signer(key, t)
    canonical, fidelity = canonicalize(body)
    if fidelity != "lossless":
        raise Refusal("json_number_lossy")
    return header_for(parsed, canonical, t)


def sign_response(key, body, t):
    """Sign the bytes as they are."""
    return header_for(signer(key, t), body, t)


def signer(key, t):
    parsed = parse_key(key)
    if t >= TIMESTAMP_LIMIT:
        raise Refusal("invalid_timestamp")
    return parsed
