"""Who sends a request: headers in all their forms, keys that are missing or wrong."""

from __future__ import annotations

from collections import UserDict
from email.message import Message
from typing import Any

import httpx
import pytest
import starlette.datastructures
import werkzeug.datastructures

from signkey import Endpoint, Keyring, SigningKey, Unverified, Verified, errors
from support import BODY, KEY, NOW, OTHER_DIGITS, sign

NAME = "X-Inngest-Signature"
HEADER = sign(BODY)
keyring = Keyring(KEY)
endpoint = Endpoint(keyring, mode="cloud")


def authenticate(headers: Any, endpoint: Endpoint = endpoint) -> Verified | Unverified:
    return endpoint.authenticate(method="POST", headers=headers, body=BODY, now=NOW)


def message(*values: str) -> Message:
    message = Message()
    for value in values:
        message[NAME] = value
    return message


def raw(name: str) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), HEADER.encode())]


HEADERS: dict[str, Any] = {
    "dict": {NAME: HEADER},
    "bytes": {NAME.encode(): HEADER.encode()},
    "mixed": [(b"x-inngest-signature", HEADER)],
    "pairs": [("Host", "x"), (NAME.upper(), HEADER)],
    "lists": [[NAME, HEADER]],
    "generator": (pair for pair in [(NAME, HEADER)]),
    "asgi": raw(NAME),
    "user dict": UserDict({NAME: HEADER}),
    "http.client": message(HEADER),
    "httpx": httpx.Headers({NAME: HEADER}),
    "starlette": starlette.datastructures.Headers(raw=raw(NAME)),
    "werkzeug": werkzeug.datastructures.Headers([(NAME, HEADER)]),
    "environ": werkzeug.datastructures.EnvironHeaders({"HTTP_X_INNGEST_SIGNATURE": HEADER}),
}


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS.keys())
def test_headers_of_every_kind_are_read(headers: Any) -> None:
    assert isinstance(authenticate(headers), Verified)


TWICE: dict[str, Any] = {
    "pairs": [(NAME, HEADER), (NAME.lower(), HEADER)],
    "case": {NAME: HEADER, NAME.lower(): HEADER},
    "http.client": message(HEADER, HEADER),
    "httpx": httpx.Headers([(NAME, HEADER), (NAME, HEADER)]),
    "starlette": starlette.datastructures.Headers(raw=raw(NAME) * 2),
    "werkzeug": werkzeug.datastructures.Headers([(NAME, HEADER)] * 2),
}


@pytest.mark.parametrize("headers", TWICE.values(), ids=TWICE.keys())
def test_a_signature_that_is_there_twice_is_malformed(headers: Any) -> None:
    with pytest.raises(errors.MalformedSignatureError):
        authenticate(headers)


@pytest.mark.parametrize(
    "headers",
    [None, 1, "text", b"bytes", [NAME], [(NAME,)], [(NAME, HEADER, "")], {NAME: 1}, {NAME: None}],
    ids=repr,
)
def test_other_objects_are_no_headers(headers: Any) -> None:
    with pytest.raises(TypeError):
        authenticate(headers)


def test_the_body_and_the_clock_are_those_of_a_verification() -> None:
    request: dict[str, Any] = {"method": "POST", "headers": {NAME: HEADER}}
    text: Any = BODY.decode()
    with pytest.raises(TypeError, match="must be bytes, not str"):
        endpoint.authenticate(**request, body=text)
    fraction: Any = 1.5
    with pytest.raises(TypeError, match="must be int"):
        endpoint.authenticate(**request, body=BODY, now=fraction)
    with pytest.raises(errors.InvalidArgumentError):
        endpoint.authenticate(**request, body=BODY, now=-1)
    with pytest.raises(errors.ExpiredError):
        endpoint.authenticate(**request, body=BODY)
    assert isinstance(endpoint.authenticate(**request, body=bytearray(BODY), now=NOW), Verified)


def test_a_large_body_is_verified_without_the_gil() -> None:
    body = b"x" * 100_000
    request: dict[str, Any] = {"headers": {NAME: sign(body)}, "now": NOW}
    assert isinstance(endpoint.authenticate(method="POST", body=body, **request), Verified)
    with pytest.raises(errors.SignatureMismatchError):
        endpoint.authenticate(method="POST", body=body + b"!", **request)


