"""Requests of Django: how they are admitted."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Literal

from django.http import HttpRequest

from signkey._adapter import framing
from signkey.wsgi import framing_of, hand_on, headers, read_body

if TYPE_CHECKING:
    from signkey._signkey import Admission, Endpoint


def admit(endpoint: Endpoint, request: HttpRequest, now: int | None) -> Admission:
    """Asks the endpoint. ``request.body`` are then the bytes that it judged."""
    admission = endpoint.admit(request.method, headers(request.META))
    if admission.step != "read_body":
        return admission
    body = request._body if hasattr(request, "_body") else _read(request, admission)
    if body is None:
        admission.no_body("aborted")
    else:
        admission.receive(body, _framing(request), now)
        # As Django itself does it when `request.body` is read.
        request._read_started = True
        request._body, request._stream = body, BytesIO(body)
        hand_on(request.META, body)
    return admission


def _read(request: HttpRequest, admission: Admission) -> bytes | None:
    """What is left of the body; ``None`` if the connection broke off."""
    if hasattr(request, "environ") and not request._read_started:
        # Past Django, which reads nothing of a body without a length.
        return read_body(request.environ, admission)
    try:
        return bytes(request.read((admission.at_most or 0) + 1))
    except OSError:
        return None


def _framing(request: HttpRequest) -> Literal["head", "unknown"]:
    if hasattr(request, "environ"):
        return framing_of(request.environ)
    return framing(request.scope.get("http_version", "1.1"))
