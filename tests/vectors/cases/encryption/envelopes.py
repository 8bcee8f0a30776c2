"""Which values are envelopes, and which are only meant to be."""

import base64

from .builder import KEY, NONCE, OLD, EncryptionVectors, base64_box, envelope

BOX = base64_box(b'{"a":1}')


def vectors():
    out = EncryptionVectors("Envelopes are read strictly: one encoding, three members, an authentic box with JSON in it.")
    members(out)
    markers(out)
    order(out)
    data(out)
    tampering(out)
    contents(out)
    return out


def with_data(text):
    return b'{"__ENCRYPTED__":true,"__STRATEGY__":"inngest/libsodium","data":%s}' % text


def members(out):
    ok = b'{"a":1}'
    sealed = b'"data":"%s"' % BOX
    strategy = b'"__STRATEGY__":"inngest/libsodium"'
    escaped = b"".join(b"\\u%04x" % byte for byte in BOX)
    for name, json, comment in [
        ("order", b'{%s,%s,"__ENCRYPTED__":true}' % (sealed, strategy), "members in any order"),
        ("space", b'\n{ "__ENCRYPTED__" : true ,\t%s , %s }\r\n' % (strategy, sealed), "white space anywhere"),
        ("slash", with_data(b'"%s"' % BOX.replace(b"/", b"\\/")), "slashes escaped, as some writers do"),
        ("escaped-data", with_data(b'"%s"' % escaped), "a string is what its escapes stand for"),
        (
            "escaped-names",
            rb'{"__\u0045NCRYPTED__":true,"__STRATEG\u0059__":"inngest\/libsodium","\u0064ata":"%s"}' % BOX,
            "names are what their escapes stand for",
        ),
    ]:
        out.add("decrypt", f"envelope-{name}", json, comment, ok)
    for name, json, error, comment in [
        ("further", with_data(b'"%s","x":1' % BOX), "malformed_envelope", "a member that would get lost"),
        ("no-data", b'{"__ENCRYPTED__":true,%s}' % strategy, "malformed_envelope", "nothing to decrypt"),
        ("data-null", with_data(b"null"), "malformed_envelope", "data is no string"),
        ("data-object", with_data(b'{"data":"%s"}' % BOX), "malformed_envelope", "data is no string"),
        ("data-twice", with_data(b'"%s",%s' % (BOX, sealed)), "json_duplicate_member", "which of the two?"),
        (
            "marker-twice",
            b'{"__ENCRYPTED__":false,"__ENCRYPTED__":true,%s,%s}' % (strategy, sealed),
            "json_duplicate_member",
            "which of the two?",
        ),
        (
            "strategy-twice-escaped",
            with_data(rb'"%s","__\u0053TRATEGY__":"other"' % BOX),
            "json_duplicate_member",
            "the same name, written otherwise",
        ),
    ]:
        out.add("decrypt", f"envelope-{name}", json, comment, error=error)


def markers(out):
    for name, marker in [
        ("false", b"false"),
        ("one", b"1"),
        ("string", b'"true"'),
        ("null", b"null"),
        ("array", b"[true]"),
    ]:
        json = b'{"__ENCRYPTED__":%s,"__STRATEGY__":"inngest/libsodium","data":"%s"}' % (marker, BOX)
        out.add("decrypt", f"envelope-marker-{name}", json, "only true marks an envelope", json)
    for name, json in [
        ("absent", b'{"__STRATEGY__":"inngest/libsodium","data":"%s"}' % BOX),
        ("case", b'{"__encrypted__":true,"__STRATEGY__":"inngest/libsodium","data":"%s"}' % BOX),
        ("nested", b'{"x":%s}' % envelope(b"1")),
        ("in-array", b"[%s]" % envelope(b"1")),
        ("in-string", b'"%s"' % BOX),
    ]:
        out.add("decrypt", f"envelope-marker-{name}", json, "no envelope", json)
    for name, strategy, error in [
        ("other", b'"inngest/aes"', "unknown_encryption_strategy"),
        ("custom", b'"my-custom-strategy"', "unknown_encryption_strategy"),
        ("empty", b'""', "unknown_encryption_strategy"),
        ("case", b'"Inngest/libsodium"', "unknown_encryption_strategy"),
        ("space", b'"inngest/libsodium "', "unknown_encryption_strategy"),
        ("null", b"null", "malformed_envelope"),
        ("true", b"true", "malformed_envelope"),
    ]:
        json = b'{"__ENCRYPTED__":true,"__STRATEGY__":%s,"data":"%s"}' % (strategy, BOX)
        out.add("decrypt", f"envelope-strategy-{name}", json, "never passed on as plaintext", error=error)
    unnamed = b'{"__ENCRYPTED__":true,"data":"%s"}' % BOX
    out.add(
        "decrypt",
        "envelope-strategy-absent",
        unnamed,
        "the oldest format, which is off by default",
        error="unknown_encryption_strategy",
    )


