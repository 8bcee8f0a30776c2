"""Several requests on a connection, clients that wait, connections that become something else."""

from http_runner.case import BOTH, H1, H2, RESET, case, leaves, talk
from http_runner.expect import Admitted, Failed, NeverAdmitted, Next, Refused
from http_runner.request import BODY, Chunked, Declared, Signature, Verbatim, forged, get, signed, signed_get, unsigned

MISSING = Refused("missing_signature")
OTHER = b'{"other":true}'
UNSIGNED_GET = Admitted("unsigned_method", None, None)
IGNORED = Admitted("unsigned_method", None, None, answers=b"ok")

# A body that is a request itself. Whoever takes the body of a refused request for the next one answers it.
SMUGGLED = b"GET /open/status/207 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
LARGE = SMUGGLED * 4000


def pair(slug, why, first, first_expect, second=None, second_expect=None, *, protocols=BOTH, **more):
    """Two requests on a connection, one after the other and at once."""
    second, second_expect = second or signed(), second_expect or Admitted()
    exchanges = (first, first_expect), (second, second_expect)
    return [
        talk(slug, why, *exchanges, protocols=protocols, **more),
        talk(f"{slug}-at-once", why, *exchanges, protocols=protocols, together=True, **more),
    ]


def waiting(slug, why, request, expect, **more):
    """A client that sends `Expect: 100-continue` and waits, though not for ever."""
    return case(f"expect-{slug}", why, request, expect, slow=True, **more)


def upgrade(token, make=unsigned):
    headers = [("Connection", "Upgrade"), ("Upgrade", token)]
    if token == "websocket":
        headers += [("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==")]
    return make("/plain/echo", "GET", b"").with_headers(*headers)


