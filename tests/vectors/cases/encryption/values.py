"""Whole values: the output of steps and functions."""

from .. import example
from .builder import BLANK, KEY, NEW, OLD, RAW, EncryptionVectors, derive, envelope


def vectors():
    out = EncryptionVectors("Whole values are encrypted and decrypted, under the right keys only.")
    spec_example(out)
    plaintexts(out)
    sizes(out)
    refused(out)
    keys(out)
    rotation(out)
    modes(out)
    return out


def spec_example(out):
    key, nonce, plaintext = example.ENCRYPTION_KEY, example.NONCE, example.PLAINTEXT
    sealed = envelope(plaintext, key, nonce)
    inputs = {"keys": [key], "stages": {"key": derive(key), "plaintext": plaintext}}
    out.add("encrypt", "example-encrypt", plaintext, "the example of SPEC.md", sealed, nonce=nonce, **inputs)
    out.add("decrypt", "example-decrypt", sealed, "and back", plaintext, **inputs)


def plaintexts(out):
    looks_encrypted = envelope(b'"inside"')
    for name, plaintext, comment in [
        ("null", b"null", "null is a value like any other"),
        ("true", b"true", "a boolean"),
        ("zero", b"0", "a number of one digit"),
        ("negative-zero", b"-0", "the sign of zero stays"),
        ("big-number", b"123456789012345678901234567890", "digits that no double holds stay"),
        ("long-number", b"0.1000000000000000055511151231257827", "a fraction that no double holds stays"),
        ("beyond-doubles", b"1e400", "a number beyond doubles stays"),
        ("empty-string", b'""', "an empty string"),
        ("empty-array", b"[]", "an empty array"),
        ("empty-object", b"{}", "an empty object"),
        ("unicode", '"π €\u2028\U0001f511"'.encode(), "characters of two, three and four bytes"),
        ("escapes", rb'"\u00e9\/\"\\\b"', "escapes stay as they are written"),
        ("lone-surrogate", rb'"cut \ud83d"', "half a character, as JavaScript writes it, stays"),
        ("space-inside", b'{ "b" : [ 1,\t2 ] ,\r\n"a":3}', "white space and order stay"),
        ("duplicates", b'{"a":1,"a":2}', "what is only carried is not judged"),
        ("looks-encrypted", looks_encrypted, "what looks like an envelope is encrypted, and not decrypted twice"),
        ("marker-only", b'{"__ENCRYPTED__":true}', "the marker in a plaintext means nothing"),
        ("depth-limit", b"[" * 512 + b"]" * 512, "512 open containers"),
    ]:
        out.both_ways(f"encryption-value-{name}", plaintext, comment)
    out.both_ways(
        "encryption-value-space-around",
        b'{"a":1}',
        "white space around a value is left out",
        given=b' \t\r\n{"a":1}\n ',
    )


def sizes(out):
    for size in [2, 3, 4, 31, 32, 33, 34, 63, 64, 65, 96, 97]:
        plaintext = b'"%s"' % (b"x" * (size - 2))
        out.both_ways(f"encryption-size-{size}", plaintext, f"{size} bytes: at the edges of blocks and of base64")
    for size in [3031, 3032, 3033, 6104, 6105]:
        plaintext = b'"%s"' % (b"x" * (size - 2))
        out.both_ways(f"encryption-size-{size}", plaintext, f"{size} bytes: at the edges of pieces of 3 KiB")


def refused(out):
    for name, json, error in [
        ("nothing", b"", "invalid_json"),
        ("space", b" \n", "invalid_json"),
        ("open", b'{"a":', "invalid_json"),
        ("two", b"1 2", "invalid_json"),
        ("comma", b"[1,]", "invalid_json"),
        ("leading-zero", b"01", "invalid_json"),
        ("control", b'"\x01"', "invalid_json"),
        ("nan", b"NaN", "invalid_json"),
        ("bom", b"\xef\xbb\xbf1", "invalid_json"),
        ("bad-escape", rb'"\x41"', "invalid_json"),
        ("bad-unicode-escape", rb'"\u12g4"', "invalid_json"),
        ("brackets-crossed", b'{"a":[1}]', "invalid_json"),
        ("name-without-quotes", b"{a:1}", "invalid_json"),
        ("utf8", b'"\xc3"', "json_invalid_utf8"),
        ("depth", b"[" * 513 + b"]" * 513, "json_too_deep"),
    ]:
        for request in ("encrypt", "decrypt"):
            out.add(request, f"encryption-no-json-{name}-{request}", json, "this is no JSON", error=error)


