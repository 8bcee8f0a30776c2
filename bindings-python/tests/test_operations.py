"""The questions of operators: a key, a message that was refused, a rotation, what an app says."""

from __future__ import annotations

import json
from typing import Any

import pytest

import signkey
from signkey import (
    Explanation,
    KeyFault,
    Keyring,
    RotationStep,
    SigningKey,
    errors,
    explain,
    read_introspection,
    rotation_step,
)
from support import BODY, DIGITS, KEY, KEY_ID, NOW, OTHER_DIGITS, OTHER_KEY, sign

OTHER_ID = SigningKey(OTHER_KEY).id
NAME = "INNGEST_SIGNING_KEY"
MAC = sign(BODY)[-64:]


def test_a_key_has_no_fault() -> None:
    assert SigningKey.diagnose(KEY) is None
    assert SigningKey.diagnose(f" {KEY}\n".encode()) is None


@pytest.mark.parametrize(
    ("text", "code", "cause", "position", "character"),
    [
        (f'"{KEY}"', "non_hex_key", "quoted", None, None),
        (f"export {NAME}={KEY}", "non_hex_key", "assignment", None, None),
        (f"Bearer {KEY}", "non_hex_key", "credential", None, None),
        ("signkey-prod-1234…", "non_hex_key", "masked", None, None),
        ("\ufeff" + KEY, "non_hex_key", "byte_order_mark", 1, "byte order mark (U+FEFF)"),
        (
            *("signkey-prod-12\u200b34", "non_hex_key", "invisible_character", 16),
            "zero-width space (U+200B)",
        ),
        ("signkey-prod-123", "odd_key_length", "odd_key_length", None, None),
        ("signkey-prod-12g4", "non_hex_key", "non_hex_key", 16, None),
        ("", "empty_key", "empty_key", None, None),
    ],
)
def test_a_text_that_is_no_key_is_explained(
    text: str, code: str, cause: str, position: int | None, character: str | None
) -> None:
    fault = SigningKey.diagnose(text)
    assert isinstance(fault, KeyFault)
    assert (fault.code, fault.cause, fault.position) == (code, cause, position)
    assert fault.character == character
    assert isinstance(fault.error, errors.BY_CODE[code])
    assert fault.hint
    assert str(fault) == fault.sentence
    assert DIGITS[:12] not in repr(fault)


def test_a_message_that_is_verified_is_explained() -> None:
    report = explain(BODY, sign(BODY), {NAME: KEY}, now=NOW)
    assert isinstance(report, Explanation)
    assert (report.code, report.cause, report.key, report.hint) == ("verified", None, None, None)
    document = json.loads(report.json)
    assert (document["verdict"], document["key_index"]) == ("verified", 0)
    assert str(report).startswith("verified\n")
    assert repr(report) == "<signkey.Explanation verified None>"


@pytest.mark.parametrize(
    ("body", "header", "options", "code", "cause", "key"),
    [
        (BODY, None, {}, "missing_signature", "no_header", None),
        (BODY, [], {}, "missing_signature", "no_header", None),
        (BODY, [sign(BODY)] * 2, {}, "malformed_signature", "header_repeated", None),
        (BODY, f'"{sign(BODY)}"', {}, "malformed_signature", "header_quoted", None),
        (BODY, sign(BODY).upper(), {}, "malformed_signature", "header_case", None),
        (BODY, sign(BODY, NOW - 400), {}, "expired", "clock", None),
        (b"text\n", sign(b"text"), {}, "signature_mismatch", "trailing_newline", NAME),
        (
            *(BODY, sign(BODY, digits=OTHER_DIGITS), {"others": {"old": OTHER_KEY}}),
            *("signature_mismatch", "other_environment", "old"),
        ),
        (BODY + b"\n", sign(BODY), {"kind": "response"}, "verified", None, None),
        (b'{"a":1}', sign(b'{"a":2}'), {}, "signature_mismatch", "unknown", None),
    ],
)
def test_a_message_that_is_refused_is_explained(  # noqa: PLR0913, PLR0917
    body: bytes, header: Any, options: Any, code: str, cause: str | None, key: str | None
) -> None:
    report = explain(body, header, {NAME: KEY, "absent": None}, now=NOW, **options)
    assert (report.code, report.cause, report.key) == (code, cause, key)
    assert (report.hint is None) == (code == "verified")
    assert json.loads(report.json)["cause"] == cause
    for secret in (DIGITS, OTHER_DIGITS, MAC):
        assert secret not in report.json + str(report) + repr(tuple(report))


def test_an_explanation_says_where() -> None:
    lossy = b'{"id":12345678901234567890}'
    header = sign(b'{"id":12345678901234567000}')
    report = explain(lossy, header.encode(), [(NAME, KEY.encode())], now=NOW)
    assert (report.code, report.cause, report.position) == (
        *("signature_mismatch", "canonical_lossy"),
        6,
    )
    report = explain(BODY, sign(BODY), {NAME: KEY[:-1] + "g"}, now=NOW)
    assert report.key_fault is not None
    assert (report.cause, report.key_fault.cause, report.position) == (
        *("key_fault", "non_hex_key"),
        len(KEY),
    )
    window = explain(BODY, sign(BODY), {NAME: KEY}, now=NOW + 61, past=60)
    assert window.code == "expired"
    small = explain(b" " + BODY, sign(BODY), {NAME: KEY}, now=NOW, max_json_size=5)
    assert small.cause == "canonical_too_large"


