"""The middleware in the real SDK: what leaves the machine, and what functions see."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import inngest
import inngest_encryption
import pytest
from inngest._internal import server_lib, step_lib
from inngest._internal.middleware_lib.middleware import TransformOutputStepInfo
from inngest._internal.step_lib import base as step_base

from platform_double import Middleware, Platform, make_event
from sdk_functions import (
    CANARY,
    PLAIN,
    SECRET,
    CanaryError,
    async_functions,
    sync_functions,
    trigger,
)
from signkey import Encryptor, errors
from signkey.inngest import EncryptedError, EncryptionMiddleware

KEY, OLD_KEY = "a-secret-of-the-tests", "an-older-secret"
encryptor = Encryptor(KEY)

CLIENT = inngest.Inngest(app_id="shop", is_production=False)
# Both under the same key.
OURS = EncryptionMiddleware.factory(encryptor)
PUBLISHED = inngest_encryption.EncryptionMiddleware.factory(KEY)


class App:
    """The functions behind a middleware, and what they saw."""

    def __init__(self, platform: Platform, is_async: bool = False) -> None:
        self.platform = platform
        self.seen: dict[str, Any] = {}
        if is_async:
            platform.serve_fastapi(async_functions(platform.client, self.seen))
        else:
            platform.serve_flask(sync_functions(platform.client, self.seen))
        awaited = {"encrypted": seal(SECRET), "id": 7}
        platform.awaited["app/awaited"] = make_event("app/awaited", awaited)


@pytest.fixture(params=["sync", "async"])
def app(request: pytest.FixtureRequest) -> Iterator[App]:
    with Platform(OURS) as platform:
        yield App(platform, request.param == "async")


def seal(value: Any) -> Any:
    """An envelope by the published package."""
    return PUBLISHED(CLIENT, None)._encrypt(value)


def unseal(envelope: Any) -> Any:
    assert envelope["__ENCRYPTED__"] is True
    return PUBLISHED(CLIENT, None)._decrypt(envelope)


def all_that_left(platform: Platform) -> str:
    return "\n".join(platform.left)


def test_no_plaintext_leaves_and_functions_see_all_of_it(app: App) -> None:
    event = make_event("main", {"encrypted": seal(SECRET), "id": 7})
    outcome = app.platform.run("main", event)
    assert unseal(outcome["data"]) == SECRET

    plain = {"encrypted": SECRET, "id": 7}
    seen = app.seen
    assert (seen["event"], seen["events"]) == (plain, [plain])
    assert (seen["step"], seen["null"]) == (SECRET, None)
    assert seen["invoked"] == [SECRET]
    assert seen["parallel"] == ([SECRET], [SECRET], SECRET)
    assert [data["encrypted"] for data in seen["child"]] == [SECRET] * 3
    assert seen["awaited"].data == plain
    for name in ("step error", "invoke error"):
        assert seen[name][:2] == ("CanaryError", CANARY)
        assert "in fail" in seen[name][2]

    assert [event["data"]["id"] for event in app.platform.events] == [7, 7, 7]
    assert all(unseal(event["data"]["encrypted"]) == SECRET for event in app.platform.events)
    left = all_that_left(app.platform)
    assert CANARY not in left
    assert "Canary" not in left
    # 2 requests with events, and the answers of 12 calls of the function and of 4 of those invoked,
    # the last of which failed.
    assert len(app.platform.left) == 18


def test_invocations_are_encrypted_once_however_they_are_grouped() -> None:
    with Platform(OURS) as platform:
        seen: dict[str, Any] = {}
        functions = sync_functions(platform.client, seen)
        child = functions[0]

        @platform.client.create_function(fn_id="grouping", trigger=trigger("grouping"))
        def grouping(ctx: inngest.ContextSync) -> Any:
            def invoke(name: str) -> Callable[[], Any]:
                return lambda: ctx.step.invoke(name, function=child, data=PLAIN)

            def parallel(*calls: Callable[[], Any]) -> Callable[[], Any]:
                return lambda: ctx.group.parallel(calls)

            alone = parallel(invoke("alone"))()
            return [alone, parallel(parallel(invoke("a"), invoke("b")), invoke("c"))()]

        platform.serve_flask([*functions, grouping])
        outcome = platform.run("grouping", make_event("grouping", {}))
        assert unseal(outcome["data"]) == [[[SECRET]], [[[SECRET], [SECRET]], [SECRET]]]
        assert [data["encrypted"] for data in seen["child"]] == [SECRET] * 4
        assert CANARY not in all_that_left(platform)


def test_the_canary_would_be_found() -> None:
    with Platform() as platform:
        app = App(platform)
        app.platform.run("main", make_event("main", {"encrypted": SECRET}))
        assert sum(CANARY in text for text in platform.left) > 10


def test_errors_of_functions_are_encrypted(app: App) -> None:
    error = app.platform.run("failing", make_event("failing", {}))["error"]
    assert error.keys() == {"code", "message", "name", "stack"}
    assert (error["code"], error["name"], error["stack"]) == ("unknown", "EncryptedError", None)
    assert unseal(json.loads(error["message"]))["name"] == "CanaryError"

    # Its data is the platform's, and holds what it was sent.
    data = {"function_id": "shop-main", "error": error, "event": {"data": {"encrypted": seal(1)}}}
    app.platform.call("main-failure", make_event("inngest/function.failed", data), {})
    failure = app.seen["failure"]
    assert (failure["error"]["name"], failure["error"]["message"]) == ("CanaryError", CANARY)
    assert failure["event"]["data"] == {"encrypted": 1}
    assert CANARY not in all_that_left(app.platform)


def test_when_to_try_again_stays_readable(app: App) -> None:
    app.platform.call("patient", make_event("patient", {}), {})
    left = all_that_left(app.platform).lower()
    assert "2100-01-01" in left
    assert '"code":"retry_after_error"' in left.replace(" ", "")
    assert CANARY not in left


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
    result = output(seal(1), "StepRun")
    hooks(OURS).transform_output(result)
    assert unseal(unseal(result.output)) == 1


def test_an_event_may_be_sent_again_and_changed_in_between() -> None:
    with Platform(OURS) as platform:
        data: dict[str, Any] = {"encrypted": {"a": 1}, "id": 7}
        event = inngest.Event(name="app/x", data=data)
        for _ in range(2):
            platform.client.send_sync(event)
        event.data["encrypted"]["b"] = CANARY  # type: ignore[index]
        platform.client.send_sync(event)
        event.data["encrypted"] = {"c": CANARY}  # type: ignore[index]
        platform.client.send_sync(event)
        assert data == {"encrypted": {"a": 1}, "id": 7}
        first, again, changed, replaced = (unseal(e["data"]["encrypted"]) for e in platform.events)
        assert first == again == {"a": 1}
        assert changed["b"] == CANARY
        assert unseal({name: changed[name] for name in changed.keys() - {"b"}}) == {"a": 1}
        assert replaced == {"c": CANARY}
        assert CANARY not in all_that_left(platform)


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
    middleware = EncryptionMiddleware.factory(Encryptor(None, KEY, decrypt_only=True))
    ours = hooks(middleware)
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
    ours.transform_input(context(event), None, step_lib.StepMemos({"id": memo}))
    assert memo.data == 2
    with Platform(middleware) as platform:
        app = App(platform)
        assert platform.run("main", make_event("main", {})) == {"data": SECRET}
        assert app.seen["awaited"].data["encrypted"] == SECRET


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


def test_a_wrong_key_fails_the_function_and_says_nothing() -> None:
    with Platform(EncryptionMiddleware.factory(Encryptor("another"))) as platform:
        App(platform)
        error = platform.run("main", make_event("main", {"encrypted": seal(SECRET)}))["error"]
        opened = Encryptor("another").decrypt_error(json.dumps(error).encode())
        assert opened.was_encrypted
        assert json.loads(opened.json)["name"] == "DecryptionFailedError"


CIRCULAR: list[Any] = []
CIRCULAR.append(CIRCULAR)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({CANARY: {CANARY: object()}}, TypeError),
        ({(CANARY,): 1}, TypeError),
        ([CANARY, CIRCULAR], TypeError),
        ([CANARY, float("nan")], errors.InvalidJsonError),
    ],
)
def test_what_is_not_json_is_refused_without_a_word_of_it(
    value: object, expected: type[Exception]
) -> None:
    with Platform(OURS) as platform:

        @platform.client.create_function(fn_id="odd", trigger=trigger("odd"))
        def odd(ctx: inngest.ContextSync) -> Any:
            return ctx.step.run("step", lambda: value)

        platform.serve_flask([odd])
        outcome = platform.run("odd", make_event("odd", {}))
        assert outcome["error"]["name"] == expected.__name__
        assert CANARY not in all_that_left(platform)


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