def test_methods_are_compared_byte_for_byte() -> None:
    lax = Endpoint(keyring, mode="cloud", unsigned_methods=["GET", "HEAD"])
    for method in ("GET", "HEAD"):
        verdict = lax.authenticate(method=method, headers={}, body=b"")
        assert isinstance(verdict, Unverified)
        assert verdict.reason == "unsigned_method"
    for method in ("get", "POST", "", "GET ", "\udcff"):
        with pytest.raises(errors.MissingSignatureError):
            lax.authenticate(method=method, headers={}, body=b"")
    text: Any = "GET"
    with pytest.raises(TypeError, match="must be a collection"):
        Endpoint(keyring, mode="cloud", unsigned_methods=text)


def test_the_verdicts_are_of_two_types() -> None:
    dev = Endpoint(keyring, mode="dev")
    verdict = authenticate({}, dev)
    assert isinstance(verdict, Unverified)
    assert verdict.reason == "dev"
    assert repr(verdict) == "<signkey.Unverified dev>"
    assert not hasattr(verdict, "key_index")
    assert isinstance(authenticate({NAME: HEADER}, dev), Verified)
    with pytest.raises(errors.SignatureMismatchError):
        authenticate({NAME: sign(BODY, digits=OTHER_DIGITS)}, dev)
    make: Any = Unverified
    with pytest.raises(TypeError):
        make()


def error_of(key: str) -> errors.SignkeyError:
    with pytest.raises(errors.SignkeyError) as refusal:
        Keyring(key)
    return refusal.value


@pytest.mark.parametrize("key", ["", "signkey-test-1", "signkey-test-12x4", "signkey-"])
def test_the_error_of_a_keyring_is_that_of_its_endpoint(key: str) -> None:
    error = error_of(key)
    for failed in [error] if key else [error, None]:
        cloud = Endpoint(failed, mode="cloud")
        with pytest.raises(type(error)) as used:
            authenticate({NAME: HEADER}, cloud)
        with pytest.raises(type(error)) as asked:
            _ = cloud.keyring
        for refusal in (used.value, asked.value):
            assert (str(refusal), refusal.position) == (str(error), error.position)
        assert repr(cloud) == f"<signkey.Endpoint {error.code}>"
        dev = Endpoint(failed, mode="dev")
        assert isinstance(authenticate({}, dev), Unverified)


def test_dev_mode_needs_no_key_to_let_a_signed_request_pass() -> None:
    verdict = authenticate({NAME: HEADER}, Endpoint(None, mode="dev"))
    assert isinstance(verdict, Unverified)
    assert verdict.reason == "dev_without_key"
    with pytest.raises(errors.OddKeyLengthError):
        authenticate({NAME: HEADER}, Endpoint(error_of("signkey-test-1"), mode="dev"))


def test_other_objects_are_no_keyring() -> None:
    for other in (KEY, SigningKey(KEY), ValueError(), errors.ExpiredError):
        bad: Any = other
        with pytest.raises(TypeError, match="must be Keyring, SignkeyError or None"):
            Endpoint(bad, mode="cloud")


def test_headers_that_contradict_the_mode_are_warned_of() -> None:
    kind = "X-Inngest-Server-Kind"
    warning = endpoint.warning({kind: "dev"})
    assert warning is not None
    assert warning.code == "dev_server_in_cloud_mode"
    assert str(warning) == warning.sentence
    assert "cloud mode" in warning.sentence
    assert repr(warning) == "<signkey.EndpointWarning dev_server_in_cloud_mode>"
    assert endpoint.warning({kind: "cloud"}) is None
    other = Endpoint(None, mode="dev").warning([(kind.encode(), b"cloud")])
    assert other is not None
    assert other.code == "cloud_server_in_dev_mode"


def test_an_endpoint_shows_the_ids_of_its_keys() -> None:
    assert repr(endpoint) == f"<signkey.Endpoint {keyring!r}>"
    assert endpoint.keyring is keyring


def test_before_the_body_is_read_nothing_is_verified() -> None:
    unread = endpoint.authenticate_unread
    assert unread(method="POST", headers={NAME: sign(BODY)}) is None
    assert unread(method="POST", headers={NAME: sign(b"another body")}) is None
    with pytest.raises(errors.MalformedSignatureError):
        unread(method="POST", headers={NAME: "t=1"})
    with pytest.raises(errors.MissingSignatureError):
        unread(method="POST", headers={})
    dev = Endpoint(None, mode="dev").authenticate_unread(method="POST", headers={NAME: "t=1"})
    assert dev is not None
    assert dev.reason == "dev_without_key"
