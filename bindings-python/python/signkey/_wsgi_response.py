"""Responses of WSGI applications: refusals, and those that are held back to be signed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any

from signkey._signkey import HEADER_NAME, Admission, Refusal

if TYPE_CHECKING:
    from wsgiref.types import StartResponse

    from signkey._claims import Claims

Headers = list[tuple[str, str]]

TYPE = "content-type"
LENGTH = "Content-Length"
SIGNATURE = HEADER_NAME.lower()
REPLACED = {SIGNATURE, LENGTH.lower()}


def send_refusal(
    start_response: StartResponse, refusal: Refusal, admission: Admission
) -> list[bytes]:
    """Answers with a refusal."""
    body, status = refusal.body, refusal.status
    headers = [*refusal.headers, (LENGTH, str(len(body)))]
    start_response(f"{status} {HTTPStatus(status).phrase}", headers)
    return [body] if admission.sends_content(status) else []


def claiming(claims: Claims, admission: Admission, start_response: StartResponse) -> StartResponse:
    """A ``start_response`` that claims each signature that goes out, so that the response cannot
    come back as a request."""
    if not claims.wants_responses or admission.verified is None:
        return start_response

    def start(status: str, headers: Headers, *exc_info: Any) -> Callable[[bytes], object]:
        claims.claim_response(admission, signatures(headers))
        return start_response(status, headers, *exc_info)

    return start


def signatures(headers: Iterable[tuple[str, str]]) -> list[str]:
    """The values of all headers that hold a signature."""
    return [value for name, value in headers if name.lower() == SIGNATURE]


class Held:
    """Holds a response back until its last byte, then sends it signed."""

    __slots__ = ("_admission", "_body", "_head", "_step", "refusal")

    def __init__(self, admission: Admission) -> None:
        self._admission = admission
        self._head: tuple[str, Headers] = ("", [])
        self._body = BytesIO()
        self.refusal: Refusal | None = None
        """What to send in place of the response, once it is known that it cannot be signed."""

    def start(
        self, status: str, headers: Headers, _exc_info: Any = None, /
    ) -> Callable[[bytes], object]:
        """``start_response`` of the application. Nothing is sent yet, so it may be called again."""
        types = [value for name, value in headers if name.lower() == TYPE]
        self._step = self._admission.response(int(status[:3]), types[0] if types else None)
        self._head, self.refusal = (status, headers), self._step.refusal
        return self.write

    def write(self, chunk: bytes) -> None:
        """Takes the next bytes of the body."""
        if self.refusal is None and not self._step.is_empty:
            self._body.write(chunk)
            most = self._step.at_most
            if most is not None and self._body.tell() > most:
                self.refusal = self._admission.unsignable()

    def send(self, start_response: StartResponse, timestamp: int | None) -> list[bytes]:
        """Sends what was held, with its length and its signature."""
        status, headers = self._head
        body = self._body.getvalue()
        if self._step.at_most is not None:
            headers = [field for field in headers if field[0].lower() not in REPLACED]
            if not self._step.is_empty:
                headers.append((LENGTH, str(len(body))))
            headers.append((HEADER_NAME, self._admission.sign(body, timestamp=timestamp)))
        start_response(status, headers)
        return [body] if body else []
