"""The middleware in the real SDK: what leaves the machine, and what functions see."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import inngest
import pytest

from encryption_support import KEY, OURS, seal, unseal
from platform_double import Platform, make_event
from sdk_functions import (
    CANARY,
    PLAIN,
    SECRET,
    async_functions,
    sync_functions,
    trigger,
)
from signkey import Encryptor, errors
from signkey.inngest import EncryptionMiddleware


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


def test_decrypt_only_runs_through() -> None:
    middleware = EncryptionMiddleware.factory(Encryptor(None, KEY, decrypt_only=True))
    with Platform(middleware) as platform:
        app = App(platform)
        assert platform.run("main", make_event("main", {})) == {"data": SECRET}
        assert app.seen["awaited"].data["encrypted"] == SECRET
