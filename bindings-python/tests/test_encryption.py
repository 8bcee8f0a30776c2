"""Encryption: against libsodium, over a rotation of keys, and under every change of an envelope."""

from __future__ import annotations

import base64
import json
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import nacl.encoding
import nacl.exceptions
import nacl.hash
import nacl.secret
import pytest

from signkey import Decrypted, Encryptor, errors

KEY, OLD_KEY = "a-secret-of-the-tests", "an-older-secret"
RAW_KEY = bytes(range(32))
encryptor = Encryptor(KEY)
strict = Encryptor(KEY, require_encrypted=True)

Encrypt = Callable[[Encryptor, bytes], bytes]
Decrypt = Callable[[Encryptor, bytes], Decrypted]

# What one makes of a text, the other reads; and how to find the envelope in it.
PAIRS: dict[str, tuple[Encrypt, Decrypt, Callable[[Any], Any]]] = {
    "value": (Encryptor.encrypt_value, Encryptor.decrypt_value, lambda it: it),
    "event": (
        Encryptor.encrypt_event_data,
        Encryptor.decrypt_event_data,
        lambda it: it["encrypted"],
    ),
    "error": (
        Encryptor.encrypt_error,
        Encryptor.decrypt_error,
        lambda it: json.loads(it["message"]),
    ),
}
pairs = pytest.mark.parametrize(("encrypt", "decrypt", "find"), PAIRS.values(), ids=PAIRS)

# What each pair can encrypt, with nothing in it that stays readable.
TEXT = b'{"encrypted":{"a":[1,null,"x"]}}'


def box(key: str | bytes) -> nacl.secret.SecretBox:
    """libsodium's cipher under a key as the published packages derive it."""
    if isinstance(key, str):
        raw = nacl.encoding.RawEncoder
        key = nacl.hash.blake2b(key.strip().encode(), digest_size=32, encoder=raw)
    return nacl.secret.SecretBox(key)


def seal(text: bytes, key: str | bytes = KEY) -> bytes:
    """An envelope, made without signkey."""
    data = base64.b64encode(box(key).encrypt(text)).decode()
    members = {"__ENCRYPTED__": True, "__STRATEGY__": "inngest/libsodium", "data": data}
    return json.dumps(members).encode()


TEXTS = {
    "null": b"null",
    "empty text": b'""',
    "spacing": b'{"b": 1,\t"a": [ ]}',
    "big number": b"1234567890123456789012345678901234567890e-5",
    "unicode": '{"ключ":"π \U0001f511"}'.encode(),
    "lone surrogate": rb'"\ud83d"',
    "duplicates": b'{"a":1,"a":2}',
    "an envelope": seal(b"1"),
    "1 MB": b'"' + b"x" * 1_000_000 + b'"',
}
KEYS = ["k", "ключ \U0001f511", " \n trimmed\t", "k" * 10_000, RAW_KEY]
texts = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
keys = pytest.mark.parametrize("key", KEYS, ids=lambda key: ascii(key)[:12])


@texts
@keys
def test_envelopes_cross_with_libsodium(text: bytes, key: str | bytes) -> None:
    ours = Encryptor(key)
    envelope = json.loads(ours.encrypt_value(text))
    assert list(envelope) == ["__ENCRYPTED__", "__STRATEGY__", "data"]
    assert (envelope["__ENCRYPTED__"], envelope["__STRATEGY__"]) == (True, "inngest/libsodium")
    assert box(key).decrypt(base64.b64decode(envelope["data"], validate=True)) == text

    opened = ours.decrypt_value(seal(text, key))
    assert (opened.json, opened.was_encrypted) == (text, True)


@pairs
def test_each_encryption_is_one_of_libsodium(encrypt: Encrypt, decrypt: Decrypt, find: Any) -> None:
    ciphertext = base64.b64decode(find(json.loads(encrypt(encryptor, TEXT)))["data"])
    field = json.loads(TEXT)["encrypted"]
    assert json.loads(box(KEY).decrypt(ciphertext)) in (json.loads(TEXT), field)
    assert decrypt(encryptor, encrypt(encryptor, TEXT)).json == TEXT


def test_a_given_nonce_makes_the_envelope_of_libsodium() -> None:
    nonce = bytes(range(100, 124))
    expected = base64.b64encode(box(KEY).encrypt(b"[1]", nonce)).decode()
    assert json.loads(encryptor.encrypt_value(b"[1]", nonce=nonce))["data"] == expected
    for encrypt, _, find in PAIRS.values():
        made: Any = encrypt
        data = find(json.loads(made(encryptor, TEXT, nonce=nonce)))["data"]
        assert base64.b64decode(data).startswith(nonce)
    for wrong in (b"", nonce[1:], nonce + b"!"):
        with pytest.raises(errors.InvalidArgumentError, match="24 bytes"):
            encryptor.encrypt_value(b"1", nonce=wrong)


def test_no_nonce_comes_twice() -> None:
    nonces = {
        base64.b64decode(find(json.loads(encrypt(encryptor, TEXT)))["data"])[:24]
        for encrypt, _, find in PAIRS.values()
        for _ in range(500)
    }
    assert len(nonces) == 1500


