"""AWS Lambda: events of gateways, function URLs and load balancers."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from servers import kit
from signkey import HEADER_NAME, Admission, Endpoint, errors
from signkey.aws_lambda import protect

BODY = '{"name":"Zoë €"}'
RAW = BODY.encode()
SIGNATURE = kit.signed(RAW).header
BASE64 = {"body": base64.b64encode(RAW).decode(), "isBase64Encoded": True}
TEXT = {"body": BODY, "isBase64Encoded": False}
# serverless-http and others hand lengths over as numbers.
LENGTH = len(RAW)


def rest(body: Any = TEXT, signature: Any = SIGNATURE, method: str = "POST") -> dict[str, Any]:
    """API Gateway, REST: both forms of headers; of a repeated one, `headers` has the last."""
    return {
        "httpMethod": method,
        "headers": {"Host": "x", HEADER_NAME: "the last of several"},
        "multiValueHeaders": {
            "Host": ["x"],
            "Content-Length": [LENGTH] if body == TEXT else None,
            HEADER_NAME: signature if isinstance(signature, list) else [signature],
        },
        "requestContext": {"stage": "prod"},
        **body,
    }


def http(body: Any = TEXT, signature: Any = SIGNATURE, method: str = "POST") -> dict[str, Any]:
    """API Gateway, HTTP, and function URLs."""
    joined = ",".join(signature) if isinstance(signature, list) else signature
    return {
        "version": "2.0",
        "headers": {"host": "x", "content-length": LENGTH, HEADER_NAME.lower(): joined},
        "requestContext": {"http": {"method": method}},
        **body,
    }


def balancer(body: Any = TEXT, signature: Any = SIGNATURE, method: str = "POST") -> dict[str, Any]:
    """A load balancer: one form of headers or the other."""
    several = isinstance(signature, list)
    fields = {"host": "x", HEADER_NAME.lower(): signature}
    return {
        "httpMethod": method,
        "requestContext": {"elb": {}},
        **({"multiValueHeaders": {**fields, "host": ["x"]}} if several else {"headers": fields}),
        **body,
    }


EVENTS = [rest, http, balancer]
every_event = pytest.mark.parametrize("make", EVENTS)


def handle(event: dict[str, Any], answer: Any = None, **options: Any) -> Any:
    hooks = {name: options.pop(name) for name in ("on_refused", "on_warning") if name in options}
    keyring = options.pop("keyring", kit.keyring)

    @protect(Endpoint(keyring, **options), clock=kit.clock, **hooks)
    def handler(event: Any, context: Any, admission: Admission) -> Any:
        assert context == "context"
        return answer or {"statusCode": 200, "body": repr(admission), "seen": event["body"]}

    return handler(event, "context")


def code_of(answer: dict[str, Any]) -> str:
    code = str(json.loads(answer["body"])["code"])
    assert answer["statusCode"] == errors.BY_CODE[code].http_status
    return code


@every_event
@pytest.mark.parametrize("body", [TEXT, BASE64], ids=["text", "base64"])
def test_a_signed_event_reaches_the_handler_as_it_came(make: Any, body: Any) -> None:
    answer = handle(make(body))
    assert answer["statusCode"] == 200
    assert answer["body"].startswith("<signkey.Admission verified")
    assert answer["seen"] == body["body"]


@every_event
def test_other_events_are_refused(make: Any) -> None:
    assert code_of(handle(make(signature="t=1"))) == "malformed_signature"
    assert code_of(handle(make(signature=[SIGNATURE] * 2))) == "malformed_signature"
    assert code_of(handle(make(signature=kit.expired(RAW).header))) == "expired"
    assert code_of(handle(make({**TEXT, "body": BODY + "!"}))) == "signature_mismatch"
    assert code_of(handle(make(), max_body_size=5)) == "body_too_large"
    assert code_of(handle(make(), keyring=None)) == "missing_signing_key"


@every_event
@pytest.mark.parametrize("body", [{"a": 1}, 7, ["x"]])
def test_a_body_that_was_parsed_is_unavailable(make: Any, body: Any) -> None:
    for is_base64 in (False, True):
        event = make({"body": body, "isBase64Encoded": is_base64})
        assert code_of(handle(event)) == "body_unavailable"
    event = make({"body": "not base64!", "isBase64Encoded": True})
    assert code_of(handle(event)) == "body_unavailable"


@pytest.mark.parametrize("make", [rest, balancer])
def test_an_event_without_a_body_has_the_empty_one(make: Any) -> None:
    event = make({"body": None}, signature=kit.signed(b"").header, method="GET")
    assert handle(event)["statusCode"] == 200


def test_a_declared_body_that_is_not_there_is_unavailable() -> None:
    event = http({"body": None}, signature=kit.signed(b"").header)
    assert code_of(handle(event)) == "body_unavailable"


def test_a_refusal_has_headers_in_the_form_of_the_event() -> None:
    several = handle(rest(signature="t=1"))
    assert several["multiValueHeaders"]["WWW-Authenticate"] == ["Inngest-Signature"]
    one = handle(http(signature="t=1"))
    assert one["headers"]["WWW-Authenticate"] == "Inngest-Signature"
    assert one["headers"]["Content-Type"] == "application/json"
    assert handle(rest(signature="t=1", method="HEAD"))["body"] == ""


def verify(answer: dict[str, Any], body: bytes, header: Any) -> None:
    assert kit.keyring.verify_response(body, header, now=kit.now).form == "raw"
    assert answer["statusCode"] == 200


@every_event
def test_a_response_is_signed(make: Any) -> None:
    text = {"statusCode": 200, "headers": {HEADER_NAME.lower(): "forged", "X": "1"}, "body": "é"}
    answer = handle(make(), text, sign_responses=True)
    assert answer["headers"].keys() == {HEADER_NAME, "X"}
    verify(answer, "é".encode(), answer["headers"][HEADER_NAME])

    binary = {"statusCode": 200, "multiValueHeaders": {"X": ["1"]}, **BASE64}
    answer = handle(make(), binary, sign_responses=True)
    verify(answer, RAW, answer["multiValueHeaders"][HEADER_NAME][0])

    answer = handle(make(), {"statusCode": 200}, sign_responses=True)
    verify(answer, b"", answer["headers"][HEADER_NAME])


@pytest.mark.parametrize("status", [204, 205, 304, "204"])
def test_a_response_without_content_is_signed_over_the_empty_body(status: Any) -> None:
    answer = handle(http(), {"statusCode": status, "body": "x"}, sign_responses=True)
    assert answer["body"] == ""
    kit.keyring.verify_response(b"", answer["headers"][HEADER_NAME], now=kit.now)


@pytest.mark.parametrize(
    "answer",
    [
        {"statusCode": 200, "body": "x" * 11},
        {"statusCode": 200, "body": {"a": 1}},
        {"statusCode": 200, "body": "x", "headers": {"Content-Type": "text/event-stream"}},
        {"statusCode": 200, "multiValueHeaders": {"content-type": ["text/event-stream"]}},
        {"made": "into a response by the gateway"},
        "text",
    ],
)
def test_a_response_that_cannot_be_signed_is_never_sent(answer: Any) -> None:
    options: dict[str, Any] = {"sign_responses": True, "max_response_size": 10}
    assert code_of(handle(http(), answer, **options)) == "response_unsignable"
    assert handle(http(), answer) == answer


def test_what_is_not_verified_is_not_signed() -> None:
    event = http({"body": None}, method="GET")
    del event["headers"][HEADER_NAME.lower()]
    answer = handle(event, "text", sign_responses=True, unsigned_methods={"GET"})
    assert answer == "text"


def test_hooks_are_told_of_refusals_and_warnings() -> None:
    told: list[tuple[Any, str]] = []

    def tell(event: Any, what: Any) -> None:
        told.append((event, what.code))

    warned, refused = http(), http(signature="t=1")
    warned["headers"]["x-inngest-server-kind"] = "dev"
    for event in (warned, refused):
        handle(event, on_refused=tell, on_warning=tell)
    handle(http(), "text", on_refused=tell, sign_responses=True)
    assert told[:2] == [(warned, "dev_server_in_cloud_mode"), (refused, "malformed_signature")]
    assert told[2][1] == "response_unsignable"


@pytest.mark.parametrize("event", [{}, {"Records": []}, {"requestContext": {"http": {}}}])
def test_an_event_that_is_no_request_is_an_error(event: Any) -> None:
    with pytest.raises(ValueError, match="no HTTP request"):
        handle(event)
