"""Flask: the decorator of one view."""

from __future__ import annotations

from typing import Any

import flask
import pytest

from servers import kit
from signkey import Endpoint, errors
from signkey.flask import protect

BODY = b'{"a":1}'
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


def make_app(**options: Any) -> flask.Flask:
    app = flask.Flask("protected")
    endpoint = Endpoint(kit.keyring, unsigned_methods={"GET"}, max_body_size=1000)
    guard = protect(endpoint, clock=kit.clock, **options)

    @app.route("/", methods=["GET", "POST", "HEAD"])
    @guard
    def echo() -> Any:
        caller = type(flask.g.signkey.caller).__name__
        return flask.request.get_data(), {"X-Caller": caller}

    @app.post("/async")
    @guard
    def form() -> Any:
        return dict(flask.request.form)

    @app.post("/open")
    def unprotected() -> str:
        return "open"

    return app


def send(
    app: flask.Flask, body: bytes, headers: Any, kind: str = JSON, method: str = "POST"
) -> Any:
    return app.test_client().open("/", method=method, data=body, headers=headers, content_type=kind)


def code_of(response: Any) -> str:
    code = str(response.json["code"])
    assert response.status_code == errors.BY_CODE[code].http_status
    return code


def test_a_decorated_view_is_reached_by_those_who_are_admitted() -> None:
    app = make_app()
    response = send(app, BODY, kit.signed(BODY).headers)
    assert (response.status_code, response.data) == (200, BODY)
    assert response.headers["X-Caller"] == "Verified"
    refused = send(app, BODY, {})
    assert code_of(refused) == "missing_signature"
    assert refused.headers["WWW-Authenticate"] == "Inngest-Signature"
    assert code_of(send(app, BODY, kit.expired(BODY).headers)) == "expired"
    assert code_of(send(app, b"x" * 1001, kit.signed(BODY).headers)) == "body_too_large"
    assert app.test_client().post("/open").data == b"open"


def test_an_unverified_request_is_told_apart() -> None:
    assert send(make_app(), b"", {}, method="GET").headers["X-Caller"] == "Unverified"


def test_a_form_of_a_verified_request_is_parsed_from_its_bytes() -> None:
    form = b"a=1&b=2"
    response = (
        make_app()
        .test_client()
        .post("/async", data=form, headers=kit.signed(form).headers, content_type=FORM)
    )
    assert response.json == {"a": "1", "b": "2"}


@pytest.mark.parametrize("signed", [b"a=1", b""])
def test_a_parser_in_front_has_taken_the_body(signed: bytes) -> None:
    app = make_app()

    @app.before_request
    def parse() -> None:
        assert flask.request.form["a"] == "1"

    response = send(app, b"a=1", kit.signed(signed).headers, FORM)
    assert code_of(response) == "body_unavailable"


def test_what_something_in_front_read_whole_is_judged() -> None:
    app = make_app()

    @app.before_request
    def parse() -> None:
        assert flask.request.json == {"a": 1}

    assert send(app, BODY, kit.signed(BODY).headers).data == BODY
    assert code_of(send(app, BODY, kit.signed(b"{}").headers)) == "signature_mismatch"


def test_a_view_may_be_asynchronous() -> None:
    pytest.importorskip("asgiref")
    app = flask.Flask("async")

    @app.post("/")
    @protect(Endpoint(kit.keyring), clock=kit.clock)
    async def echo() -> bytes:
        return flask.request.get_data()

    assert send(app, BODY, kit.signed(BODY).headers).data == BODY
    assert code_of(send(app, BODY, {})) == "missing_signature"


def test_hooks_are_told_of_refusals_and_warnings() -> None:
    told: list[tuple[type, str]] = []

    def tell(request: flask.Request, what: Any) -> None:
        told.append((type(request), what.code))

    app = make_app(on_refused=tell, on_warning=tell)
    send(app, BODY, {**kit.signed(BODY).headers, "X-Inngest-Server-Kind": "dev"})
    send(app, BODY, {})
    codes = ["dev_server_in_cloud_mode", "missing_signature"]
    assert told == [(flask.Request, code) for code in codes]


def test_a_refusal_of_head_has_no_body() -> None:
    response = send(make_app(), b"", {}, method="HEAD")
    assert (response.status_code, response.data) == (401, b"")


def test_a_decorator_that_cannot_sign_is_refused_when_it_is_made() -> None:
    with pytest.raises(TypeError, match=r"use signkey\.wsgi\.SignkeyMiddleware"):
        protect(Endpoint(kit.keyring, sign_responses=True))
