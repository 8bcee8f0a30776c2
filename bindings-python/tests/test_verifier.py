"""Messages that arrive in pieces."""

from __future__ import annotations

import pytest

from signkey import Keyring, Verified, Verifier, errors
from support import BODY, KEY, KEY_ID, NOW, OTHER_KEY, sign

keyring = Keyring(OTHER_KEY, KEY)


def verify(chunks: list[bytes], header: str | bytes | None, now: int = NOW) -> Verified:
    verifier = Verifier(keyring, header)
    for chunk in chunks:
        verifier.update(chunk)
    return verifier.finish(now=now)


@pytest.mark.parametrize("cut", range(len(BODY) + 1))
def test_every_split_verifies(cut: int) -> None:
    verified = verify([BODY[:cut], b"", BODY[cut:]], sign(BODY), NOW + 1)
    assert (verified.key_index, verified.key_id, verified.form) == (1, KEY_ID, "raw")
    assert verified.age_seconds == 1


def test_pieces_may_be_large_and_of_any_buffer() -> None:
    body = bytes(range(256)) * 1000
    view = memoryview(bytearray(body))
    verifier = Verifier(keyring, sign(body).encode())
    verifier.update(view[:100_000])
    verifier.update(view[100_000:])
    assert verifier.finish(now=NOW).key_index == 1


def test_the_order_of_pieces_counts() -> None:
    with pytest.raises(errors.SignatureMismatchError):
        verify([b"b", b"a"], sign(b"ab"))


def test_only_the_raw_form_is_checked() -> None:
    with pytest.raises(errors.SignatureMismatchError):
        verify([b"{ }"], sign(b"{}"))


def test_the_header_is_read_at_the_beginning() -> None:
    with pytest.raises(errors.MissingSignatureError):
        Verifier(keyring, None)
    with pytest.raises(errors.MalformedSignatureError):
        Verifier(keyring, "t=1")


def test_the_window_is_that_of_requests() -> None:
    assert verify([BODY], sign(BODY), NOW + 300).age_seconds == 300
    with pytest.raises(errors.ExpiredError):
        verify([BODY], sign(BODY), NOW + 301)
    verifier = Verifier(keyring, sign(BODY))
    verifier.update(BODY)
    with pytest.raises(errors.NotYetValidError):
        verifier.finish(now=NOW - 2, future=1)


def test_a_finished_verifier_stays_finished() -> None:
    verifier = Verifier(keyring, sign(BODY))
    with pytest.raises(errors.SignatureMismatchError):
        verifier.finish(now=NOW)
    with pytest.raises(errors.FinishedError):
        verifier.update(BODY)
    with pytest.raises(errors.FinishedError):
        verifier.finish(now=NOW)
