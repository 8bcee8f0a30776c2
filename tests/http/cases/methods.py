"""Every method is judged alike, with a body and without one."""

from http_runner.case import case
from http_runner.expect import Admitted, Refused, Told
from http_runner.request import JSON, forged, get, signed, unsigned

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PREFLIGHT = (("Origin", "http://example.test"), ("Access-Control-Request-Method", "POST"))

CASES = [
    *(
        case(
            f"{method.lower()}-with-a-body",
            "the body that was signed is the one the handler reads",
            signed(method=method),
            Admitted(),
        )
        for method in METHODS
    ),
    *(
        case(
            f"{method.lower()}-without-a-body", "the empty body is signed", signed(method=method, body=b""), Admitted()
        )
        for method in METHODS
    ),
    *(
        case(
            f"{method.lower()}-unsigned",
            "no method is exempt by itself",
            unsigned(method=method, body=b""),
            Refused("missing_signature"),
        )
        for method in METHODS
    ),
    *(
        case(
            f"{method.lower()}-forged",
            "a body beside any method is verified",
            forged(method=method),
            Refused("signature_mismatch"),
        )
        for method in METHODS
    ),
    case(
        "preflight-unsigned",
        "a request of CORS is a request",
        unsigned(method="OPTIONS", body=b"", headers=PREFLIGHT),
        Refused("missing_signature"),
    ),
    case(
        "override-header",
        "the method is that of the request line, not of a header",
        unsigned("/open/echo", headers=(JSON, ("X-HTTP-Method-Override", "GET"))),
        Refused("missing_signature"),
    ),
    case(
        "lower-case-get",
        "methods are compared byte for byte: get is not GET",
        unsigned("/open/echo", "get", b""),
        Refused("missing_signature"),
    ),
    case(
        "lower-case-option",
        "an endpoint whose unsigned methods are not in upper case cannot be made",
        get("/start"),
        Told({"unsigned_methods": "invalid_argument"}),
    ),
]
