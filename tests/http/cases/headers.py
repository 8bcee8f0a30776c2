"""Headers are found by their name in any case, once; those that do not matter decide nothing."""

from http_runner.case import H1, H2, case
from http_runner.expect import Admitted, NeverAdmitted, Refused
from http_runner.request import BODY, HEADER, JSON, Chunked, Signature, forged, signed, signed_get, unsigned

RIGHT = Signature(BODY)
WRONG = Signature(BODY, key=b"deadbeef")
MALFORMED = Refused("malformed_signature")


def spelled(name, value=RIGHT):
    return unsigned(headers=(JSON, (name, value)))


def with_both(first, second, names=(HEADER, HEADER)):
    return unsigned(headers=(JSON, (names[0], first), (names[1], second)))


def odd(slug, why, *headers):
    """A signed request with headers that do not matter."""
    return case(slug, why, signed().with_headers(*headers), Admitted())


def changed(slug, why, change, expect=MALFORMED, **more):
    return case(slug, why, signed(signature=Signature(BODY, change=change)), expect, **more)


CASES = [
    case("lower-case", "names have no case", spelled("x-inngest-signature"), Admitted(), protocols=H1),
    case("upper-case", "names have no case", spelled("X-INNGEST-SIGNATURE"), Admitted(), protocols=H1),
    case("mixed-case", "names have no case", spelled("x-iNNgest-siGNature"), Admitted(), protocols=H1),
    case(
        "underscores",
        "another name is another header, in CGI too",
        spelled("X_Inngest_Signature"),
        Refused("missing_signature"),
    ),
    case(
        "longer-name", "another name is another header", spelled("X-Inngest-Signature2"), Refused("missing_signature")
    ),
    case(
        "prefixed-name",
        "another name is another header",
        spelled("HTTP-X-Inngest-Signature"),
        Refused("missing_signature"),
    ),
    case(
        "twice-the-same", "a repeated header is malformed, even if both are right", with_both(RIGHT, RIGHT), MALFORMED
    ),
    case("right-then-wrong", "the first of two does not decide", with_both(RIGHT, WRONG), MALFORMED),
    case("wrong-then-right", "the last of two does not decide", with_both(WRONG, RIGHT), MALFORMED),
    case("empty-then-right", "an empty value counts", with_both("", RIGHT), MALFORMED),
    case("right-then-empty", "an empty value counts", with_both(RIGHT, ""), MALFORMED),
    case(
        "twice-in-two-spellings",
        "two spellings are one header",
        with_both(RIGHT, RIGHT, ("X-Inngest-Signature", "x-inngest-signature")),
        MALFORMED,
        protocols=H1,
    ),
    changed("joined-by-a-comma", "two values on one line are two values", lambda text: f"{text}, {text}"),
    case("empty", "a header that is there and empty is malformed, not missing", spelled(HEADER, ""), MALFORMED),
    case("blank", "white space around a value is no value", spelled(HEADER, "   "), MALFORMED, protocols=H1),
    changed(
        "spaces-around",
        "white space around a value is none of it",
        lambda text: f"  {text}  ",
        Admitted(),
        protocols=H1,
    ),
    changed("tabs-around", "tabs, too", lambda text: f"\t{text}\t", Admitted(), protocols=H1),
    changed("space-inside", "no space inside", lambda text: text.replace("&", " &")),
    changed(
        "folded",
        "a value over two lines is none",
        lambda text: text.replace("&", "&\r\n "),
        NeverAdmitted(),
        protocols=H1,
    ),
    case("latin-1", "bytes that are not ASCII are malformed", spelled(HEADER, b"t=1&s=\xe9"), MALFORMED),
    case("not-utf-8", "bytes that are no text are malformed", spelled(HEADER, b"t=1&s=\xff\xfe"), MALFORMED),
    changed("four-kilobytes", "a long value is malformed like a short one", lambda text: text + "0" * 4000),
    case(
        "in-the-trailer",
        "trailers are no headers",
        unsigned(framing=Chunked(trailers=((HEADER, RIGHT),))),
        Refused("missing_signature"),
    ),
    case(
        "in-the-trailer-too",
        "trailers add nothing to a header that is right",
        signed(framing=Chunked(trailers=((HEADER, WRONG),))),
        Admitted(),
    ),
    case(
        "in-the-query",
        "the query is not looked at",
        unsigned("/plain/echo?x-inngest-signature=t=1&s=00"),
        Refused("missing_signature"),
    ),
    case(
        "in-a-cookie",
        "cookies are not looked at",
        unsigned(headers=(JSON, ("Cookie", Signature(BODY, change=lambda text: f"X-Inngest-Signature={text}")))),
        Refused("missing_signature"),
    ),
    case(
        "query-on-a-signed-request",
        "the query is not signed",
        signed("/plain/echo?fnId=a%20b&stepId=%C3%A9"),
        Admitted(),
    ),
    odd("other-latin-1", "a header that does not matter may be no text", ("X-Other", b"\xe9\xff")),
    odd("other-repeated", "a header that does not matter may be repeated", ("X-Other", "1"), ("X-Other", "2")),
    odd("other-empty", "a header that does not matter may be empty", ("X-Other", "")),
    odd("other-long", "a header that does not matter may be long", ("X-Other", "x" * 4000)),
    odd("other-prototype", "a header is no property of an object", ("constructor", "x"), ("__proto__", "x")),
    odd("many-others", "what does not matter is passed over", *((f"X-Other-{number}", "x") for number in range(60))),
    case("no-content-type", "the content type does not matter", signed(headers=()), Admitted()),
    case(
        "foreign-content-type",
        "nor does one that no parser knows",
        signed(headers=(("Content-Type", "application/x-probe"),)),
        Admitted(),
    ),
    case("broken-content-type", "nor does one that is none", signed(headers=(("Content-Type", "///"),)), Admitted()),
    case(
        "upper-case-in-http-2",
        "HTTP/2 has names in lower case alone; the server may refuse others",
        unsigned(headers=(("X-Inngest-Signature2", "x"),)),
        Refused("missing_signature"),
        protocols=H2,
    ),
    case(
        "odd-signed",
        "a program in front that makes the headers odd changes no verdict",
        signed("/odd/echo"),
        Admitted(),
    ),
    case("odd-signed-chunked", "whatever the framing", signed("/odd/echo", framing=Chunked(7)), Admitted()),
    case("odd-signed-get", "or without a body", signed_get("/odd/echo"), Admitted()),
    case("odd-unsigned", "what is missing stays missing", unsigned("/odd/echo"), Refused("missing_signature")),
    case("odd-forged", "what is wrong stays wrong", forged("/odd/echo"), Refused("signature_mismatch")),
    case("odd-malformed", "what is malformed stays malformed", signed("/odd/echo", signature="t=1"), MALFORMED),
]
