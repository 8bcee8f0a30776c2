"""The hooks of the middleware, each alone, beside those of the published one."""

from __future__ import annotations

import datetime
import json
from types import SimpleNamespace
from typing import Any

import inngest
import pytest
from inngest._internal import server_lib, step_lib
from inngest._internal.middleware_lib.middleware import TransformOutputStepInfo
from inngest._internal.step_lib import base as step_base

from encryption_support import CLIENT, KEY, OLD_KEY, OURS, PUBLISHED, encryptor, seal, unseal
from platform_double import Middleware, make_event
from sdk_functions import (
    CANARY,
    SECRET,
    CanaryError,
)
from signkey import Encryptor, errors
from signkey.inngest import EncryptedError, EncryptionMiddleware


def hooks(middleware: Middleware) -> Any:
    return middleware(CLIENT, None)


def output(value: object, op: str | None = None, **fields: Any) -> inngest.TransformOutputResult:
    """What the SDK hands to the last hook."""
    step = op and TransformOutputStepInfo("id", server_lib.Opcode(op), fields.pop("opts", None))
    return inngest.TransformOutputResult(fields.pop("error", None), value, step or None)


VALUES: list[Any] = [
    *(None, True, 0, -1.5, 2**64, "", "ünïcode \U0001f511", "\ud83d", [], {}),
    {"__ENCRYPTED__": False},
    "x" * 1_000_000,
]


@pytest.mark.parametrize(
    ("writer", "reader"), [(OURS, PUBLISHED), (PUBLISHED, OURS)], ids=["ours", "published"]
)
@pytest.mark.parametrize("value", VALUES, ids=lambda value: ascii(value)[:20])
def test_outputs_cross(writer: Middleware, reader: Middleware, value: object) -> None:
    result = output(value, "StepRun")
    hooks(writer).transform_output(result)
    assert isinstance(result.output, dict)
    assert result.output.keys() == {"__ENCRYPTED__", "__STRATEGY__", "data"}
    memo = step_base.Output(data=result.output)
    hooks(reader).transform_input(context(), None, step_lib.StepMemos({"id": memo}))
    assert memo.data == value


def context(*events: inngest.Event) -> Any:
    """As much of a context as the hooks use."""
    events = events or (inngest.Event(name="app/x"),)
    return SimpleNamespace(event=events[0], events=list(events), group=step_lib.GroupSync())


@pytest.mark.parametrize(
    ("writer", "reader"), [(OURS, PUBLISHED), (PUBLISHED, OURS)], ids=["ours", "published"]
)
def test_events_and_invocations_cross(writer: Middleware, reader: Middleware) -> None:
    event = inngest.Event(name="app/x", data={"encrypted": SECRET, "id": 7})
    hooks(writer).before_send_events([event])
    assert CANARY not in event.model_dump_json()
    received = inngest.Event.model_validate_json(event.model_dump_json())
    hooks(reader).transform_input(context(received), None, step_lib.StepMemos({}))
    assert received.data == {"encrypted": SECRET, "id": 7}

    opts = {"function_id": "f", "payload": {"data": {"encrypted": SECRET, "id": 7}, "v": None}}
    hooks(writer).transform_output(output(None, "InvokeFunction", opts=opts))
    text = json.dumps(opts)
    assert CANARY not in text
    data = json.loads(text)["payload"]["data"]
    received = inngest.Event(name="inngest/function.invoked", data=data)
    hooks(reader).transform_input(context(received), None, step_lib.StepMemos({}))
    assert received.data == {"encrypted": SECRET, "id": 7}


def test_what_the_published_package_leaves_in_plaintext_is_encrypted() -> None:
    for value in (None, seal(1)):
        event = inngest.Event(name="app/x", data={"encrypted": value})
        hooks(OURS).before_send_events([event])
        assert unseal(event.data["encrypted"]) == value
        # It comes back as it was, although the SDK may hand out one event twice.
        hooks(OURS).transform_input(context(event), None, step_lib.StepMemos({}))
        assert event.data == {"encrypted": value}
    result = output(seal(1), "StepRun")
    hooks(OURS).transform_output(result)
    assert unseal(unseal(result.output)) == 1


def test_events_hold_what_the_sdk_can_send() -> None:
    moment = datetime.datetime(2030, 1, 2, tzinfo=datetime.UTC)
    event = inngest.Event(name="app/x", data={"encrypted": {"at": moment}})
    hooks(OURS).before_send_events([event])
    assert unseal(event.data["encrypted"]) == {"at": "2030-01-02T00:00:00Z"}


def test_an_event_field_of_another_name() -> None:
    ours = hooks(EncryptionMiddleware.factory(Encryptor(KEY, event_field="private")))
    event = inngest.Event(name="app/x", data={"private": SECRET, "encrypted": 1})
    ours.before_send_events([event])
    assert event.data["encrypted"] == 1
    assert unseal(event.data["private"]) == SECRET
    hooks(OURS).transform_input(context(event), None, step_lib.StepMemos({}))
    assert event.data == {"private": SECRET, "encrypted": 1}


