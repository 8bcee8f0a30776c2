"""Signed messages, made without signkey."""

import hashlib
import hmac
import time

DIGITS = "00112233445566778899aabbccddeeff"
KEY = f"signkey-test-{DIGITS}"
# A platform that is up to so many seconds behind its own clock, or ahead: within the window of every app for a hundred
# seconds more.
BEHIND, AHEAD = 100, 190
LIFETIME = 100


def message(number, clock, rng):
    """The body, and its header at some time around a clock."""
    body = b'{"number":%d}' % number
    timestamp = int(time.time()) + clock + rng.randint(-BEHIND, AHEAD)
    digits = b"%d" % timestamp
    mac = hmac.new(DIGITS.encode(), body + digits, hashlib.sha256).hexdigest()
    return body, f"t={timestamp}&s={mac}"
