"""Django: the decorator and the middleware, synchronous and not."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import (
    AsyncClient,
    AsyncRequestFactory,
    Client,
    RequestFactory,
    override_settings,
)
from django.urls import path as route

import django_app
from servers import kit
from signkey import HEADER_NAME, Endpoint, errors
from signkey.django import SigningMiddleware, SignkeyMiddleware, protect

BODY = b'{"a":1}'
SIGNED = kit.signed(BODY).headers
JSON = "application/json"
SIGNER = "signkey.django.SigningMiddleware"
GUARD = "signkey.django.SignkeyMiddleware"
SETTINGS = {"ENDPOINT": "django_app.make_endpoint", "CLOCK": kit.clock}

everything = override_settings(MIDDLEWARE=[GUARD], SIGNKEY=SETTINGS)


def send(path: str, headers: dict[str, str], body: bytes = BODY, method: str = "POST") -> Any:
    client = Client(raise_request_exception=False)
    return read(client.generic(method, path, body, JSON, headers=headers))


def send_async(path: str, headers: dict[str, str], body: bytes = BODY) -> Any:
    async def post() -> Any:
        client = AsyncClient(raise_request_exception=False)
        response: Any = await client.generic("POST", path, body, JSON, headers=headers)
        if response.streaming and response.is_async:
            response.seen = b"".join([chunk async for chunk in response])
        return response

    return read(asyncio.run(post()))


def read(response: Any) -> Any:
    """A response with the bytes that were sent."""
    if not hasattr(response, "seen"):
        response.seen = response.getvalue()
    return response


def code_of(response: Any) -> str:
    code = str(json.loads(response.content)["code"])
    assert response.status_code == errors.BY_CODE[code].http_status
    assert response["Content-Type"] == JSON
    return code


@pytest.mark.parametrize("send", [send, send_async])
@pytest.mark.parametrize("path", ["/sync", "/async"])
def test_a_decorated_view_is_reached_by_those_who_are_admitted(send: Any, path: str) -> None:
    response = send(path, SIGNED)
    assert (response.status_code, response.content) == (200, BODY)
    assert response["X-Caller"] == "Verified"
    assert code_of(send(path, {})) == "missing_signature"
    assert send(path, {})["WWW-Authenticate"] == "Inngest-Signature"
    assert code_of(send(path, kit.tampered(BODY).headers, BODY + b"?")) == "signature_mismatch"
    assert code_of(send(path, kit.expired(BODY).headers)) == "expired"


def test_a_view_that_is_not_decorated_is_open() -> None:
    assert send("/open", {}).content == b"None"


def test_an_unverified_request_is_told_apart() -> None:
    assert send("/sync", {}, b"", "GET")["X-Caller"] == "Unverified"


def test_a_form_of_a_verified_request_is_parsed_from_its_bytes() -> None:
    form = b"a=1&b=2"
    kind, headers = "application/x-www-form-urlencoded", kit.signed(form).headers
    response = Client().generic("POST", "/form", form, kind, headers=headers)
    assert response.content == b"[('a', '1'), ('b', '2')]"


def test_a_protected_view_needs_no_csrf_token() -> None:
    with override_settings(MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"]):
        client = Client(enforce_csrf_checks=True)
        for path, status in (("/sync", 200), ("/open", 403)):
            response = client.generic("POST", path, BODY, JSON, headers=SIGNED)
            assert response.status_code == status


def multipart(*, is_read: bool) -> HttpRequest:
    body = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'
    kind, headers = "multipart/form-data; boundary=x", kit.signed(body).headers
    request = RequestFactory().generic("POST", "/", body, kind, headers=headers)
    if is_read:
        assert request.POST["a"] == "1"
    return request


def test_a_parser_in_front_has_taken_the_body() -> None:
    view = protect(Endpoint(kit.keyring), clock=kit.clock)(django_app.describe)
    assert view(multipart(is_read=False)).status_code == 200
    assert code_of(view(multipart(is_read=True))) == "body_unavailable"


def test_what_something_in_front_read_whole_is_judged() -> None:
    view = protect(Endpoint(kit.keyring), clock=kit.clock)(django_app.describe)
    request = RequestFactory().generic("POST", "/", BODY, JSON, headers=SIGNED)
    assert request.body == BODY
    assert view(request).content == BODY


def test_a_body_over_the_limit_is_refused() -> None:
    view = protect(Endpoint(kit.keyring, max_body_size=6), clock=kit.clock)(django_app.describe)
    for factory in (RequestFactory(), AsyncRequestFactory()):
        request = factory.generic("POST", "/", BODY, JSON, headers=SIGNED)
        assert code_of(view(request)) == "body_too_large"


def test_hooks_are_told_of_refusals_and_warnings() -> None:
    django_app.told.clear()
    send("/sync", {**SIGNED, "X-Inngest-Server-Kind": "dev"})
    send("/sync", {})
    codes = [code for _, code in django_app.told]
    assert codes == ["dev_server_in_cloud_mode", "missing_signature"]
    assert all(isinstance(request, HttpRequest) for request, _ in django_app.told)


def test_a_decorator_that_cannot_sign_is_refused_when_it_is_made() -> None:
    signing = Endpoint(kit.keyring, sign_responses=True)
    with pytest.raises(ImproperlyConfigured, match="SigningMiddleware first in MIDDLEWARE"):
        protect(signing)
    with override_settings(MIDDLEWARE=[SIGNER]):
        protect(signing)


def check_signed(response: Any) -> None:
    kit.keyring.verify_response(response.seen, response[HEADER_NAME], now=kit.now)


@pytest.mark.parametrize("send", [send, send_async])
def test_the_response_of_a_decorated_view_is_signed_behind_everything(send: Any) -> None:
    gzip = "django.middleware.gzip.GZipMiddleware"
    with override_settings(MIDDLEWARE=[SIGNER, gzip]):
        large = b'"' + b"x" * 1000 + b'"'
        endpoint = Endpoint(kit.keyring, sign_responses=True)
        view = protect(endpoint, clock=kit.clock)(django_app.describe)
        with override_settings(ROOT_URLCONF=(route("view", view),)):
            headers = {**kit.signed(large).headers, "Accept-Encoding": "gzip"}
            response = send("/view", headers, large)
        assert response["Content-Encoding"] == "gzip"
        check_signed(response)


@everything  # type: ignore[untyped-decorator]
@pytest.mark.parametrize("send", [send, send_async])
@pytest.mark.parametrize(
    ("path", "body"),
    [("/open", None), ("/streamed", b"onetwo"), ("/async-streamed", b"onetwo"), ("/file", None)],
)
@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")
def test_the_middleware_protects_and_signs_every_view(send: Any, path: str, body: Any) -> None:
    response = send(path, SIGNED)
    assert response.status_code == 200
    assert body is None or response.seen == body
    assert response["Content-Length"] == str(len(response.seen))
    check_signed(response)
    refused = send(path, {})
    assert code_of(refused) == "missing_signature"
    assert HEADER_NAME not in refused


@everything  # type: ignore[untyped-decorator]
@pytest.mark.parametrize("status", [204, 205, 304])
def test_a_response_without_content_is_signed_over_the_empty_body(status: int) -> None:
    response = send(f"/status/{status}", SIGNED)
    assert (response.status_code, response.content) == (status, b"")
    assert "Content-Length" not in response
    check_signed(response)


@everything  # type: ignore[untyped-decorator]
def test_a_response_that_cannot_be_signed_is_never_sent() -> None:
    assert code_of(send("/events", SIGNED)) == "response_unsignable"
    large = b"x" * 5001
    with override_settings(ROOT_URLCONF=(route("", django_app.describe),)):
        assert code_of(send("/", kit.signed(large).headers, large)) == "response_unsignable"


@everything  # type: ignore[untyped-decorator]
def test_an_error_of_a_view_is_answered_by_django() -> None:
    response = send("/failing", SIGNED)
    assert response.status_code == 500
    check_signed(response)


@everything  # type: ignore[untyped-decorator]
def test_a_refusal_of_head_has_no_body() -> None:
    response = send("/open", {}, b"", "HEAD")
    assert (response.status_code, response.content) == (401, b"")


@pytest.mark.parametrize("given", [{}, {"ON_REFUSED": print}, {**SETTINGS, "endpoint": 1}])
def test_settings_that_say_no_endpoint_are_refused_at_start(given: Any) -> None:
    def get_response(_: HttpRequest) -> HttpResponse:
        raise AssertionError

    with override_settings(SIGNKEY=given), pytest.raises(ImproperlyConfigured):
        SignkeyMiddleware(get_response)
    with pytest.raises(ImproperlyConfigured):
        SignkeyMiddleware(get_response)


def test_what_was_not_admitted_is_not_signed() -> None:
    def get_response(_: HttpRequest) -> HttpResponse:
        return HttpResponse(b"x")

    response = SigningMiddleware(get_response)(RequestFactory().get("/"))
    assert HEADER_NAME not in response
