"""Switches: what loosens loosens no more than it says; what is broken or missing refuses everything."""

from http_runner.case import case
from http_runner.expect import Admitted, Refused
from http_runner.request import BODY, JSON, Chunked, Signature, forged, get, signed, signed_get, unsigned

IN_BAND = ("X-Inngest-Sync-Kind", "in_band")
DEV = ("X-Inngest-Server-Kind", "dev")
MISSING = Refused("missing_signature")


def everything_refused(variant, code, why):
    """No request passes an endpoint without a key, or with a switch that cannot be read."""
    path = f"/{variant}/echo"
    requests = {
        "unsigned": unsigned(path),
        "signed": signed(path),
        "forged": forged(path),
        "malformed": signed(path, signature="t=1"),
        "expired": signed(path, signature=Signature(BODY, age=310)),
        "get": get(path),
        "put": unsigned(path, "PUT", headers=(JSON, IN_BAND)),
        "dev-server": unsigned(path, headers=(JSON, DEV)),
        "chunked": signed(path, framing=Chunked(7)),
        "head": unsigned(path, "HEAD", b""),
    }
    return [case(f"{variant}-{name}", why, request, Refused(code)) for name, request in requests.items()]


def by_method(**more):
    return Admitted("unsigned_method", None, None, **more)


CASES = [
    *everything_refused("keyless", "missing_signing_key", "without a key, nothing is verified and nothing passes"),
    *everything_refused("broken", "invalid_setting", "a switch that cannot be read is no dev mode"),
    case("unsigned-get", "the method that was opted in", get("/open/echo"), by_method()),
    case("unsigned-get-with-a-body", "the handler reads the body itself", unsigned("/open/echo", "GET"), by_method()),
    case("unsigned-get-chunked", "chunked, too", unsigned("/open/echo", "GET", framing=Chunked(1)), by_method()),
    case(
        "unsigned-get-warning",
        "a warning comes with it",
        get("/open/echo", headers=(DEV,)),
        by_method(warning="dev_server_in_cloud_mode"),
    ),
    case("unsigned-head", "HEAD is not GET", unsigned("/open/echo", "HEAD", b""), MISSING),
    case("unsigned-post", "POST is not GET", unsigned("/open/echo"), MISSING),
    case("unsigned-put-of-methods", "PUT is not GET", unsigned("/open/echo", "PUT"), MISSING),
    case("unsigned-options", "OPTIONS is not GET", unsigned("/open/echo", "OPTIONS", b""), MISSING),
    case("signed-get", "a signature that is there is verified", signed_get("/open/echo"), Admitted()),
    case("forged-get", "and has to be right", forged("/open/echo", "GET", b""), Refused("signature_mismatch")),
    case("malformed-get", "and well-formed", signed_get("/open/echo", signature="t=1"), Refused("malformed_signature")),
    case(
        "empty-signature-get", "and not empty", signed_get("/open/echo", signature=""), Refused("malformed_signature")
    ),
    case("expired-get", "and young", signed_get("/open/echo", signature=Signature(b"", age=310)), Refused("expired")),
    case("unsigned-sync", "a PUT begins a sync", unsigned("/sync/echo", "PUT"), Admitted("unsigned_sync", None, None)),
    case(
        "unsigned-sync-in-band",
        "whatever it asks for",
        unsigned("/sync/echo", "PUT", headers=(JSON, IN_BAND)),
        Admitted("unsigned_sync", None, None),
    ),
    case(
        "unsigned-sync-without-a-body",
        "with a body or without",
        unsigned("/sync/echo", "PUT", b""),
        Admitted("unsigned_sync", None, None),
    ),
    case(
        "unsigned-sync-chunked",
        "the handler reads the body itself",
        unsigned("/sync/echo", "PUT", framing=Chunked(1)),
        Admitted("unsigned_sync", None, None),
    ),
    case("unsigned-post-of-sync", "a POST begins none", unsigned("/sync/echo"), MISSING),
    case("unsigned-get-of-sync", "nor does a GET", get("/sync/echo"), MISSING),
    case("in-band-post", "a header makes no sync of a POST", unsigned("/sync/echo", headers=(JSON, IN_BAND)), MISSING),
    case("signed-sync", "a signature that is there is verified", signed("/sync/echo", "PUT"), Admitted()),
    case("forged-sync", "and has to be right", forged("/sync/echo", "PUT"), Refused("signature_mismatch")),
    case("unsigned-put-elsewhere", "a PUT needs the opt-in", unsigned(method="PUT", headers=(JSON, IN_BAND)), MISSING),
]
