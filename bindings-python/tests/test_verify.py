"""Requests and responses, against signatures of the standard library's hmac."""

from __future__ import annotations

import time
from typing import Any

import pytest

import signkey
from signkey import Keyring, errors
from support import BODY, DIGITS, KEY, KEY_ID, NOW, OTHER_DIGITS, OTHER_KEY, sign

keyring = Keyring(KEY)


def test_a_request_signed_elsewhere_verifies() -> None:
    verified = keyring.verify_request(BODY, sign(BODY), now=NOW + 42)
    assert (verified.key_index, verified.key_id) == (0, KEY_ID)
    assert (verified.form, verified.timestamp, verified.age_seconds) == ("raw", NOW, 42)


def test_a_request_observed_on_the_wire_verifies() -> None:
    # From the test suite of inngestgo, signature_test.go.
    body = (
        b'{"ctx":{"fn_id":"local-testing-local-cron","run_id":"01GQ3HTEZ01M7R8Z9PR1DMHDN1",'
        b'"step_id":"step"},"event":{"data":{},"id":"","name":"inngest/scheduled.timer",'
        b'"ts":1674082830001,"user":{},"v":"1"},"events":[{"data":{},"id":"",'
        b'"name":"inngest/scheduled.timer","ts":1674082830001,"user":{},"v":"1"}],"steps":{},'
        b'"use_api":false}'
    )
    mac = "31df77f5b1b029de4bfce3a77e0517aa4ce0f5e2195a6467fc126a489ca2330b"
    assert keyring.verify_request(body, f"t=1689920619&s={mac}", now=1689920619).form == "raw"


def test_the_canonical_form_verifies_where_other_bytes_were_sent() -> None:
    verified = keyring.verify_request(b'{ "b": 1.0, "a": 2 }', sign(b'{"a":2,"b":1}'), now=NOW)
    assert verified.form == "canonical"


def test_a_body_over_the_json_limit_is_compared_as_received_only() -> None:
    loose, canonical = b'{ "a": 1 }', b'{"a":1}'
    keyring.verify_request(loose, sign(canonical), now=NOW, max_json_size=len(loose))
    with pytest.raises(errors.SignatureMismatchError):
        keyring.verify_request(loose, sign(canonical), now=NOW, max_json_size=len(loose) - 1)
    keyring.verify_request(canonical, sign(canonical), now=NOW, max_json_size=0)


@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"not json", b"\xef\xbb\xbf{}"])
def test_bodies_that_are_not_json_verify_as_received(body: bytes) -> None:
    assert keyring.verify_request(body, sign(body), now=NOW).form == "raw"


@pytest.mark.parametrize("convert", [str, str.encode])
def test_a_header_may_be_text_or_bytes(convert: Any) -> None:
    assert keyring.verify_request(BODY, convert(sign(BODY)), now=NOW).age_seconds == 0


def test_fallbacks_are_tried_in_order() -> None:
    rotating = Keyring(OTHER_KEY, KEY)
    verified = rotating.verify_request(BODY, sign(BODY), now=NOW)
    assert (verified.key_index, verified.key_id) == (1, KEY_ID)
    assert rotating.verify_request(BODY, sign(BODY, digits=OTHER_DIGITS), now=NOW).key_index == 0


@pytest.mark.parametrize("absent", [None, "", b"", " \t\r\n"])
def test_keys_that_are_absent_from_the_environment_are_dropped(absent: Any) -> None:
    rotating = Keyring(absent, KEY, absent)
    assert rotating.key_ids == (KEY_ID,)
    assert rotating.verify_request(BODY, sign(BODY), now=NOW).key_index == 0


def test_a_keyring_needs_a_key_and_holds_eight() -> None:
    with pytest.raises(errors.MissingSigningKeyError):
        Keyring(None)
    assert Keyring(*[KEY] * 8).key_ids == (KEY_ID,) * 8
    with pytest.raises(errors.TooManyKeysError):
        Keyring(*[KEY] * 9)


