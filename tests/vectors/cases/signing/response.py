"""Signed responses."""

from ..builder import NOW
from ..common import FALLBACK, PRIMARY, STRANGER, signed
from .builder import SigningVectors

BODY = b'{"op":"StepRun","id":"1"}'


def vectors():
    out = SigningVectors("Responses: the bytes as received, or less one trailing line feed. Never canonicalized.")

    def case(
        id,
        comment,
        body,
        signs=None,
        *,
        form=None,
        error=None,
        index=0,
        key=PRIMARY,
        keys=(PRIMARY,),
        t=NOW,
        **more,
    ):
        header = signed(key, body if signs is None else signs, t)
        ok = None if error else (index, form)
        out.verify_response(
            f"response-{id}", comment, keys=list(keys), body=body, header=header, ok=ok, error=error, **more
        )

    for name, body, comment in [
        ("plain", BODY, "as sent"),
        ("empty", b"", "an empty response"),
        ("lf-signed", BODY + b"\n", "signed with its line feed"),
        ("crlf-signed", BODY + b"\r\n", "signed with carriage return and line feed"),
        ("only-lf-signed", b"\n", "a line feed alone, signed as such"),
        ("text", b"OK", "not JSON"),
        ("binary", bytes(range(256)), "every byte"),
        ("ends-in-nul", b"\x00", "a NUL"),
    ]:
        case(f"raw-{name}", comment, body, form="raw")
    for name, body, signs, comment in [
        ("lf", BODY + b"\n", BODY, "an encoder added a line feed"),
        (
            "lf-utf8",
            '{"msg":"hi \u2603"}\n'.encode(),
            '{"msg":"hi \u2603"}'.encode(),
            "behind a body that is not ASCII",
        ),
        ("only-lf", b"\n", b"", "an empty response and a line feed"),
        ("two-lf-one-signed", BODY + b"\n\n", BODY + b"\n", "two, of which one was signed"),
        ("crlf-cr-signed", BODY + b"\r\n", BODY + b"\r", "only the line feed goes"),
        ("binary", b"\xff\n", b"\xff", "behind any bytes"),
    ]:
        case(f"trimmed-{name}", comment, body, signs, form="trimmed")
    for name, body, signs, comment in [
        ("two-lf", BODY + b"\n\n", BODY, "two line feeds: one goes, one stays"),
        ("crlf", BODY + b"\r\n", BODY, "the carriage return stays"),
        ("cr", BODY + b"\r", BODY, "a carriage return is no line feed"),
        ("lf-cr", BODY + b"\n\r", BODY, "a line feed that is not last"),
        ("lf-in-front", b"\n" + BODY, BODY, "a line feed in front"),
        ("space", BODY + b" ", BODY, "a space"),
        ("nul", BODY + b"\x00", BODY, "a NUL"),
        ("lf-lost", BODY, BODY + b"\n", "a line feed that was signed and lost"),
        ("nel", BODY + b"\xc2\x85", BODY, "a next-line character"),
        ("separator", BODY + b"\xe2\x80\xa8", BODY, "a line separator"),
        ("not-canonicalized", b'{"a": 1}', b'{"a":1}', "the canonical form is not tried"),
        ("not-canonicalized-lf", b'{"a": 1}\n', b'{"a":1}', "nor for the trimmed bytes"),
        ("tampered", BODY.replace(b"1", b"2"), BODY, "another byte"),
    ]:
        case(f"mismatch-{name}", comment, body, signs, error="signature_mismatch")

    both = (PRIMARY, FALLBACK)
    case(
        "fallback",
        "the key that verified the request signs",
        BODY,
        key=FALLBACK,
        keys=both,
        form="raw",
        index=1,
    )
    case(
        "fallback-trimmed",
        "with a line feed more",
        BODY + b"\n",
        BODY,
        key=FALLBACK,
        keys=both,
        form="trimmed",
        index=1,
    )
    case("blank-primary", "a blank primary", BODY, key=FALLBACK, keys=(b"", FALLBACK), form="raw")
    case("stranger", "no key matches", BODY, key=STRANGER, keys=both, error="signature_mismatch")
    case("border", "the window's border", BODY, form="raw", now=NOW + 300)
    case("old", "past it", BODY, now=NOW + 301, error="expired")
    case("ahead", "ahead of it", BODY, now=NOW - 301, error="not_yet_valid")
    case(
        "trimmed-old",
        "the window holds for the trimmed form",
        BODY + b"\n",
        BODY,
        now=NOW + 301,
        error="expired",
    )
    case("trimmed-border", "and so does its border", BODY + b"\n", BODY, now=NOW + 300, form="trimmed")
    case("t-0", "the epoch", BODY, t=0, now=0, form="raw")
    return out
