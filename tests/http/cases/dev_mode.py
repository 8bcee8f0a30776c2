"""Dev mode: unsigned requests pass, and are told apart; signed ones are verified if there is a key."""

from http_runner.case import case
from http_runner.expect import Admitted, Refused
from http_runner.request import BODY, FALLBACK, JSON, Chunked, Signature, forged, get, signed, unsigned


def dev(**more):
    return Admitted("dev", None, None, **more)


def without_key(**more):
    return Admitted("dev_without_key", None, None, **more)


CLOUD = ("X-Inngest-Server-Kind", "cloud")
DEV = ("X-Inngest-Server-Kind", "dev")
GARBAGE = "no signature at all"

CASES = [
    case("unsigned", "no signature, no proof", unsigned("/dev/echo"), dev()),
    case("unsigned-get", "whatever the method", get("/dev/echo"), dev()),
    case("unsigned-put", "whatever the method", unsigned("/dev/echo", "PUT"), dev()),
    case("unsigned-chunked", "the handler reads the body itself", unsigned("/dev/echo", framing=Chunked(1)), dev()),
    case(
        "unsigned-trailers",
        "trailers and all",
        unsigned("/dev/echo", framing=Chunked(7, trailers=(("X-Checksum", "1"),))),
        dev(),
    ),
    case(
        "unsigned-stream",
        "the answer is not held",
        unsigned("/dev/events"),
        dev(answers=b"data: 1\n\ndata: 2\n\n", streams=True),
        slow=True,
    ),
    case("unsigned-large-answer", "nor limited", unsigned("/dev/large/20000000"), dev(answers=b"x" * 20_000_000)),
    case("unsigned-own-header", "nor changed", unsigned("/dev/ownheader"), dev(answers=b"ok")),
    case("signed", "what is signed is verified", signed("/dev/echo"), Admitted()),
    case(
        "signed-fallback",
        "under each key",
        signed("/dev/echo", signature=Signature(BODY, key=FALLBACK)),
        Admitted(key=1),
    ),
    case("forged", "what is signed wrongly is refused", forged("/dev/echo"), Refused("signature_mismatch")),
    case(
        "malformed",
        "what is malformed is refused",
        signed("/dev/echo", signature=GARBAGE),
        Refused("malformed_signature"),
    ),
    case(
        "empty-signature",
        "an empty header is malformed",
        signed("/dev/echo", signature=""),
        Refused("malformed_signature"),
    ),
    case(
        "expired", "what is old is refused", signed("/dev/echo", signature=Signature(BODY, age=310)), Refused("expired")
    ),
    case(
        "warning",
        "the platform calls an app in dev mode",
        unsigned("/dev/echo", headers=(JSON, CLOUD)),
        dev(warning="cloud_server_in_dev_mode"),
    ),
    case(
        "warning-signed",
        "signed or not",
        signed("/dev/echo").with_headers(CLOUD),
        Admitted(warning="cloud_server_in_dev_mode"),
    ),
    case("no-warning", "a development server calls", unsigned("/dev/echo", headers=(JSON, DEV)), dev()),
    case("keyless-unsigned", "no key is needed", unsigned("/devkeyless/echo"), dev()),
    case("keyless-signed", "nor can a signature be verified", signed("/devkeyless/echo"), without_key()),
    case("keyless-forged", "whatever it is", forged("/devkeyless/echo"), without_key()),
    case("keyless-malformed", "whatever it is", signed("/devkeyless/echo", signature=GARBAGE), without_key()),
    case(
        "keyless-signed-chunked",
        "the handler reads the body itself",
        signed("/devkeyless/echo", framing=Chunked(1)),
        without_key(),
    ),
    case(
        "dev-server-in-cloud-mode",
        "a claim that contradicts the mode is worth a warning",
        signed().with_headers(DEV),
        Admitted(warning="dev_server_in_cloud_mode"),
    ),
    case(
        "dev-server-in-cloud-mode-unsigned",
        "and switches nothing off",
        unsigned(headers=(JSON, DEV)),
        Refused("missing_signature"),
    ),
    case("cloud-server-in-cloud-mode", "no contradiction", signed().with_headers(CLOUD), Admitted()),
    case(
        "unknown-server-kind",
        "a word that nobody knows",
        signed().with_headers(("X-Inngest-Server-Kind", "moon")),
        Admitted(),
    ),
    case(
        "server-kind-in-capitals",
        "words are compared byte for byte",
        signed().with_headers(("X-Inngest-Server-Kind", "DEV")),
        Admitted(),
    ),
    case("server-kind-twice", "two words say nothing", signed().with_headers(DEV, DEV), Admitted()),
    case(
        "server-kind-no-text",
        "bytes say nothing",
        signed().with_headers(("X-Inngest-Server-Kind", b"\xff")),
        Admitted(),
    ),
]
