"""Settings: where they come from, and what is said of wrong ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from signkey import Config, Endpoint, errors
from support import BODY, KEY, KEY_ID, NOW, OTHER_KEY, sign

SWITCHES = ["INNGEST_DEV", "INNGEST_ENABLE_UNAUTHED_SYNC", "INNGEST_ALLOW_IN_BAND_SYNC"]


@pytest.fixture
def environ(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment without settings."""
    for name in Config.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_the_environment_is_read_when_asked(environ: pytest.MonkeyPatch) -> None:
    environ.setenv("INNGEST_SIGNING_KEY", KEY)
    environ.setenv("INNGEST_ENV", "staging")
    config = Config.from_env()
    environ.setenv("INNGEST_ENV", "later")
    assert config.keyring.key_ids == (KEY_ID,)
    assert (config.environment, config.environment_source) == ("staging", "INNGEST_ENV")
    assert (config.mode, config.mode_source) == ("cloud", "default")
    assert Config.from_env().environment == "later"
    assert Config().environment is None


def test_an_option_goes_before_a_variable(environ: pytest.MonkeyPatch) -> None:
    environ.setenv("INNGEST_DEV", "1")
    environ.setenv("INNGEST_ENV", "variable")
    config = Config.from_env(mode="cloud", environment="option", signing_key=None)
    assert (config.mode, config.mode_source) == ("cloud", "mode")
    assert (config.environment, config.environment_source) == ("option", "environment")
    assert Config.from_env(environment=" ").environment == "variable"


def test_all_settings_can_be_read() -> None:
    config = Config(
        {"VERCEL": "1", "INNGEST_ALLOW_IN_BAND_SYNC": "0"},
        api_base_url="https://api.example/base/",
        event_api_base_url="https://events.example",
        serve_origin="app.example",
        serve_path="api",
        signing_key=KEY,
        signing_key_fallback=OTHER_KEY,
        event_key="event",
    )
    assert config.api_origin == "https://api.example/base"
    assert config.event_api_origin == "https://events.example"
    assert (config.serve_origin, config.serve_path) == ("https://app.example", "/api")
    assert config.serve_url("http://x/y?deployId=1&a=b") == "https://app.example/api?a=b"
    assert config.platform == "vercel"
    assert not config.allows_in_band_sync
    assert len(config.keyring.key_ids) == 2
    described = json.loads(config.describe())
    assert described["has_event_key"] is True
    assert described["signing_keys"] == list(config.keyring.key_ids)
    assert repr(config) == f"<signkey.Config({config.describe()})>"


def test_wrong_settings_are_errors_where_they_are_used() -> None:
    config = Config(
        {"INNGEST_ENV": "é"},
        base_url="ftp://x",
        signing_key="signkey-test-1x",
        platform="\n\x00",
        serve_origin="https://x/y",
        serve_path="\x00",
    )
    for name, error in {
        "api_origin": errors.MalformedUrlError,
        "event_api_origin": errors.MalformedUrlError,
        "keyring": errors.NonHexKeyError,
        "environment": errors.InvalidHeaderValueError,
        "platform": errors.InvalidHeaderValueError,
        "serve_origin": errors.MalformedUrlError,
        "serve_path": errors.MalformedUrlError,
    }.items():
        with pytest.raises(error):
            getattr(config, name)
    with pytest.raises(errors.MalformedUrlError):
        config.serve_url("https://app.example/")
    with pytest.raises(errors.MalformedUrlError):
        config.api_auth()
    with pytest.raises(errors.NonHexKeyError) as refusal:
        _ = config.endpoint().admit("POST", []).caller
    assert refusal.value.position == 15
    assert {problem.setting for problem in config.check()} >= {"base_url", "INNGEST_ENV"}


def test_problems_say_what_is_wrong_and_where() -> None:
    problem, _missing = Config({"INNGEST_DEV": "perhaps"}).check()
    assert (problem.code, problem.severity) == ("invalid_setting", "error")
    assert problem.setting == "INNGEST_DEV"
    assert str(problem) == f"INNGEST_DEV: {problem.sentence}"
    assert repr(problem) == "<signkey.Problem error invalid_setting INNGEST_DEV>"
    (missing,) = Config().check()
    assert (missing.code, missing.severity) == ("missing_signing_key", "error")
    assert Config(signing_key=KEY).check() == []


def test_variables_may_be_any_mapping() -> None:
    class Settings(Mapping[str, str | None]):
        def __getitem__(self, name: str) -> str | None:
            return {"INNGEST_DEV": "1", "INNGEST_ENV": None}[name]

        def __iter__(self) -> Any:
            raise AssertionError

        def __len__(self) -> int:
            raise AssertionError

    config = Config(Settings())
    assert (config.mode, config.environment) == ("dev", None)


def test_what_a_mapping_raises_is_raised() -> None:
    class Broken(dict[str, str]):
        def get(self, *_: Any) -> Any:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        Config(Broken())


