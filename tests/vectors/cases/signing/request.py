"""Which form of a request's body a signature may match."""

import hashlib
import hmac

from ..builder import NOW
from ..common import CANONICAL, FALLBACK, PRIMARY, REWRITTEN, signed
from .builder import SigningVectors


def vectors():
    out = SigningVectors(
        "Forms of a request's body: first the bytes as received, whatever they are; then, for lossless"
        " JSON only, its canonical form."
    )

    def case(id, comment, body, signs, *, form=None, error=None, t=NOW):
        """`signs` are the bytes that were signed."""
        header = signed(PRIMARY, signs, t)
        ok = None if error else (0, form)
        out.verify(
            f"request-{id}", comment, keys=[PRIMARY], body=body, header=header, ok=ok, error=error, now=t
        )

    raw_forms(case)
    canonical_forms(case)
    mismatches(case)
    lossy(case)
    not_json(case)
    mutations(case, out)
    return out


def raw_forms(case):
    for name, body, comment in [
        ("canonical", CANONICAL, "a function call: sent as it was signed"),
        ("not-canonical", REWRITTEN, "bytes that were signed without canonicalizing"),
        ("empty", b"", "a GET without a body"),
        ("space", b" ", "one space"),
        ("lf", b"\n", "one line feed"),
        ("nul", b"\x00", "one NUL"),
        ("text", b"hey", "not JSON"),
        ("html", b"<!doctype html>", "not JSON either"),
        ("binary", bytes(range(256)), "every byte"),
        ("not-utf8", b'{"a":"\xff"}', "JSON but for its encoding"),
        ("duplicate", b'{"a":1,"a":2}', "duplicate members: as received they are unambiguous bytes"),
        ("lossy", b"[9007199254740993]", "a number beyond doubles: the bytes keep it"),
        ("lone-surrogate", b'["\\ud800"]', "a lone surrogate"),
        ("truncated", CANONICAL[:-1], "a truncated document"),
        ("bom", b"\xef\xbb\xbf{}", "a byte order mark"),
        ("deep", b"[" * 513 + b"]" * 513, "deeper than the canonical form may be"),
        ("digits", b"1700000000", "a body that looks like the timestamp"),
        ("long", b"a" * 100_000, "a hundred thousand bytes"),
        ("block", b"a" * 54, "body and timestamp fill a block of SHA-256"),
        ("block-more", b"a" * 55, "a byte more"),
    ]:
        case(f"raw-{name}", comment, body, body, form="raw")


def canonical_forms(case):
    for name, body, signs, comment in [
        ("rewritten", REWRITTEN, CANONICAL, "a sync ping: order, spaces and escapes differ"),
        ("space-before", b" {}", b"{}", "white space before"),
        ("lf-behind", b"{}\n", b"{}", "a line feed behind"),
        ("crlf-inside", b'{\r\n\t"a": 1\r\n}', b'{"a":1}', "white space inside"),
        ("order", b'{"b":1,"a":2}', b'{"a":2,"b":1}', "the order of members"),
        ("nested-order", b'[{"b":{"d":1,"c":2},"a":3}]', b'[{"a":3,"b":{"c":2,"d":1}}]', "at every depth"),
        ("escape", b'{"msg":"a \\u0026 b"}', b'{"msg":"a & b"}', "an escape that Go's encoder writes"),
        ("unicode-escape", b'["\\u20ac"]', '["\u20ac"]'.encode(), "an escape beyond ASCII"),
        ("surrogate-pair", b'["\\ud83d\\ude00"]', '["\U0001f600"]'.encode(), "a pair of surrogate escapes"),
        ("solidus", b'["\\/"]', b'["/"]', "an escaped solidus"),
        ("number", b"[1.0, 1E2, 4.50]", b"[1,100,4.5]", "numbers in other notations"),
        ("scalar", b" null ", b"null", "a scalar is a document"),
        ("string", b'"\\u0061"', b'"a"', "a string is one, too"),
        ("empty-array", b"[ ]", b"[]", "an empty array"),
        ("depth-512", b"[ " * 512 + b"]" * 512, b"[" * 512 + b"]" * 512, "as deep as allowed"),
    ]:
        case(f"canonical-{name}", comment, body, signs, form="canonical")


