"""What is too large is refused, as early as it is known and no earlier than its turn."""

from http_runner.case import H1, case
from http_runner.expect import Admitted, NeverAdmitted, Refused
from http_runner.request import Chunked, Declared, Signature, forged, get, signed, unsigned

LIMIT = 4096
MEGABYTE = 1 << 20
TOO_LARGE = Refused("body_too_large")


def text(size):
    return b"x" * size


def document(size, *, canonical):
    """A JSON document of just this size, and whether its members are in order."""
    names = ("a", "b") if canonical else ("b", "a")
    filling = "x" * (size - len('{"a":1,"b":""}'))
    members = {"a": '"a":1', "b": f'"b":"{filling}"'}
    return ("{" + ",".join(members[name] for name in names) + "}").encode()


def limited(size, **more):
    return signed("/limited/echo", body=text(size), **more)


def head_alone(path, length, make=signed, **more):
    """A head that declares a body of which nothing comes."""
    return make(path, body=b"", framing=Declared(length, end=False), **more)


def other_form(slug, why, path, size, expect):
    signature = Signature(document(size, canonical=True))
    return case(slug, why, signed(path, body=document(size, canonical=False), signature=signature), expect)


CASES = [
    case("body-at-the-limit", "the limit belongs to it", limited(LIMIT), Admitted()),
    case("body-over-the-limit", "a byte more does not", limited(LIMIT + 1), TOO_LARGE),
    case("chunked-body-at-the-limit", "the limit belongs to it", limited(LIMIT, framing=Chunked(1000)), Admitted()),
    case("chunked-body-over-the-limit", "a byte more does not", limited(LIMIT + 1, framing=Chunked(1000)), TOO_LARGE),
    case("chunked-byte-by-byte-at-the-limit", "pieces do not count", limited(LIMIT, framing=Chunked(1)), Admitted()),
    case(
        "chunked-body-in-one-piece-over-the-limit",
        "nor does one large piece pass",
        limited(8 * LIMIT, framing=Chunked()),
        TOO_LARGE,
    ),
    case(
        "chunked-body-without-end",
        "the refusal does not wait for the end",
        limited(4 * LIMIT, framing=Chunked(1024, end=False)),
        TOO_LARGE,
    ),
    case("declared-over-the-limit", "the head says enough", head_alone("/limited/echo", LIMIT + 1), TOO_LARGE),
    case(
        "declared-over-the-default-limit",
        "16 MiB, if nothing else is set",
        head_alone("/plain/echo", 16 * MEGABYTE + 1),
        TOO_LARGE,
    ),
    case("declared-far-over-the-limit", "up to 64 bits", head_alone("/plain/echo", 10**18), TOO_LARGE),
    case("declared-beyond-64-bits", "and beyond", head_alone("/plain/echo", 10**24), NeverAdmitted()),
    case(
        "too-large-and-unsigned",
        "what is missing is said first",
        head_alone("/limited/echo", LIMIT + 1, unsigned),
        Refused("missing_signature"),
    ),
    case(
        "too-large-and-malformed",
        "what is malformed is said first",
        head_alone("/limited/echo", LIMIT + 1, signature="t=1"),
        Refused("malformed_signature"),
    ),
    case(
        "too-large-and-forged", "a body is not read in vain", forged("/limited/echo", body=text(LIMIT + 1)), TOO_LARGE
    ),
    case(
        "too-large-without-a-key",
        "without a key, nothing is too large",
        head_alone("/keyless/echo", 32 * MEGABYTE),
        Refused("missing_signing_key"),
    ),
    case(
        "unsigned-declared-over-the-limit",
        "the body of an unverified request is not read, so it has no limit",
        head_alone("/open/ignore", 32 * MEGABYTE, unsigned, method="GET"),
        Admitted("unsigned_method", None, None, answers=b"ok"),
        protocols=H1,
    ),
    case(
        "unsigned-body-over-the-limit",
        "the handler of an unverified request reads on",
        unsigned("/dev/echo", body=text(17 * MEGABYTE)),
        Admitted("dev", None, None),
    ),
    case("body-at-the-default-limit", "16 MiB", signed(body=text(16 * MEGABYTE)), Admitted()),
    case("large-body", "a limit that was raised", signed("/large/echo", body=text(20 * MEGABYTE)), Admitted()),
    case(
        "large-body-chunked",
        "of a body without a length",
        signed("/large/echo", body=text(20 * MEGABYTE), framing=Chunked(1 << 16)),
        Admitted(),
    ),
    case("large-body-over-the-limit", "is still a limit", head_alone("/large/echo", 32 * MEGABYTE + 1), TOO_LARGE),
    other_form(
        "other-form-at-the-limit",
        "the canonical form under a small limit",
        "/limited/echo",
        LIMIT,
        Admitted(form="canonical"),
    ),
    other_form(
        "other-form-of-3-megabytes",
        "the canonical form is tried",
        "/plain/echo",
        3 * MEGABYTE,
        Admitted(form="canonical"),
    ),
    other_form("other-form-of-4-megabytes", "up to 4 MiB", "/plain/echo", 4 * MEGABYTE, Admitted(form="canonical")),
    other_form(
        "other-form-over-4-megabytes",
        "and no further, unless set",
        "/plain/echo",
        4 * MEGABYTE + 1,
        Refused("signature_mismatch"),
    ),
    other_form(
        "other-form-of-20-megabytes",
        "a raised limit of the body does not raise it",
        "/large/echo",
        20 * MEGABYTE,
        Refused("signature_mismatch"),
    ),
    case(
        "path-of-two-kilobytes",
        "the path is not looked at",
        get("/open/ignore?" + "x" * 2000),
        Admitted("unsigned_method", None, None, answers=b"ok"),
    ),
]