@pytest.mark.parametrize("value", [1, b"1", True, ["1"], object()])
def test_values_of_other_types_are_refused_and_not_quoted(value: Any) -> None:
    with pytest.raises(TypeError) as variable:
        Config({"INNGEST_SIGNING_KEY": value})
    given = type(value).__name__
    wrong = f"must be str or None, not {given}"
    assert str(variable.value) == f"argument 'INNGEST_SIGNING_KEY': {wrong}"
    with pytest.raises(TypeError) as option:
        Config(signing_key=value)
    assert str(option.value) == f"argument 'signing_key': {wrong}"


@pytest.mark.parametrize("variables", [1, "INNGEST_DEV=1", [("INNGEST_DEV", "1")]])
def test_variables_of_other_types_are_refused(variables: Any) -> None:
    with pytest.raises(TypeError):
        Config(variables)


@pytest.mark.parametrize("name", ["signing_keys", "variables", "Mode", "", "\udcff"])
def test_unknown_options_are_refused(name: str) -> None:
    for make in (Config, Config.from_env):
        options: Any = {name: None}
        with pytest.raises(errors.InvalidArgumentError, match=r"^there is no option"):
            make(**options)


@pytest.mark.parametrize("mode", ["", "Dev", "production", "\udcff"])
def test_unknown_modes_are_refused(mode: Any) -> None:
    with pytest.raises(errors.InvalidArgumentError):
        Config(mode=mode)
    with pytest.raises(errors.InvalidArgumentError):
        Endpoint(None, mode=mode)


def test_what_is_not_unicode_is_a_wrong_setting_and_not_an_absent_one() -> None:
    broken = "signkey-test-12\udcff4"
    config = Config({"INNGEST_SIGNING_KEY": broken, "INNGEST_ENV": "\udcff"}, base_url="\udcff")
    with pytest.raises(errors.NonHexKeyError) as refusal:
        _ = config.keyring
    assert refusal.value.position == 16
    with pytest.raises(errors.InvalidHeaderValueError):
        _ = config.environment
    with pytest.raises(errors.MalformedUrlError):
        _ = config.api_origin


@pytest.mark.skipif(sys.platform != "linux", reason="environments of other systems are Unicode")
def test_bytes_in_the_environment_are_not_lost() -> None:
    program = "import signkey; print([p.code for p in signkey.Config.from_env().check()])"
    environ = {**os.environb, b"INNGEST_SIGNING_KEY": b"signkey-test-12\xff4"}
    done = subprocess.run(  # noqa: S603 - a fixed program
        [sys.executable, "-c", program], env=environ, check=True, capture_output=True, text=True
    )
    assert done.stdout == "['non_hex_key']\n"


def test_the_endpoint_follows_the_settings() -> None:
    cloud = Config(signing_key=KEY).endpoint(unsigned_methods={"GET"}, past=10, future=5)
    headers = {"X-Inngest-Signature": sign(BODY)}
    for distance in (10, -5):
        assert cloud.admit("POST", headers, BODY, NOW + distance).verified is not None
    with pytest.raises(errors.ExpiredError):
        _ = cloud.admit("POST", headers, BODY, NOW + 11).caller
    with pytest.raises(errors.NotYetValidError):
        _ = cloud.admit("POST", headers, BODY, NOW - 6).caller
    assert repr(cloud.admit("GET", {})) == "<signkey.Admission unverified unsigned_method>"
    sync = Config({"INNGEST_ENABLE_UNAUTHED_SYNC": "1"}, signing_key=KEY).endpoint()
    assert repr(sync.admit("PUT", {})) == "<signkey.Admission unverified unsigned_sync>"
    assert cloud.keyring.key_ids == (KEY_ID,)


@pytest.mark.parametrize("variable", SWITCHES)
@pytest.mark.parametrize("value", ['"0"', "production", "0 # cloud", "tru", "-", "\udcff"])
def test_a_switch_that_says_nothing_known_refuses_every_request(variable: str, value: str) -> None:
    config = Config({variable: value}, signing_key=KEY)
    for endpoint in (config.endpoint(), config.endpoint(unsigned_methods={"GET"})):
        for request in (("GET", {}), ("POST", {"X-Inngest-Signature": sign(BODY)}), ("PUT", {})):
            with pytest.raises(errors.InvalidSettingError) as refusal:
                _ = endpoint.admit(*request, BODY, NOW).caller
            assert refusal.value.setting == variable
    assert config.check()[0].setting == variable


def test_a_mode_that_cannot_be_read_is_an_error() -> None:
    config = Config({"INNGEST_DEV": "perhaps"}, signing_key=KEY)
    with pytest.raises(errors.InvalidSettingError):
        _ = config.mode
    assert config.mode_source is None


def test_what_a_config_makes_outlives_it() -> None:
    config = Config(signing_key=KEY)
    keyring, endpoint = config.keyring, config.endpoint()
    del config
    assert keyring.verify_request(BODY, sign(BODY), now=NOW).key_id == KEY_ID
    assert endpoint.keyring.key_ids == (KEY_ID,)
