"""Turns one line of a case list into a case with its stages.

The author of a case writes what goes in and what comes out; envelopes among it are the
reference's. Nonces are counted, so that no two envelopes of a file share one by accident.
"""

import base64
import hashlib

from reference import secretbox

from ..builder import Vectors
from ..encoding import put, put_list

# Unicode White_Space and the byte order mark.
BLANK = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
KEY = b"a-secret-of-the-tests"
OLD = b"an-older-secret-of-the-tests"
NEW = b"a-newer-secret-of-the-tests"
RAW = bytes(range(32))
NONCE = bytes(range(100, 124))

ENVELOPE = b'{"__ENCRYPTED__":true,"__STRATEGY__":"inngest/libsodium","data":"%s"}'


def derive(key):
    """The key for which a text stands."""
    return hashlib.blake2b(key.decode().strip(BLANK).encode(), digest_size=32).digest()


def base64_box(plaintext, key=KEY, nonce=NONCE, raw=False):
    box = secretbox.seal(key if raw else derive(key), nonce, plaintext)
    return base64.b64encode(nonce + box)


def envelope(plaintext, key=KEY, nonce=NONCE, raw=False):
    return ENVELOPE % base64_box(plaintext, key, nonce, raw)


def error_envelope(plaintext, key=KEY, nonce=NONCE):
    """An error whose message is an envelope."""
    message = envelope(plaintext, key, nonce).replace(b'"', b'\\"')
    return b'{"name":"EncryptedError","message":"%s"}' % message


class EncryptionVectors(Vectors):
    """The cases of one file."""

    def add(self, request, id, json, comment, ok=None, *, error=None, **inputs):
        """A request about a JSON text and its outcome: JSON or the code of an error."""
        if (ok is None) == (error is None):
            raise ValueError(f"{id}: either an outcome or an error")
        case = {"id": id, "comment": comment, "request": request}
        put_list(case, "keys", inputs.pop("keys", [KEY]))
        case["options"] = inputs.pop("options", None)
        if request in ("encrypt_event", "decrypt_event", "decrypt_lifecycle"):
            put(case, "field", inputs.pop("field", None))
        if request.startswith("encrypt"):
            put(case, "nonce", inputs.pop("nonce", NONCE))
        put(case, "json", json)
        if stages := inputs.pop("stages", None):
            case["stages"] = {}
            for name, value in stages.items():
                put(case["stages"], name, value)
        if inputs:
            raise ValueError(f"{id}: unknown inputs {sorted(inputs)}")
        expect = {"error": error} if error else {"ok": {}}
        if not error:
            put(expect["ok"], "json", ok)
        self._add(case, expect)

    def both_ways(self, id, plaintext, comment, *, key=KEY, raw=False, given=None):
        """A value is encrypted, and decrypted again; `given` is what the plaintext is taken from."""
        nonce = hashlib.sha256(id.encode()).digest()[:24]
        sealed = envelope(plaintext, key, nonce, raw)
        options = "raw_keys" if raw else None
        stages = {"key": key if raw else derive(key), "plaintext": plaintext}
        inputs = {"keys": [key], "options": options, "stages": stages}
        self.add("encrypt", f"{id}-encrypt", given or plaintext, comment, sealed, nonce=nonce, **inputs)
        self.add("decrypt", f"{id}-decrypt", sealed, f"{comment}, and back", plaintext, **inputs)
