"""AWS Lambda handlers that only those requests reach that an ``Endpoint`` admits. ::

    endpoint = Config.from_env().endpoint()

    @protect(endpoint)
    def handler(event, context, admission):
        verified = admission.verified

For events of API Gateway (REST and HTTP APIs), function URLs, and load balancers.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Unpack

from signkey._adapter import Adapter, Options
from signkey._claims import Claims
from signkey._signkey import HEADER_NAME, Admission, Endpoint, Refusal

__all__ = ["protect"]

Event = Mapping[str, Any]
Handler = Callable[[Event, Any, Admission], Any]
LambdaHandler = Callable[[Event, Any], Any]

TYPE = "content-type"


def protect(
    endpoint: Endpoint, **options: Unpack[Options[Event]]
) -> Callable[[Handler], LambdaHandler]:
    """Decorates a handler: only those requests reach it that ``endpoint`` admits.

    The ``Admission`` is its third argument; the event is as it came. The ``request`` of hooks is
    the event. The function raises ``ValueError`` for events that are no HTTP requests.

    Raises ``TypeError`` for an endpoint with an asynchronous store.
    """
    gate = _Gate(endpoint, **options)

    def decorate(handler: Handler) -> LambdaHandler:
        @wraps(handler)
        def protected(event: Event, context: Any) -> Any:
            admission = gate.admit(event)
            if admission.refusal is not None:
                return _answer(event, admission, admission.refusal)
            signed = gate.sign(event, admission, handler(event, context, admission))
            return gate.claim(admission, signed)

        return protected

    return decorate


class _Gate(Adapter[Event]):
    BODY_FIX = "let the gateway pass the body on as it came, as text or as base64"

    def __init__(self, endpoint: Endpoint, **options: Unpack[Options[Event]]) -> None:
        super().__init__(endpoint, **options)
        self._claims = Claims(endpoint, "signkey.aws_lambda.protect")

    def admit(self, event: Event) -> Admission:
        """Judges one request."""
        admission = self._endpoint.admit(_method(event), _headers(event))
        if admission.at_most is not None:
            body = _body(event)
            if body is None:
                admission.no_body("parsed")
            else:
                admission.receive(body, "ended", self.now())
                self._claims.settle(admission, None)
        if (warning := admission.warning) is not None:
            self.warn(event, warning)
        if (refusal := admission.refusal) is not None:
            self.refuse(event, refusal)
        return admission

    def sign(self, event: Event, admission: Admission, response: Any) -> Any:
        """The response, signed if the endpoint says so."""
        if admission.verified is None or not self._endpoint.sign_responses:
            return response
        if not isinstance(response, Mapping) or "statusCode" not in response:
            # The gateway would make a response of it, of bytes that nobody knows here.
            return self._unsignable(event, admission, admission.unsignable())
        step = admission.response(int(response["statusCode"]), _content_type(response))
        if step.refusal is not None:
            return self._unsignable(event, admission, step.refusal)
        if step.at_most is None:
            return response
        body = b"" if step.is_empty else _body(response)
        if body is None or len(body) > step.at_most:
            return self._unsignable(event, admission, admission.unsignable())
        signature = admission.sign(body, timestamp=self.now())
        signed = {**response, **_with_signature(response, signature)}
        return {**signed, "body": "", "isBase64Encoded": False} if step.is_empty else signed

    def claim(self, admission: Admission, response: Any) -> Any:
        """The response, with its signatures claimed."""
        if self._claims.wants_responses and isinstance(response, Mapping):
            self._claims.claim_response(admission, _signatures(response))
        return response

    def _unsignable(self, event: Event, admission: Admission, refusal: Refusal) -> Any:
        return _answer(event, admission, self.refuse(event, refusal))


def _method(event: Event) -> str:
    method = event.get("httpMethod")
    if method is None:
        method = event.get("requestContext", {}).get("http", {}).get("method")
    if not isinstance(method, str):
        message = "signkey cannot judge an event that is no HTTP request"
        raise ValueError(message)
    return method


def _headers(message: Event) -> list[tuple[str, Any]]:
    """Names and values, repeated ones as often where the message knows them."""
    several = message.get("multiValueHeaders")
    if several:
        return [
            (name, value)
            for name, values in several.items()
            for value in (values if isinstance(values, list) else [values])
        ]
    return list((message.get("headers") or {}).items())


def _signatures(response: Event) -> list[str]:
    """The values of all headers that hold a signature; a gateway sends those of both kinds."""
    several = (response.get("multiValueHeaders") or {}).items()
    fields = [(name, value) for name, values in several for value in values]
    fields += (response.get("headers") or {}).items()
    return [
        value
        for name, value in fields
        if name.lower() == HEADER_NAME.lower() and isinstance(value, str)
    ]


def _content_type(response: Event) -> str | None:
    several = {
        name: values[0] for name, values in (response.get("multiValueHeaders") or {}).items()
    }
    fields = {**several, **(response.get("headers") or {})}
    types = [value for name, value in fields.items() if name.lower() == TYPE]
    return types[0] if types else None


def _body(message: Event) -> bytes | None:
    """The bytes of a body; ``None`` if something has made another object of it."""
    body = message.get("body")
    if body is None:
        return b""
    try:
        return b64decode(body, validate=True) if message.get("isBase64Encoded") else body.encode()
    except (AttributeError, TypeError, ValueError):
        return None


def _with_signature(response: Event, signature: str) -> dict[str, Any]:
    """The headers of a response, and the signature in place of any that is there."""
    kept = {
        kind: {
            name: value
            for name, value in response[kind].items()
            if name.lower() != HEADER_NAME.lower()
        }
        for kind in ("headers", "multiValueHeaders")
        if response.get(kind) is not None
    }
    if "multiValueHeaders" in kept:
        kept["multiValueHeaders"][HEADER_NAME] = [signature]
    else:
        kept.setdefault("headers", {})[HEADER_NAME] = signature
    return kept


def _answer(event: Event, admission: Admission, refusal: Refusal) -> dict[str, Any]:
    """A refusal, with headers in the form of the event's."""
    body = refusal.body.decode() if admission.sends_content(refusal.status) else ""
    answer = {"statusCode": refusal.status, "body": body, "isBase64Encoded": False}
    if event.get("multiValueHeaders"):
        return {**answer, "multiValueHeaders": {name: [value] for name, value in refusal.headers}}
    return {**answer, "headers": dict(refusal.headers)}
