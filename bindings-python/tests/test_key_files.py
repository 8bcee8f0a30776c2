"""Variables that hold the path of a file with the key, as secrets of Docker and Kubernetes are."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

import pytest

from signkey import Config, Keyring, SigningKey, errors
from support import KEY, OTHER_KEY

KEY_FILE = "INNGEST_SIGNING_KEY_FILE"
FALLBACK_FILE = "INNGEST_SIGNING_KEY_FALLBACK_FILE"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    path.write_text(KEY)
    return path


def read(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> Config:
    """The settings of this environment, of which nothing else is set."""
    for name in Config.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    config = Config.from_env()
    assert Config(variables).describe() == config.describe()
    return config


def refused(config: Config, setting: str) -> errors.InvalidSettingError:
    with pytest.raises(errors.InvalidSettingError) as error:
        _ = config.keyring
    assert error.value.setting == setting
    assert str(error.value).startswith(f"{setting}: ")
    assert error.value.hint
    assert error.value.hint.startswith("name a file that can be read and holds the key alone")
    problems = [problem for problem in config.check() if problem.severity == "error"]
    assert [problem.setting for problem in problems] == [setting]
    # Whoever sends something is told nothing of the setting, and let in by nothing.
    refusal = config.endpoint().admit("POST", {"x-inngest-signature": "t=1&s=0"}, b"").refusal
    assert refusal is not None
    assert refusal.status == 500
    return error.value


@pytest.mark.parametrize("end", ["", "\n", "\r\n", " \n\n"])
def test_a_key_is_read_from_its_file(
    monkeypatch: pytest.MonkeyPatch, file: Path, tmp_path: Path, end: str
) -> None:
    assert {KEY_FILE, FALLBACK_FILE} < set(Config.VARIABLES)
    file.write_text(KEY + end)
    other = tmp_path / "fallback"
    other.write_text(OTHER_KEY + end)
    config = read(monkeypatch, {KEY_FILE: str(file), FALLBACK_FILE: f" {other}\n"})
    (mixed,) = config.check()
    assert (mixed.code, mixed.setting) == ("mixed_key_environments", FALLBACK_FILE)
    assert config.keyring.key_ids == Keyring(KEY, OTHER_KEY).key_ids
    assert KEY not in config.describe() + repr(config)


def test_a_file_that_cannot_be_read_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for path in (tmp_path / "missing", tmp_path, "nul\0".strip("\0") * 5000):
        refused(read(monkeypatch, {KEY_FILE: str(path)}), KEY_FILE)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_is_an_error(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    file.chmod(0)
    refused(read(monkeypatch, {KEY_FILE: str(file)}), KEY_FILE)


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe" + KEY.encode("utf-16-le"), KEY.encode("utf-16-le"), b"signkey-\xff-12", b"\xff"],
)
def test_a_file_that_is_not_utf_8_is_an_error(
    monkeypatch: pytest.MonkeyPatch, file: Path, content: bytes
) -> None:
    file.write_bytes(content)
    try:
        content.decode()
    except UnicodeDecodeError:
        refused(read(monkeypatch, {KEY_FILE: str(file)}), KEY_FILE)
    else:
        # As UTF-8 it has a NUL behind every character, which no key has.
        with pytest.raises(errors.SignkeyError) as error:
            _ = read(monkeypatch, {KEY_FILE: str(file)}).keyring
        assert error.value.setting == KEY_FILE


@pytest.mark.parametrize("content", [b"", b" \n"])
def test_a_file_that_holds_nothing_is_an_error(
    monkeypatch: pytest.MonkeyPatch, file: Path, content: bytes
) -> None:
    file.write_bytes(content)
    refused(read(monkeypatch, {KEY_FILE: str(file)}), KEY_FILE)


def test_a_key_and_its_file_are_an_error_together(
    monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    refused(read(monkeypatch, {"INNGEST_SIGNING_KEY": KEY, KEY_FILE: str(file)}), KEY_FILE)
    # Blank is as good as absent.
    for variables in (
        {"INNGEST_SIGNING_KEY": " ", KEY_FILE: str(file)},
        {"INNGEST_SIGNING_KEY": KEY, KEY_FILE: " \t"},
    ):
        assert read(monkeypatch, variables).keyring.key_ids == (SigningKey(KEY).id,)


def test_an_option_goes_before_a_file(file: Path) -> None:
    config = Config({KEY_FILE: str(file)}, signing_key=OTHER_KEY)
    assert config.keyring.key_ids == (SigningKey(OTHER_KEY).id,)


def test_what_is_wrong_with_the_key_in_a_file_names_the_file(file: Path) -> None:
    file.write_bytes(codecs.BOM_UTF8 + KEY.encode())
    with pytest.raises(errors.SignkeyError) as error:
        _ = Config({KEY_FILE: str(file)}).keyring
    assert error.value.setting == KEY_FILE
    (problem,) = Config({KEY_FILE: str(file)}).check()
    assert "byte order mark" in str(problem)
    assert KEY[-10:] not in str(problem)


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="needs /dev/zero")
def test_no_more_than_a_key_is_read() -> None:
    with pytest.raises(errors.SignkeyError) as error:
        _ = Config({KEY_FILE: "/dev/zero"}).keyring
    assert error.value.setting == KEY_FILE
