"""Who may come in, as SPEC.md sections 4 and 9 say it; and how answers are signed."""

import time
from dataclasses import dataclass, field

from reference import Refusal, header_for, parse_key, verify

from .wire import BadRequest, ClientGone, Request, Response

SIGNATURE = b"x-inngest-signature"
WINDOW = 300
STATUS = {
    "missing_signing_key": 500,
    "body_too_large": 413,
    "body_unavailable": 500,
    "body_incomplete": 400,
    "response_unsignable": 500,
    "invalid_setting": 500,
    "method_not_allowed": 405,
}


@dataclass(frozen=True)
class Endpoint:
    mode: str = "cloud"
    keys: tuple[bytes, ...] = (b"signkey-test-12345678", b"signkey-test-9abcdef0")
    fault: str | None = None
    """With which every request is refused."""
    unsigned_methods: tuple[str, ...] = ()
    unsigned_sync: bool = False
    max_body_size: int = 16 << 20
    max_response_size: int = 16 << 20
    sign_responses: bool = False
    front: str | None = None
    """What a middleware in front does to the body."""
    broken: bool = False
    """The control: admits everything."""

    def __post_init__(self):
        for method in self.unsigned_methods:
            if not method.isupper():
                raise Refusal("invalid_argument")


@dataclass
class Admission:
    caller: str
    key: int | None = None
    form: str | None = None
    warning: str | None = None
    body: bytes | None = None
    """What was judged, which is what the handler reads."""


@dataclass
class Hooks:
    refused: dict[str, int] = field(default_factory=dict)
    warning: dict[str, int] = field(default_factory=dict)


def admit(endpoint: Endpoint, request: Request) -> Admission:
    """Who sent the request; raises a `Refusal`."""
    if endpoint.broken:
        return Admission("verified", 0, "raw", body=b"".join(request.body.pieces()))
    if endpoint.fault:
        raise Refusal(endpoint.fault)
    reason = unverified(endpoint, request)
    if reason:
        return Admission(reason, warning=warning(endpoint, request))
    values = request.values(SIGNATURE)
    header = b", ".join(values)
    # What no body can change is said before one is read.
    try:
        verify(endpoint.keys, b"", header, now(), WINDOW, WINDOW)
    except Refusal as refusal:
        if refusal.code in ("missing_signing_key", "malformed_signature"):
            raise
    body = read(endpoint, request)
    key, form, _ = verify(endpoint.keys, body, header, now(), WINDOW, WINDOW)
    return Admission("verified", key, form, warning(endpoint, request), body)


def unverified(endpoint: Endpoint, request: Request) -> str | None:
    """Why it needs no proof of its sender."""
    if request.values(SIGNATURE):
        return "dev_without_key" if endpoint.mode == "dev" and not endpoint.keys else None
    if endpoint.mode == "dev":
        return "dev"
    if not endpoint.keys:
        raise Refusal("missing_signing_key")
    if request.method in endpoint.unsigned_methods:
        return "unsigned_method"
    if endpoint.unsigned_sync and request.method == "PUT":
        return "unsigned_sync"
    raise Refusal("missing_signature")


def warning(endpoint: Endpoint, request: Request) -> str | None:
    kinds = request.values(b"x-inngest-server-kind")
    if endpoint.mode == "cloud" and kinds == [b"dev"]:
        return "dev_server_in_cloud_mode"
    if endpoint.mode == "dev" and kinds == [b"cloud"]:
        return "cloud_server_in_dev_mode"
    return None


def read(endpoint: Endpoint, request: Request) -> bytes:
    """The body under its limit; never less than there was."""
    declared = request.body.length
    if declared is not None and declared > endpoint.max_body_size:
        raise Refusal("body_too_large")
    proven = not request.body.touched
    source = request.body.pieces() if request.replaced is None else [request.replaced]
    # One buffer: pieces of a byte cost a byte each.
    body = bytearray()
    try:
        for piece in source:
            body += piece
            if len(body) > endpoint.max_body_size:
                raise Refusal("body_too_large")
    except (ClientGone, BadRequest) as error:
        raise Refusal("body_incomplete") from error
    if declared is not None and len(body) != declared:
        raise Refusal("body_unavailable")
    if declared is None and not body and not proven:
        raise Refusal("body_unavailable")
    return bytes(body)


def signed(endpoint: Endpoint, admission: Admission, request: Request, response: Response) -> Response:
    """The answer with its signature, if it gets one; raises a `Refusal`."""
    if admission.caller != "verified" or not endpoint.sign_responses or endpoint.broken:
        return response
    if dict(response.headers).get("Content-Type", "").startswith("text/event-stream"):
        raise Refusal("response_unsignable")
    empty = request.method == "HEAD" or response.status in (204, 205, 304)
    body = bytearray()
    for piece in () if empty else response.pieces:
        # A copy: the handler may use its buffer again.
        body += piece
        if len(body) > endpoint.max_response_size:
            raise Refusal("response_unsignable")
    header = header_for(parse_key(endpoint.keys[admission.key]), bytes(body), now()).decode()
    kept = [pair for pair in response.headers if pair[0].lower() != SIGNATURE.decode()]
    return Response(response.status, [*kept, ("X-Inngest-Signature", header)], [bytes(body)])


def refusal_response(code: str) -> Response:
    status = STATUS.get(code, 401)
    headers = [("Content-Type", "application/json")]
    headers += [("WWW-Authenticate", "Inngest-Signature")] if status == 401 else []
    text = f'{{"code":"{code}","message":"refused"}}'
    return Response(status, headers, [text.encode()])


def now() -> int:
    return int(time.time())


__all__ = ["Admission", "Endpoint", "Hooks", "Refusal", "admit", "now", "refusal_response", "signed"]
