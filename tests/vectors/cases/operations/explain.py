"""Refused messages, each for one cause, and what verifies beside them."""

import base64
import hashlib
import hmac

from model import key_fault
from model.explanation import CAUSES

from ..builder import NOW
from ..common import CANONICAL, FALLBACK, PRIMARY, REWRITTEN, signed
from .builder import OperationsVectors

KEY, SECOND = "INNGEST_SIGNING_KEY", "INNGEST_SIGNING_KEY_FALLBACK"
DIGITS = PRIMARY.removeprefix(b"signkey-prod-")
DECODED = bytes.fromhex(DIGITS.decode())
HASH = hashlib.sha256(DECODED).hexdigest().encode()
OLD = b"signkey-prod-00112233445566778899aabbccddeeff"
STAGING = b"signkey-test-ffeeddccbbaa99887766554433221100"
EVENT_KEY = b"Hx8kq-NzVw_3tYpLm2RsJ9uGoXiKeZ7v"
OTHERS = [(b"old", OLD), (b"staging", STAGING), (b"event key", EVENT_KEY)]
TEXT = '{"a":"\u00e9/<","b":[1,2.5,{}]}'.encode()
SIGNED = signed(PRIMARY, CANONICAL, NOW)
TIME, MAC = SIGNED.split(b"&")
HEX = MAC.removeprefix(b"s=")

MISMATCH, MALFORMED = "signature_mismatch", "malformed_signature"


def vectors():
    out = OperationsVectors(
        "Why a message was refused: the verdict, the one thing that explains it, and the whole report, which holds no key."
    )
    verified(out)
    keys(out)
    headers(out)
    times(out)
    signers(out)
    bodies(out)
    forms(out)
    return out.has_each(CAUSES)


def under(key, *parts):
    """The header of these parts under any HMAC key."""
    return b"t=%d&s=%s" % (NOW, hmac.new(key, b"".join(parts), hashlib.sha256).hexdigest().encode())


def verified(out):
    out.explain("explain-raw", "verified as it came", "ok", None, SIGNED, CANONICAL)
    out.explain("explain-canonical", "verified in its canonical form", "ok", None, SIGNED, REWRITTEN)
    fallback = signed(FALLBACK, CANONICAL, NOW)
    out.explain("explain-fallback", "by the second key", "ok", None, fallback, CANONICAL, keys=[PRIMARY, FALLBACK])
    trimmed = signed(PRIMARY, b"x", NOW)
    out.explain("explain-trimmed", "a response with a line feed", "ok", None, trimmed, b"x\n", kind="response")
    out.explain("explain-window", "in a wider window", "ok", None, SIGNED, CANONICAL, now=NOW + 900, window=(900, 0))
    out.explain("explain-blank-key", "a blank key counts as none", "ok", None, SIGNED, CANONICAL, keys=[b" ", PRIMARY])
    out.explain("explain-others", "other keys change no verdict", "ok", None, SIGNED, CANONICAL, others=OTHERS)


def keys(out):
    out.explain("explain-no-key", "no key", "missing_signing_key", "no_key", SIGNED, CANONICAL, keys=[])
    out.explain("explain-blank", "nothing but blank ones", "missing_signing_key", "no_key", SIGNED, CANONICAL, keys=[b"", b"\n"])
    nine = [b"%02d" % at for at in range(9)]
    out.explain("explain-nine-keys", "one key too many", "too_many_keys", "too_many_keys", SIGNED, CANONICAL, keys=nine)
    quoted = b'"%s"' % PRIMARY
    fault = key_fault.fault(quoted, "quoted", None, None, None)
    out.explain("explain-quoted", "a key in quotes", "non_hex_key", "key_fault", SIGNED, CANONICAL, keys=[quoted], key=KEY, fault=fault)
    broken = FALLBACK[:20] + "\u200b".encode() + FALLBACK[20:]
    fault = key_fault.fault(broken, "invisible_character", 21, "zero-width space (U+200B)", "within")
    given = {"keys": [PRIMARY, broken], "key": SECOND, "position": 21, "fault": fault}
    out.explain("explain-broken-fallback", "a broken fallback", "non_hex_key", "key_fault", SIGNED, CANONICAL, **given)


