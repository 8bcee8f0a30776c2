"""What goes wrong around a claim: adapters around each other, a busy event loop, options alone."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import fastapi
import flask
import pytest
from django.test import override_settings

import signkey.asgi
import signkey.fastapi
import signkey.flask
import signkey.wsgi
from replay_adapters import (
    ASYNC,
    SYNC,
    Adapter,
    AsyncStore,
    Post,
    Store,
    behind_middleware,
    django_async_view,
    django_view,
    hello,
    over_asgi,
    over_django,
    over_wsgi,
    post_async,
    with_store,
)
from servers import kit
from signkey import HEADER_NAME, Config, Endpoint, ReplayGuard, errors
from signkey.django import protect
from signkey.replay import MemoryReplayStore
from test_replay_adapters import BODY, SIGNED, code_of

CLOCK: Any = {"clock": kit.clock}


async def asgi_app(scope: Any, receive: Any, send: Any) -> None:
    assert scope["state"]["signkey"].verified
    body = (await receive())["body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


def asgi_in_asgi(endpoint: Endpoint) -> Post:
    inner = signkey.asgi.SignkeyMiddleware(asgi_app, endpoint, **CLOCK)
    return over_asgi(signkey.asgi.SignkeyMiddleware(inner, endpoint, **CLOCK))


def wsgi_in_wsgi(endpoint: Endpoint) -> Post:
    def app(environ: Any, start_response: Any) -> list[bytes]:
        assert environ["signkey.admission"].verified
        start_response("200 OK", [])
        return [environ["wsgi.input"].read()]

    inner = signkey.wsgi.SignkeyMiddleware(app, endpoint, **CLOCK)
    return over_wsgi(signkey.wsgi.SignkeyMiddleware(inner, endpoint, **CLOCK))


def flask_in_wsgi(endpoint: Endpoint) -> Post:
    app = flask.Flask("stack")
    guard = signkey.flask.protect(endpoint, **CLOCK)

    @app.post("/")
    @guard
    @guard
    def respond() -> Any:
        assert flask.g.signkey.verified
        return flask.request.get_data()

    return over_wsgi(signkey.wsgi.SignkeyMiddleware(app, endpoint, **CLOCK))


def fastapi_in_asgi(endpoint: Endpoint) -> Post:
    app = fastapi.FastAPI()
    admitted: Any = fastapi.Depends(signkey.fastapi.SignkeyDependency(endpoint, **CLOCK))

    @app.post("/")
    async def respond(request: fastapi.Request, admission: Any = admitted) -> fastapi.Response:
        assert admission.verified
        return fastapi.Response(await request.body())

    return over_asgi(signkey.asgi.SignkeyMiddleware(app, endpoint, **CLOCK))


def decorated_in_middleware(view: Any, endpoint: Endpoint) -> Post:
    with override_settings(MIDDLEWARE=["signkey.django.SignkeyMiddleware"]):
        return over_django(behind_middleware(protect(endpoint, **CLOCK)(view), endpoint))


def django_in_django(endpoint: Endpoint) -> Post:
    return decorated_in_middleware(django_view(lambda: (BODY, {})), endpoint)


def django_in_django_async(endpoint: Endpoint) -> Post:
    return decorated_in_middleware(django_async_view(lambda: (BODY, {})), endpoint)


STACKS = [
    *(asgi_in_asgi, wsgi_in_wsgi, flask_in_wsgi, fastapi_in_asgi),
    *(django_in_django, django_in_django_async),
]


@pytest.mark.parametrize("stack", STACKS, ids=lambda it: it.__name__)
@pytest.mark.parametrize("memory", ["guard", "store", "none"])
def test_an_adapter_inside_another_of_its_endpoint_takes_the_verdict_over(
    stack: Any, memory: str
) -> None:
    options: dict[str, Any] = {
        "guard": {"replay_guard": ReplayGuard(100)},
        "store": {"replay_store": MemoryReplayStore()},
        "none": {},
    }
    post = stack(Endpoint(kit.keyring, **options[memory]))
    assert post(BODY, SIGNED)[:2] == (200, BODY)
    again = post(BODY, SIGNED)
    assert again[0] == 200 if memory == "none" else code_of(again) == "replayed"
    assert code_of(post(BODY, {})) == "missing_signature"


def test_another_endpoint_judges_for_itself() -> None:
    guard = ReplayGuard(100)
    outer = Endpoint(kit.keyring, replay_guard=guard, name="outer", unsigned_methods={"POST"})
    inner = Endpoint(kit.keyring, replay_guard=guard, name="inner")
    app = signkey.asgi.SignkeyMiddleware(asgi_app, inner, **CLOCK)
    post = over_asgi(signkey.asgi.SignkeyMiddleware(app, outer, **CLOCK))
    assert post(BODY, SIGNED)[:2] == (200, BODY)
    assert code_of(post(BODY, {})) == "missing_signature"


def test_a_busy_event_loop_does_not_make_a_store_late() -> None:
    async def send() -> int:
        store = AsyncStore(0.05)
        endpoint = Endpoint(kit.keyring, replay_store=store)
        post = asyncio.create_task(
            post_async(
                signkey.asgi.SignkeyMiddleware(asgi_app, endpoint, **CLOCK),
                *(BODY, SIGNED),
            )
        )
        while not store.claimed:
            await asyncio.sleep(0)
        # The answer comes while the loop does something else, and so does the deadline.
        time.sleep(0.3)
        return (await post)[0]

    assert asyncio.run(send()) == 200


def test_options_of_a_store_need_one() -> None:
    alone: list[Any] = [
        ({"replay_skew": 60}, "replay_skew"),
        ({"replay_store": None, "admit_unclaimed": True}, "admit_unclaimed"),
        ({"admit_unclaimed": True, "replay_guard": ReplayGuard(10)}, "admit_unclaimed"),
    ]
    for make in (lambda **given: Endpoint(kit.keyring, **given), Config().endpoint):
        for options, setting in alone:
            with pytest.raises(errors.InvalidArgumentError) as error:
                make(**options)
            message = f"argument '{setting}': means nothing without a replay_store"
            assert (str(error.value), error.value.setting) == (message, setting)
        make(replay_store=None, admit_unclaimed=False, name="shop")
        # In any order.
        make(admit_unclaimed=True, replay_skew=5, replay_store=MemoryReplayStore())


def test_whoever_knows_no_claims_lets_nothing_in_unclaimed() -> None:
    endpoint = Endpoint(kit.keyring, replay_store=MemoryReplayStore())
    whole = endpoint.admit("POST", SIGNED, BODY, kit.now)
    pieces = endpoint.admit("POST", SIGNED)
    received = pieces.receive(BODY, "ended", kit.now)
    for admission, refusal in ((whole, whole.refusal), (pieces, received)):
        assert refusal is not None
        assert (refusal.status, refusal.error.code) == (503, "replay_store_unavailable")
        assert (admission.step, admission.verified) == ("claim", None)
        with pytest.raises(errors.InvalidArgumentError):
            _ = admission.caller
        assert admission.receive_claim("first") is admission.refusal is None
        assert admission.verified
        with pytest.raises(errors.FinishedError):
            admission.receive_claim("first")


@pytest.mark.parametrize("adapter", [SYNC[0], SYNC[2], SYNC[3], ASYNC[0], ASYNC[3]])
@pytest.mark.parametrize("answer", [None, True, "unavailable"])
def test_a_response_is_sent_whatever_the_store_answers(adapter: Adapter, answer: Any) -> None:
    store = with_store(adapter, "first", answer)
    endpoint = Endpoint(kit.keyring, replay_store=store, sign_responses=True)
    status, body, signature = adapter(endpoint, hello)(BODY, SIGNED)
    assert (status, body, signature is None) == (200, b'{"hello":1}', False)
    assert len(store.claimed) == 2
    assert signature != SIGNED[HEADER_NAME]


@pytest.mark.parametrize(
    ("deadline", "error"),
    [
        *((0, ValueError), (-1, ValueError), (float("inf"), ValueError)),
        *((float("nan"), ValueError), (None, TypeError), ("1", TypeError), (True, TypeError)),
    ],
)
def test_a_deadline_that_makes_no_sense_is_refused(deadline: Any, error: type[Exception]) -> None:
    store: Any = AsyncStore()
    store.deadline = deadline
    with pytest.raises(error, match="the deadline of a replay store must be"):
        signkey.asgi.SignkeyMiddleware(asgi_app, Endpoint(kit.keyring, replay_store=store))
    assert Store().claimed == []