def order(out):
    """Each case has two faults, and the one that is looked for first decides."""
    legacy = b'{"__ENCRYPTED__":true,"data":%s}'
    for name, json, error, comment in [
        (
            "twice-marker",
            b'{"__ENCRYPTED__":false,"data":1,"data":2}',
            "json_duplicate_member",
            "a member that comes twice before the marker's value",
        ),
        (
            "twice-strategy",
            with_data(b'1,"data":2').replace(b"libsodium", b"other"),
            "json_duplicate_member",
            "a member that comes twice before the strategy",
        ),
        (
            "strategy-data",
            with_data(b"1").replace(b"libsodium", b"other"),
            "unknown_encryption_strategy",
            "the strategy before the data",
        ),
        (
            "strategy-further",
            with_data(b'"",\"x\":1').replace(b"libsodium", b"other"),
            "unknown_encryption_strategy",
            "the strategy before a further member",
        ),
        ("data-unnamed", legacy % b"1", "malformed_envelope", "the type of the data before a strategy that is not there"),
        ("surrogate-unnamed", legacy % b'"\\ud800"', "malformed_envelope", "and what the data stands for"),
        ("further-unnamed", legacy % b'"","x":1', "malformed_envelope", "and a further member"),
        ("unnamed-base64", legacy % b'"*"', "unknown_encryption_strategy", "no strategy before the base64"),
        ("base64-key", with_data(b'"%s="' % base64_box(b"1", OLD)), "malformed_envelope", "the base64 before the keys"),
        ("key-content", envelope(b"NaN", OLD), "decryption_failed", "the keys before the plaintext"),
    ]:
        out.add("decrypt", f"envelope-order-{name}", json, comment, error=error)
    json = b'{"__STRATEGY__":1,"data":2,"data":3}'
    out.add("decrypt", "envelope-order-no-marker", json, "without the marker nothing is looked at", json)


def data(out):
    padded = base64_box(b"1")
    for name, text in [
        ("empty", b""),
        ("not-base64", b"*" * 80),
        ("url-alphabet", base64.urlsafe_b64encode(b"\xff" * 60)),
        ("line-feed", BOX[:40] + b"\\n" + BOX[40:]),
        ("space-in-front", b" " + BOX),
        ("space-behind", BOX + b" "),
        ("too-much-padding", BOX + b"===="),
        ("padding-in-the-middle", padded + BOX),
        ("padding-at-byte-40", base64.b64encode(bytes(40)) + base64.b64encode(b"abc")),
        ("one-character-less", BOX[:-1]),
        ("one-group-less-than-header", base64.b64encode(bytes(39))),
        ("header-of-nonce-only", base64.b64encode(NONCE)),
        ("zero-byte", BOX[:-4] + b"\\u0000" + BOX[-3:]),
        ("not-ascii", BOX[:-4] + "\u0101".encode() + BOX[-3:]),
        ("lone-surrogate", BOX + b"\\ud800"),
        ("without-padding", padded.rstrip(b"=")),
        ("spare-bits", spare_bits(padded)),
    ]:
        out.add(
            "decrypt",
            f"envelope-base64-{name}",
            with_data(b'"%s"' % text),
            "not the base64 of nonce, tag and ciphertext",
            error="malformed_envelope",
        )


def spare_bits(text):
    """The same bytes, but a bit set that base64 does not use."""
    stripped = text.rstrip(b"=")
    if stripped == text:
        raise ValueError("no spare bits in this base64")
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    last = alphabet.index(stripped[-1])
    return stripped[:-1] + alphabet[last + 1 : last + 2] + text[len(stripped) :]


def tampering(out):
    box = base64.b64decode(BOX)
    for name, at in [("nonce", 0), ("nonce-end", 23), ("tag", 24), ("tag-end", 39), ("ciphertext", 40), ("end", -1)]:
        changed = bytearray(box)
        changed[at] ^= 1
        json = with_data(b'"%s"' % base64.b64encode(changed))
        out.add("decrypt", f"envelope-tampered-{name}", json, "one bit changed", error="decryption_failed")
    for name, changed in [
        ("shorter", box[:-1]),
        ("longer", box + b"\0"),
        ("swapped", box[24:40] + box[:24] + box[40:]),
    ]:
        json = with_data(b'"%s"' % base64.b64encode(changed))
        out.add("decrypt", f"envelope-tampered-{name}", json, "other bytes", error="decryption_failed")
    out.add("decrypt", "envelope-wrong-key", envelope(b"1", OLD), "another key's", error="decryption_failed")


def contents(out):
    for name, plaintext in [
        ("nothing", b""),
        ("nan", b"NaN"),
        ("text", b"hello"),
        ("open", b'{"a":'),
        ("two", b"1 2"),
        ("utf8", b'"\xff"'),
        ("bom", b"\xef\xbb\xbf1"),
    ]:
        out.add(
            "decrypt",
            f"envelope-content-{name}",
            envelope(plaintext),
            "authentic, but no JSON",
            error="malformed_plaintext",
        )
    spaced = envelope(b' {"a": 1}\n')
    out.add(
        "decrypt", "envelope-content-space", spaced, "JSON as another writer wrote it", b' {"a": 1}\n', keys=[OLD, KEY]
    )