def mismatches(case):
    for name, body, signs, comment in [
        ("tampered-value", b'{"a": 2}', b'{"a":1}', "another value"),
        ("tampered-key", b'{"b": 1}', b'{"a":1}', "another name"),
        ("added-member", b'{"a": 1, "b": 2}', b'{"a":1}', "a member more"),
        ("removed-member", b'{"a": 1}', b'{"a":1,"b":2}', "a member less"),
        ("array-order", b"[2, 1]", b"[1,2]", "the order of items is part of the value"),
        ("string-for-number", b'["1" ]', b"[1]", "a string is no number"),
        ("null-for-absent", b'{"a": null}', b"{}", "null is not absence"),
        ("false-for-null", b"[false ]", b"[null]", "false is not null"),
        ("empty-string-for-null", b'["" ]', b"[null]", "an empty string is not null"),
        ("normalization", b'["e\\u0301"]', '["\u00e9"]'.encode(), "strings are not normalized"),
        ("letter-case", b'{"A": 1}', b'{"a":1}', "names are case-sensitive"),
        ("other-way", b'{"a":1}', b'{"a": 1}', "what was signed is never canonicalized"),
        ("other-way-both", b'{ "a":1}', b'{"a": 1}', "two forms of one document, neither canonical"),
        ("json-in-string", b'"{}"', b"{}", "a string that holds a document"),
        ("empty-for-space", b"", b" ", "an empty body is not a space"),
        ("space-for-empty", b" ", b"", "nor the other way round"),
        ("null-for-empty", b"null", b"", "nor is null"),
        ("object-for-empty", b"{}", b"", "nor is an empty object"),
        ("lf-behind-text", b"hey\n", b"hey", "only responses lose a line feed"),
        ("bom", b"\xef\xbb\xbf{}", b"{}", "a byte order mark is not removed"),
        ("concatenated", b"{}{}", b"{}", "what follows a document is not dropped"),
        ("depth-513", b"[ " * 513 + b"]" * 513, b"[" * 513 + b"]" * 513, "too deep to canonicalize"),
    ]:
        case(f"mismatch-{name}", comment, body, signs, error="signature_mismatch")


def lossy(case):
    """The canonical form matches, but is another document: one signature, one document."""
    for name, body, signs, comment in [
        ("integer", b"[9007199254740993 ]", b"[9007199254740992]", "an integer beyond 2^53"),
        (
            "integer-canonical-but-value",
            b"[9007199254740993]",
            b"[9007199254740992]",
            "with no other difference",
        ),
        ("fraction", b"[0.10000000000000001 ]", b"[0.1]", "a digit that a double drops"),
        ("minus-zero", b"[-0 ]", b"[0]", "the sign of zero"),
        ("minus-zero-fraction", b"[-0.0 ]", b"[0]", "the sign of zero, as a fraction"),
        ("underflow", b"[1e-400 ]", b"[0]", "a number too small"),
        ("subnormal", b"[4.9406564584124654e-324 ]", b"[5e-324]", "the exact least number, rounded"),
        (
            "one-of-many",
            b'{"b": 9007199254740993, "a": 1}',
            b'{"a":1,"b":9007199254740992}',
            "one number of two",
        ),
        ("in-string-position", b'{"z": "s", "n": -0}', b'{"n":0,"z":"s"}', "among strings"),
    ]:
        case(f"lossy-{name}", comment, body, signs, error="signature_mismatch")
    same = b'{"b": "9007199254740993", "a": 1}'
    case(
        "lossless-in-string",
        "digits in a string keep their value",
        same,
        b'{"a":1,"b":"9007199254740993"}',
        form="canonical",
    )
    case(
        "lossless-2-53",
        "the last integer before gaps",
        b"[9007199254740992 ]",
        b"[9007199254740992]",
        form="canonical",
    )


