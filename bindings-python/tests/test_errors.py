"""The exceptions: the core's list, and what each carries."""

from __future__ import annotations

import copy
import inspect
import pickle

import pytest

from signkey import Config, Keyring, SignkeyError, _signkey, canonicalize, errors
from support import BODY, KEY, NOW, sign


def test_the_list_is_that_of_the_core() -> None:
    classes = {
        name: member
        for name, member in vars(errors).items()
        if inspect.isclass(member)
        and issubclass(member, SignkeyError)
        and member is not SignkeyError
    }
    assert {cls.code for cls in classes.values()} == set(_signkey.ERROR_KINDS)
    assert len(classes) == len(_signkey.ERROR_KINDS)
    for name, cls in classes.items():
        assert name == "".join(word.capitalize() for word in cls.code.split("_")) + "Error"
        facts = (cls.number, cls.http_status, cls.sentence, cls.hint, cls.docs)
        assert facts == _signkey.ERROR_KINDS[cls.code]
        assert errors.BY_CODE[cls.code] is cls


def test_released_codes_keep_their_numbers() -> None:
    assert errors.InvalidArgumentError.number == 1
    assert (errors.MissingSignatureError.number, errors.MissingSignatureError.http_status) == (
        20,
        401,
    )
    assert (errors.ExpiredError.number, errors.ExpiredError.http_status) == (23, 401)
    assert (errors.JsonNumberLossyError.number, errors.JsonNumberLossyError.http_status) == (
        37,
        500,
    )
    assert (errors.BodyTooLargeError.number, errors.BodyTooLargeError.http_status) == (40, 413)


def test_an_error_is_a_value_error_with_the_sentence_of_the_core() -> None:
    with pytest.raises(ValueError, match="seconds ago") as e:
        Keyring(KEY).verify_request(BODY, sign(BODY), now=NOW + 9, past=8)
    error = e.value
    assert str(error) == "the signature is authentic but too old: signed 9 seconds ago"
    assert isinstance(error, errors.ExpiredError)
    assert (error.code, error.number, error.http_status) == ("expired", 23, 401)
    assert (error.position, error.skew_seconds) == (None, 9)


def test_an_error_says_which_setting_causes_it() -> None:
    with pytest.raises(errors.InvalidSettingError) as e:
        _ = Config({"INNGEST_DEV": "perhaps"}).mode
    assert e.value.setting == "INNGEST_DEV"
    assert str(e.value) == f"INNGEST_DEV: {e.value.sentence}"
    assert errors.MissingSigningKeyError.hint == "set INNGEST_SIGNING_KEY"
    with pytest.raises(errors.ExpiredError) as other:
        Keyring(KEY).verify_request(BODY, sign(BODY), now=NOW + 301)
    assert other.value.setting is None


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_an_error_can_be_sent_to_another_process(protocol: int) -> None:
    with pytest.raises(errors.InvalidJsonError) as e:
        canonicalize(b"[1,]")
    for twin in (pickle.loads(pickle.dumps(e.value, protocol)), copy.copy(e.value)):
        assert type(twin) is errors.InvalidJsonError
        assert (str(twin), twin.position) == (str(e.value), 3)


def test_an_error_made_by_hand_has_the_sentence_of_its_code() -> None:
    assert str(errors.BodyTooLargeError()) == errors.BodyTooLargeError.sentence
    assert str(errors.BodyTooLargeError("other")) == "other"


def test_an_error_can_be_derived_from() -> None:
    class OwnError(errors.ExpiredError):
        pass

    assert (OwnError.code, OwnError.number) == ("expired", 23)
    assert errors.BY_CODE["expired"] is errors.ExpiredError
