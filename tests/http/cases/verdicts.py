"""SPEC.md, sections 4 and 6: the order of verdicts, the forms, the window."""

import json

from http_runner.case import case
from http_runner.expect import Admitted, Refused
from http_runner.request import BODY, FALLBACK, PRIMARY, Signature, forged, signed, unsigned

MISMATCH = Refused("signature_mismatch")
MALFORMED = Refused("malformed_signature")
CANONICAL = Admitted(form="canonical")


def other_form(slug, why, sent, was_signed, expect=CANONICAL, **more):
    """What is sent is not what was signed, byte for byte."""
    return case(slug, why, signed(body=sent, signature=Signature(was_signed, **more)), expect)


def malformed(slug, change):
    return case(
        f"malformed-{slug}",
        "one form of the header, and no other",
        signed(signature=Signature(BODY, change=change)),
        MALFORMED,
    )


def aged(slug, why, age, expect, **more):
    return case(slug, why, signed(signature=Signature(BODY, age=age, **more)), expect)


def raw(slug, why, body):
    """A body that is verified by its bytes, whatever they are."""
    return case(slug, why, signed(body=body), Admitted())


def moved_digit(text):
    """The header of a body that ends with the digit 7, for the body without it."""
    return text.replace("t=", "t=7")


UPPER_MAC = str.maketrans("abcdef", "ABCDEF")