def test_the_window_ends_at_five_minutes_on_both_sides() -> None:
    header = sign(BODY)
    assert keyring.verify_request(BODY, header, now=NOW + 300).age_seconds == 300
    assert keyring.verify_request(BODY, header, now=NOW - 300).age_seconds == -300
    with pytest.raises(errors.ExpiredError) as expired:
        keyring.verify_request(BODY, header, now=NOW + 301)
    assert expired.value.skew_seconds == 301
    with pytest.raises(errors.NotYetValidError) as early:
        keyring.verify_request(BODY, header, now=NOW - 301)
    assert early.value.skew_seconds == 301


def test_the_tolerances_are_separate() -> None:
    header = sign(BODY)
    assert keyring.verify_request(BODY, header, now=NOW + 1, past=1, future=0).age_seconds == 1
    with pytest.raises(errors.ExpiredError):
        keyring.verify_request(BODY, header, now=NOW + 1, past=0, future=1)
    with pytest.raises(errors.NotYetValidError):
        keyring.verify_request(BODY, header, now=NOW - 1, past=1, future=0)


def test_the_clock_is_that_of_python(monkeypatch: pytest.MonkeyPatch) -> None:
    header = sign(BODY, int(time.time()))
    assert keyring.verify_request(BODY, header).age_seconds in (0, 1, 2)
    monkeypatch.setattr(time, "time", lambda: NOW + 7.9)
    assert keyring.verify_request(BODY, sign(BODY)).age_seconds == 7
    assert keyring.verify_response(BODY, sign(BODY)).age_seconds == 7
    assert keyring.sign_raw(BODY) == sign(BODY, NOW + 7)


@pytest.mark.parametrize("clock", [-1.0, float("nan"), float("inf"), 2.0**64])
def test_a_clock_out_of_range_is_an_error(monkeypatch: pytest.MonkeyPatch, clock: float) -> None:
    monkeypatch.setattr(time, "time", lambda: clock)
    with pytest.raises(errors.InvalidArgumentError):
        keyring.verify_request(BODY, sign(BODY))


def test_verdicts_come_in_their_order() -> None:
    with pytest.raises(errors.MissingSignatureError):
        keyring.verify_request(BODY, None, now=NOW)
    with pytest.raises(errors.MalformedSignatureError):
        keyring.verify_request(BODY, "", now=NOW)
    with pytest.raises(errors.MalformedSignatureError):
        keyring.verify_request(BODY, f"{sign(BODY)}, {sign(BODY)}", now=NOW)
    with pytest.raises(errors.SignatureMismatchError):
        keyring.verify_request(BODY, sign(BODY, 0, OTHER_DIGITS), now=NOW)
    with pytest.raises(errors.ExpiredError):
        keyring.verify_request(BODY, sign(BODY, 0), now=NOW)


def test_headers_with_characters_beyond_ascii_are_malformed() -> None:
    for header in (sign(BODY) + "\xe9", "\udcff" + sign(BODY), b"\xff", "t=\u0661"):
        with pytest.raises(errors.MalformedSignatureError):
            keyring.verify_request(BODY, header, now=NOW)


def test_responses_verify_with_and_without_their_last_line_feed() -> None:
    assert keyring.verify_response(b"{}", sign(b"{}"), now=NOW).form == "raw"
    assert keyring.verify_response(b"{}\n", sign(b"{}"), now=NOW).form == "trimmed"
    with pytest.raises(errors.SignatureMismatchError):
        keyring.verify_response(b"{}\n\n", sign(b"{}"), now=NOW)
    with pytest.raises(errors.SignatureMismatchError):
        keyring.verify_response(b"{ }", sign(b"{}"), now=NOW)
    with pytest.raises(errors.ExpiredError):
        keyring.verify_response(b"{}", sign(b"{}"), now=NOW + 11, past=10)


def test_a_key_shows_its_id_and_its_token() -> None:
    key = signkey.SigningKey(" signkey-prod-12345678\n")
    token = "signkey-prod-b2ed992186a5cb19f6668aade821f502c1d00970dfd0e35128d51bac4649916c"
    assert key.api_token() == token
    assert key.id == "b2ed992186a5"
    assert signkey.SigningKey(DIGITS.encode()).id == KEY_ID


def test_a_key_error_says_where() -> None:
    with pytest.raises(errors.NonHexKeyError) as error:
        signkey.SigningKey("signkey-test-12x4")
    assert error.value.position == 16
    with pytest.raises(errors.NonHexKeyError) as error:
        signkey.SigningKey("12\udcff4")
    assert error.value.position == 3
