"""Signing and canonical JSON, against the standard library's hmac and RFC 8785."""

from __future__ import annotations

import pytest

from signkey import Keyring, canonicalize, errors
from support import BODY, KEY, NOW, OTHER_DIGITS, OTHER_KEY, sign

keyring = Keyring(KEY, OTHER_KEY)


def test_a_request_is_signed_in_canonical_form() -> None:
    header = keyring.sign_request(b'{ "b": 4.50, "a": "\\u20ac" }', timestamp=NOW)
    assert header == sign('{"a":"€","b":4.5}'.encode())


def test_responses_and_raw_messages_are_signed_as_they_are() -> None:
    for body in (b"", b"{ }\n", b"\x00\xff"):
        assert keyring.sign_raw(body, timestamp=NOW) == sign(body)
        assert keyring.sign_response(body, timestamp=NOW) == sign(body)


def test_a_fallback_can_sign() -> None:
    expected = sign(BODY, digits=OTHER_DIGITS)
    assert keyring.sign_response(BODY, timestamp=NOW, key_index=1) == expected
    assert keyring.sign_request(BODY, timestamp=NOW, key_index=1) == expected


@pytest.mark.parametrize("index", [2, 8, 2**63, 2**64 - 1])
def test_no_other_key_can(index: int) -> None:
    with pytest.raises(errors.InvalidArgumentError, match="no key has this index"):
        keyring.sign_raw(BODY, key_index=index)


def test_a_timestamp_has_at_most_19_digits() -> None:
    assert keyring.sign_raw(BODY, timestamp=10**19 - 1) == sign(BODY, 10**19 - 1)
    for method in (keyring.sign_raw, keyring.sign_response, keyring.sign_request):
        with pytest.raises(errors.InvalidTimestampError):
            method(BODY, timestamp=10**19)


@pytest.mark.parametrize(
    ("json", "canonical"),
    [
        (b' {"b":1,"a":[ ]} ', b'{"a":[],"b":1}'),
        (b'{"\xc3\xb6":"\\u00f6\\/"}', '{"ö":"ö/"}'.encode()),
        (
            b"[333333333.33333329,1E30,4.50,2e-3,1e-27]",
            b"[333333333.3333333,1e+30,4.5,0.002,1e-27]",
        ),
    ],
)
def test_canonical_json(json: bytes, canonical: bytes) -> None:
    assert canonicalize(json) == canonical
    assert canonicalize(bytearray(json)) == canonical


def test_canonical_bytes_are_returned_as_they_are() -> None:
    assert canonicalize(BODY) is BODY
    copy = canonicalize(bytearray(BODY))
    assert type(copy) is bytes
    assert copy == BODY


def test_a_lossy_document_can_be_refused() -> None:
    lossy = b"[9007199254740993]"
    assert canonicalize(lossy) == b"[9007199254740992]"
    with pytest.raises(errors.JsonNumberLossyError):
        canonicalize(lossy, require_lossless=True)
    with pytest.raises(errors.JsonNumberLossyError):
        keyring.sign_request(lossy, timestamp=NOW)
    assert canonicalize(b"[9007199254740992]", require_lossless=True) == b"[9007199254740992]"


@pytest.mark.parametrize(
    ("json", "error", "position"),
    [
        (b"[1,]", errors.InvalidJsonError, 3),
        (b'"\xff"', errors.JsonInvalidUtf8Error, 1),
        (b"[" * 513, errors.JsonTooDeepError, 512),
    ],
)
def test_a_json_error_says_where(
    json: bytes, error: type[errors.SignkeyError], position: int
) -> None:
    with pytest.raises(error) as refused:
        canonicalize(json)
    assert refused.value.position == position
    with pytest.raises(error):
        keyring.sign_request(json, timestamp=NOW)


def test_the_size_limit_includes_its_border() -> None:
    assert canonicalize(b"[1]", max_json_size=3) == b"[1]"
    with pytest.raises(errors.JsonTooLargeError) as refused:
        canonicalize(b"[1]", max_json_size=2)
    assert refused.value.position is None