CASES = [
    *pair("two-signed", "each is judged by itself", signed(), Admitted(), signed(body=OTHER), Admitted()),
    *pair(
        "signed-then-unsigned",
        "a verified request opens nothing for the next",
        signed(),
        Admitted(),
        unsigned(),
        MISSING,
    ),
    *pair("signed-then-forged", "nor for a forged one", signed(), Admitted(), forged(), Refused("signature_mismatch")),
    *pair(
        "chunked-then-declared",
        "each with its framing",
        signed(framing=Chunked(7)),
        Admitted(),
        signed(body=OTHER),
        Admitted(),
    ),
    *pair("get-then-post", "a request without a body, then one with", signed_get("/plain/echo"), Admitted()),
    *pair("refused-without-a-body", "a refusal leaves nothing behind", get("/plain/echo"), MISSING),
    *pair(
        "refused-after-its-body",
        "nor one whose body was read",
        forged(),
        Refused("signature_mismatch"),
        second_expect=Next(Admitted()),
    ),
    *pair(
        "refused-unread",
        "the body of a refused request is not the next request",
        unsigned(body=SMUGGLED),
        MISSING,
        second_expect=Next(Admitted()),
    ),
    *pair(
        "refused-unread-chunked",
        "in chunks, too",
        unsigned(body=SMUGGLED, framing=Chunked(7)),
        MISSING,
        second_expect=Next(Admitted()),
    ),
    *pair(
        "refused-unread-then-refused",
        "and two refusals are two",
        unsigned(body=SMUGGLED),
        MISSING,
        unsigned("/keyless/echo"),
        Next(Refused("missing_signing_key")),
    ),
    *pair("refused-unread-large", "a large body, too", unsigned(body=LARGE), MISSING, second_expect=Next(Admitted())),
    *pair(
        "malformed-unread",
        "whatever the reason",
        signed(body=SMUGGLED, signature="t=1"),
        Refused("malformed_signature"),
        second_expect=Next(Admitted()),
    ),
    *pair(
        "too-large-unread",
        "whatever the reason",
        signed("/limited/echo", body=SMUGGLED * 100),
        Refused("body_too_large"),
        second_expect=Next(Admitted()),
    ),
    *pair(
        "too-large-chunked-unread",
        "whatever the framing",
        signed("/limited/echo", body=SMUGGLED * 100, framing=Chunked(1000)),
        Refused("body_too_large"),
        second_expect=Next(Admitted()),
    ),
    *pair(
        "handler-left-the-body",
        "a handler that reads nothing leaves no request behind",
        unsigned("/open/ignore", "GET", SMUGGLED),
        IGNORED,
        second_expect=Next(Admitted()),
    ),
    *pair(
        "verified-handler-left-the-body",
        "nor does one whose body was judged",
        signed("/plain/ignore", body=SMUGGLED),
        Admitted(answers=b"ok"),
    ),
    *pair(
        "answer-too-large",
        "an answer that was withdrawn ends its request",
        signed("/limited/large/9000"),
        Refused("response_unsignable"),
        second_expect=Next(Admitted()),
    ),
    *pair("handler-raised", "so does a fault", signed("/plain/throws"), Failed(500), second_expect=Next(Admitted())),
    talk(
        "ten-in-a-row",
        "a connection lasts",
        *[(signed(body=b"%d" % number), Admitted()) for number in range(10)],
    ),
    talk(
        "ten-at-once",
        "answers come in the order of requests",
        *[(signed(body=b"%d" % number), Admitted()) for number in range(10)],
        together=True,
    ),
    talk(
        "ten-at-once-byte-by-byte",
        "cut anywhere",
        *[(signed(body=b"%d" % number, pieces=1), Admitted()) for number in range(10)],
        together=True,
        protocols=H1,
    ),
    talk(
        "mixed-at-once",
        "verdicts do not mix",
        (signed(), Admitted()),
        (signed_get("/open/echo"), Admitted()),
        (get("/open/echo"), UNSIGNED_GET),
        (signed(signature=Signature(BODY, key=b"9abcdef0")), Admitted(key=1)),
        (get("/plain/echo"), MISSING),
        (unsigned("/dev/echo"), Admitted("dev", None, None)),
        together=True,
    ),
    talk(
        "fifty-streams",
        "streams at once",
        *[(signed("/signing/echo", body=b"%d" % number), Admitted()) for number in range(50)],
        together=True,
        protocols=H2,
    ),
    talk(
        "stream-beside-a-refusal",
        "a refused stream does not end the others",
        (signed("/signing/echo", body=b"x" * 100_000), Admitted()),
        (unsigned(body=b"x" * 100_000), MISSING),
        (signed("/limited/echo", body=b"x" * 100_000), Refused("body_too_large")),
        (signed("/signing/large/100000"), Admitted(answers=b"x" * 100_000)),
        together=True,
        protocols=H2,
    ),
    case(
        "close",
        "a client that ends the connection is answered",
        signed().with_headers(("Connection", "close")),
        Admitted(),
        protocols=H1,
    ),
    case("close-refused", "refused or not", unsigned().with_headers(("Connection", "close")), MISSING, protocols=H1),
    leaves(
        "reset-a-stream-before-the-answer",
        "the others are served",
        signed("/signing/large/100000"),
        RESET,
        protocols=H2,
    ),
    waiting("signed", "the body comes when it is asked for", signed(waits_for_continue=True), Admitted()),
    waiting(
        "signing",
        "and the answer is signed, what came before it is not",
        signed("/signing/echo", waits_for_continue=True),
        Admitted(),
    ),
    waiting("chunked", "in chunks, too", signed(framing=Chunked(7), waits_for_continue=True), Admitted()),
    waiting(
        "unverified",
        "the handler asks for the body itself",
        unsigned("/dev/echo", waits_for_continue=True),
        Admitted("dev", None, None),
    ),
    waiting("unsigned", "or does not come at all", unsigned(waits_for_continue=True), MISSING),
    waiting(
        "malformed",
        "or does not come at all",
        signed(signature="t=1", waits_for_continue=True),
        Refused("malformed_signature"),
    ),
    waiting(
        "too-large",
        "or does not come at all",
        signed("/limited/echo", body=b"x" * 5000, waits_for_continue=True),
        Refused("body_too_large"),
    ),
    waiting("forged", "or comes in vain", forged(waits_for_continue=True), Refused("signature_mismatch")),
    case(
        "upgrade-websocket-unsigned",
        "a handshake of a WebSocket is a GET",
        upgrade("websocket"),
        NeverAdmitted(),
        protocols=H1,
    ),
    case("upgrade-unknown-unsigned", "no protocol opens another way", upgrade("probe"), NeverAdmitted(), protocols=H1),
    case("upgrade-unknown-signed", "nor closes this one", upgrade("probe", signed), Admitted(), protocols=H1),
    case(
        "upgrade-h2c-unsigned",
        "HTTP/2 neither",
        upgrade("h2c").with_headers(("HTTP2-Settings", "AAMAAABkAAQAAP__")),
        NeverAdmitted(),
        protocols=H1,
    ),
    talk(
        "garbage-behind-a-request",
        "what comes behind a body is not part of it",
        (signed(), Admitted()),
        (unsigned(method="{", framing=Verbatim((), b"")), Next(NeverAdmitted())),
        together=True,
        protocols=H1,
    ),
    talk(
        "body-longer-than-declared",
        "what comes behind the declared length is another request",
        (signed(body=BODY, framing=Verbatim((b"Content-Length: %d" % len(BODY),), BODY + b"more")), Admitted()),
        (get("/plain/echo"), Next(NeverAdmitted())),
        together=True,
        protocols=H1,
    ),
    case(
        "declared-and-nothing-else",
        "no body beside a length of 0",
        signed(body=b"", framing=Declared(0)).with_headers(("Connection", "close")),
        Admitted(),
        protocols=H1,
    ),
]
