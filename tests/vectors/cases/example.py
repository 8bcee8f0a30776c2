"""The values of the example in SPEC.md, which are cases as well."""

from .builder import NOW

KEY = b"signkey-test-12345678"
T = NOW
SENT = b'{"b":1.0,"a":"\\u20ac"}'
RECEIVED_AT = NOW + 100
RESPONSE = b'{"status":"ok"}'
RESPONDED_AT = NOW + 101
ENDPOINT = b"shop"
SKEW = 300

ENCRYPTION_KEY = b"a-secret-of-the-tests"
NONCE = bytes(range(100, 124))
PLAINTEXT = b'{"total":99.5}'