def keys(out):
    out.both_ways("encryption-key-unicode", b'{"a":1}', "a key of any characters", key="κλειδί \U0001f511".encode())
    out.both_ways("encryption-key-one", b'{"a":1}', "a key of one character", key=b"k")
    out.both_ways("encryption-key-long", b'{"a":1}', "a key of more than one block of BLAKE2b", key=b"0123456789" * 20)
    out.both_ways("encryption-key-raw", b'{"a":1}', "a raw key is not hashed", key=RAW, raw=True)
    out.both_ways("encryption-key-raw-blank", b'{"a":1}', "a raw key is not trimmed", key=b" " * 32, raw=True)
    out.both_ways("encryption-key-text-of-32", b'{"a":1}', "a text of 32 bytes is hashed", key=b"0123456789abcdef" * 2)
    sealed = envelope(b"1", b"inner")
    for blank in BLANK:
        name = f"encryption-key-trim-{ord(blank):04x}"
        key = f"{blank}inner{blank}{blank}".encode()
        out.add("decrypt", name, sealed, "white space around a key is left out", b"1", keys=[key])
    for kept in ["\u200b", "\u180e", "\u2060", "\x00", "\x1c"]:
        name = f"encryption-key-keep-{ord(kept):04x}"
        key = f"inner{kept}".encode()
        comment = "this is no white space, so it is a part of the key"
        out.add("decrypt", name, sealed, comment, keys=[key], error="decryption_failed")
    out.add(
        "decrypt",
        "encryption-key-normalization",
        envelope(b"1", "caf\u00e9".encode()),
        "keys that look alike are not alike",
        keys=["cafe\u0301".encode()],
        error="decryption_failed",
    )
    for name, given, error in [
        ("empty", [b""], "empty_encryption_key"),
        ("blank", [" \t\r\n\u00a0\ufeff".encode()], "empty_encryption_key"),
        ("blank-fallback", [KEY, b" "], "empty_encryption_key"),
        ("blank-primary", [b" ", OLD], "empty_encryption_key"),
        ("absent", [None], "missing_encryption_key"),
        ("absent-primary", [None, OLD], "missing_encryption_key"),
    ]:
        comment = "a fallback never becomes the primary" if "primary" in name else "no key"
        for request in ("encrypt", "decrypt"):
            out.add(request, f"encryption-key-{name}-{request}", b"1", comment, keys=given, error=error)
    for size, error in [(0, "empty_encryption_key"), *((n, "invalid_encryption_key_length") for n in (31, 33, 64))]:
        out.add(
            "encrypt",
            f"encryption-key-raw-{size}",
            b"1",
            f"a raw key of {size} bytes",
            keys=[b"7" * size],
            options="raw_keys",
            error=error,
        )


def rotation(out):
    old, new = envelope(b'"old"', OLD), envelope(b'"new"', NEW)
    stages = [
        ("old", [OLD], OLD),
        ("new-as-fallback", [OLD, NEW], OLD),
        ("new-as-primary", [NEW, OLD], NEW),
        ("new", [NEW], NEW),
    ]
    for name, given, primary in stages:
        written = envelope(b'"x"', primary)
        out.add(
            "encrypt", f"encryption-rotation-{name}-writes", b'"x"', "the primary key encrypts", written, keys=given
        )
        for kind, key, sealed in [("old", OLD, old), ("new", NEW, new)]:
            id = f"encryption-rotation-{name}-reads-{kind}"
            if key in given:
                out.add("decrypt", id, sealed, "every key decrypts", b'"%s"' % kind.encode(), keys=given)
            else:
                out.add("decrypt", id, sealed, "no key opens it", keys=given, error="decryption_failed")
    many = [KEY, *(b"fallback-%d" % n for n in range(40)), OLD]
    out.add("decrypt", "encryption-rotation-many", old, "there may be any number of fallbacks", b'"old"', keys=many)
    out.add("decrypt", "encryption-rotation-absent", old, "an absent fallback is dropped", b'"old"', keys=[KEY, None, OLD])


def modes(out):
    sealed = envelope(b'"x"')
    only = "decrypt_only"
    out.add("encrypt", "encryption-only-writes", b' {"a":1} ', "left as it is", b' {"a":1} ', options=only)
    out.add("encrypt", "encryption-only-no-json", b"{", "but it has to be JSON", options=only, error="invalid_json")
    out.add("decrypt", "encryption-only-reads", sealed, "and decrypts", b'"x"', options=only)
    out.add("decrypt", "encryption-only-fallback", sealed, "with no primary", b'"x"', keys=[None, KEY], options=only)
    out.add("encrypt", "encryption-only-no-primary", b"1", "and encrypts nothing", b"1", keys=[None, KEY], options=only)
    out.add(
        "decrypt", "encryption-only-no-key", b"1", "no key", keys=[None], options=only, error="missing_encryption_key"
    )
    required = "require_encrypted"
    for name, json in [("null", b"null"), ("object", b'{"a":1}'), ("false", b'{"__ENCRYPTED__":false}')]:
        out.add("decrypt", f"encryption-plain-{name}", json, "plaintext stays as it is", json)
        out.add(
            "decrypt",
            f"encryption-required-{name}",
            json,
            "plaintext where an envelope is due",
            options=required,
            error="encryption_required",
        )
    out.add("decrypt", "encryption-plain-space", b" 1\n", "plaintext stays, white space too", b" 1\n")
    out.add("decrypt", "encryption-required-sealed", sealed, "what is due", b'"x"', options=required)
    out.add("encrypt", "encryption-required-writes", b'"x"', "says nothing about encrypting", sealed, options=required)
    both = "decrypt_only,require_encrypted"
    out.add("decrypt", "encryption-required-only", b"1", "both options", options=both, error="encryption_required")