def test_the_arguments_of_an_explanation_have_types() -> None:
    call: Any = explain
    good = (BODY, sign(BODY), {NAME: KEY})
    for arguments, options, message in (
        (("text", *good[1:]), {}, "argument 'body': must be bytes, not str"),
        ((BODY, 1, {}), {}, "argument 'header': must be str, bytes, None, or .*, not int"),
        ((BODY, [1], {}), {}, "argument 'header': must be str, bytes or None, not int"),
        ((BODY, None, KEY), {}, "argument 'keys': must be a mapping of names to keys, not str"),
        ((BODY, None, [KEY]), {}, "argument 'keys': must be a mapping of names to keys, not list"),
        ((BODY, None, {NAME: 1}), {}, "argument 'keys': must be str, bytes or None, not int"),
        (good, {"others": 1}, "argument 'others': must be a mapping of names to keys, not int"),
        (good, {"kind": 1}, "argument 'kind': must be str, not int"),
    ):
        with pytest.raises(TypeError, match=message) as error:
            call(*arguments, **options)
        assert DIGITS not in str(error.value)
    with pytest.raises(errors.InvalidArgumentError, match="argument 'kind': must be 'request' or"):
        call(*good, kind="answer")


def facts(**more: Any) -> dict[str, Any]:
    keys = {"primary": KEY_ID, "fallback": None}
    app = {"name": "shop", "language": "py", "version": "0.5.19", "shows_fallback": True}
    return {
        **{"current": KEY_ID, "next": OTHER_ID, "server": "current", "now": NOW},
        "apps": [{**app, "probes": [keys]}],
        **more,
    }


def test_the_next_step_of_a_rotation() -> None:
    step = rotation_step(facts())
    assert isinstance(step, RotationStep)
    assert (step.action, step.apps, step.keys) == ("add_fallback", ["shop"], ("current", "next"))
    assert (step.wait_seconds, step.has_downtime, step.is_done) == (None, False, False)
    assert json.loads(step.json)["action"] == "add_fallback"
    assert str(step).startswith(step.message)
    assert step.reason in str(step)
    text = json.dumps(facts())
    assert rotation_step(text) == rotation_step(text.encode()) == step

    accepting = [{"name": "shop", "probes": [{"primary": KEY_ID, "fallback": OTHER_ID}]}]
    assert rotation_step(facts(apps=accepting)).action == "switch_server"
    assert rotation_step(facts(server=None)).action == "ask_server"


def test_facts_that_are_none_are_refused_by_name() -> None:
    for wrong, setting in (
        (facts(server="old"), "server"),
        (facts(now="1"), "now"),
        (facts(apps=[{"probes": []}]), "name"),
    ):
        with pytest.raises(errors.InvalidArgumentError) as error:
            rotation_step(wrong)
        assert error.value.setting == setting
    with pytest.raises(errors.InvalidJsonError):
        rotation_step("{")
    call: Any = rotation_step
    with pytest.raises(TypeError, match="set is not JSON serializable"):
        call(facts(apps={1}))
    with pytest.raises(errors.InvalidArgumentError):
        call(None)


def test_what_an_app_says_of_itself() -> None:
    said = {
        "authentication_succeeded": True,
        "signing_key_hash": SigningKey(KEY).api_token().removeprefix("signkey-test-"),
        "signing_key_fallback_hash": None,
        "sdk_language": "py",
        "sdk_version": "0.5.19",
        "mode": "cloud",
        "app_id": "shop",
    }
    read = read_introspection(json.dumps(said).encode())
    assert (read["primary"], read["fallback"], read["shows_fallback"]) == (KEY_ID, None, True)
    assert (read["language"], read["version"], read["app_id"]) == ("py", "0.5.19", "shop")
    with pytest.raises(errors.InvalidArgumentError):
        read_introspection(b"[]")
    with pytest.raises(errors.InvalidJsonError):
        read_introspection(b"")


def test_the_hint_is_that_of_the_error() -> None:
    keyring = Keyring(KEY)
    with pytest.raises(errors.NotYetValidError) as milliseconds:
        keyring.verify_request(BODY, sign(BODY, NOW * 1000), now=NOW)
    assert milliseconds.value.hint == (
        "sign with seconds since 1970: this timestamp is in milliseconds or smaller units"
    )
    with pytest.raises(errors.NotYetValidError) as early:
        keyring.verify_request(BODY, sign(BODY, NOW + 301), now=NOW)
    assert (
        early.value.hint == errors.NotYetValidError.hint == "compare the clocks of app and server"
    )
    assert early.value.docs == errors.NotYetValidError.docs == "docs/errors.md#not_yet_valid"
    assert errors.NotYetValidError().hint == errors.NotYetValidError.hint
    with pytest.raises(errors.InvalidSettingError) as setting:
        _ = signkey.Config({"INNGEST_DEV": "perhaps"}).mode
    assert setting.value.hint == "set INNGEST_DEV to 1 or 0, or to the URL of a development server"
    with pytest.raises(errors.JsonNumberLossyError) as lossy:
        signkey.canonicalize(b'{"id":12345678901234567890}', require_lossless=True)
    assert lossy.value.hint
    assert "strings" in lossy.value.hint