@pairs
def test_keys_rotate_without_losing_anything(encrypt: Encrypt, decrypt: Decrypt, find: Any) -> None:
    stored: list[tuple[str, bytes]] = []
    for keys in ((OLD_KEY,), (OLD_KEY, KEY), (KEY, OLD_KEY), (KEY,)):
        ours = Encryptor(*keys)
        stored.append((keys[0], encrypt(ours, TEXT)))
        for writer, written in stored:
            if writer in keys:
                assert decrypt(ours, written).json == TEXT
            else:
                with pytest.raises(errors.DecryptionFailedError):
                    decrypt(ours, written)
    for writer, written in stored:
        ciphertext = base64.b64decode(find(json.loads(written))["data"])
        assert box(writer).decrypt(ciphertext)
        with pytest.raises(nacl.exceptions.CryptoError):
            box(OLD_KEY if writer == KEY else KEY).decrypt(ciphertext)
    assert [writer for writer, _ in stored] == [OLD_KEY, OLD_KEY, KEY, KEY]


def test_every_tampered_byte_is_refused() -> None:
    envelope = seal(TEXT)
    data_at = envelope.index(b'"data"')
    refused = 0
    for at in range(len(envelope)):
        for bit in range(8):
            changed = bytearray(envelope)
            changed[at] ^= 1 << bit
            if changed[at] in b" \t\n\r" and envelope[at] in b" \t\n\r":
                continue
            with pytest.raises(errors.SignkeyError):
                strict.decrypt_value(changed)
            refused += 1
            # Without that option, what lost its marker is plaintext, and said to be.
            try:
                opened = encryptor.decrypt_value(bytes(changed))
            except errors.SignkeyError:
                continue
            assert at < data_at
            assert (opened.json, opened.was_encrypted) == (bytes(changed), False)
    assert refused > 1200


def test_a_shortened_envelope_is_refused() -> None:
    members = json.loads(seal(TEXT))
    for size in range(len(members["data"])):
        cut = json.dumps({**members, "data": members["data"][:size]}).encode()
        with pytest.raises((errors.MalformedEnvelopeError, errors.DecryptionFailedError)):
            encryptor.decrypt_value(cut)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"__STRATEGY__": "another"}, errors.UnknownEncryptionStrategyError),
        ({"__STRATEGY__": 1}, errors.MalformedEnvelopeError),
        ({"data": 1}, errors.MalformedEnvelopeError),
        ({"data": "not base64"}, errors.MalformedEnvelopeError),
        ({"more": 1}, errors.MalformedEnvelopeError),
        (json.loads(seal(b"1", OLD_KEY)), errors.DecryptionFailedError),
        (json.loads(seal(b"{")), errors.MalformedPlaintextError),
    ],
)
def test_each_cause_has_its_error(changes: dict[str, Any], error: type[Exception]) -> None:
    members = json.loads(seal(b"1"))
    with pytest.raises(error):
        encryptor.decrypt_value(json.dumps({**members, **changes}).encode())


def test_the_first_format_is_decrypted_if_asked_for() -> None:
    # OpenSSL 3: `openssl enc -aes-256-cbc -md md5 -pass pass:my-secret-key -base64 -A`.
    data = "U2FsdGVkX19eH1MZU6vm1rHFGrzBdCLiZvGU8tTJ2F7Hlg/qKfp0SwJRYo27TLll"
    old = json.dumps({"__ENCRYPTED__": True, "data": data}).encode()
    with pytest.raises(errors.UnknownEncryptionStrategyError):
        Encryptor("my-secret-key").decrypt_value(old)
    ours = Encryptor("another", "my-secret-key", legacy_aes=True)
    assert ours.decrypt_value(old).json == b'{"phone":"867-5309"}'
    assert b"inngest/libsodium" in ours.encrypt_value(b"1")


def test_decrypt_only_leaves_things_as_they_are() -> None:
    for keys in ((KEY,), (None, KEY)):
        ours = Encryptor(*keys, decrypt_only=True)
        assert ours.decrypt_only
        for encrypt, decrypt, _ in PAIRS.values():
            assert encrypt(ours, TEXT) is TEXT
            assert decrypt(ours, encrypt(encryptor, TEXT)).json == TEXT
    assert not encryptor.decrypt_only


def test_require_encrypted_refuses_plaintext_where_it_is_not_due() -> None:
    with pytest.raises(errors.EncryptionRequiredError):
        strict.decrypt_value(b"1")
    with pytest.raises(errors.EncryptionRequiredError):
        strict.decrypt_event_data(TEXT)
    with pytest.raises(errors.EncryptionRequiredError):
        strict.decrypt_lifecycle_data(b'{"result":1}')
    assert strict.decrypt_event_data(b'{"other":1}').json == b'{"other":1}'
    # The platform has errors of its own.
    assert not strict.decrypt_error(b'{"message":"time-out"}').was_encrypted


def test_what_was_not_encrypted_is_said_to_be_plaintext() -> None:
    for _, decrypt, _ in PAIRS.values():
        opened = decrypt(encryptor, TEXT)
        assert opened.json is TEXT
        assert not opened.was_encrypted
    nothing = b'{"other":1}'
    assert encryptor.encrypt_event_data(nothing) is nothing


