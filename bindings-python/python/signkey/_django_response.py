"""Responses of Django: refusals, and those that are held back to be signed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from asgiref.sync import async_to_sync, sync_to_async
from django.http import HttpRequest, HttpResponse

from signkey._claims import AsyncClaims, Claims
from signkey._signkey import HEADER_NAME

if TYPE_CHECKING:
    from signkey._signkey import Admission, Refusal, ResponseStep

TYPE = "Content-Type"
LENGTH = "Content-Length"


def answer(refusal: Refusal, admission: Admission) -> HttpResponse:
    """A refusal as a response."""
    body = refusal.body
    content = body if admission.sends_content(refusal.status) else b""
    headers = {**dict(refusal.headers), LENGTH: str(len(body))}
    return HttpResponse(content, status=refusal.status, headers=headers)


def sign(request: HttpRequest, response: Any) -> Any:
    """The response, held back and signed if its endpoint says so."""
    held = _hold(request, response)
    if held is None:
        return response
    if held.wants_content:
        for chunk in response:
            if not held.take(chunk):
                break
    return held.finish(lambda body: [body])


async def sign_async(request: HttpRequest, response: Any) -> Any:
    """The same, for a response that may be streamed asynchronously."""
    held = _hold(request, response)
    if held is None:
        return response
    if held.wants_content and getattr(response, "is_async", False):
        async for chunk in response:
            if not held.take(chunk):
                break
    elif held.wants_content:
        for chunk in response:
            if not held.take(chunk):
                break
    return held.finish(_once)


def _hold(request: HttpRequest, response: Any) -> _Held | None:
    admission: Admission | None = getattr(request, "signkey", None)
    if admission is None:
        return None
    step = admission.response(response.status_code, response.get(TYPE))
    return None if step.step == "forward" else _Held(request, response, step)


class _Held:
    """A response that is held back."""

    def __init__(self, request: HttpRequest, response: Any, step: ResponseStep) -> None:
        self._request = request
        self._response = response
        self._body = BytesIO()
        self._limit = step.at_most or 0
        self._refusal = step.refusal
        self.wants_content = step.step == "hold" and not step.is_empty

    def take(self, chunk: bytes) -> bool:
        """Takes the next bytes; ``False`` if there are too many."""
        self._body.write(chunk)
        if self._body.tell() > self._limit:
            self._refusal = self._request.signkey.unsignable()
        return self._refusal is None

    def finish(self, stream: Callable[[bytes], Any]) -> Any:
        """What to send: the response with its length and its signature, or a refusal."""
        admission, adapter = self._request.signkey, self._request.signkey_adapter
        if self._refusal is not None:
            self._response.close()
            return answer(adapter.refuse(self._request, self._refusal), admission)
        response, body = self._response, self._body.getvalue()
        if response.streaming:
            response.streaming_content = stream(body)
        else:
            response.content = body
        if self.wants_content:
            response[LENGTH] = str(len(body))
        else:
            del response[LENGTH]
        response[HEADER_NAME] = admission.sign(body, timestamp=adapter.now())
        return response


def claim(request: HttpRequest, response: Any) -> None:
    """Claims the response that goes out, if it is signed: so it cannot come back as a request."""
    claims = getattr(request, "signkey_claims", None)
    signature = response.get(HEADER_NAME)
    if claims is None or signature is None:
        return
    claim_response = claims.claim_response
    if isinstance(claims, AsyncClaims):
        # The view is asynchronous, and what is in front of it is not.
        claim_response = async_to_sync(claim_response)
    claim_response(request.signkey, [signature])


async def claim_async(request: HttpRequest, response: Any) -> None:
    """The same, without blocking the event loop."""
    claims = getattr(request, "signkey_claims", None)
    signature = response.get(HEADER_NAME)
    if claims is None or signature is None:
        return
    claim_response = claims.claim_response
    if isinstance(claims, Claims):
        # The view is synchronous, and what is in front of it is not.
        claim_response = sync_to_async(claim_response, thread_sensitive=False)
    await claim_response(request.signkey, [signature])


async def _once(body: bytes) -> AsyncIterator[bytes]:
    yield body
