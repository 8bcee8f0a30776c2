"""Who gets in: headers in all their forms, options, keys that are missing or wrong."""

from __future__ import annotations

import json
from collections import UserDict
from collections.abc import Iterator
from email.message import Message
from functools import partial
from typing import Any, cast

import httpx
import pytest
import starlette.datastructures
import werkzeug.datastructures

from signkey import (
    WANTED_HEADERS,
    Config,
    Endpoint,
    Keyring,
    SigningKey,
    Unverified,
    Verified,
    errors,
)
from support import BODY, KEY, KEY_ID, NOW, OTHER_DIGITS, sign

NAME = "X-Inngest-Signature"
HEADER = sign(BODY)
keyring = Keyring(KEY)
endpoint = Endpoint(keyring)


def caller(headers: Any, endpoint: Endpoint = endpoint) -> Verified | Unverified:
    return endpoint.admit("POST", headers, BODY, NOW).caller


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
    assert isinstance(caller(headers), Verified)


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
        caller(headers)


@pytest.mark.parametrize(
    "headers",
    [None, 1, "text", b"bytes", [NAME], [(NAME,)], [(NAME, HEADER, "")], [1], [None]],
    ids=repr,
)
def test_other_objects_are_no_headers(headers: Any) -> None:
    expected = r"argument 'headers': must be a mapping, or pairs of a name and a value, not \w+"
    with pytest.raises(TypeError, match=expected):
        caller(headers)


@pytest.mark.parametrize("value", [1, None, True, [HEADER], {}, b"\xff", "\udcff", object()])
def test_a_signature_that_is_no_text_is_malformed(value: Any) -> None:
    with pytest.raises(errors.MalformedSignatureError):
        caller({NAME: value})


@pytest.mark.parametrize("foreign", [1, None, True, [HEADER], {}, b"\xff", "\udcff", object()])
def test_what_does_not_matter_decides_nothing(foreign: Any) -> None:
    assert isinstance(caller([("X-Other", foreign), (NAME, HEADER)]), Verified)
    assert isinstance(caller([(foreign, "x"), (NAME, HEADER)]), Verified)


def test_what_an_iterable_raises_is_raised() -> None:
    def broken() -> Iterator[tuple[str, str]]:
        yield NAME, HEADER
        raise ConnectionError

    with pytest.raises(ConnectionError):
        caller(broken())


def test_the_wanted_headers_are_those_of_the_core() -> None:
    assert NAME.lower() in WANTED_HEADERS
    assert all(name == name.lower() for name in WANTED_HEADERS)


def test_the_body_and_the_clock_are_those_of_a_verification() -> None:
    headers, wrong = {NAME: HEADER}, cast("Any", 1.5)
    for name, arguments, message in (
        ("body", ("POST", headers, "text"), "must be bytes, not str: "),
        ("body", ("POST", headers, wrong), "must be bytes, or a buffer .*, not float"),
        ("now", ("POST", headers, BODY, wrong), "must be int, .* not float"),
        ("method", (b"POST", headers), "must be str, not bytes"),
    ):
        with pytest.raises(TypeError, match=message) as refusal:
            endpoint.admit(*arguments)
        assert str(refusal.value).startswith(f"argument '{name}': must be ")
        assert not hasattr(refusal.value, "__notes__")
    with pytest.raises(errors.InvalidArgumentError):
        endpoint.admit("POST", headers, BODY, -1)
    with pytest.raises(errors.ExpiredError):
        _ = endpoint.admit("POST", headers, BODY).caller
    assert endpoint.admit("POST", headers, bytearray(BODY), NOW).verified is not None


def test_methods_are_compared_byte_for_byte() -> None:
    lax = Endpoint(keyring, unsigned_methods=["GET", "HEAD"])
    for method in ("GET", "HEAD"):
        unverified = lax.admit(method, {}).caller
        assert isinstance(unverified, Unverified)
        assert unverified.reason == "unsigned_method"
    for method in ("get", "POST", "", "GET ", "\udcff"):
        with pytest.raises(errors.MissingSignatureError):
            _ = lax.admit(method, {}).caller


@pytest.mark.parametrize("method", ["get", "", "GET ", "GE T", "Post", "\u0130"])
def test_a_name_that_is_no_method_cannot_be_set(method: str) -> None:
    for make in (partial(Endpoint, keyring), Config().endpoint):
        with pytest.raises(errors.InvalidArgumentError) as refusal:
            make(unsigned_methods=[method])
        assert refusal.value.setting == "unsigned_methods"


