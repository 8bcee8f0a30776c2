"""Calls to the platform's API: which credential goes along, and whose a presented one is."""

import reference

from ..common import FALLBACK, PRIMARY, STRANGER
from .builder import AppVectors

THIRD = b"signkey-prod-" + b"13" * 32
BOTH = [PRIMARY, FALLBACK]
THREE = [PRIMARY, FALLBACK, THIRD]


def vectors():
    out = AppVectors(
        "API authentication. `calls` are the statuses with which each call's attempts are answered; `sent` are the"
        " credentials of each attempt."
    )
    attempts(out)
    tokens(out)
    return out


def attempts(out):
    def case(id, comment, keys, calls, sent):
        out.api_auth(f"api-auth-{id}", comment, keys, calls, sent)

    case("one-key", "one key, and it works", [PRIMARY], "200", "0")
    case("one-key-refused", "nothing else to try", [PRIMARY], "401,200", "0")
    case("bare-key", "a key without a prefix", [b"abcdef12"], "200", "0")
    case("no-key", "no credential", [None, b""], "200;401,200;403", "-;-;-")
    for status in ["401", "403"]:
        case(f"fallback-{status}", "the fallback, and from then on", BOTH, f"{status},200;200", "01;1")
        case(
            f"all-refused-{status}",
            "each key once, and the next call begins as before",
            BOTH,
            f"{status},{status},200;200",
            "01;0",
        )
    case("mixed-refusals", "401, then 403", BOTH, "401,403;200", "01;0")
    for status in [100, 199, 301, 302, 307, 400, 402, 404, 407, 429, 500, 503, 0, 599, 65535]:
        case(f"stands-{status}", "any other status stands", BOTH, f"{status},200;200", "0;0")
    for status in [200, 201, 204, 299]:
        case(f"works-{status}", "any 2xx shows that the key works", BOTH, f"401,{status};200", "01;1")
    for status in [300, 302, 400, 404, 429, 500, 503]:
        case(
            f"unproven-{status}", "the answer stands, but proves nothing of the key", BOTH, f"401,{status};200", "01;0"
        )
    case("back", "the platform goes on to the new key", BOTH, "401,200;200;401,200;200", "01;1;10;0")
    case("back-refused", "then neither", BOTH, "403,200;401,401;200", "01;1" + "0;1")
    case("three", "the third", THREE, "401,401,200;200", "012;2")
    case("three-all-refused", "none", THREE, "401,403,401,200;200", "012;0")
    case("three-from-last", "the others in their order", THREE, "401,401,200;403,401,200;200", "012;201;1")
    case("three-from-middle", "the others in their order", THREE, "401,200;401,401,200;200", "01;102;2")
    case("three-short", "an error in between stands", THREE, "401,500,200;200", "01;0")
    case("blank-primary", "a blank primary is dropped", [b" ", FALLBACK], "401,200;200", "0;0")
    case("equal-keys", "equal keys are tried all the same", [PRIMARY, PRIMARY], "401,200;200", "01;1")
    eight = [b"signkey-test-" + b"%02x" % n * 16 for n in range(8)]
    case("eight", "eight keys", eight, "401,401,401,401,401,401,401,200;401,200;200", "01234567;70;0")
    out._case(
        "api_auth",
        "api-auth-bad-key",
        "a malformed key",
        {"keys": [PRIMARY, b"12x4"], "calls": "200"},
        error="non_hex_key",
    )


