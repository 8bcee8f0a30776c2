"""An admission step by step, as an adapter takes them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from signkey import Admission, Endpoint, Keyring, SignkeyError, errors
from support import BODY, KEY, KEY_ID, NOW, OTHER_KEY, sign

NAME = "X-Inngest-Signature"
SIGNED = {NAME: sign(BODY)}
EMPTY = {NAME: sign(b"")}
keyring = Keyring(OTHER_KEY, KEY)
endpoint = Endpoint(keyring, sign_responses=True, max_body_size=100, max_response_size=10)


def begin(**headers: str) -> Admission:
    return endpoint.admit("POST", {**SIGNED, **headers})


def test_a_body_is_asked_for_and_judged() -> None:
    admission = begin(**{"Content-Length": str(len(BODY))})
    assert (admission.step, admission.at_most) == ("read_body", 100)
    assert admission.declared_length == len(BODY)
    assert repr(admission) == "<signkey.Admission read_body>"
    assert (admission.verified, admission.refusal) == (None, None)
    with pytest.raises(errors.InvalidArgumentError):
        _ = admission.caller
    assert admission.receive(BODY, "head", NOW) is None
    assert (admission.step, admission.at_most) == ("admit", None)
    assert admission.verified is not None
    assert (admission.verified.key_index, admission.verified.key_id) == (1, KEY_ID)
    assert repr(admission) == f"<signkey.Admission verified {KEY_ID}>"


def test_a_verdict_that_was_given_stays_given() -> None:
    admission = begin()
    admission.receive(BODY, now=NOW + 300)
    with pytest.raises(errors.FinishedError):
        admission.receive(b"another body", now=NOW)
    with pytest.raises(errors.FinishedError):
        admission.no_body("aborted")
    assert admission.verified is not None
    with pytest.raises(errors.FinishedError):
        endpoint.admit("POST", {}).receive(b"")


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("too_large", "body_too_large"),
        ("parsed", "body_unavailable"),
        ("unframed", "body_unavailable"),
        ("aborted", "body_incomplete"),
    ],
)
def test_a_body_that_cannot_be_had_is_refused(reason: Any, code: str) -> None:
    admission = begin()
    refusal = admission.no_body(reason)
    assert refusal is not None
    assert (refusal.error.code, refusal.status) == (code, refusal.error.http_status)
    assert repr(refusal) == f"<signkey.Refusal {refusal.status} {code}>"
    with pytest.raises(errors.BY_CODE[code]):
        _ = admission.caller


def test_the_framing_is_part_of_the_verdict() -> None:
    def verdict(framing: Any, body: bytes = b"", headers: Any = ()) -> str:
        header = EMPTY if body == b"" else SIGNED
        refusal = endpoint.admit("POST", {**header, **dict(headers)}).receive(body, framing, NOW)
        return "admitted" if refusal is None else refusal.error.code

    chunked, length = {"Transfer-Encoding": "chunked"}, {"Content-Length": "5"}
    assert verdict("unknown") == "body_unavailable"
    assert verdict("head") == verdict("ended") == verdict("ended", headers=chunked) == "admitted"
    assert verdict("head", headers=chunked) == "body_unavailable"
    assert verdict(0) == "admitted"
    assert verdict(5) == "body_unavailable"
    for framing in ("head", "ended", "unknown"):
        assert verdict(framing, headers=length) == "body_unavailable"
        assert verdict(framing, BODY) == "admitted"


def test_other_framings_and_reasons_are_refused() -> None:
    wrong: Any = "chunked"
    with pytest.raises(errors.InvalidArgumentError):
        begin().receive(BODY, wrong)
    with pytest.raises(errors.InvalidArgumentError):
        begin().no_body(wrong)
    for other in (None, 1.5, True):
        bad: Any = other
        with pytest.raises(
            TypeError, match="must be int, 'head', 'http2', 'ended' or 'unknown', not"
        ):
            begin().receive(BODY, bad)
    with pytest.raises(errors.InvalidArgumentError):
        begin().receive(BODY, -1)


def test_a_refusal_says_what_to_send() -> None:
    refusal = endpoint.admit("POST", {"Content-Length": "5"}).refusal
    assert refusal is not None
    assert (refusal.status, refusal.is_fault, refusal.is_unread) == (401, False, True)
    assert dict(refusal.headers) == {
        "Content-Type": "application/json",
        "WWW-Authenticate": "Inngest-Signature",
    }
    assert refusal.body == b'{"code":"missing_signature","message":"' + (
        f'{errors.MissingSignatureError.sentence}"}}'.encode()
    )
    assert refusal.log.startswith("missing_signature: ")


def admitted(method: str = "POST") -> Admission:
    return endpoint.admit(method, EMPTY, b"", NOW)


def test_a_response_is_held_and_signed_by_the_key_that_verified() -> None:
    admission = admitted()
    step = admission.response(200, "text/plain")
    assert (step.step, step.at_most, step.is_empty, step.refusal) == ("hold", 10, False, None)
    assert repr(step) == "<signkey.ResponseStep hold>"
    header = admission.sign(b"body", timestamp=NOW)
    assert keyring.verify_response(b"body", header, now=NOW).key_index == 1
    with pytest.raises(errors.ResponseUnsignableError):
        admission.sign(b"x" * 11)
    assert admission.unsignable().error.code == "response_unsignable"


def test_what_has_no_content_is_signed_empty() -> None:
    for status in (204, 205, 304):
        assert admitted().response(status).is_empty
        assert not admitted().sends_content(status)
    assert admitted("HEAD").response(200).is_empty
    assert admitted().sends_content(200)


def test_an_event_stream_is_refused() -> None:
    step = admitted().response(200, b"text/event-stream; charset=utf-8")
    assert (step.step, step.at_most) == ("refuse", None)
    assert step.refusal is not None
    assert step.refusal.error.code == "response_unsignable"


def test_what_is_not_verified_is_not_signed() -> None:
    unverified = Endpoint(keyring, mode="dev", sign_responses=True).admit("POST", {})
    assert unverified.response(200).step == "forward"
    with pytest.raises(errors.InvalidArgumentError):
        unverified.sign(b"")


def test_of_two_bodies_at_once_one_counts() -> None:
    admission = begin()

    def receive(_: int) -> bool:
        try:
            admission.receive(BODY, now=NOW)
        except errors.FinishedError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(receive, range(200))) >= 1
    assert admission.verified is not None


def test_a_web_socket_is_judged_by_its_headers_alone() -> None:
    assert endpoint.admit_websocket(EMPTY, NOW).verified is not None
    with pytest.raises(errors.SignatureMismatchError):
        _ = endpoint.admit_websocket(SIGNED, NOW).caller
    lax = Endpoint(keyring, unsigned_methods={"GET"})
    assert lax.admit_websocket([]).step == "admit"


def test_the_error_of_a_refusal_is_an_exception_of_its_own() -> None:
    refusal = endpoint.admit("POST", {}).refusal
    assert refusal is not None
    assert isinstance(refusal.error, SignkeyError)
    assert refusal.error is not refusal.error
