"""Keys and bodies that several case lists use."""

import reference

PRIMARY = b"signkey-prod-" + b"0123456789abcdef" * 4
FALLBACK = b"signkey-prod-" + b"fedcba9876543210" * 4
STRANGER = b"signkey-prod-" + b"00112233445566778899aabbccddeeff" * 2

CANONICAL = b'{"ctx":{"fn_id":"app-fn"},"event":{"name":"a/b","ts":1700000000000},"steps":{}}'
REWRITTEN = b'{"steps": {}, "event": {"ts": 1700000000000, "name": "a\\/b"}, "ctx": {"fn_id": "app-fn"}}'


def signed(key, body, t):
    """The header that authenticates these very bytes."""
    return reference.header_for(reference.parse_key(key), body, t)
