"""The request `admit`: a whole request through an endpoint, and the response that follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fields import (
    read_bytes,
    read_flag,
    read_integer,
    read_optional,
    read_pairs,
    read_status,
    read_text,
    write,
)
from settings import make_config, read_texts

from signkey import Admission, Refusal, Verified
from signkey.errors import InvalidArgumentError, ResponseUnsignableError

FLAGS = {"unsigned_sync", "sign_responses"}
NUMBERS = {"past", "future", "max_body_size", "max_json_size", "max_response_size"}
REASONS = {b"too_large", b"parsed", b"unframed", b"aborted"}


def read_options(field: bytes) -> dict[str, Any]:
    options: dict[str, Any] = {}
    for name, value in read_pairs(field):
        match read_text(name):
            case "unsigned_method":
                options.setdefault("unsigned_methods", []).append(read_text(value))
            case flag if flag in FLAGS:
                options[flag] = read_flag(value)
            case number if number in NUMBERS:
                options[number] = read_integer(value)
            case _:
                raise InvalidArgumentError
    return options


def read_received(field: bytes) -> int | str:
    """A framing, or why there is no body."""
    kind, colon, length = field.partition(b":")
    if kind == b"declared" and colon:
        return read_integer(length)
    if field in REASONS | {b"head", b"http2", b"ended", b"unknown"}:
        return field.decode()
    raise InvalidArgumentError


def admit(  # noqa: PLR0913, PLR0917 - the fields of the request
    settings_field: bytes,
    vars_field: bytes,
    endpoint_field: bytes,
    method_field: bytes,
    headers_field: bytes,
    received_field: bytes,
    body_field: bytes,
    now_field: bytes,
    status_field: bytes,
    type_field: bytes,
    response_field: bytes,
    timestamp_field: bytes,
) -> list[str]:
    settings, variables = read_texts(settings_field), read_texts(vars_field)
    options, method = read_options(endpoint_field), read_text(read_bytes(method_field))
    headers, received = read_pairs(headers_field), read_received(received_field)
    body, now = read_bytes(body_field), read_integer(now_field)
    status = None if status_field == b"-" else read_status(status_field)
    content_type, answer = read_optional(type_field), read_bytes(response_field)
    timestamp = read_integer(timestamp_field)

    endpoint = make_config(settings, variables).endpoint(**options)
    admission = endpoint.admit(method, headers)
    at_most = admission.at_most
    if at_most is not None:
        receive(admission, received, body, now)
    response, signature, refusal = "-", "-", admission.refusal
    if refusal is None and status is not None:
        response, signature, refusal = respond(admission, status, content_type, answer, timestamp)
    warning = admission.warning
    return [
        "-" if at_most is None else str(at_most),
        *verdict(admission),
        "-" if warning is None else warning.code,
        response,
        signature,
        *parts(refusal),
    ]


def receive(admission: Admission, received: int | str, body: bytes, now: int) -> None:
    if isinstance(received, str) and received.encode() in REASONS:
        admission.no_body(received)  # type: ignore[arg-type]
    else:
        admission.receive(body, received, now)  # type: ignore[arg-type]


def respond(
    admission: Admission, status: int, content_type: bytes | None, body: bytes, timestamp: int
) -> tuple[str, str, Refusal | None]:
    """What becomes of a response, its signature, and what is sent in its place."""
    step = admission.response(status, content_type)
    if step.at_most is None:
        return step.step, "-", step.refusal
    kind = "hold_empty" if step.is_empty else "hold"
    sent = b"" if step.is_empty else body
    try:
        signature = write(admission.sign(sent, timestamp=timestamp))
    except ResponseUnsignableError:
        return f"{kind}:{step.at_most}", "-", admission.unsignable()
    return f"{kind}:{step.at_most}", signature, None


def verdict(admission: Admission) -> list[str]:
    if admission.refusal is not None:
        return ["refused", admission.refusal.error.code]
    caller = admission.caller
    if not isinstance(caller, Verified):
        return ["unverified", caller.reason]
    facts = [str(caller.key_index), caller.form, str(caller.timestamp), caller.key_id]
    return ["verified", ",".join(facts)]


def parts(refusal: Refusal | None) -> list[str]:
    if refusal is None:
        return ["-"] * 5
    fields = "".join(f"{name}: {value}\n" for name, value in refusal.headers)
    unread = "1" if refusal.is_unread else "0"
    return [str(refusal.status), write(fields), write(refusal.body), unread, write(refusal.log)]


# What answers a request, and how many fields it has.
REQUESTS: dict[bytes, tuple[Callable[..., list[str]], int]] = {b"admit": (admit, 12)}
