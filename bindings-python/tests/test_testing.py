"""The test kit for applications."""

from __future__ import annotations

import hmac

import pytest

from signkey import Keyring, errors
from signkey.testing import TEST_KEY, TEST_KEY_FALLBACK, TestKit, TestRequest
from support import BODY

kit = TestKit(now=1_700_000_000)


def verify(request: TestRequest) -> int:
    verified = kit.keyring.verify_request(request.body, request.header, now=kit.now)
    return verified.age_seconds


def test_a_signed_request_verifies() -> None:
    request = kit.signed(BODY)
    mac = hmac.digest(
        TEST_KEY.removeprefix("signkey-test-").encode(), BODY + b"1700000000", "sha256"
    )
    assert request == TestRequest(BODY, f"t=1700000000&s={mac.hex()}")
    assert request.headers == {"X-Inngest-Signature": request.header}
    assert verify(request) == 0


def test_the_others_are_refused_for_one_reason_each() -> None:
    with pytest.raises(errors.ExpiredError) as expired:
        verify(kit.expired(BODY))
    assert expired.value.skew_seconds == 301
    with pytest.raises(errors.NotYetValidError) as early:
        verify(kit.early(BODY))
    assert early.value.skew_seconds == 301
    with pytest.raises(errors.SignatureMismatchError):
        verify(kit.tampered(BODY))
    with pytest.raises(errors.MissingSignatureError):
        verify(kit.unsigned(BODY))
    assert kit.unsigned(BODY).headers == {}
    with pytest.raises(errors.MalformedSignatureError):
        verify(kit.malformed(BODY))
    with pytest.raises(errors.SignatureMismatchError):
        Keyring("00").verify_request(BODY, kit.signed(BODY).header, now=kit.now)


def test_a_request_signed_under_the_fallback_verifies_under_it() -> None:
    request = kit.fallback_signed(BODY)
    verified = kit.keyring.verify_request(request.body, request.header, now=kit.now)
    assert verified.key_index == 1
    assert kit.keyring.key_ids == Keyring(TEST_KEY, TEST_KEY_FALLBACK).key_ids


def test_the_clock_stands_still() -> None:
    assert kit.clock() == kit.now == TestKit().now
    with pytest.raises(errors.InvalidArgumentError):
        TestKit(now=-1)


def test_bodies_are_bytes() -> None:
    assert kit.signed(bytearray(BODY)) == kit.signed(BODY)
    text: object = BODY.decode()
    with pytest.raises(TypeError):
        kit.signed(text)  # type: ignore[arg-type]
