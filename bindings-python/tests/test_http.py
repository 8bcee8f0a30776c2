"""What both middlewares promise, over real servers: uvicorn with FastAPI, Werkzeug with Flask."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing

import pytest

from servers import (
    Answer,
    kit,
    send,
    serve_with_uvicorn,
    serve_with_werkzeug,
    serve_with_wsgiref,
)
from signkey import errors

BODY = '{"name":"Zoë €"}'.encode()
NAME = "X-Inngest-Signature"
LIMIT = 1000

Serve = Callable[..., AbstractContextManager[int]]
SERVERS: list[Serve] = [serve_with_uvicorn, serve_with_werkzeug, serve_with_wsgiref]


@pytest.fixture(scope="module", params=SERVERS, ids=["uvicorn", "werkzeug", "wsgiref"])
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    serve: Serve = request.param
    with serve(max_body_size=LIMIT, unsigned_methods={"GET"}, sign_responses=True) as port:
        yield port


@pytest.fixture(scope="module", params=SERVERS[:2], ids=["uvicorn", "werkzeug"])
def chunked_port(request: pytest.FixtureRequest) -> Iterator[int]:
    """A server that takes bodies without ``Content-Length``."""
    serve: Serve = request.param
    with serve(max_body_size=LIMIT) as port:
        yield port


def signature(body: bytes) -> list[tuple[str, str]]:
    return list(kit.signed(body).headers.items())


def check_refused(answer: Answer, error: type[errors.SignkeyError]) -> None:
    assert answer.status == error.http_status
    assert answer.headers["Content-Type"] == "application/json"
    refusal = json.loads(answer.body)
    assert refusal.keys() == {"code", "message"}
    assert refusal["code"] == error.code
    assert refusal["message"].startswith(error.sentence)
    assert NAME not in answer.headers


def check_echo(answer: Answer, body: bytes, verified: str = "0 raw") -> None:
    assert (answer.status, answer.body) == (200, body)
    assert answer.headers["X-Caller"] == verified


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
@pytest.mark.parametrize("body", [b"", b"{}", BODY, b"\x00\xff" * 500])
def test_a_signed_request_reaches_the_application_whole(
    port: int, method: str, body: bytes
) -> None:
    check_echo(send(port, body, signature(body), method), body)


def test_the_application_gets_the_bytes_that_were_sent(port: int) -> None:
    loose = b' {"b" : 1, "a" : 2}\n'
    headers = signature(b'{"a":2,"b":1}')
    check_echo(send(port, loose, headers), loose, "0 canonical")


def test_requests_are_refused_with_status_and_code(port: int) -> None:
    check_refused(send(port, BODY, []), errors.MissingSignatureError)
    check_refused(send(port, BODY, [(NAME, "")]), errors.MalformedSignatureError)
    check_refused(send(port, BODY, signature(b"{}")), errors.SignatureMismatchError)
    check_refused(send(port, BODY, kit.expired(BODY).headers.items()), errors.ExpiredError)
    check_refused(send(port, BODY, kit.early(BODY).headers.items()), errors.NotYetValidError)


def test_a_signature_sent_twice_is_malformed(port: int) -> None:
    check_refused(send(port, BODY, signature(BODY) * 2), errors.MalformedSignatureError)


def test_unsigned_methods_pass_only_without_a_signature(port: int) -> None:
    check_echo(send(port, b"any", [], "GET"), b"any", "unverified unsigned_method")
    check_refused(send(port, b"any", signature(b""), "GET"), errors.SignatureMismatchError)
    check_refused(send(port, b"any", [], "PUT"), errors.MissingSignatureError)


def test_a_body_up_to_the_limit_is_read(port: int) -> None:
    body = b"x" * LIMIT
    check_echo(send(port, body, signature(body)), body)


def test_a_declared_size_over_the_limit_is_refused_unread(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with closing(connection):
        connection.putrequest("POST", "/")
        connection.putheader("Content-Length", str(LIMIT + 1))
        connection.putheader(NAME, kit.keyring.sign_raw(BODY, timestamp=kit.now))
        connection.endheaders()
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
    check_refused(answer, errors.BodyTooLargeError)


@pytest.mark.parametrize(
    ("value", "error"),
    [(None, errors.MissingSignatureError), ("t=1", errors.MalformedSignatureError)],
)
def test_what_no_body_can_verify_is_refused_unread(
    port: int, value: str | None, error: type[errors.SignkeyError]
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with closing(connection):
        connection.putrequest("POST", "/")
        connection.putheader("Content-Length", "2")
        if value is not None:
            connection.putheader(NAME, value)
        connection.endheaders()
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
    check_refused(answer, error)


def test_responses_are_signed_with_the_key_that_verified(port: int) -> None:
    answer = send(port, BODY, signature(BODY))
    verified = kit.keyring.verify_response(answer.body, answer.headers[NAME], now=kit.now)
    assert (verified.key_index, verified.form) == (0, "raw")
    assert len(answer.headers.get_all(NAME, [])) == 1


def test_the_signature_of_a_head_response_is_that_of_no_bytes(port: int) -> None:
    answer = send(port, b"", signature(b""), "HEAD")
    assert answer.body == b""
    assert kit.keyring.verify_response(b"", answer.headers[NAME], now=kit.now).form == "raw"


def test_responses_to_unsigned_requests_are_not_signed(port: int) -> None:
    assert NAME not in send(port, b"", [], "GET").headers


def test_a_chunked_body_is_verified(chunked_port: int) -> None:
    # Cuts within the two and the three bytes of "ë" and "€".
    pieces = [BODY[at : at + 1] for at in range(len(BODY))]
    answer = send(chunked_port, pieces, signature(BODY))
    check_echo(answer, BODY)
    assert NAME not in answer.headers
    check_refused(send(chunked_port, pieces[1:], signature(BODY)), errors.SignatureMismatchError)


def test_a_chunked_body_over_the_limit_is_refused(chunked_port: int) -> None:
    pieces = [b"x" * LIMIT, b"x"]
    check_refused(send(chunked_port, pieces, signature(b"".join(pieces))), errors.BodyTooLargeError)
    check_echo(send(chunked_port, pieces[:1], signature(pieces[0])), pieces[0])


def test_a_method_is_not_unsigned_by_default(chunked_port: int) -> None:
    check_refused(send(chunked_port, b"", [], "GET"), errors.MissingSignatureError)
    check_echo(send(chunked_port, BODY, signature(BODY), "GET"), BODY)


def test_a_server_that_does_not_end_bodies_cannot_pass_chunks_on() -> None:
    with serve_with_wsgiref() as port:
        check_refused(send(port, [BODY], signature(BODY)), errors.BodyUnavailableError)