def not_json(case):
    """What a lax parser would make of the body was signed; strictness refuses it."""
    for name, body, signs, comment in [
        ("duplicate-last-wins", b'{"a":1,"a":2}', b'{"a":2}', "duplicates, the last one signed"),
        ("duplicate-first-wins", b'{"a":1,"a":2}', b'{"a":1}', "duplicates, the first one signed"),
        ("duplicate-equal", b'{"a":1,"a":1}', b'{"a":1}', "equal duplicates"),
        ("duplicate-escaped", b'{"a":1,"\\u0061":1}', b'{"a":1}', "duplicates after unescaping"),
        (
            "lone-surrogate",
            b'["\\ud800"]',
            '["\ufffd"]'.encode(),
            "a lone surrogate as a replacement character",
        ),
        ("not-utf8", b'["\xff"]', '["\ufffd"]'.encode(), "invalid UTF-8 as a replacement character"),
        ("leading-zero", b"[01]", b"[1]", "a leading zero"),
        ("trailing-comma", b"[1,]", b"[1]", "a trailing comma"),
        ("comment", b"[1/* */]", b"[1]", "a comment"),
        ("single-quotes", b"['a']", b'["a"]', "single quotes"),
        ("trailing-bytes", b"[1] x", b"[1]", "trailing bytes"),
        ("trailing-nul", b"[1]\x00", b"[1]", "a trailing NUL"),
        ("raw-tab", b'["\t"]', b'["\\t"]', "a control character in a string"),
        ("nan", b"[NaN]", b"[null]", "not a number"),
        ("infinite", b"[1e400]", b"[null]", "a number out of range"),
        ("plus", b"[+1]", b"[1]", "a plus sign"),
        ("vertical-tab", b"[1]\x0b", b"[1]", "white space that JSON does not know"),
        ("nbsp", "[1]\u00a0".encode(), b"[1]", "white space beyond ASCII"),
    ]:
        case(f"strict-{name}", comment, body, signs, error="signature_mismatch")


def mutations(case, out):
    def header(id, comment, value, t=NOW):
        out.verify(
            f"request-{id}",
            comment,
            keys=[PRIMARY],
            body=CANONICAL,
            header=value,
            now=t,
            error="signature_mismatch",
        )

    good = signed(PRIMARY, CANONICAL, NOW)
    first = b"%x" % (int(good[15:16], 16) ^ 8)
    last = b"%x" % (int(good[-1:], 16) ^ 1)
    header("flip-first-mac-bit", "the first bit of the MAC", good[:15] + first + good[16:])
    header("flip-last-mac-bit", "the last bit of the MAC", good[:-1] + last)
    header("zero-mac", "a MAC of zeros", good[:15] + b"0" * 64)
    header("other-t", "the MAC of another second", good.replace(b"t=1700000000", b"t=1700000001"))
    header("fallback-key", "a key that is not in the ring", signed(FALLBACK, CANONICAL, NOW))
    header("decoded-key", "a MAC keyed with the decoded digits", decoded_key_header())
    header("whole-key", "a MAC keyed with the prefix as well", whole_key_header())
    header("t-not-signed", "a MAC of the body alone", bare_header(CANONICAL))
    header("t-in-front", "a MAC of the timestamp before the body", bare_header(b"%d" % NOW + CANONICAL))
    header("t-dot-body", "a MAC with a dot, as in other webhooks", bare_header(b"%d." % NOW + CANONICAL))
    case(
        "flip-body-bit",
        "one bit of the body",
        bytes([CANONICAL[0] ^ 1]) + CANONICAL[1:],
        CANONICAL,
        error="signature_mismatch",
    )
    case(
        "body-and-t-shifted",
        "a digit moved from the timestamp to the body",
        b"[]1",
        b"[]",
        error="signature_mismatch",
        t=700_000_000,
    )


def bare_header(message, key=PRIMARY[13:]):
    return b"t=%d&s=%s" % (NOW, hmac.new(key, message, hashlib.sha256).hexdigest().encode())


def decoded_key_header():
    return bare_header(CANONICAL + b"%d" % NOW, bytes.fromhex(PRIMARY[13:].decode()))


def whole_key_header():
    return bare_header(CANONICAL + b"%d" % NOW, PRIMARY)
