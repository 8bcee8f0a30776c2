"""The order of verdicts when several apply."""

from ..builder import NOW
from ..common import CANONICAL, PRIMARY, STRANGER, signed
from .builder import SigningVectors

MALFORMED = b"t=01&s=00"
OLD = NOW + 301
AHEAD = NOW - 301


def vectors():
    out = SigningVectors(
        "Precedence: missing_signing_key or the first key error, missing_signature, malformed_signature,"
        " signature_mismatch, and only for authentic messages expired or not_yet_valid."
    )
    stranger = signed(STRANGER, CANONICAL, NOW)
    good = signed(PRIMARY, CANONICAL, NOW)

    def case(id, comment, error, keys, header, body=CANONICAL, now=NOW):
        inputs = {"keys": keys, "body": body, "header": header, "now": now}
        out.verify(f"precedence-{id}", comment, error=error, **inputs)
        if body == CANONICAL:
            out.verify_response(
                f"precedence-response-{id}", f"{comment}, in a response", error=error, **inputs
            )

    case("no-key-no-header", "no key before no header", "missing_signing_key", [None], None)
    case("no-key-malformed", "no key before a malformed header", "missing_signing_key", [b""], MALFORMED)
    case("no-key-old", "no key before an old timestamp", "missing_signing_key", [], good, now=OLD)
    case("bad-key-no-header", "a bad key before no header", "odd_key_length", [b"123"], None)
    case("bad-key-malformed", "a bad key before a malformed header", "event_key", [b"n" * 32], MALFORMED)
    case("bad-fallback-no-header", "a bad fallback before no header", "non_hex_key", [PRIMARY, b"xyz"], None)
    case("many-keys-no-header", "too many keys before no header", "too_many_keys", [PRIMARY] * 9, None)
    case("no-header", "no header", "missing_signature", [PRIMARY], None)
    case(
        "no-header-bad-body",
        "no header before a body that is no JSON",
        "missing_signature",
        [PRIMARY],
        None,
        b"{",
    )
    case("no-header-old", "no header before the clock", "missing_signature", [PRIMARY], None, now=OLD)
    case("empty-header", "an empty header is present", "malformed_signature", [PRIMARY], b"")
    case("malformed-old", "malformed before old", "malformed_signature", [PRIMARY], good + b" ", now=OLD)
    case(
        "malformed-mismatch",
        "malformed before a mismatch",
        "malformed_signature",
        [PRIMARY],
        stranger.upper(),
    )
    case(
        "malformed-bad-body",
        "malformed before a body that is no JSON",
        "malformed_signature",
        [PRIMARY],
        MALFORMED,
        b"{",
    )
    case("mismatch", "a stranger's signature", "signature_mismatch", [PRIMARY], stranger)
    case("mismatch-old", "a mismatch before old", "signature_mismatch", [PRIMARY], stranger, now=OLD)
    case("mismatch-ahead", "a mismatch before ahead", "signature_mismatch", [PRIMARY], stranger, now=AHEAD)
    case(
        "mismatch-bad-body",
        "a body that is no JSON is a mismatch",
        "signature_mismatch",
        [PRIMARY],
        good,
        b"{",
        now=OLD,
    )
    case(
        "mismatch-duplicate",
        "so are duplicate members",
        "signature_mismatch",
        [PRIMARY],
        good,
        b'{"a":1,"a":1}',
    )
    case("mismatch-not-utf8", "so is invalid UTF-8", "signature_mismatch", [PRIMARY], good, b'"\xff"')
    case(
        "mismatch-number-range",
        "so is a number out of range",
        "signature_mismatch",
        [PRIMARY],
        good,
        b"1e400",
    )
    case(
        "mismatch-deep",
        "so is a body nested too deeply",
        "signature_mismatch",
        [PRIMARY],
        good,
        b"[" * 600 + b"]" * 600,
    )
    case(
        "mismatch-unclosed-deep",
        "and an unclosed one",
        "signature_mismatch",
        [PRIMARY],
        good,
        b'{"":' * 100_000,
    )
    case("expired", "authentic but old", "expired", [PRIMARY], good, now=OLD)
    case("not-yet-valid", "authentic but ahead", "not_yet_valid", [PRIMARY], good, now=AHEAD)
    return out
