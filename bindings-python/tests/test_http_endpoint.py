"""The middlewares with an endpoint in place of a keyring, over real servers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from servers import Answer, kit, send, serve_with_uvicorn, serve_with_werkzeug
from signkey import Config, errors
from signkey.testing import TEST_KEY

BODY = '{"name":"Zoë €"}'.encode()
NAME = "X-Inngest-Signature"

Serve = Callable[..., AbstractContextManager[int]]


@pytest.fixture(params=[serve_with_uvicorn, serve_with_werkzeug], ids=["uvicorn", "werkzeug"])
def serve(request: pytest.FixtureRequest) -> Serve:
    given: Serve = request.param
    return given


@pytest.fixture
def dev_port(serve: Serve) -> Iterator[int]:
    with serve(endpoint=Config(mode="dev", signing_key=TEST_KEY).endpoint()) as port:
        yield port


def signature(body: bytes) -> list[tuple[str, str]]:
    return list(kit.signed(body).headers.items())


def check(answer: Answer, body: bytes, caller: str) -> None:
    assert (answer.status, answer.body) == (200, body)
    assert answer.headers["X-Caller"] == caller


def code_of(answer: Answer) -> str:
    code = str(json.loads(answer.body)["code"])
    assert answer.status == errors.BY_CODE[code].http_status
    return code


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_dev_mode_lets_unsigned_requests_through(dev_port: int, method: str) -> None:
    check(send(dev_port, BODY, [], method), BODY, "unverified dev")


def test_dev_mode_verifies_the_signature_that_is_there(dev_port: int) -> None:
    check(send(dev_port, BODY, signature(BODY)), BODY, "0 raw")
    assert code_of(send(dev_port, BODY, signature(b"{}"))) == "signature_mismatch"
    assert code_of(send(dev_port, BODY, signature(BODY) * 2)) == "malformed_signature"
    assert code_of(send(dev_port, BODY, [(NAME, "")])) == "malformed_signature"


def test_dev_mode_without_a_key_hands_signed_bodies_on(serve: Serve) -> None:
    with serve(endpoint=Config(mode="dev").endpoint(sign_responses=True)) as port:
        answer = send(port, BODY, signature(BODY))
    check(answer, BODY, "unverified dev_without_key")
    assert NAME not in answer.headers


def test_the_endpoint_says_which_methods_need_no_signature(serve: Serve) -> None:
    config = Config(signing_key=TEST_KEY)
    endpoint = config.endpoint(unsigned_methods={"GET"}, sign_responses=True)
    with serve(endpoint=endpoint) as port:
        check(send(port, BODY, [], "GET"), BODY, "unverified unsigned_method")
        assert code_of(send(port, BODY, [])) == "missing_signature"
        answer = send(port, BODY, signature(BODY))
    check(answer, BODY, "0 raw")
    assert kit.keyring.verify_response(BODY, answer.headers[NAME], now=kit.now).form == "raw"


def test_the_error_of_the_keys_is_the_answer(serve: Serve) -> None:
    with serve(endpoint=Config(signing_key="signkey-test-1").endpoint()) as port:
        assert code_of(send(port, BODY, signature(BODY))) == "odd_key_length"
        assert code_of(send(port, BODY, [])) == "odd_key_length"