def tokens(out):
    primary, fallback = (b"Bearer " + reference.bearer(key) for key in BOTH)
    digits = reference.bearer(PRIMARY).removeprefix(b"signkey-prod-")

    def found(id, comment, authorization, index=0, keys=BOTH):
        out.verify_token(f"token-{id}", comment, list(keys), authorization, index)

    def refused(id, comment, authorization, error="malformed_token", keys=BOTH):
        out.verify_token(f"token-{id}", comment, list(keys), authorization, error=error)

    found("primary", "the primary's", primary)
    found("fallback", "the fallback's", fallback, 1)
    found("blank-primary", "blank keys do not count", fallback, 0, [b"", FALLBACK])
    found("equal-keys", "the first of two equal ones", primary, 0, [PRIMARY, PRIMARY])
    found("eighth", "the last of eight", primary, 7, [STRANGER] * 7 + [PRIMARY])
    found("bare", "without the prefix", b"Bearer " + digits)
    found("other-prefix", "prefixes are not compared", b"Bearer signkey-test-" + digits)
    found("bare-key", "nor is there one to compare", primary, 0, [PRIMARY.removeprefix(b"signkey-prod-")])
    found("scheme-lower", "the scheme in any case", primary.replace(b"Bearer", b"bearer"))
    found("scheme-upper", "the scheme in any case", primary.replace(b"Bearer", b"BEARER"))
    found("longest-prefix", "a prefix of 64 bytes", b"Bearer signkey-" + b"p" * 55 + b"-" + digits)
    found(
        "upper-case-key",
        "a key in upper case has the same token",
        primary,
        0,
        [PRIMARY.upper().replace(b"SIGNKEY-PROD", b"signkey-prod")],
    )
    refused("absent", "no header", None, "missing_token")
    refused("stranger", "a stranger's", b"Bearer " + reference.bearer(STRANGER), "token_mismatch")
    refused("zeros", "zeros", b"Bearer " + b"0" * 64, "token_mismatch")
    refused(
        "last-digit", "another last digit", primary[:-1] + (b"0" if primary[-1:] != b"0" else b"1"), "token_mismatch"
    )
    refused(
        "first-digit",
        "another first digit",
        b"Bearer " + (b"0" if digits[:1] != b"0" else b"1") + digits[1:],
        "token_mismatch",
    )
    refused("key-itself", "a signing key is no token, and is not taken for one", b"Bearer " + PRIMARY, "token_mismatch")
    refused("key-digits", "nor are its digits", b"Bearer " + PRIMARY.removeprefix(b"signkey-prod-"), "token_mismatch")
    for id, value in [
        ("empty", b""),
        ("no-token", b"Bearer "),
        ("no-space", b"Bearer"),
        ("no-scheme", primary.removeprefix(b"Bearer ")),
        ("basic", b"Basic " + digits),
        ("digest", b"Digest " + digits),
        ("two-spaces", b"Bearer  " + digits),
        ("tab", b"Bearer\t" + digits),
        ("space-in-front", b" " + primary),
        ("space-behind", primary + b" "),
        ("newline", primary + b"\n"),
        ("upper-case", primary.upper()),
        ("upper-digits", b"Bearer " + digits.upper()),
        ("short", primary[:-1]),
        ("long", primary + b"0"),
        ("two-tokens", primary + b", " + primary),
        ("not-hex", primary[:-1] + b"g"),
        ("bad-prefix", b"Bearer signkey-" + digits),
        ("empty-prefix-name", b"Bearer signkey--" + digits),
        ("prefix-hyphen", b"Bearer signkey-a-b-" + digits),
        ("prefix-too-long", b"Bearer signkey-" + b"p" * 56 + b"-" + digits),
        ("other-text", b"Bearer xyz" + digits),
        ("quoted", b'Bearer "' + digits + b'"'),
        ("nul", primary + b"\0"),
        ("binary", b"Bearer \xff" + digits),
        ("huge", b"Bearer " + b"0" * 100_000),
    ]:
        refused(f"malformed-{id}", "not of the one form", value)
    refused("no-key", "no key", primary, "missing_signing_key", [None])
    refused("bad-key", "a malformed key", primary, "odd_key_length", [PRIMARY, b"123"])
    refused("no-key-absent", "no key, before no header", None, "missing_signing_key", [b" "])
    refused("bad-key-absent", "a malformed key, before no header", None, "odd_key_length", [PRIMARY, b"123"])
    refused("bad-key-malformed", "and before a malformed one", b"Basic", "odd_key_length", [b"123"])
