"""Django: a view of one kind behind middleware of the other, and the settings."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from asgiref.sync import async_to_sync, iscoroutinefunction, sync_to_async
from django.test import AsyncRequestFactory, RequestFactory, override_settings

from replay_adapters import AsyncStore, Store, django_async_view, django_view, finish, hello
from servers import kit
from signkey import HEADER_NAME, Endpoint
from signkey.django import SigningMiddleware, SignkeyMiddleware, protect

BODY = b'{"a":1}'
SIGNED = kit.signed(BODY).headers
JSON = "application/json"
SIGNER = "signkey.django.SigningMiddleware"


def protected(view: Any, endpoint: Endpoint) -> Any:
    with override_settings(MIDDLEWARE=[SIGNER]):
        return protect(endpoint, clock=kit.clock)(view)


def test_a_response_of_an_asynchronous_view_is_claimed_by_synchronous_middleware() -> None:
    store = AsyncStore()
    view = protected(
        django_async_view(hello), Endpoint(kit.keyring, replay_store=store, sign_responses=True)
    )
    middleware = SigningMiddleware(async_to_sync(view))
    response = middleware(RequestFactory().post("/", BODY, JSON, headers=SIGNED))
    assert (response.status_code, response.content) == hello_of(200)
    assert HEADER_NAME in response
    assert len(store.claimed) == 2


def test_a_response_of_a_synchronous_view_is_claimed_by_asynchronous_middleware() -> None:
    store = Store()
    view = protected(
        django_view(hello), Endpoint(kit.keyring, replay_store=store, sign_responses=True)
    )
    middleware = SigningMiddleware(sync_to_async(view))
    assert iscoroutinefunction(middleware)
    request = AsyncRequestFactory().post("/", BODY, JSON, headers=SIGNED)
    response = asyncio.run(finish(middleware(request)))
    assert (response.status_code, response.content) == hello_of(200)
    assert HEADER_NAME in response
    assert len(store.claimed) == 2


def hello_of(status: int) -> tuple[int, bytes]:
    return status, hello()[0]


def test_one_guard_decorates_views_of_the_kind_of_its_store_alone() -> None:
    for store, wrong, right in (
        (Store(), django_async_view(hello), django_view(hello)),
        (AsyncStore(), django_view(hello), django_async_view(hello)),
    ):
        guard = protect(Endpoint(kit.keyring, replay_store=store), clock=kit.clock)
        assert callable(guard(right))
        with pytest.raises(
            TypeError, match=r"^signkey\.django\.protect, of an? .*synchronous view"
        ):
            guard(wrong)


def test_middleware_refuses_the_store_of_the_other_kind_of_server() -> None:
    for store, app, server in (
        (Store(), django_async_view(hello), "ASGI"),
        (AsyncStore(), django_view(hello), "WSGI"),
    ):
        settings = {"ENDPOINT": Endpoint(kit.keyring, replay_store=store)}
        with (
            override_settings(SIGNKEY=settings),
            pytest.raises(TypeError, match=f"SignkeyMiddleware, under {server}, needs an?"),
        ):
            SignkeyMiddleware(app)
