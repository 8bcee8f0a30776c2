"""Answers: signed over the bytes that are sent, or not sent; everything else goes through as it is."""

from http_runner.case import BOTH, H1, case, talk
from http_runner.expect import Admitted, Failed, Refused
from http_runner.request import BODY, FALLBACK, Chunked, Signature, forged, get, signed, signed_get, unsigned

EMPTY_STATUSES = (204, 205, 304)
STATUSES = (200, 201, 202, 206, 400, 401, 403, 404, 409, 422, 429, 500, 501, 503)
STREAM = b"AAAABBBBCCCC"
EVENTS = b"data: 1\n\ndata: 2\n\n"
X = Admitted(answers=b"x")
UNSIGNABLE = Refused("response_unsignable")
COMPRESSED = ("content-encoding", "gzip")


def status(number, variant="signing"):
    return signed(f"/{variant}/status/{number}")


def head(path):
    return signed(path, "HEAD", b"")


CASES = [
    case("signed", "the answer is signed over its body", signed("/signing/echo"), Admitted()),
    case("signed-get", "to every method", signed_get("/signing/echo"), Admitted()),
    case(
        "signed-chunked", "whatever the framing of the request", signed("/signing/echo", framing=Chunked(7)), Admitted()
    ),
    case(
        "signed-under-the-fallback",
        "under the key that verified the request",
        signed("/signing/echo", signature=Signature(BODY, key=FALLBACK)),
        Admitted(key=1),
    ),
    case(
        "signed-version-1.0",
        "to HTTP/1.0",
        signed("/signing/stream", version="1.0"),
        Admitted(answers=STREAM),
        protocols=H1,
    ),
    *(
        case(f"status-{number}", "whatever the status says", status(number), Admitted(status=number, answers=b"x"))
        for number in STATUSES
    ),
    *(
        case(
            f"status-{number}",
            "no body is sent, so the signature is over the empty one",
            status(number),
            Admitted(status=number, answers=b""),
        )
        for number in EMPTY_STATUSES
    ),
    *(
        case(
            f"status-{number}-not-signed",
            "nor is one sent without signatures",
            status(number, "plain"),
            Admitted(status=number, answers=b""),
        )
        for number in (204, 304)
    ),
    case("empty", "an empty body is a body", signed("/signing/empty"), Admitted(answers=b"")),
    case("head", "no body is sent to HEAD, so the signature is over the empty one", head("/signing/echo"), Admitted()),
    case("head-of-a-status", "whatever the handler hands over", head("/signing/status/404"), Admitted(status=404)),
    case("head-of-204", "and whatever the status", head("/signing/status/204"), Admitted(status=204)),
    case("head-of-a-stream", "in one piece or several", head("/signing/stream"), Admitted()),
    case("head-over-the-limit", "what is not sent is not too large", head("/limited/large/9000"), Admitted()),
    case("head-not-signed", "without signatures, too", head("/plain/stream"), Admitted()),
    case(
        "stream",
        "the bytes that were written, although the buffer was used again",
        signed("/signing/stream"),
        Admitted(answers=STREAM),
    ),
    case("stream-not-signed", "with signatures or without", signed("/plain/stream"), Admitted(answers=STREAM)),
    case(
        "stream-unverified", "held or not", get("/open/stream"), Admitted("unsigned_method", None, None, answers=STREAM)
    ),
    case(
        "compressed",
        "compressed behind the protection: the bytes that are sent",
        signed("/signing/gzip"),
        Admitted(header=COMPRESSED),
    ),
    case(
        "compressed-on-demand",
        "asked for or not",
        signed("/signing/gzip").with_headers(("Accept-Encoding", "gzip")),
        Admitted(header=COMPRESSED),
    ),
    case("compressed-not-signed", "with signatures or without", signed("/plain/gzip"), Admitted(header=COMPRESSED)),
    case("own-header", "the handler's own header is replaced", signed("/signing/ownheader"), Admitted(answers=b"ok")),
    case(
        "own-header-not-signed",
        "or left alone, without signatures",
        signed("/plain/ownheader"),
        Admitted(answers=b"ok"),
    ),
    case(
        "own-header-unverified",
        "or to unverified callers",
        get("/open/ownheader"),
        Admitted("unsigned_method", None, None, answers=b"ok"),
    ),
    case(
        "hundred-kilobytes",
        "a body of several writes",
        signed("/signing/large/100000"),
        Admitted(answers=b"x" * 100_000),
    ),
    case("one-byte", "a short body", signed("/signing/large/1"), Admitted(answers=b"x")),
    case("four-megabytes", "a large body", signed("/signing/large/4194304"), Admitted(answers=b"x" * (4 << 20))),
    case(
        "four-megabytes-not-signed",
        "a large body that is not held",
        signed("/plain/large/4194304"),
        Admitted(answers=b"x" * (4 << 20)),
    ),
    case("at-the-limit", "the limit belongs to it", signed("/limited/large/4096"), Admitted(answers=b"x" * 4096)),
    case("over-the-limit", "more is never sent, least of all unsigned", signed("/limited/large/4097"), UNSIGNABLE),
    case("far-over-the-limit", "however much it is", signed("/limited/large/10000000"), UNSIGNABLE),
    case("over-the-default-limit", "16 MiB, if nothing else is set", signed("/signing/large/16777217"), UNSIGNABLE),
    case("at-the-default-limit", "16 MiB", signed("/signing/large/16777216"), Admitted(answers=b"x" * (16 << 20))),
    case(
        "over-the-limit-not-signed",
        "what is not signed has no limit",
        signed("/plain/large/16777217"),
        Admitted(answers=b"x" * (16 << 20) + b"x"),
    ),
    case(
        "events",
        "an event stream cannot be signed, so it is not sent",
        signed("/signing/events"),
        UNSIGNABLE,
        slow=True,
    ),
    case(
        "events-not-signed",
        "without signatures it comes as it is written",
        signed("/plain/events"),
        Admitted(answers=EVENTS, streams=True),
        slow=True,
    ),
    case(
        "events-unverified",
        "to unverified callers, too",
        get("/open/events"),
        Admitted("unsigned_method", None, None, answers=EVENTS, streams=True),
        slow=True,
    ),
    case("throws", "the framework answers what the handler raises", signed("/plain/throws"), Failed(500)),
    case("throws-signing", "signed rightly or not at all", signed("/signing/throws"), Failed(500)),
    case("throws-unverified", "to unverified callers, too", get("/open/throws"), Failed(500)),
    case("refusal-not-signed", "a refusal is not signed", unsigned("/signing/echo"), Refused("missing_signature")),
    case(
        "refusal-of-a-forgery-not-signed", "whatever its reason", forged("/signing/echo"), Refused("signature_mismatch")
    ),
    case(
        "unverified-not-signed",
        "an answer to anyone is not signed",
        get("/open/echo"),
        Admitted("unsigned_method", None, None),
    ),
    case("verified-among-unsigned", "an answer to the platform is", signed_get("/open/echo"), Admitted()),
    case("dev-signed", "in dev mode, too", signed("/dev/stream"), Admitted(answers=STREAM)),
    talk(
        "empty-ones-in-a-row",
        "what has no body leaves nothing on the connection",
        (status(204), Admitted(status=204, answers=b"")),
        (status(304), Admitted(status=304, answers=b"")),
        (status(205), Admitted(status=205, answers=b"")),
        (head("/signing/stream"), Admitted()),
        (signed("/signing/empty"), Admitted(answers=b"")),
        (signed("/signing/echo"), Admitted()),
        protocols=BOTH,
    ),
]