def headers(out):
    def case(id, cause, header, code=MALFORMED, **more):
        out.explain(f"explain-header-{id}", f"the cause is {cause}", code, cause, header, CANONICAL, **more)

    case("none", "no_header", [], "missing_signature")
    case("empty", "header_foreign", b"")
    case("foreign", "header_foreign", b"sha256=00")
    case("bytes", "header_foreign", bytes(range(128, 256)))
    case("twice", "header_repeated", [SIGNED, SIGNED])
    case("joined", "header_repeated", SIGNED + b", " + SIGNED)
    case("beside", "header_repeated", [b"t=1&s=00", SIGNED])
    case("url", "header_escaped", SIGNED.replace(b"&", b"%26").replace(b"=", b"%3D"))
    case("html", "header_escaped", SIGNED.replace(b"&", b"&amp;"))
    case("quoted", "header_quoted", b'"%s"' % SIGNED)
    case("named", "header_quoted", b"X-Inngest-Signature: " + SIGNED)
    case("padded", "header_spaced", b" " + SIGNED + b"\r\n")
    case("spaced", "header_spaced", TIME + b" & " + MAC)
    case("upper", "header_case", TIME + b"&s=" + HEX.upper())
    case("turned", "header_order", MAC + b"&" + TIME)
    case("stripe", "header_order", TIME + b",v1=" + HEX)
    case("turned-late", "header_order", MAC + b"&" + TIME, now=NOW + 9999)
    zero = under(DIGITS, CANONICAL, b"0%d" % NOW).replace(b"t=", b"t=0")
    case("zero", "header_zeros", zero)


def times(out):
    def case(id, cause, now, code, header=SIGNED):
        out.explain(f"explain-time-{id}", f"the cause is {cause}", code, cause, header, CANONICAL, now=now)

    case("signer-milliseconds", "milliseconds", NOW, "not_yet_valid", signed(PRIMARY, CANONICAL, NOW * 1000))
    case("clock-milliseconds", "clock_milliseconds", NOW * 1000, "expired")
    case("zone-two", "time_zone", NOW + 7200 + 3, "expired")
    case("zone-india", "time_zone", NOW - 19_800 + 60, "not_yet_valid")
    case("late", "clock", NOW + 301, "expired")
    case("early", "clock", NOW - 301, "not_yet_valid")
    case("day", "clock", NOW + 86_400, "expired")
    # Between two half hours.
    case("odd", "clock", NOW + 7200 + 900, "expired")


def signers(out):
    def case(id, cause, key, *, about=KEY, **more):
        header = under(key, CANONICAL, b"%d" % NOW)
        out.explain(f"explain-signer-{id}", f"the cause is {cause}", MISMATCH, cause, header, CANONICAL, others=OTHERS, key=about, **more)

    case("old", "other_key", OLD.removeprefix(b"signkey-prod-"), about="old")
    case("staging", "other_environment", STAGING.removeprefix(b"signkey-test-"), about="staging")
    case("event-key", "signed_by_event_key", EVENT_KEY, about="event key")
    case("token", "signed_by_token", b"signkey-prod-" + HASH)
    case("hash", "signed_by_token", HASH)
    case("hash-bytes", "signed_by_token", hashlib.sha256(DECODED).digest())
    case("prefix", "prefix_signed", PRIMARY)
    case("decoded", "key_decoded", DECODED)
    case("upper", "key_case", DIGITS.upper())
    case("line-feed", "key_spaced", DIGITS + b"\n")
    case("carriage-return", "key_spaced", DIGITS + b"\r\n")
    case("stranger", "unknown", b"ab", about=None)
    case("second", "prefix_signed", FALLBACK, about=SECOND, keys=[PRIMARY, FALLBACK])
    right = [(b"the key itself", PRIMARY)]
    for id, text in [("bare", HASH), ("prefixed", b"signkey-prod-" + HASH)]:
        given = {"keys": [text], "others": right, "key": "the key itself"}
        out.explain(f"explain-hash-{id}", "the verifier holds its hash", MISMATCH, "hash_as_key", SIGNED, CANONICAL, **given)


