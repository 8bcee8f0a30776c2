"""No key leaves an object in any form but its id."""

from __future__ import annotations

import copy
import gc
import hashlib
import io
import json
import logging
import pickle
import pprint
import secrets
import sys
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from signkey import (
    HEADER_NAME,
    App,
    Authorization,
    Config,
    Endpoint,
    Keyring,
    Registration,
    SigningKey,
    SignkeyError,
    Verifier,
)
from support import BODY, NOW

DIGITS = secrets.token_hex(24)
KEY = "signkey-prod-" + DIGITS
EVENT_KEY = secrets.token_urlsafe(48)
HASH = hashlib.sha256(bytes.fromhex(DIGITS)).hexdigest()


def leaks(text: str) -> bool:
    """Whether a text holds a part of a key that is long enough to matter."""
    raw = repr(bytes.fromhex(DIGITS))[2:-1]
    parts = [DIGITS[at : at + 8] for at in range(len(DIGITS) - 7)] + [HASH[12:24], raw]
    parts += [EVENT_KEY[at : at + 8] for at in range(len(EVENT_KEY) - 7)]
    return any(part.lower() in text.lower() for part in parts)


keyring = Keyring(KEY)
header = keyring.sign_raw(BODY, timestamp=NOW)
verified = keyring.verify_request(BODY, header, now=NOW)
config = Config(signing_key=KEY, event_key=EVENT_KEY)
auth = config.api_auth()
endpoint = config.endpoint(sign_responses=True)
app = App(id="shop", sdk="sdk:v1.0.0", language="py", framework="wsgi", functions=1)


def begin(*kind: tuple[str, str]) -> Registration:
    headers = [(HEADER_NAME, header), *kind]
    return config.registration(app, endpoint.admit("PUT", headers, BODY, NOW))


request = begin().request
response = begin(("X-Inngest-Sync-Kind", "in_band")).response(b"{}", timestamp=NOW)
admission = endpoint.admit("POST", {HEADER_NAME: header}, BODY, NOW)
refused = endpoint.admit("POST", {"X-Inngest-Server-Kind": "dev"})
OBJECTS: list[Any] = [
    keyring,
    SigningKey(KEY),
    verified,
    config,
    config.keyring,
    *Config().check(),
    auth,
    auth.begin(),
    endpoint,
    admission,
    refused,
    refused.refusal,
    refused.warning,
    admission.response(200),
    Endpoint(None, mode="dev").admit("GET", {}).caller,
    app,
    begin(),
    request,
    response,
    Verifier(keyring, header),
]

objects = pytest.mark.parametrize("target", OBJECTS, ids=lambda target: type(target).__name__)


def attribute(target: Any, name: str) -> str:
    try:
        return f"{name}={getattr(target, name)}"
    except SignkeyError as error:
        return f"{name}={error!r}"


def test_the_check_finds_what_it_looks_for() -> None:
    assert leaks(f"... {KEY} ...")
    assert leaks(SigningKey(KEY).api_token())
    assert leaks(repr(bytes.fromhex(DIGITS)))
    assert not leaks(HASH[:12])


@objects
@pytest.mark.parametrize(
    "show",
    [
        repr,
        str,
        ascii,
        format,
        pprint.pformat,
        "{0} {0!r}".format,
        lambda target: "".join(attribute(target, name) for name in dir(target)),
        lambda target: repr(gc.get_referents(target)),
        lambda target: json.dumps(target, default=str),
    ],
)
def test_every_text_of_an_object_is_harmless(target: Any, show: Callable[[Any], str]) -> None:
    text = show(target)
    assert type(target).__name__ in text or HASH[:12] in text or str(target) in text or text == "[]"
    assert not leaks(text)


def test_the_ids_are_what_is_shown() -> None:
    assert repr(keyring) == f"<signkey.Keyring {HASH[:12]}>"
    assert repr(SigningKey(KEY)) == f"<signkey.SigningKey {HASH[:12]}>"


@objects
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickle_is_refused(target: Any, protocol: int) -> None:
    with pytest.raises(TypeError, match="cannot be pickled or copied"):
        pickle.dumps(target, protocol)


@objects
@pytest.mark.parametrize(
    "use",
    [copy.copy, copy.deepcopy, vars, json.dumps, bytes, iter, len, dict],
)
def test_other_ways_in_are_refused(target: Any, use: Callable[[Any], object]) -> None:
    with pytest.raises(TypeError) as refusal:
        use(target)
    assert not leaks(str(refusal.value))


@objects
def test_an_object_has_no_state(target: Any) -> None:
    assert not hasattr(target, "__dict__")
    assert target.__getstate__() is None
    with pytest.raises(TypeError):
        memoryview(target)


def test_a_credential_is_text_but_shows_in_no_container() -> None:
    credential = auth.authorization(auth.begin())
    assert isinstance(credential, Authorization)
    assert leaks(str(credential))
    for show in (repr, ascii, pprint.pformat, "{!r}".format):
        for shown in (credential, [credential], {"Authorization": credential}):
            assert "redacted" in show(shown)
            assert not leaks(show(shown))
    for copied in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="cannot be pickled or copied"):
            copied(credential)


BAD_KEYS = {
    "odd_key_length": KEY + "0",
    "non_hex_key": KEY + "x0",
    "malformed_key_prefix": "signkey-" + DIGITS,
    "key_too_long": KEY + DIGITS * 20,
    "event_key": DIGITS[:32] + "_wXyZ" * 4,
}


@pytest.mark.parametrize("code", BAD_KEYS)
@pytest.mark.parametrize("make", [SigningKey, Keyring])
def test_errors_quote_no_key(code: str, make: Callable[[str], object]) -> None:
    with pytest.raises(SignkeyError) as refusal:
        make(BAD_KEYS[code])
    error = refusal.value
    assert error.code == code
    shown = [str(error), repr(error), repr(error.args), repr(vars(error))]
    shown += traceback.format_exception(error)
    assert not leaks("".join(shown))


def test_a_key_of_the_wrong_type_is_not_quoted() -> None:
    wrong: Any = [KEY]
    with pytest.raises(TypeError) as refusal:
        Keyring(KEY, wrong)
    assert not leaks("".join(traceback.format_exception(refusal.value)))


def fail_with(keyring: Keyring) -> None:
    keyring.verify_request(BODY, "", now=NOW)


def test_a_traceback_with_local_variables_is_harmless() -> None:
    verifier = OBJECTS[-1]
    try:
        fail_with(keyring)
    except SignkeyError:
        shown = traceback.TracebackException(*sys.exc_info(), capture_locals=True)
    text = "".join(shown.format())
    assert f"keyring = <signkey.Keyring {HASH[:12]}>" in text
    assert f"verifier = {verifier!r}" in text
    assert not leaks(text)


def test_a_log_is_harmless() -> None:
    stream = io.StringIO()
    logger = logging.Logger("test", level=logging.DEBUG)
    logger.addHandler(logging.StreamHandler(stream))
    for target in OBJECTS:
        logger.info("%s %r", target, target)
    try:
        SigningKey(KEY + "x")
    except SignkeyError:
        logger.exception("refused")
    assert "NonHexKeyError" in stream.getvalue()
    assert not leaks(stream.getvalue())
