"""What the published packages wrote, with nonces and salts of their own."""

from base64 import b64decode, b64encode

from .builder import ENVELOPE, EncryptionVectors

UNICODE = "κλειδί \U0001f511".encode()

# @inngest/middleware-encryption 2.0.0 (npm): LibSodiumEncryptionService
JAVASCRIPT = [
    (
        "object",
        b"my-secret-key",
        b'{"phone":"867-5309"}',
        b"89qMBdTeJsIEtPTzqEQJnf9hHx3WNX64yZQmYcG3gkFi1l/+kE3LfhV/fhfTPLLKEnEPAUTL9O6uj2vf",
    ),
    (
        "trimmed-key",
        b"  " + UNICODE + "\ufeff\n".encode(),
        '["π",null,1e+21,0.1,0]'.encode(),
        b"G6Y3D2pkyYcHMBTdqGtAD3oVYl4L9xD5eyYUdPSqoDdPv3uRiBTxcRNtID4oYSrsSGul8/XwRgGqGnoF5K6y",
    ),
    ("empty", b"my-secret-key", b'""', b"CA3zs2a82wc0n9hDfmWdeVqriWE4rBBbjbf5afEWDi0yfLoob1W83lM/"),
    ("null", b"my-secret-key", b"null", b"j5rqs91idE0v5MELkZBM/YNDrkwj0CvCkH8eYl0GO9TAZEZ7KC0zCTSYu8I="),
    (
        "lone-surrogate",
        b"my-secret-key",
        rb'"cut \ud83d"',
        b"Y3H4v5u4ZWiG80mM7uHJM++M665KBoXB8p5uWGIz0AVUlJm9L9xen9kcFtICBPiBe68c+g==",
    ),
    (
        "big-number",
        b"my-secret-key",
        b"9007199254740992",
        b"33lp87E2CXeo6CM4hRsxpKp9LWa7DS2e0WNsFv5g8QdN5zel1Gcc6nHZsr/mEgAkqqDBoQVKYmA=",
    ),
]

# inngest_encryption 0.1.0 (PyPI): EncryptionMiddleware
PYTHON = [
    (
        "object",
        b"my-secret-key",
        b'{"phone": "867-5309"}',
        b"XPzVzBQ2hDUrCfKnSUaqa0jTgEhqEVLoYJi2ts8KKQg+R4cOTqk5zxRHrOzFQPK1JhFvX5C1vbMIEDat3g==",
    ),
    (
        "unicode-key",
        UNICODE,
        rb'["\u03c0", null, 1e+21, 0.1, 10000000000000000000000000000000000000000]',
        (
            b"OxUI5y3d4vvZq/1wVuRoN2fis2q9XEq7k6DQTmL9e3qHVxagYazAtP0wYSqkaRO9PPMMiX9tUqdsrj15GBSV+dov6m6cWZ/o"
            b"+eHJrYvsmZQ/jHJcgyQcJntuUd0f5vQN00JfhCXiboxWIw5eUveY"
        ),
    ),
    ("empty", b"my-secret-key", b'""', b"gSLt1b+9Q7j2vym/RFk6afZ30aLlKHYoBKhUh3Olc4flYk2uD1o9t3al"),
    ("null", b"my-secret-key", b"null", b"PLiqwVcdwy8ib/DvYAJSikh//JvkMiMkFpQB1XEaUO4mBbM1JBq69MLAlQ8="),
]

# The same package, given the bytes of 64 hexadecimal digits as a key.
PYTHON_RAW = b"vpjvAD2cHxqHrp/qmKCQKmlqshGTndgYQmN6xtIgcZAnihDFF5T19ZCH1SK5qI5Fec9Cqwg="

