"""Keyrings: which keys count, and which of them matched."""

from ..builder import NOW
from ..common import CANONICAL, FALLBACK, PRIMARY, REWRITTEN, STRANGER, signed
from .builder import SigningVectors

EIGHT = [b"signkey-k%d-%02d%02d" % (i, i, i) for i in range(8)]


def vectors():
    out = SigningVectors(
        "Keyrings as from the environment: absent (null) and blank entries are dropped, then the first"
        " is the primary. key_index counts what is left."
    )

    def case(id, comment, keys, key, *, index=None, error=None, body=CANONICAL, form="raw"):
        header = signed(key, CANONICAL, NOW)
        ok = None if error else (index, form)
        out.verify(f"keys-{id}", comment, keys=keys, body=body, header=header, ok=ok, error=error)

    case("one", "one key", [PRIMARY], PRIMARY, index=0)
    case("two-primary", "the primary of two", [PRIMARY, FALLBACK], PRIMARY, index=0)
    case(
        "two-fallback",
        "the fallback: a sender that has not rotated yet",
        [PRIMARY, FALLBACK],
        FALLBACK,
        index=1,
    )
    case("swapped", "after the rotation the same key is the primary", [FALLBACK, PRIMARY], FALLBACK, index=0)
    case("two-stranger", "neither", [PRIMARY, FALLBACK], STRANGER, error="signature_mismatch")
    case("duplicate", "equal keys are allowed, the first one counts", [PRIMARY, PRIMARY], PRIMARY, index=0)
    case("duplicate-behind", "also behind another", [FALLBACK, PRIMARY, PRIMARY], PRIMARY, index=1)
    other_name = b"signkey-test-" + PRIMARY[13:]
    case("same-digits", "the prefix is no part of the MAC", [other_name], PRIMARY, index=0)
    case("same-digits-bare", "nor its absence", [PRIMARY[13:]], PRIMARY, index=0)
    case("same-digits-twice", "keys that differ by prefix alone", [other_name, PRIMARY], PRIMARY, index=0)
    upper = PRIMARY[:13] + PRIMARY[13:].upper()
    case(
        "upper-case",
        "the MAC is keyed with the text: case matters",
        [upper],
        PRIMARY,
        error="signature_mismatch",
    )
    case("upper-case-same", "and is kept as given", [upper], upper, index=0)
    case("trimmed", "white space around is removed", [b" " + PRIMARY + b"\n"], PRIMARY, index=0)

    for name, blank in [("absent", None), ("empty", b""), ("space", b" "), ("white-space", b"\t\r\n\f ")]:
        case(f"{name}-primary", "the fallback alone works as primary", [blank, FALLBACK], FALLBACK, index=0)
        case(f"{name}-fallback", "an unset fallback is dropped", [PRIMARY, blank], PRIMARY, index=0)
        case(f"{name}-only", "no key at all", [blank], PRIMARY, error="missing_signing_key")
    case("absent-both", "neither variable is set", [None, None], PRIMARY, error="missing_signing_key")
    case("absent-between", "the index counts what is left", [PRIMARY, None, b"", FALLBACK], FALLBACK, index=1)
    case(
        "absent-many",
        "dropped entries do not count towards 8",
        [None] * 9 + [PRIMARY] + [b" "] * 9,
        PRIMARY,
        index=0,
    )

    for i in (0, 1, 6, 7):
        case(f"eight-{i}", f"key {i} of 8", EIGHT, EIGHT[i], index=i)
    case("eight-stranger", "none of 8", EIGHT, PRIMARY, error="signature_mismatch")
    case("eight-and-blank", "8 and a blank one", [*EIGHT, b""], EIGHT[7], index=7)
    case(
        "nine", "one too many, although the first matches", [*EIGHT, PRIMARY], EIGHT[0], error="too_many_keys"
    )
    case("nine-invalid", "the ninth is not parsed", [*EIGHT, b"xyz"], EIGHT[0], error="too_many_keys")
    case("nine-equal", "equal keys count each", [PRIMARY] * 9, PRIMARY, error="too_many_keys")
    case(
        "nine-with-gaps",
        "blank ones between do not hide it",
        [None, *EIGHT, b" ", PRIMARY],
        EIGHT[0],
        error="too_many_keys",
    )
    case(
        "nine-second-invalid",
        "an invalid key before the ninth",
        [EIGHT[0], b"xyz", *EIGHT[1:]],
        EIGHT[0],
        error="non_hex_key",
    )

    for error, bad in [
        ("empty_key", b"signkey-prod-"),
        ("odd_key_length", b"123"),
        ("non_hex_key", b"xyz"),
        ("event_key", b"n" * 32),
        ("malformed_key_prefix", b"signkey-"),
        ("key_too_long", b"ab" * 257),
    ]:
        name = error.replace("_", "-")
        case(f"primary-{name}", "a bad primary is never skipped", [bad, PRIMARY], PRIMARY, error=error)
        case(
            f"fallback-{name}",
            "nor a bad fallback, although the primary matches",
            [PRIMARY, bad],
            PRIMARY,
            error=error,
        )
    case("first-bad", "the first of two bad ones", [b"123", b"xyz"], PRIMARY, error="odd_key_length")
    case(
        "first-bad-behind-blank",
        "blank ones do not count",
        [b" ", b"xyz", b"123"],
        PRIMARY,
        error="non_hex_key",
    )

    both = [PRIMARY, FALLBACK]
    case(
        "canonical-primary",
        "the canonical form under the primary",
        both,
        PRIMARY,
        index=0,
        body=REWRITTEN,
        form="canonical",
    )
    case(
        "canonical-fallback",
        "and under the fallback",
        both,
        FALLBACK,
        index=1,
        body=REWRITTEN,
        form="canonical",
    )
    case(
        "canonical-stranger", "and under neither", both, STRANGER, body=REWRITTEN, error="signature_mismatch"
    )
    return out
