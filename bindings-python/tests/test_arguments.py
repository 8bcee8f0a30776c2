"""Arguments of every odd type and value: a clear error or the right answer, nothing between."""

from __future__ import annotations

import array
import enum
import mmap
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import signkey
from signkey import Keyring, SigningKey, Verifier, _signkey, canonicalize, errors
from support import BODY, KEY, NOW, OTHER_KEY, sign

keyring = Keyring(KEY)
HEADER = sign(BODY)

# Every call that takes a message, as a function of the message alone.
TAKE_A_BODY: dict[str, Callable[[Any], object]] = {
    "verify_request": lambda body: keyring.verify_request(body, HEADER, now=NOW),
    "verify_response": lambda body: keyring.verify_response(body, HEADER, now=NOW),
    "sign_request": lambda body: keyring.sign_request(body, timestamp=NOW),
    "sign_raw": lambda body: keyring.sign_raw(body, timestamp=NOW),
    "sign_response": lambda body: keyring.sign_response(body, timestamp=NOW),
    "canonicalize": canonicalize,
    "update": lambda body: Verifier(keyring, HEADER).update(body),
}

# Every call that takes a number, as a function of the number alone.
TAKE_A_NUMBER: dict[str, Callable[[Any], object]] = {
    "now": lambda number: keyring.verify_request(BODY, HEADER, now=number),
    "past": lambda number: keyring.verify_request(BODY, HEADER, now=NOW, past=number),
    "future": lambda number: keyring.verify_response(BODY, HEADER, now=NOW, future=number),
    "max_json_size": lambda number: canonicalize(b"[1]", max_json_size=number),
    "timestamp": lambda number: keyring.sign_raw(BODY, timestamp=number),
    "key_index": lambda number: keyring.sign_raw(BODY, timestamp=NOW, key_index=number),
    "finish": lambda number: Verifier(keyring, HEADER).finish(now=number),
}


class Bytes(bytes):
    """Bytes that lie about themselves."""

    def __len__(self) -> int:
        return 0

    def __getitem__(self, index: Any) -> Any:
        raise AssertionError

    def __bytes__(self) -> bytes:
        return b"other"


class Text(str):
    __slots__ = ()

    def encode(self, *_: Any) -> bytes:
        return b"other"

    def __str__(self) -> str:
        return "other"


class Number(enum.IntEnum):
    NOW = NOW


def buffers() -> list[Any]:
    mapped = mmap.mmap(-1, len(BODY))
    mapped.write(BODY)
    strided = memoryview(b"".join(bytes([byte, 0]) for byte in BODY))[::2]
    return [
        bytearray(BODY),
        memoryview(BODY),
        memoryview(bytearray(BODY)),
        strided,
        array.array("B", BODY),
        mapped,
        Bytes(BODY),
    ]


@pytest.mark.parametrize("body", buffers(), ids=lambda body: type(body).__name__)
def test_buffers_of_bytes_are_read(body: Any) -> None:
    assert keyring.verify_request(body, HEADER, now=NOW).form == "raw"
    assert keyring.verify_response(body, HEADER, now=NOW).form == "raw"
    assert keyring.sign_raw(body, timestamp=NOW) == HEADER
    assert canonicalize(body) == BODY


def test_a_buffer_is_free_after_the_call() -> None:
    body = bytearray(BODY)
    keyring.verify_request(body, HEADER, now=NOW)
    body.append(0)
    with pytest.raises(errors.SignatureMismatchError):
        keyring.verify_request(body, HEADER, now=NOW)
    body.append(0)


@pytest.mark.parametrize("name", TAKE_A_BODY)
def test_text_is_no_body_and_the_error_says_why(name: str) -> None:
    with pytest.raises(TypeError, match=r"must be bytes, not str: .* Pass the raw body"):
        TAKE_A_BODY[name](BODY.decode())


@pytest.mark.parametrize("name", TAKE_A_BODY)
@pytest.mark.parametrize(
    "body",
    [None, 1, True, 1.5, [1], (), {}, object(), bytes, array.array("I", [1]), array.array("d")],
    ids=repr,
)
def test_other_objects_are_no_body(name: str, body: Any) -> None:
    argument = {"canonicalize": "json", "update": "chunk"}.get(name, "body")
    given = type(body).__name__
    expected = "bytes" if given in {"dict", "list"} else "bytes, or a buffer of bytes such as .*"
    with pytest.raises(TypeError, match=f"^argument '{argument}': must be {expected}, not {given}"):
        TAKE_A_BODY[name](body)