# @inngest/middleware-encryption 2.0.0 (npm): AESEncryptionService, the format of versions 0.x
LEGACY = [
    (
        "object",
        b"my-secret-key",
        b'{"phone":"867-5309"}',
        b"U2FsdGVkX1932jpZEyeKjLBIEaUtSjCYOmGic0tCwaTeyHRGWmbnmO5b29FsZxan",
    ),
    (
        "trimmed-key",
        b" " + UNICODE + b" ",
        '["π",null,1e+21]'.encode(),
        b"U2FsdGVkX19/DsEAxKsl2cOifkx5e1zwCLTS6UUBSpsfuwUl4Fxe1ivUKNckQ+lm",
    ),
    ("null", b"my-secret-key", b"null", b"U2FsdGVkX1+iRCGlvq2odbrj5aYfjbUh7O0MhnMj0oI="),
    (
        "blocks",
        b"my-secret-key",
        b'"%s"' % (b"x" * 40),
        b"U2FsdGVkX1+lmT3g7FbGVPfVEyby4z3mkMoaLkFFKLZ+hnSR/m6M/OjIedh15C62K41rL0AoVtenQQ0VL9g94A==",
    ),
    ("padding-of-one", b"my-secret-key", b'"fifteen bytes"', b"U2FsdGVkX1+dTlcRtwXtpPR9wcBG6lmaQj7xdeWSHNc="),
]


def vectors():
    out = EncryptionVectors("Envelopes that the published packages made.")
    for name, key, json, data in JAVASCRIPT:
        comment = "@inngest/middleware-encryption 2.0.0"
        out.add("decrypt", f"observed-encryption-js-{name}", ENVELOPE % data, comment, json, keys=[key])
    for name, key, json, data in PYTHON:
        comment = "inngest_encryption 0.1.0"
        out.add("decrypt", f"observed-encryption-python-{name}", ENVELOPE % data, comment, json, keys=[key])
    out.add(
        "decrypt",
        "observed-encryption-python-raw",
        ENVELOPE % PYTHON_RAW,
        "inngest_encryption 0.1.0, given the hexadecimal digits of a raw key as bytes",
        b'{"raw": true}',
        keys=[bytes(31) + b"\1"],
        options="raw_keys",
    )
    legacy(out)
    return out


def legacy(out):
    allowed = {"options": "legacy_aes"}
    for name, key, json, data in LEGACY:
        sealed = b'{"__ENCRYPTED__":true,"data":"%s"}' % data
        comment = "AESEncryptionService of @inngest/middleware-encryption 2.0.0"
        id = f"observed-encryption-legacy-{name}"
        out.add("decrypt", id, sealed, comment, json, keys=[key], **allowed)
        out.add("decrypt", f"{id}-off", sealed, "off by default", keys=[key], error="unknown_encryption_strategy")
        out.add("decrypt", f"{id}-fallback", sealed, "under a fallback", json, keys=[b"other", key], **allowed)
        out.add("decrypt", f"{id}-key", sealed, "another key's", keys=[b"other"], error="decryption_failed", **allowed)
    data = LEGACY[0][3]
    box = b64decode(data)
    sealed = b'{"__ENCRYPTED__":true,"data":"%s"}' % data
    field = b'{"a":1,"encrypted":%s}'
    out.add(
        "decrypt_event",
        "observed-encryption-legacy-field",
        field % sealed,
        "in event data",
        field % LEGACY[0][2],
        keys=[b"my-secret-key"],
        **allowed,
    )
    for name, text, error in [
        ("no-salt", b64encode(b"salted__" + bytes(40)), "malformed_envelope"),
        ("header-only", b64encode(box[:16]), "malformed_envelope"),
        ("part-of-a-block", b64encode(box[:-1]), "malformed_envelope"),
        ("no-base64", b"*" + data[1:], "malformed_envelope"),
        ("last-block-missing", b64encode(box[:-16]), "decryption_failed"),
    ]:
        json = b'{"__ENCRYPTED__":true,"data":"%s"}' % text
        id = f"observed-encryption-legacy-malformed-{name}"
        out.add("decrypt", id, json, "not the oldest format", keys=[b"my-secret-key"], error=error, **allowed)
    out.add(
        "decrypt",
        "observed-encryption-legacy-raw-key",
        sealed,
        "a raw key is no passphrase",
        keys=[b"my-secret-key-of-just-32-bytes!!"],
        options="legacy_aes,raw_keys",
        error="decryption_failed",
    )
