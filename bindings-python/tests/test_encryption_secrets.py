"""No encryption key and no plaintext leaves an object except through the methods that give it."""

from __future__ import annotations

import base64
import copy
import gc
import hashlib
import json
import pickle
import pprint
import secrets
import sys
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from signkey import Encryptor, SignkeyError, errors

TEXT_KEY = secrets.token_hex(20)
RAW_KEY = secrets.token_bytes(32)
HASH = hashlib.blake2b(TEXT_KEY.encode(), digest_size=32).digest()
PLAINTEXT = "plaintext-" + secrets.token_hex(8)


def leaks(text: str) -> bool:
    """Whether a text holds a part of a key or of the plaintext that is long enough to matter."""
    parts = [TEXT_KEY[at : at + 8] for at in range(len(TEXT_KEY) - 7)] + [PLAINTEXT[-16:]]
    for raw in (HASH, RAW_KEY):
        digits = raw.hex()
        parts += [digits[at : at + 8] for at in range(len(digits) - 7)]
        parts += [repr(raw)[2:-1], str(list(raw)), base64.b64encode(raw).decode()[:12]]
    return any(part in text or part in text.lower() for part in parts)


encryptor = Encryptor(TEXT_KEY, RAW_KEY, legacy_aes=True)
document = json.dumps(PLAINTEXT).encode()
decrypted = encryptor.decrypt_value(encryptor.encrypt_value(document))
objects = pytest.mark.parametrize(
    "target", [encryptor, decrypted], ids=lambda target: type(target).__name__
)


def test_the_check_finds_what_it_looks_for() -> None:
    for found in (TEXT_KEY, HASH.hex(), repr(RAW_KEY), repr(decrypted.json), HASH.hex().upper()):
        assert leaks(f"... {found} ...")
    assert not leaks(repr(encryptor))


def test_what_is_shown() -> None:
    assert repr(encryptor) == '<signkey.Encryptor event_field="encrypted">'
    assert repr(decrypted) == f"<signkey.Decrypted was_encrypted=True size={len(document)}>"
    assert repr(encryptor.decrypt_error(b"{}")) == "<signkey.Decrypted was_encrypted=False size=2>"


@objects
@pytest.mark.parametrize(
    "show",
    [
        *(repr, str, ascii, format, pprint.pformat, "{0} {0!r}".format),
        lambda target: json.dumps(target, default=str),
        lambda target: repr(gc.get_referents(target)),
        lambda target: "".join(
            f"{name}={getattr(target, name)}" for name in dir(target) if name != "json"
        ),
    ],
)
def test_every_text_of_an_object_is_harmless(target: Any, show: Callable[[Any], str]) -> None:
    text = show(target)
    assert type(target).__name__ in text or text == "[]"
    assert not leaks(text)


@objects
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickle_is_refused(target: Any, protocol: int) -> None:
    with pytest.raises(TypeError, match="cannot be pickled or copied"):
        pickle.dumps(target, protocol)


@objects
@pytest.mark.parametrize(
    "use", [copy.copy, copy.deepcopy, vars, json.dumps, bytes, iter, len, dict, memoryview]
)
def test_other_ways_in_are_refused(target: Any, use: Callable[[Any], object]) -> None:
    with pytest.raises(TypeError) as refusal:
        use(target)
    assert not leaks(str(refusal.value))


@objects
def test_an_object_cannot_be_changed_or_made(target: Any) -> None:
    assert not hasattr(target, "__dict__")
    with pytest.raises(AttributeError):
        target.was_encrypted = target.event_field = True
    with pytest.raises(TypeError):
        type("Sub", (type(target),), {})
    with pytest.raises(TypeError):
        type(decrypted)()


@pytest.mark.parametrize(
    "make",
    [
        lambda: Encryptor(None, TEXT_KEY),
        lambda: Encryptor(TEXT_KEY + "\ud83d"),
        lambda: Encryptor(RAW_KEY + b"!"),
        lambda: Encryptor(TEXT_KEY, RAW_KEY.hex().encode()),
        lambda: Encryptor([TEXT_KEY]),  # type: ignore[arg-type]
        lambda: Encryptor(TEXT_KEY, {RAW_KEY}),  # type: ignore[arg-type]
        lambda: encryptor.encrypt_value(document + b"x"),
        lambda: encryptor.encrypt_value(PLAINTEXT),  # type: ignore[arg-type]
        lambda: encryptor.decrypt_value(encryptor.encrypt_value(document)[:-3] + b'"}'),
        lambda: Encryptor("another").decrypt_value(encryptor.encrypt_value(document)),
        lambda: Encryptor(TEXT_KEY, require_encrypted=True).decrypt_value(document),
    ],
)
def test_errors_quote_nothing(make: Callable[[], object]) -> None:
    with pytest.raises((SignkeyError, TypeError)) as refusal:
        make()
    error = refusal.value
    shown = [str(error), repr(error), repr(error.args), repr(vars(error))]
    # The frames of this file hold the keys by name alone.
    shown += traceback.format_exception_only(error)
    shown += [repr(link) for link in (error.__cause__, error.__context__)]
    assert not leaks("".join(shown))


def fail_with(encryptor: Encryptor, opened: object) -> None:
    encryptor.decrypt_value(b"{")
    assert opened


def test_a_traceback_with_local_variables_is_harmless() -> None:
    try:
        fail_with(encryptor, decrypted)
    except errors.InvalidJsonError:
        shown = traceback.TracebackException(*sys.exc_info(), capture_locals=True)
    text = "".join(shown.format())
    assert f"encryptor = {encryptor!r}" in text
    assert f"opened = {decrypted!r}" in text
    assert not leaks(text)
