"""API credentials by themselves: attempts, origins, and the platform's side."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from platform_api import bearer
from signkey import ApiAuth, Attempt, Authorization, Config, Keyring, SigningKey, errors
from support import DIGITS, KEY, OTHER_DIGITS, OTHER_KEY

ORIGIN = "https://api.inngest.com"
FIRST = bearer(DIGITS)
SECOND = bearer(OTHER_DIGITS, "signkey-prod-")
keyring = Keyring(KEY, OTHER_KEY)


def attempts(auth: ApiAuth, *statuses: int) -> list[str | None]:
    sent: list[str | None] = []
    attempt: Attempt | None = auth.begin()
    for status in statuses:
        assert attempt is not None
        sent.append(auth.authorization(attempt))
        attempt = auth.after(attempt, status)
    assert attempt is None
    return sent


def test_attempts_go_from_key_to_key_and_stay_with_what_works() -> None:
    auth = ApiAuth(keyring, ORIGIN)
    assert attempts(auth, 200) == [FIRST]
    assert attempts(auth, 401, 403) == [FIRST, SECOND]
    assert attempts(auth, 403, 204) == [FIRST, SECOND]
    assert attempts(auth, 500) == [SECOND]
    assert attempts(auth, 401, 200) == [SECOND, FIRST]
    attempt = auth.begin()
    assert (attempt.key_index, repr(attempt)) == (0, "<signkey.Attempt key_index=0>")


def test_what_one_thread_learns_all_know() -> None:
    auth = ApiAuth(keyring, ORIGIN)

    def call(_: int) -> int:
        attempt: Attempt | None = auth.begin()
        tries = 0
        while attempt is not None:
            tries += 1
            attempt = auth.after(attempt, 200 if auth.authorization(attempt) == SECOND else 401)
        return tries

    with ThreadPoolExecutor(8) as pool:
        tries = list(pool.map(call, range(2000)))
    assert set(tries) <= {1, 2}
    assert tries.count(2) <= 8
    assert auth.begin().key_index == 1


def test_settings_make_one() -> None:
    auth = Config(signing_key=KEY, api_base_url="https://api.example/base").api_auth()
    assert attempts(auth, 200) == [FIRST]
    assert auth.may_send_to("https://api.example/other")
    assert not auth.may_send_to(ORIGIN)
    dev = Config(mode="dev").api_auth()
    assert dev.authorization(dev.begin()) is None
    assert dev.may_send_to("http://127.0.0.1:8288/")
    with pytest.raises(errors.MissingSigningKeyError):
        Config().api_auth()


@pytest.mark.parametrize(
    "url", ["", "/", "https:/api.inngest.com", "https://a@api.inngest.com", "\udcff", "http://x y"]
)
def test_what_is_no_url_is_no_origin_and_gets_nothing(url: str) -> None:
    with pytest.raises(errors.MalformedUrlError):
        ApiAuth(keyring, url)
    assert not ApiAuth(keyring, ORIGIN).may_send_to(url)


@pytest.mark.parametrize("status", [-1, 65536, 2**64, 2**70])
def test_a_status_out_of_range_is_refused(status: int) -> None:
    auth = ApiAuth(keyring, ORIGIN)
    with pytest.raises(errors.InvalidArgumentError):
        auth.after(auth.begin(), status)


@pytest.mark.parametrize("status", ["200", 200.0, True, None])
def test_a_status_is_an_int(status: Any) -> None:
    auth = ApiAuth(keyring, ORIGIN)
    with pytest.raises(TypeError):
        auth.after(auth.begin(), status)


def test_other_types_are_refused() -> None:
    auth: Any = ApiAuth(keyring, ORIGIN)
    for call in (
        lambda: ApiAuth(KEY, ORIGIN),  # type: ignore[arg-type]
        lambda: ApiAuth(keyring, ORIGIN.encode()),  # type: ignore[arg-type]
        lambda: auth.may_send_to(None),
        lambda: auth.authorization(0),
        lambda: auth.after(None, 200),
        type(auth.begin()),
    ):
        with pytest.raises(TypeError):
            call()


def test_a_credential_is_text_that_does_not_show() -> None:
    auth = ApiAuth(keyring, ORIGIN)
    credential = auth.authorization(auth.begin())
    assert isinstance(credential, Authorization)
    assert credential == FIRST
    assert f"{credential!r} {[credential]} { {'Authorization': credential} }".count("redacted") == 3
    assert FIRST not in f"{credential!r} {[credential]} { {'Authorization': credential} }"


def test_the_platform_finds_the_key_of_a_token() -> None:
    assert keyring.verify_token(FIRST) == 0
    assert keyring.verify_token(SECOND.encode()) == 1
    assert keyring.verify_token("Bearer " + SigningKey(KEY).api_token()) == 0
    for authorization, error in {
        None: errors.MissingTokenError,
        "": errors.MalformedTokenError,
        "Bearer " + OTHER_KEY: errors.MalformedTokenError,
        b"Bearer \xff": errors.MalformedTokenError,
        # Of as many digits as a token, but not the token.
        "Bearer " + KEY: errors.TokenMismatchError,
        bearer("00"): errors.TokenMismatchError,
    }.items():
        with pytest.raises(error):
            keyring.verify_token(authorization)
    wrong: Any = 1
    with pytest.raises(TypeError):
        keyring.verify_token(wrong)
