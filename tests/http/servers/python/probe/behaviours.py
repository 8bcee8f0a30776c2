"""What the handler answers, whatever the framework."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from signkey import HEADER_NAME, App, Refusal, SignkeyError, Verified

from .variants import Variant

APP = App(id="probe", sdk="probe:v1.0.0", language="py", framework="probe", functions=1)
TEXT = "text/plain"
JSON = "application/json"
PIECE = 1 << 16
LATER = 2.2
PAUSE = 0.2


@dataclass
class Request:
    """A request, as a framework shows it to a handler."""

    variant: Variant
    admission: Any
    method: str
    behaviour: str
    query: str
    content_length: str | None
    body: bytes | None = None

    @property
    def reads_body(self) -> bool:
        return self.behaviour == "echo"

    @property
    def waits(self) -> float:
        """Seconds, before it is answered."""
        return LATER if self.behaviour == "register/later" else 0


@dataclass
class Reply:
    """An answer. ``pause`` is the time between the pieces, in seconds."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pieces: list[bytes] = field(default_factory=list)
    pause: float = 0

    @property
    def is_streamed(self) -> bool:
        return len(self.pieces) > 1

    def fields(self) -> list[tuple[str, str]]:
        return list(self.headers.items())

    def whole(self) -> bytes:
        return b"".join(self.pieces)


def facts(request: Request) -> dict[str, object]:
    caller = request.admission.caller
    is_verified = isinstance(caller, Verified | Forger)
    warning, body = request.admission.warning, request.body
    return {
        "method": request.method,
        "caller": "verified" if is_verified else caller.reason,
        "key": caller.key_index if is_verified else None,
        "form": caller.form if is_verified else None,
        "warning": None if warning is None else warning.code,
        "length": None if body is None else len(body),
        "sha256": None if body is None else hashlib.sha256(body).hexdigest(),
        "content_length": request.content_length,
    }


def answer(request: Request) -> Reply:
    """The answer to a request that got in. Raises what a handler would raise."""
    told = json.dumps(facts(request), separators=(",", ":"))
    reply = behave(request, told)
    if reply is None:
        return Reply(404)
    reply.headers["X-Probe"] = told
    return reply


def behave(request: Request, told: str) -> Reply | None:  # noqa: PLR0911 - one for each behaviour
    match request.behaviour.split("/"):
        case ["echo"]:
            return text(told.encode(), JSON)
        case ["status", number]:
            return text(b"x", status=int(number))
        case ["empty"]:
            return Reply()
        case ["stream"]:
            return Reply(headers={"Content-Type": TEXT}, pieces=[b"AAAA", b"BBBB", b"CCCC"])
        case ["large", size]:
            return Reply(headers={"Content-Type": TEXT}, pieces=list(large(int(size))))
        case ["events"]:
            events = [b"data: 1\n\n", b"data: 2\n\n"]
            return Reply(200, {"Content-Type": "text/event-stream"}, events, PAUSE)
        case ["ownheader"]:
            reply = text(b"ok")
            reply.headers[HEADER_NAME] = "forged"
            return reply
        case ["gzip"]:
            reply = text(gzip.compress(b"x" * 1000))
            reply.headers["Content-Encoding"] = "gzip"
            return reply
        case ["throws"]:
            message = "the handler raised"
            raise RuntimeError(message)
        case ["ignore"]:
            return text(b"ok")
        case ["introspect"]:
            said = request.variant.config.introspect(APP, request.admission)
            return text(said.encode(), JSON)
        case ["register"] | ["register", "later"]:
            return register(request)
    return None


def register(request: Request) -> Reply:
    try:
        registration = request.variant.config.registration(APP, request.admission, request.query)
    except SignkeyError as error:
        return refused(request.variant.endpoint.refuse(error))
    if registration.state != "in_band":
        return text(b'{"state":"register"}', JSON)
    response = registration.response(b'{"probe":true}')
    return Reply(response.status, response.headers, [response.body])


def refused(refusal: Refusal) -> Reply:
    return Reply(refusal.status, dict(refusal.headers), [refusal.body])


def text(body: bytes, kind: str = TEXT, status: int = 200) -> Reply:
    return Reply(status, {"Content-Type": kind}, [body])


def large(size: int) -> Iterator[bytes]:
    for at in range(0, size, PIECE):
        yield b"x" * min(PIECE, size - at)


class Forger:
    """Who is admitted by the control, an adapter that is broken on purpose: anyone."""

    key_index = 0
    form = "raw"


class Everyone:
    """The admission of the control."""

    caller = Forger()
    warning = None
    verified = None
