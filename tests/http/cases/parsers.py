"""What stands in front may have taken the body, or put another in its place. Then nothing else passes for it."""

from http_runner.case import case
from http_runner.expect import Admitted, Refused
from http_runner.request import BODY, JSON, Bare, Chunked, Declared, Signature, forged, signed, signed_get, unsigned

FORM = (("Content-Type", "application/x-www-form-urlencoded"),)
TEXT = (("Content-Type", "text/plain"),)
FIELDS = b"amount=1000000&to=someone"
EMPTY = Signature(b"")
UNAVAILABLE = Refused("body_unavailable")
MISMATCH = Refused("signature_mismatch")
MISSING = Refused("missing_signature")
MALFORMED = Refused("malformed_signature")

REPLACED = b"replaced"
ORIGINAL = b"original"


def parsed(slug, why, expect=UNAVAILABLE, **more):
    return case(f"parsed-{slug}", why, signed("/parsed/echo", **more), expect)


def replaced(slug, why, expect, **more):
    return case(f"replaced-{slug}", why, signed("/replaced/echo", **more), expect)


CASES = [
    parsed("json", "a parser took the body"),
    parsed("json-chunked", "however it came", framing=Chunked(7)),
    parsed("json-signed-empty", "the signature of an empty body does not pass for it", signature=EMPTY),
    parsed(
        "json-chunked-signed-empty", "least of all where no length contradicts", framing=Chunked(7), signature=EMPTY
    ),
    parsed("form", "a form's parser took the body", body=FIELDS, headers=FORM),
    parsed("form-chunked", "however it came", body=FIELDS, headers=FORM, framing=Chunked(7)),
    parsed(
        "form-signed-empty",
        "the handler would act on fields that nobody signed",
        body=FIELDS,
        headers=FORM,
        signature=EMPTY,
    ),
    parsed(
        "form-chunked-signed-empty",
        "least of all where no length contradicts",
        body=FIELDS,
        headers=FORM,
        framing=Chunked(7),
        signature=EMPTY,
    ),
    parsed("text", "something read the body", body=b"text", headers=TEXT),
    parsed(
        "text-chunked-signed-empty", "and left nothing", body=b"text", headers=TEXT, framing=Chunked(7), signature=EMPTY
    ),
    parsed(
        "put-form-chunked-signed-empty",
        "with another method",
        method="PUT",
        body=FIELDS,
        headers=FORM,
        framing=Chunked(),
        signature=EMPTY,
    ),
    parsed("delete-chunked-signed-empty", "with another method", method="DELETE", framing=Chunked(), signature=EMPTY),
    parsed("a-megabyte", "a large body", body=b"x" * (1 << 20), headers=TEXT),
    parsed("expired-empty", "whatever the time", framing=Chunked(7), signature=Signature(b"", age=310)),
    case("parsed-forged", "whatever the signature", forged("/parsed/echo"), UNAVAILABLE),
    case("parsed-unsigned", "what the head decides is decided before", unsigned("/parsed/echo"), MISSING),
    case("parsed-unsigned-chunked", "however the body came", unsigned("/parsed/echo", framing=Chunked(7)), MISSING),
    parsed("malformed", "what the head decides is decided before", MALFORMED, signature="t=1"),
    parsed("nothing-to-take", "a request without a body lost nothing", Admitted(), body=b"", framing=Bare()),
    parsed("zero-declared", "nor did one of length 0", Admitted(), body=b"", framing=Declared(0)),
    case("parsed-get", "nor a GET", signed_get("/parsed/echo"), Admitted()),
    replaced("same-length", "what is there is judged, not what was sent", MISMATCH, body=ORIGINAL, headers=TEXT),
    replaced(
        "same-length-signed",
        "and it is what the handler reads",
        Admitted(read=REPLACED),
        body=ORIGINAL,
        headers=TEXT,
        signature=Signature(REPLACED),
    ),
    replaced("other-length", "another length than was declared is another body", UNAVAILABLE),
    replaced("other-length-signed", "whatever it holds", UNAVAILABLE, signature=Signature(REPLACED)),
    replaced(
        "shorter",
        "more than was declared, too",
        UNAVAILABLE,
        body=b"short",
        headers=TEXT,
        signature=Signature(REPLACED),
    ),
    replaced("signed-prefix", "although its beginning would be right", UNAVAILABLE, body=REPLACED[:5], headers=TEXT),
    replaced("chunked", "without a length, what is there is judged", MISMATCH, framing=Chunked(7)),
    replaced(
        "chunked-signed",
        "and it is what the handler reads",
        Admitted(read=REPLACED),
        framing=Chunked(7),
        signature=Signature(REPLACED),
    ),
    case("replaced-unsigned", "what the head decides is decided before", unsigned("/replaced/echo"), MISSING),
    case(
        "replaced-forged", "a key that nobody has", forged("/replaced/echo", body=ORIGINAL, headers=(JSON,)), MISMATCH
    ),
    case(
        "replaced-signed-empty",
        "it is not the empty body",
        signed("/replaced/echo", body=BODY, framing=Chunked(7), signature=EMPTY),
        MISMATCH,
    ),
]
