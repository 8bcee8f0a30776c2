"""Requests of Django: how they are admitted."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from django.http import HttpRequest

from signkey import asgi, wsgi

if TYPE_CHECKING:
    from signkey._signkey import Admission, Endpoint


def admit(endpoint: Endpoint, request: HttpRequest, now: int | None) -> Admission:
    """Asks the endpoint. ``request.body`` are then the bytes that it judged. A claim is still to be
    made."""
    admission = endpoint.admit(request.method, wsgi.headers(request.META))
    if admission.at_most is None:
        return admission
    body = request._body if hasattr(request, "_body") else _read(request, admission)
    if body is None:
        admission.no_body("aborted")
        return admission
    if hasattr(request, "environ"):
        admission.receive(body, wsgi.framing(request.environ), now)
    else:
        admission.receive(body, asgi.framing(request.scope), now)
    # As Django itself does it when `request.body` is read.
    request._read_started = True
    request._body, request._stream = body, BytesIO(body)
    request.META[wsgi.LENGTH] = str(len(body))
    return admission


def _read(request: HttpRequest, admission: Admission) -> bytes | None:
    """What is left of the body; ``None`` if the connection broke off."""
    if hasattr(request, "environ") and not request._read_started:
        # Past Django, which reads nothing of a body without a length.
        return wsgi.read_body(request.environ, admission)
    try:
        return bytes(request.read((admission.at_most or 0) + 1))
    except OSError:
        return None