def test_events_about_runs() -> None:
    error = encryptor.encrypt_error(b'{"name":"E","message":"m"}')
    data = b'{"error":%b,"event":{"data":{"encrypted":%b}},"run_id":"01"}' % (error, seal(b"[1]"))
    opened = encryptor.decrypt_lifecycle_data(data)
    expected = (
        b'{"error":{"name":"E","message":"m"},"event":{"data":{"encrypted":[1]}},"run_id":"01"}'
    )
    assert (opened.json, opened.was_encrypted) == (expected, True)


def test_an_event_field_of_another_name() -> None:
    ours = Encryptor(KEY, event_field="private")
    assert (ours.event_field, encryptor.event_field) == ("private", "encrypted")
    text = b'{ "encrypted" : 1 , "private" : [2] }'
    sealed = json.loads(ours.encrypt_event_data(text))
    assert sealed["encrypted"] == 1
    assert box(KEY).decrypt(base64.b64decode(sealed["private"]["data"])) == b"[2]"
    assert encryptor.decrypt_event_data(ours.encrypt_event_data(text)).json == text


def test_a_missing_primary_promotes_no_fallback() -> None:
    for keys in ((None,), (None, KEY)):
        with pytest.raises(errors.MissingEncryptionKeyError):
            Encryptor(*keys)
    with pytest.raises(errors.MissingEncryptionKeyError):
        Encryptor(None, None, decrypt_only=True)
    # One fallback that is not configured is like none.
    assert Encryptor(KEY, None, OLD_KEY).decrypt_value(seal(b"1", OLD_KEY)).json == b"1"


@pytest.mark.parametrize(
    ("key", "error"),
    [
        ("", errors.EmptyEncryptionKeyError),
        (" \t\n\ufeff", errors.EmptyEncryptionKeyError),
        (b"", errors.EmptyEncryptionKeyError),
        (RAW_KEY[1:], errors.InvalidEncryptionKeyLengthError),
        (RAW_KEY.hex().encode(), errors.InvalidEncryptionKeyLengthError),
        ("\ud83d", errors.InvalidArgumentError),
        (bytearray(RAW_KEY), TypeError),
        (1, TypeError),
    ],
)
def test_unusable_keys_are_refused(key: Any, error: type[Exception]) -> None:
    for keys in ((key,), (KEY, key)):
        with pytest.raises(error):
            Encryptor(*keys)


@pytest.mark.parametrize(
    "unbound",
    [*(method for pair in PAIRS.values() for method in pair[:2]), Encryptor.decrypt_lifecycle_data],
    ids=str,
)
def test_json_is_bytes(unbound: Callable[..., Any]) -> None:
    method = partial(unbound, encryptor)
    with pytest.raises(TypeError, match=r"not str, as in `json.dumps\(value\).encode\(\)`"):
        method("{}")
    with pytest.raises(TypeError, match="must be bytes"):
        method({})
    with pytest.raises(errors.InvalidJsonError) as refusal:
        method(b'{"a":}')
    assert refusal.value.position == 5
    with pytest.raises(errors.JsonInvalidUtf8Error):
        method(b'{"a":"\xff"}')
    with pytest.raises(errors.JsonTooDeepError):
        method(b"[" * 513 + b"]" * 513)
    for buffer in (bytearray(b"{}"), memoryview(b"{}")):
        given = method(buffer)
        text = given.json if isinstance(given, Decrypted) else given
        assert isinstance(text, bytes)


def test_options_are_keywords_and_nonces_bytes() -> None:
    anything: Any = Encryptor
    for wrong in ({"decrypt_only": 1}, {"event_field": 1}, {"unknown": True}):
        with pytest.raises(TypeError):
            anything(KEY, **wrong)
    method: Any = encryptor.encrypt_value
    for nonce in ("x" * 24, bytearray(24), 1):
        with pytest.raises(TypeError):
            method(b"1", nonce=nonce)
    with pytest.raises(TypeError):
        method(b"1", bytes(24))


def test_one_encryptor_serves_many_threads_while_buffers_change() -> None:
    # On both sides of the size from which the GIL is released.
    bodies = [json.dumps(secrets.token_hex(size)).encode() for size in (1, 3000, 5000, 50_000)]

    def cross(count: int) -> bool:
        text = bodies[count % len(bodies)]
        opened = encryptor.decrypt_value(encryptor.encrypt_value(text))
        return opened.json == text and encryptor.decrypt_value(seal(text)).was_encrypted

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(cross, range(800)))

    states = [b"[" + b",".join([number] * 20_000) + b"]" for number in (b"1", b"2")]
    buffer, stop = bytearray(states[0]), threading.Event()

    def change() -> None:
        while not stop.is_set():
            for state in states:
                buffer[:] = state

    changer = threading.Thread(target=change)
    changer.start()
    try:
        seen = {encryptor.decrypt_value(encryptor.encrypt_value(buffer)).json for _ in range(50)}
    finally:
        stop.set()
        changer.join()
    assert seen <= set(states)