def test_decrypt_only_encrypts_nothing() -> None:
    ours = hooks(EncryptionMiddleware.factory(Encryptor(None, KEY, decrypt_only=True)))
    event = inngest.Event(name="app/x", data={"encrypted": 1})
    ours.before_send_events([event])
    assert event.data == {"encrypted": 1}
    error = CanaryError()
    opts = {"payload": {"data": {"encrypted": 1}}}
    result = output(1, "InvokeFunction", error=error, opts=opts)
    ours.transform_output(result)
    assert (result.output, result.error) == (1, error)
    assert opts == {"payload": {"data": {"encrypted": 1}}}
    memo = step_base.Output(data=seal(2))
    ctx = context(event)
    ours.transform_input(ctx, None, step_lib.StepMemos({"id": memo}))
    assert memo.data == 2
    assert not vars(ctx.group)


def test_require_encrypted_refuses_plaintext() -> None:
    strict = hooks(EncryptionMiddleware.factory(Encryptor(KEY, require_encrypted=True)))

    def opened(memo: step_base.Output, *events: inngest.Event) -> object:
        strict.transform_input(context(*events), None, step_lib.StepMemos({"id": memo}))
        return memo.data

    assert opened(step_base.Output(data=seal([1]))) == [1]
    assert opened(step_base.Output(data=None)) is None
    awaited = make_event("app/x", {"encrypted": seal(1)})
    assert opened(step_base.Output(data=awaited)) == make_event("app/x", {"encrypted": 1})
    platform_error = step_base.MemoizedError(name="Timeout", message="too late")
    opened(step_base.Output(error=platform_error))
    assert platform_error.message == "too late"

    for plain in ([1], "text", 0, make_event("app/x", {"encrypted": 1})):
        with pytest.raises(errors.EncryptionRequiredError):
            opened(step_base.Output(data=plain))
    with pytest.raises(errors.EncryptionRequiredError):
        opened(step_base.Output(), inngest.Event(name="app/x", data={"encrypted": 1}))
    failed = inngest.Event(name="inngest/function.finished", data={"result": 1})
    with pytest.raises(errors.EncryptionRequiredError):
        opened(step_base.Output(), failed)


def test_keys_rotate_through_the_middleware() -> None:
    stages = [(OLD_KEY,), (OLD_KEY, KEY), (KEY, OLD_KEY), (KEY,)]
    stored: list[tuple[str, Any]] = []
    for keys in stages:
        ours = hooks(EncryptionMiddleware.factory(Encryptor(*keys)))
        result = output(SECRET, "StepRun")
        ours.transform_output(result)
        stored.append((keys[0], result.output))
        for writer, envelope in stored:
            memo = step_base.Output(data=envelope)
            steps = step_lib.StepMemos({"id": memo})
            if writer in keys:
                ours.transform_input(context(), None, steps)
                assert memo.data == SECRET
            else:
                with pytest.raises(errors.DecryptionFailedError):
                    ours.transform_input(context(), None, steps)
    assert [writer for writer, _ in stored] == [OLD_KEY, OLD_KEY, KEY, KEY]


@pytest.mark.parametrize(
    ("error", "code", "is_retriable"),
    [
        (CanaryError(CANARY), "unknown", True),
        (inngest.NonRetriableError(CANARY), "non_retriable_error", False),
        (inngest.StepError(CANARY, "CanaryError", CANARY), "step_errored", False),
        (inngest.RetryAfterError(CANARY, 1000, quiet=True), "retry_after_error", True),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_keeps_what_the_sdk_needs(error: Exception, code: str, is_retriable: bool) -> None:
    result = output(None, "StepFailed", error=error)
    hooks(OURS).transform_output(result)
    sealed = result.error
    assert isinstance(sealed, EncryptedError)
    assert (sealed.name, sealed.stack) == ("EncryptedError", None)
    assert (sealed.code.value, sealed.is_retriable) == (code, is_retriable)
    assert isinstance(sealed, inngest.RetryAfterError) == isinstance(error, inngest.RetryAfterError)
    assert getattr(sealed, "retry_after", 0) == getattr(error, "retry_after", 0)
    assert result.output is None
    assert CANARY not in repr(sealed) + str(sealed) + repr(vars(sealed))

    memo = step_base.Output(
        error=step_base.MemoizedError(name=sealed.name, message=sealed.message, stack=None)
    )
    hooks(OURS).transform_input(context(), None, step_lib.StepMemos({"id": memo}))
    assert memo.error is not None
    assert memo.error.message == CANARY
    assert memo.error.name == getattr(error, "name", type(error).__name__)


@pytest.mark.parametrize(
    ("original", "name", "message"),
    [
        ({"name": "E", "message": "m", "stack": "s", "cause": {}}, "E", "m"),
        ({"name": 1, "message": None}, "Error", ""),
        ("text", "Error", "text"),
        ([1, None], "Error", "[1, null]"),
    ],
)
def test_errors_of_other_languages_are_read(original: object, name: str, message: str) -> None:
    text = encryptor.encrypt_error(json.dumps(original).encode())
    error = step_base.MemoizedError(**json.loads(text), stack="of the platform")
    memo = step_base.Output(error=error)
    hooks(OURS).transform_input(context(), None, step_lib.StepMemos({"id": memo}))
    assert (error.name, error.message) == (name, message)
    assert error.stack == (original.get("stack") if isinstance(original, dict) else None)
