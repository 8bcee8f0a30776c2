"""Which argument is wrong, what was given, and what to pass instead; never the value."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

import flask
import pytest
import werkzeug.test
from django.core.exceptions import ImproperlyConfigured
from django.test import AsyncRequestFactory, RequestFactory, override_settings

import signkey.asgi
import signkey.aws_lambda
import signkey.django
import signkey.fastapi
import signkey.flask
import signkey.wsgi
from replay_adapters import hello, protected
from servers import kit
from signkey import (
    ApiAuth,
    App,
    Config,
    Encryptor,
    Endpoint,
    Keyring,
    SigningKey,
    Verifier,
    canonicalize,
    errors,
)
from support import BODY, KEY, sign

SECRET: Any = SimpleNamespace(secret="do not show")
FORM = "application/x-www-form-urlencoded"
keyring = Keyring(KEY)
endpoint = Endpoint(kit.keyring)
app: Any = {"id": "a", "sdk": "b", "language": "c", "framework": "d", "functions": 1}

WRONG_CALLS: dict[str, Callable[[], object]] = {
    "body": lambda: keyring.verify_request(SECRET, None),
    "header": lambda: keyring.verify_request(b"", SECRET),
    "now": lambda: keyring.verify_response(b"", None, now=SECRET),
    "past": lambda: keyring.verify_response(b"", None, past=SECRET),
    "future": lambda: Verifier(keyring, sign(b"")).finish(future=SECRET),
    "timestamp": lambda: keyring.sign_raw(b"", timestamp=SECRET),
    "key_index": lambda: keyring.sign_raw(b"", key_index=SECRET),
    "authorization": lambda: keyring.verify_token(SECRET),
    "keyring": lambda: Verifier(SECRET, None),
    "fallbacks": lambda: Keyring(KEY, SECRET),
    "text": lambda: SigningKey(SECRET),
    "primary": lambda: Keyring(SECRET),
    "chunk": lambda: Verifier(keyring, sign(b"")).update(SECRET),
    "json": lambda: canonicalize(SECRET),
    "require_lossless": lambda: canonicalize(b"1", require_lossless=SECRET),
    "max_json_size": lambda: canonicalize(b"1", max_json_size=SECRET),
    "method": lambda: endpoint.admit(SECRET, {}),
    "headers": lambda: endpoint.admit("GET", SECRET),
    "error": lambda: endpoint.refuse(SECRET),
    "status": lambda: endpoint.admit("GET", {}).response(SECRET),
    "content_type": lambda: endpoint.admit("GET", {}).response(200, SECRET),
    "framing": lambda: endpoint.admit("GET", {}).receive(b"", SECRET),
    "answer": lambda: endpoint.admit("GET", {}).receive_claim(SECRET),
    "signature": lambda: endpoint.admit("GET", {}).response_claim(SECRET),
    "mode": lambda: Endpoint(keyring, mode=SECRET),
    "name": lambda: Endpoint(keyring, name=SECRET),
    "replay_skew": lambda: Endpoint(keyring, replay_skew=SECRET),
    "admit_unclaimed": lambda: Endpoint(keyring, admit_unclaimed=SECRET),
    "signing_key": lambda: Config(signing_key=SECRET),
    "INNGEST_DEV": lambda: Config({"INNGEST_DEV": SECRET}),
    "url": lambda: Config().serve_url(SECRET),
    "app": lambda: Config().introspect(SECRET, endpoint.admit("GET", {})),
    "admission": lambda: Config().introspect(App(**app), SECRET),
    "origin": lambda: ApiAuth(None, SECRET),
    "attempt": lambda: ApiAuth(None, "https://a.test").authorization(SECRET),
    "sdk": lambda: App(**{**app, "sdk": SECRET}),
    "functions": lambda: App(**{**app, "functions": SECRET}),
    "connect": lambda: App(**app, connect=SECRET),
    "legacy_aes": lambda: Encryptor(b"0" * 32, legacy_aes=SECRET),
    "nonce": lambda: Encryptor(b"0" * 32).encrypt_value(b"1", nonce=SECRET),
    "primary of encryption": lambda: Encryptor(SECRET),
    "environ": lambda: signkey.wsgi.headers(SECRET),
    "variables": lambda: Config(SECRET),
    "reason": lambda: endpoint.admit("GET", {}).no_body(SECRET),
    "event_field": lambda: Encryptor(b"0" * 32, event_field=SECRET),
}


@pytest.mark.parametrize("name", WRONG_CALLS)
def test_the_argument_and_the_type_that_was_given_are_named(name: str) -> None:
    with pytest.raises(TypeError) as error:
        WRONG_CALLS[name]()
    message = str(error.value)
    assert message.startswith(f"argument '{name.split(maxsplit=1)[0]}': must be ")
    assert message.endswith(", not SimpleNamespace")
    assert "do not show" not in message
    assert not hasattr(error.value, "__notes__")


def test_other_notes_stay_notes() -> None:
    with pytest.raises(errors.InvalidArgumentError) as error:
        keyring.sign_raw(b"", key_index=-1)
    for note in ("while processing 'now'", "seen on Monday"):
        error.value.add_note(note)
    assert str(error.value) == "argument 'key_index': must lie between 0 and 2**64 - 1"
    assert error.value.__notes__ == ["while processing 'now'", "seen on Monday"]
    with pytest.raises(TypeError) as wrong:
        keyring.sign_raw(SECRET)
    wrong.value.add_note("seen on Monday")
    assert wrong.value.__notes__ == ["seen on Monday"]


@pytest.mark.parametrize("parsed", [json.loads(BODY), [1]])
def test_a_body_that_was_parsed_is_refused_with_the_way_to_its_bytes(parsed: Any) -> None:
    with pytest.raises(TypeError, match=r"a parser has taken these\. Pass the raw body") as error:
        keyring.verify_request(parsed, sign(BODY))
    assert "user.created" not in str(error.value)


WSGI_ENVIRON: Any = werkzeug.test.EnvironBuilder(
    method="POST", headers=[("X-A", "b")]
).get_environ()
LAMBDA: Any = {"requestContext": {"http": {"method": "POST"}}, "headers": {"a": "b"}, "body": ""}
BALANCER: Any = {"requestContext": {"elb": {}}, "httpMethod": "POST", "multiValueHeaders": {}}
ASGI_SCOPE: Any = {"type": "http", "method": "POST", "headers": [(b"a", b"b")]}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (WSGI_ENVIRON, "not a WSGI environ: pass `signkey.wsgi.headers(environ)`"),
        (RequestFactory().get("/").META, "pass `signkey.wsgi.headers(environ)`"),
        (AsyncRequestFactory().get("/").META, "pass `signkey.wsgi.headers(environ)`"),
        (LAMBDA, 'not an event of AWS Lambda: pass `event["headers"]`, or decorate the handler'),
        (BALANCER, "signkey.aws_lambda.protect(endpoint)"),
        (ASGI_SCOPE, 'not a mapping that has them: pass its `["headers"]`'),
        (RequestFactory().get("/"), "such as its `.headers`, not WSGIRequest"),
        (flask.Request(WSGI_ENVIRON), "such as its `.headers`, not Request"),
    ],
)
def test_what_holds_headers_is_no_headers(given: Any, message: str) -> None:
    calls: list[Any] = [partial(endpoint.admit, "POST"), endpoint.admit_websocket]
    for call in calls:
        with pytest.raises(TypeError) as error:
            call(given)
        assert str(error.value).startswith("argument 'headers': must be ")
        assert message in str(error.value)


def test_headers_of_these_names_are_headers() -> None:
    headers = {"headers": "1", "requestContext": b"2", "wsgi.multithread": "3"}
    assert endpoint.admit("POST", headers).refusal is not None
    assert endpoint.admit("POST", {**headers, "headers": None}).refusal is not None


ADAPTERS: dict[str, Callable[..., object]] = {
    "asgi": lambda **options: signkey.asgi.SignkeyMiddleware(SECRET, endpoint, **options),
    "wsgi": lambda **options: signkey.wsgi.SignkeyMiddleware(SECRET, endpoint, **options),
    "django": lambda **options: signkey.django.protect(endpoint, **options),
    "flask": lambda **options: signkey.flask.protect(endpoint, **options),
    "fastapi": lambda **options: signkey.fastapi.SignkeyDependency(endpoint, **options),
    "aws_lambda": lambda **options: signkey.aws_lambda.protect(endpoint, **options),
}


@pytest.mark.parametrize("name", ADAPTERS)
def test_a_misspelt_option_of_an_adapter_is_named_with_the_nearest(name: str) -> None:
    with pytest.raises(TypeError, match=r"no option 'on_refuse'; did you mean 'on_refused'?"):
        ADAPTERS[name](on_refuse=print)
    with pytest.raises(TypeError, match="no option 'x', but clock, on_refused, on_warning"):
        ADAPTERS[name](x=1)


def test_a_misspelt_option_is_named_with_the_nearest() -> None:
    options: Any = {"signing_kye": KEY}
    with pytest.raises(errors.InvalidArgumentError, match="'signing_kye'; did you mean 'signing"):
        Config(**options)
    options = {"replay_gaurd": None}
    for make in (Config().endpoint, lambda **given: Endpoint(keyring, **given)):
        with pytest.raises(TypeError, match=r"'replay_gaurd'; did you mean 'replay_guard'?"):
            make(**options)
    with (
        override_settings(SIGNKEY={"ENDPOINT": endpoint, "ON_REFUSE": print}),
        pytest.raises(ImproperlyConfigured, match=r"'ON_REFUSE'; did you mean 'ON_REFUSED'?"),
    ):
        signkey.django.SignkeyMiddleware(print)


def parse() -> None:
    assert flask.request.form


def code_of(body: bytes) -> str:
    return str(json.loads(body)["code"])


def test_a_form_that_flask_parsed_is_named_with_the_fix(caplog: pytest.LogCaptureFixture) -> None:
    told: list[Any] = []
    flask_app = flask.Flask("form")
    flask_app.before_request(parse)
    for path, options in (
        ("/", {}),
        ("/told", {"on_refused": lambda _, error: told.append(error)}),
    ):
        guard: Any = signkey.flask.protect(endpoint, clock=kit.clock, **options)
        flask_app.post(path, endpoint=path)(guard(lambda: "admitted"))
    form = b"a=1&b=2"
    with caplog.at_level(logging.WARNING, "signkey"):
        for path in ("/", "/told"):
            response = flask_app.test_client().post(
                path, data=form, headers=kit.signed(form).headers, content_type=FORM
            )
            assert (response.status_code, code_of(response.data)) == (500, "body_unavailable")
    (said,) = caplog.messages
    assert said.startswith("body_unavailable: ")
    assert "in Flask, let nothing read request.form" in said
    (error,) = told
    assert "or wrap app.wsgi_app with signkey.wsgi.SignkeyMiddleware" in error.hint


def test_a_form_that_django_parsed_is_named_with_the_fix(caplog: pytest.LogCaptureFixture) -> None:
    form = b"a=1&b=2"
    request = RequestFactory().post("/", form, FORM, headers=kit.signed(form).headers)
    assert request.POST
    request._body = b""
    post = protected(lambda _: hello(), endpoint)
    with caplog.at_level(logging.WARNING, "signkey"):
        assert code_of(post(request).content) == "body_unavailable"
    assert "in Django, put signkey.django.SignkeyMiddleware first in MIDDLEWARE" in caplog.text
