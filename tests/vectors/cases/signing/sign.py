"""Signing requests and responses."""

from ..builder import NOW
from ..common import CANONICAL, PRIMARY, REWRITTEN
from .builder import SigningVectors

T_MAX = 10**19 - 1


def vectors():
    out = SigningVectors(
        "Signing: requests in canonical form, responses as they are. Order of refusals: key, timestamp, body."
    )
    requests(out)
    responses(out)
    for name in ("sign_request", "sign_response"):
        both(name.replace("_", "-"), getattr(out, name))
    return out


def requests(out):
    for name, body, comment in [
        ("canonical", CANONICAL, "a canonical body"),
        ("rewritten", REWRITTEN, "the header of sign-request-canonical"),
        ("empty-object", b"{}", "an empty object"),
        ("scalar", b" 1.0 ", "a scalar"),
        ("escapes", b'{"\\u20ac":"\\/\\u000a"}', "escapes"),
        ("utf8", '{"\u20ac":"\U0001f600"}'.encode(), "text beyond ASCII"),
        ("depth-512", b"[" * 512 + b"]" * 512, "as deep as allowed"),
        ("integer-2-53", b"[9007199254740992]", "the last integer before gaps"),
    ]:
        out.sign_request(f"sign-request-{name}", PRIMARY, body, NOW, comment)
    for error, name, body, comment in [
        ("invalid_json", "empty", b"", "an empty body is no JSON"),
        ("invalid_json", "text", b"hey", "not JSON"),
        ("invalid_json", "trailing", b"{} {}", "two documents"),
        ("json_invalid_utf8", "not-utf8", b'"\xff"', "invalid UTF-8"),
        ("json_lone_surrogate", "surrogate", b'"\\ud800"', "a lone surrogate"),
        ("json_duplicate_member", "duplicate", b'{"a":1,"a":1}', "duplicate members"),
        ("json_too_deep", "depth-513", b"[" * 513 + b"]" * 513, "too deep"),
        ("json_number_out_of_range", "infinite", b"1e400", "a number out of range"),
        ("json_number_lossy", "integer", b"[9007199254740993]", "an integer that would change"),
        ("json_number_lossy", "minus-zero", b"[-0]", "the sign of zero would change"),
        ("json_number_lossy", "fraction", b"[0.10000000000000001]", "a fraction that would change"),
        ("invalid_json", "lossy-then-syntax", b"[-0,]", "a syntax error comes before a lossy number"),
        ("json_duplicate_member", "lossy-then-duplicate", b'{"a":-0,"a":1}', "so do duplicate members"),
        ("json_lone_surrogate", "lossy-then-surrogate", b'[-0,"\\ud800"]', "and a lone surrogate"),
        ("json_number_out_of_range", "lossy-then-range", b"[-0,1e400]", "and a number out of range"),
        ("json_invalid_utf8", "syntax-then-utf8", b'{"\xff"', "UTF-8 before everything but the size"),
    ]:
        out.sign_request(f"sign-request-{name}", PRIMARY, body, NOW, comment, error=error)
    out.sign_request(
        "sign-request-t-before-body",
        PRIMARY,
        b"{",
        T_MAX + 1,
        "the timestamp before the body",
        error="invalid_timestamp",
    )
    out.sign_request("sign-request-key-before-body", b"123", b"{", NOW, "the key before the body", error="odd_key_length")


def responses(out):
    for name, body, comment in [
        ("plain", CANONICAL, "the header of sign-request-canonical: one MAC domain"),
        ("rewritten", REWRITTEN, "not canonicalized"),
        ("empty", b"", "an empty response"),
        ("lf", b"{}\n", "a line feed is signed"),
        ("text", b"OK", "not JSON"),
        ("binary", bytes(range(256)), "every byte"),
        ("duplicate", b'{"a":1,"a":1}', "duplicate members"),
        ("lossy", b"[9007199254740993]", "a number beyond doubles"),
        ("long", b"a" * 100_000, "a hundred thousand bytes"),
    ]:
        out.sign_response(f"sign-response-{name}", PRIMARY, body, NOW, comment)


def both(name, sign):
    body = b"{}"
    for t, comment in [
        (0, "the epoch"),
        (9, "one digit"),
        (10, "two digits"),
        (2**32, "beyond 32 bits"),
        (2**53 + 1, "beyond what a double holds"),
        (2**63, "beyond a signed 64-bit integer"),
        (T_MAX, "the largest timestamp: 19 digits"),
    ]:
        sign(f"{name}-t-{t}", PRIMARY, body, t, comment)
    for t, comment in [(T_MAX + 1, "20 digits"), (2**64 - 1, "the largest 64-bit integer")]:
        sign(f"{name}-t-{t}", PRIMARY, body, t, comment, error="invalid_timestamp")
    sign(f"{name}-bare-key", PRIMARY[13:], body, NOW, f"the header of {name}-other-prefix")
    sign(
        f"{name}-other-prefix", b"signkey-test-" + PRIMARY[13:], body, NOW, "the prefix is no part of the MAC"
    )
    sign(f"{name}-upper-case-key", PRIMARY[13:].upper(), body, NOW, "the case of the digits is part of it")
    sign(f"{name}-trimmed-key", b" " + PRIMARY + b"\n", body, NOW, "white space around is not")
    sign(f"{name}-key-one-byte", b"ab", body, NOW, "the shortest key")
    sign(f"{name}-key-64", b"ab" * 32, body, NOW, "a key of one block of SHA-256")
    sign(f"{name}-key-66", b"ab" * 33, body, NOW, "a longer key is hashed first")
    sign(f"{name}-key-512", b"ab" * 256, body, NOW, "the longest key")
    for error, key, comment in [
        ("empty_key", b"", "an absent key never signs"),
        ("empty_key", b"signkey-prod-", "nor does a prefix"),
        ("odd_key_length", b"123", "nor an odd number of digits"),
        ("non_hex_key", b"xyz", "nor what is not hexadecimal"),
        ("event_key", b"n" * 32, "nor an event key"),
        ("malformed_key_prefix", b"signkey-123", "nor a key without the end of its prefix"),
        ("key_too_long", b"ab" * 257, "nor one over 512 bytes"),
    ]:
        suffix = "-prefix-only" if key == b"signkey-prod-" else ""
        sign(f"{name}-{error.replace('_', '-')}{suffix}", key, body, NOW, comment, error=error)
    sign(
        f"{name}-key-before-t",
        b"123",
        body,
        T_MAX + 1,
        "the key before the timestamp",
        error="odd_key_length",
    )