def test_options_of_other_types_are_refused_by_name() -> None:
    for options, message in {
        (
            ("unsigned_methods", "GET"),
        ): "argument 'unsigned_methods': must be a collection of names",
        (("unsigned_methods", 1),): "argument 'unsigned_methods': must be a collection of names",
        (("unsigned_methods", (1,)),): "argument 'unsigned_methods': must be str, not int",
        (("unsigned_sync", 1),): "argument 'unsigned_sync': must be bool, not int",
        (("sign_responses", None),): "argument 'sign_responses': must be bool, not NoneType",
        (("past", "1"),): "argument 'past': must be int, .* not str",
        (("max_body_size", None),): "argument 'max_body_size': must be int, .* not NoneType",
        (("tolerance", 1),): "there is no option 'tolerance', but unsigned_methods, .*",
        (("sign_response", True),): "there is no option .*; did you mean 'sign_responses'",
    }.items():
        for make in (partial(Endpoint, keyring), Config().endpoint):
            with pytest.raises(TypeError, match=message):
                make(**cast("Any", dict(options)))
    with pytest.raises(errors.InvalidArgumentError):
        Endpoint(keyring, max_response_size=-1)


def test_the_verdicts_are_of_two_types() -> None:
    dev = Endpoint(keyring, mode="dev")
    unverified = caller({}, dev)
    assert isinstance(unverified, Unverified)
    assert unverified.reason == "dev"
    assert repr(unverified) == "<signkey.Unverified dev>"
    assert not hasattr(unverified, "key_index")
    assert isinstance(caller({NAME: HEADER}, dev), Verified)
    with pytest.raises(errors.SignatureMismatchError):
        caller({NAME: sign(BODY, digits=OTHER_DIGITS)}, dev)
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
        cloud = Endpoint(failed)
        with pytest.raises(type(error)) as used:
            caller({NAME: HEADER}, cloud)
        with pytest.raises(type(error)) as asked:
            _ = cloud.keyring
        for refusal in (used.value, asked.value):
            assert (str(refusal), refusal.position) == (str(error), error.position)
        assert repr(cloud) == f"<signkey.Endpoint cloud {error.code}>"
        dev = Endpoint(failed, mode="dev")
        assert isinstance(caller({}, dev), Unverified)


def test_dev_mode_needs_no_key_to_let_a_signed_request_pass() -> None:
    verdict = caller({NAME: HEADER}, Endpoint(None, mode="dev"))
    assert isinstance(verdict, Unverified)
    assert verdict.reason == "dev_without_key"
    with pytest.raises(errors.OddKeyLengthError):
        caller({NAME: HEADER}, Endpoint(error_of("signkey-test-1"), mode="dev"))


def test_other_objects_are_no_keyring() -> None:
    for other in (KEY, SigningKey(KEY), ValueError(), errors.ExpiredError):
        bad: Any = other
        with pytest.raises(TypeError, match="must be Keyring, SignkeyError or None"):
            Endpoint(bad, mode="cloud")


def test_headers_that_contradict_the_mode_are_warned_of() -> None:
    kind = "X-Inngest-Server-Kind"
    warning = endpoint.admit("POST", {kind: "dev"}).warning
    assert warning is not None
    assert warning.code == "dev_server_in_cloud_mode"
    assert str(warning) == warning.sentence
    assert "cloud mode" in warning.sentence
    assert repr(warning) == "<signkey.RequestWarning dev_server_in_cloud_mode>"
    assert endpoint.admit("POST", {kind: "cloud"}).warning is None
    other = Endpoint(None, mode="dev").admit("POST", [(kind.encode(), b"cloud")]).warning
    assert other is not None
    assert other.code == "cloud_server_in_dev_mode"


def test_an_endpoint_shows_the_ids_of_its_keys() -> None:
    assert repr(endpoint) == f"<signkey.Endpoint cloud {KEY_ID}>"
    assert endpoint.keyring.key_ids == keyring.key_ids
    assert (endpoint.mode, endpoint.sign_responses) == ("cloud", False)
    assert Endpoint(None, mode="dev", sign_responses=True).sign_responses


def test_the_refusal_of_another_error_is_that_of_an_endpoint() -> None:
    refusal = endpoint.refuse(errors.MethodNotAllowedError())
    assert (refusal.status, dict(refusal.headers)["Allow"]) == (405, "PUT")
    assert json.loads(refusal.body)["code"] == "method_not_allowed"
    wrong: Any = ValueError()
    with pytest.raises(TypeError, match="argument 'error': must be SignkeyError, not ValueError"):
        endpoint.refuse(wrong)


def test_a_setting_goes_to_the_log_and_not_to_the_caller() -> None:
    config = Config({"INNGEST_DEV": "perhaps"}, signing_key=KEY)
    with pytest.raises(errors.InvalidSettingError) as asked:
        _ = config.mode
    assert asked.value.setting == "INNGEST_DEV"
    admission = config.endpoint().admit("POST", {NAME: HEADER}, BODY, NOW)
    assert admission.refusal is not None
    assert admission.refusal.is_fault
    assert "INNGEST_DEV" in admission.refusal.log
    assert b"INNGEST_DEV" not in admission.refusal.body
    again = endpoint.refuse(admission.refusal.error)
    assert (again.log, again.body) == (admission.refusal.log, admission.refusal.body)