def bodies(out):
    def case(id, cause, received, sent, **more):
        header = signed(PRIMARY, sent, NOW)
        out.explain(f"explain-body-{id}", f"the cause is {cause}", MISMATCH, cause, header, received, key=KEY, **more)

    latin = TEXT.decode().encode("latin-1")
    case("missing", "body_missing", CANONICAL, b"")
    case("newline", "trailing_newline", b"not JSON\n", b"not JSON")
    case("newlines", "trailing_newline", b"not JSON\r\n", b"not JSON")
    case("no-newline", "trailing_newline", CANONICAL, CANONICAL + b"\n")
    case("space", "surrounding_space", b" not JSON\t", b"not JSON")
    case("bom", "byte_order_mark", "\ufeff".encode() + TEXT, TEXT)
    case("no-bom", "byte_order_mark", TEXT, "\ufeff".encode() + TEXT)
    case("lf", "line_breaks", b"a\r\nb", b"a\nb")
    case("crlf", "line_breaks", b"a\nb", b"a\r\nb")
    case("latin", "encoding", TEXT, latin)
    case("twice-encoded", "encoding", TEXT.decode("latin-1").encode(), TEXT)
    case("utf16", "encoding", TEXT.decode().encode("utf-16-le"), TEXT)
    case("base64", "base64", base64.b64encode(TEXT), TEXT)
    case("no-base64", "base64", b'{"a":1}', base64.b64encode(b'{"a":1}'))
    case("in-string", "json_in_string", b'"{\\"a\\":1}"', b'{"a":1}')


def forms(out):
    def case(id, cause, received, sent, *, key=KEY, **more):
        header = signed(PRIMARY, sent, NOW)
        out.explain(f"explain-form-{id}", f"the cause is {cause}", MISMATCH, cause, header, received, key=key, **more)

    case("python", "reserialized", b'{"b":[1,2],"a":"x"}', b'{"b": [1, 2], "a": "x"}')
    case("ascii", "reserialized", TEXT, TEXT.replace("\u00e9".encode(), b"\\u00e9"))
    case("go", "reserialized", TEXT, TEXT.replace(b"<", b"\\u003c"))
    case("indented", "reserialized", b'{"b":[1,2],"a":"x"}', b'{\n  "b": [\n    1,\n    2\n  ],\n  "a": "x"\n}')
    case("file", "reserialized", b'{"b":[1,2],"a":"x"}', b'{"b": [1, 2], "a": "x"}\n')
    lossy, changed = b'{"id": 9007199254740993}', b'{"id":9007199254740992}'
    case("lossy", "canonical_lossy", lossy, changed, position=7, lossy_at=7)
    case("large", "canonical_too_large", b'{ "a":1}', b'{"a":1}', max_json_size=3)
    case("as-request", "signed_as_request", b'{ "a":1}', b'{"a":1}', kind="response")
    case("as-response", "signed_as_response", b'{ "a":1}\n', b'{ "a":1}')
    time = b"%d" % NOW
    for id, parts in [
        ("body", [CANONICAL]),
        ("time-first", [time, CANONICAL]),
        ("stripe", [time, b".", CANONICAL]),
        ("slack", [b"v0:", time, b":", CANONICAL]),
        ("dot", [CANONICAL, b".", time]),
    ]:
        header = under(DIGITS, *parts)
        out.explain(f"explain-scheme-{id}", "put together another way", MISMATCH, "other_scheme", header, CANONICAL, key=KEY)
    header = signed(PRIMARY, b"{}", NOW)
    out.explain("explain-other-body", "another body", MISMATCH, "unknown", header, CANONICAL)
    header = signed(OLD, b"{}", NOW)
    out.explain("explain-two-causes", "another key and another body", MISMATCH, "unknown", header, CANONICAL, others=OTHERS)