@pytest.mark.parametrize("header", [1, True, 1.5, [], bytearray(HEADER.encode()), object()])
def test_other_objects_are_no_header(header: Any) -> None:
    with pytest.raises(TypeError, match="must be str, bytes or None"):
        keyring.verify_request(BODY, header, now=NOW)
    with pytest.raises(TypeError, match="must be str, bytes or None"):
        Verifier(keyring, header)


@pytest.mark.parametrize("key", [1, True, 1.5, [KEY], bytearray(KEY.encode()), object()])
def test_other_objects_are_no_key(key: Any) -> None:
    for make in (SigningKey, Keyring, lambda key: Keyring(KEY, key)):
        with pytest.raises(TypeError, match="must be str, bytes or None"):
            make(key)


def test_a_signing_key_is_not_optional() -> None:
    absent: Any = None
    with pytest.raises(TypeError):
        SigningKey(absent)
    with pytest.raises(errors.EmptyKeyError):
        SigningKey("")


def test_subclasses_count_as_what_they_hold() -> None:
    assert keyring.verify_request(BODY, Text(HEADER), now=NOW).age_seconds == 0
    assert keyring.verify_request(BODY, Bytes(HEADER.encode()), now=NOW).age_seconds == 0
    assert Keyring(Text(KEY)).key_ids == keyring.key_ids
    assert keyring.verify_request(BODY, HEADER, now=Number.NOW).age_seconds == 0


@pytest.mark.parametrize("name", TAKE_A_NUMBER)
@pytest.mark.parametrize("number", [True, False, 1.0, 1e300, float("nan"), "1", b"1", Decimal(1)])
def test_only_int_is_a_number(name: str, number: Any) -> None:
    with pytest.raises(TypeError, match="must be int"):
        TAKE_A_NUMBER[name](number)


@pytest.mark.parametrize("name", TAKE_A_NUMBER)
@pytest.mark.parametrize("number", [-1, -(2**63), 2**64, 2**64 + NOW, 10**100])
def test_numbers_never_wrap(name: str, number: int) -> None:
    with pytest.raises(errors.InvalidArgumentError) as error:
        TAKE_A_NUMBER[name](number)
    argument = "now" if name == "finish" else name
    assert str(error.value) == f"argument '{argument}': must lie between 0 and 2**64 - 1"


def test_the_largest_numbers_are_taken() -> None:
    largest = 2**64 - 1
    with pytest.raises(errors.ExpiredError) as expired:
        keyring.verify_request(BODY, HEADER, now=largest)
    assert expired.value.skew_seconds == largest - NOW
    verified = keyring.verify_request(BODY, HEADER, now=largest, past=largest, future=largest)
    assert verified.age_seconds == 2**63 - 1
    assert keyring.verify_request(BODY, HEADER, now=NOW, max_json_size=largest).form == "raw"


def test_options_are_keywords() -> None:
    call: Any = keyring.verify_request
    with pytest.raises(TypeError):
        call(BODY, HEADER, NOW)
    with pytest.raises(TypeError):
        call(BODY)
    with pytest.raises(TypeError):
        call(BODY, HEADER, now=NOW, tolerance=1)
    assert call(body=BODY, header=HEADER, now=NOW).form == "raw"


def test_objects_are_frozen() -> None:
    verified = keyring.verify_request(BODY, HEADER, now=NOW)
    objects: list[tuple[Any, str]] = [
        (keyring, "key_ids"),
        (SigningKey(KEY), "id"),
        (verified, "key_index"),
        (Verifier(keyring, HEADER), "finish"),
    ]
    for target, name in objects:
        with pytest.raises(AttributeError):
            setattr(target, name, 1)
        with pytest.raises(AttributeError):
            target.anything = 1
        with pytest.raises(AttributeError):
            delattr(target, name)


@pytest.mark.parametrize(
    "name", sorted(name for name in vars(_signkey) if name[0].isupper() and name != name.upper())
)
def test_classes_are_final(name: str) -> None:
    with pytest.raises(TypeError):
        type("Derived", (getattr(_signkey, name),), {})


def test_only_verification_makes_a_verified() -> None:
    make: Any = signkey.Verified
    with pytest.raises(TypeError):
        make()
    with pytest.raises(TypeError):
        object.__new__(make)


def test_keyrings_are_compared_by_identity() -> None:
    assert keyring == keyring  # noqa: PLR0124 - what is tested
    assert Keyring(KEY) != Keyring(KEY)
    assert SigningKey(KEY) != SigningKey(KEY)
    assert len({keyring, Keyring(OTHER_KEY)}) == 2


def test_a_verifier_needs_a_keyring() -> None:
    for other in (None, KEY, SigningKey(KEY)):
        bad: Any = other
        with pytest.raises(TypeError):
            Verifier(bad, HEADER)
