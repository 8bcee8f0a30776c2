"""What the tests compare signkey with: signatures by the standard library, a real request."""

from __future__ import annotations

import hashlib
import hmac

DIGITS = "8ee2262a15e8d3c42d6a840db7af3de2aab08ef632b32a37a687f24b34dba3ff"
KEY = "signkey-test-" + DIGITS
KEY_ID = hashlib.sha256(bytes.fromhex(DIGITS)).hexdigest()[:12]
OTHER_DIGITS = "00112233445566778899aabbccddeeff"
OTHER_KEY = "signkey-prod-" + OTHER_DIGITS

NOW = 1_700_000_000
BODY = b'{"event":{"name":"app/user.created"}}'


def sign(body: bytes, timestamp: int = NOW, digits: str = DIGITS) -> str:
    """The header of a message, computed without signkey."""
    mac = hmac.digest(digits.encode(), body + str(timestamp).encode(), "sha256")
    return f"t={timestamp}&s={mac.hex()}"
