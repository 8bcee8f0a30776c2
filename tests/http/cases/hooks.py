"""Hooks are called once for each refusal and each warning, and for nothing else."""

from http_runner.case import H1, HALF_CLOSED, case
from http_runner.expect import Admitted, CutOff, Refused
from http_runner.request import BODY, Chunked, Signature, forged, signed, unsigned

DEV = ("X-Inngest-Server-Kind", "dev")
WARNED = {"warning": {"dev_server_in_cloud_mode": 1}}


def refused(slug, code, request, **more):
    return case(slug, "the hook learns the code, once", request, Refused(code), hooks={"refused": {code: 1}}, **more)


CASES = [
    case("admitted", "no hook for a verified request", signed(), Admitted(), hooks={}),
    case("unverified", "nor for an unverified one", unsigned("/dev/echo"), Admitted("dev", None, None), hooks={}),
    refused("missing-signature", "missing_signature", unsigned()),
    refused("malformed-signature", "malformed_signature", signed(signature="t=1")),
    refused("signature-mismatch", "signature_mismatch", forged()),
    refused("expired", "expired", signed(signature=Signature(BODY, age=310))),
    refused("not-yet-valid", "not_yet_valid", signed(signature=Signature(BODY, age=-310))),
    refused("missing-signing-key", "missing_signing_key", signed("/keyless/echo")),
    refused("invalid-setting", "invalid_setting", signed("/broken/echo")),
    refused("body-too-large", "body_too_large", signed("/limited/echo", body=b"x" * 4097)),
    refused("body-unavailable", "body_unavailable", signed("/parsed/echo", framing=Chunked(7))),
    refused("response-unsignable", "response_unsignable", signed("/limited/large/4097")),
    case(
        "warning",
        "a warning comes with an admission",
        signed().with_headers(DEV),
        Admitted(warning="dev_server_in_cloud_mode"),
        hooks=WARNED,
    ),
    case(
        "warning-chunked",
        "once, however the body came",
        signed(framing=Chunked(1)).with_headers(DEV),
        Admitted(warning="dev_server_in_cloud_mode"),
        hooks=WARNED,
    ),
    case(
        "cut-off",
        "a client that stops is no fault of this side, whatever becomes of the answer",
        signed(sent=10),
        CutOff(),
        protocols=H1,
        ending=HALF_CLOSED,
    ),
]