CASES = [
    case("primary", "the first key", signed(), Admitted()),
    case("fallback", "the second key", signed(signature=Signature(BODY, key=FALLBACK)), Admitted(key=1)),
    case("unsigned", "no header", unsigned(), Refused("missing_signature")),
    case("forged", "a key that nobody has", forged(), MISMATCH),
    case("tampered-body", "another body", signed(body=BODY.replace(b"1", b"2"), signature=Signature(BODY)), MISMATCH),
    case("longer-body", "a byte more", signed(body=BODY + b"x", signature=Signature(BODY)), MISMATCH),
    case("shorter-body", "a byte less", signed(body=BODY[:-1], signature=Signature(BODY)), MISMATCH),
    case(
        "empty-body-for-a-body", "nothing in place of something", signed(body=b"", signature=Signature(BODY)), MISMATCH
    ),
    case("body-for-an-empty-body", "something in place of nothing", signed(signature=Signature(b"")), MISMATCH),
    case("empty-key", "nothing is signed under an empty key", signed(signature=Signature(BODY, key=b"")), MISMATCH),
    case(
        "key-with-its-prefix",
        "the prefix is not part of the key",
        signed(signature=Signature(BODY, key=b"signkey-test-" + PRIMARY)),
        MISMATCH,
    ),
    case(
        "key-as-bytes",
        "the digits are not decoded",
        signed(signature=Signature(BODY, key=bytes.fromhex(PRIMARY.decode()))),
        MISMATCH,
    ),
    case(
        "tampered-time",
        "another time is another message",
        signed(signature=Signature(BODY, change=lambda text: text.replace("t=1", "t=2"))),
        MISMATCH,
    ),
    other_form("reordered", "the same document in another order", b'{"b":2,"a":1}', b'{"a":1,"b":2}'),
    other_form("pretty", "the same document with white space", json.dumps(json.loads(BODY), indent=2).encode(), BODY),
    other_form("escaped", "the same document with escapes", b'{"a":"\\u00e9\\/"}', '{"a":"é/"}'.encode()),
    other_form("exponent", "the same number in another notation", b'{"a":1.0e2}', b'{"a":100}'),
    other_form("line-feed", "a line feed behind the document is white space", BODY + b"\n", BODY),
    other_form(
        "reordered-fallback",
        "under each key",
        b'{"b":2,"a":1}',
        b'{"a":1,"b":2}',
        Admitted(form="canonical", key=1),
        key=FALLBACK,
    ),
    other_form("reordered-forged", "under no other key", b'{"b":2,"a":1}', b'{"a":1,"b":2}', MISMATCH, key=b"deadbeef"),
    other_form("reordered-tampered", "another document is none", b'{"b":2,"a":3}', b'{"a":1,"b":2}', MISMATCH),
    other_form(
        "duplicate-member-first",
        "a document with a duplicate is not that of its first member",
        b'{"a":1,"a":2}',
        b'{"a":1}',
        MISMATCH,
    ),
    other_form("duplicate-member-last", "nor that of its last", b'{"a":1,"a":2}', b'{"a":2}', MISMATCH),
    other_form(
        "duplicate-member-escaped", "names are compared unescaped", b'{"\\u0061":1,"a":2}', b'{"a":2}', MISMATCH
    ),
    other_form(
        "lossy-number",
        "a number that would change has no canonical form",
        b'{"n":9007199254740993}',
        b'{"n":9007199254740992}',
        MISMATCH,
    ),
    other_form("negative-zero", "nor has the zero whose sign would be lost", b'{"n":-0}', b'{"n":0}', MISMATCH),
    other_form("lone-surrogate", "nor a lone surrogate", b'{"a":"\\ud800"}', '{"a":"\ufffd"}'.encode(), MISMATCH),
    other_form("byte-order-mark", "nor what is no JSON", b"\xef\xbb\xbf" + BODY, BODY, MISMATCH),
    other_form("line-feed-behind-text", "text is no document", b"plain text\n", b"plain text", MISMATCH),
    other_form("too-deep", "nor what is too deep", b" " + b"[" * 513 + b"]" * 513, b"[" * 513 + b"]" * 513, MISMATCH),
    raw("raw-not-canonical", "the received bytes come first, in any form", b'{"b":2,  "a":1}'),
    raw("raw-duplicate-member", "the received bytes are not parsed", b'{"a":1,"a":2}'),
    raw("raw-lossy-number", "nor are their numbers", b'{"n":9007199254740993}'),
    raw("raw-not-json", "a body may be no JSON", b"plain text"),
    raw("raw-binary", "a body may be any bytes", bytes(range(256))),
    raw("raw-not-utf-8", "a body may be no text", b'{"a":"\xff"}'),
    raw("raw-line-feed", "a line feed at the end is a byte like others", BODY + b"\n"),
    raw("raw-one-byte", "a body may be short", b"0"),
    raw("raw-crlf", "a body may look like the end of a head", b"\r\n\r\n"),
    aged("almost-too-old", "inside of the window", 295, Admitted()),
    aged("almost-too-early", "inside of the window", -295, Admitted()),
    aged("expired", "authentic, but old", 310, Refused("expired")),
    aged("not-yet-valid", "authentic, but early", -310, Refused("not_yet_valid")),
    aged("expired-fallback", "under the second key, too", 310, Refused("expired"), key=FALLBACK),
    aged("expired-forged", "the time is said of authentic messages alone", 310, MISMATCH, key=b"deadbeef"),
    aged("early-forged", "the time is said of authentic messages alone", -310, MISMATCH, key=b"deadbeef"),
    aged("time-zero", "the oldest time", 0, Refused("expired"), timestamp="0"),
    aged("latest-time", "the largest time does not overflow", 0, Refused("not_yet_valid"), timestamp="9" * 19),
    case(
        "digit-moved-into-the-time",
        "there is no delimiter, so the MAC is right; the time is not",
        signed(body=BODY, signature=Signature(BODY + b"7", change=moved_digit)),
        Refused("not_yet_valid"),
    ),
    other_form("reordered-expired", "of either form", b'{"b":2,"a":1}', b'{"a":1,"b":2}', Refused("expired"), age=310),
    malformed("no-time", lambda text: text.partition("&")[2]),
    malformed("no-mac", lambda text: text.partition("&")[0]),
    malformed("empty-time", lambda _: "t=&s=" + "0" * 64),
    malformed("other-order", lambda text: "&".join(reversed(text.split("&")))),
    malformed("upper-case-mac", lambda text: text[:13] + text[13:].translate(UPPER_MAC).replace("0", "A")),
    malformed("upper-case-name", lambda text: text.replace("t=", "T=")),
    malformed("leading-zero", lambda text: text.replace("t=", "t=0")),
    malformed("plus-sign", lambda text: text.replace("t=", "t=+")),
    malformed("negative-time", lambda text: text.replace("t=", "t=-")),
    malformed("fraction", lambda text: text.replace("&", ".0&")),
    malformed("twenty-digits", lambda _: f"t={'1' * 20}&s={'0' * 64}"),
    malformed("short-mac", lambda text: text[:-1]),
    malformed("long-mac", lambda text: text + "0"),
    malformed("not-hexadecimal", lambda text: text[:-1] + "g"),
    malformed("semicolon", lambda text: text.replace("&", ";")),
    malformed("comma", lambda text: text.replace("&", ",")),
    malformed("more-fields", lambda text: text + "&v=1"),
    malformed("ampersand-behind", lambda text: text + "&"),
    malformed("repeated-time", lambda text: text.replace("&", "&t=1&")),
    malformed("quoted", lambda text: f'"{text}"'),
    malformed("escaped", lambda text: text.replace("=", "%3D")),
    malformed("words", lambda _: "signature"),
]
