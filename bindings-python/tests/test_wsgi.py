"""The WSGI middleware where servers and applications differ: in environ and start_response."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import flask
import pytest

from servers import flask_app, kit
from signkey import HEADER_NAME, Endpoint, Verified, errors
from signkey.wsgi import SignkeyMiddleware, headers

BODY = b'{"a":1}'
REQUEST = kit.signed(BODY)

Answer = tuple[str, dict[str, str], bytes]


def environ_of(more: dict[str, Any] | None = None) -> WSGIEnvironment:
    """A signed request, with some variables changed or, being ``None``, absent."""
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": "POST",
        "QUERY_STRING": "",
        "CONTENT_LENGTH": str(len(BODY)),
        "CONTENT_TYPE": "application/json",
        "HTTP_X_INNGEST_SIGNATURE": REQUEST.header,
        "wsgi.input": io.BytesIO(BODY),
        **(more or {}),
    }
    environ = {name: value for name, value in environ.items() if value is not None}
    setup_testing_defaults(environ)
    return environ


def run(app: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> Callable[..., Any]:
        started.append((status, headers))
        return lambda _: None

    result = app(environ, start_response)
    body = b"".join(result)
    close = getattr(result, "close", None)
    if close is not None:
        close()
    ((status, headers),) = started
    return status, dict(headers), body


def echo(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [body]


def protected(app: WSGIApplication = echo, **options: Any) -> SignkeyMiddleware:
    return SignkeyMiddleware(app, Endpoint(kit.keyring, **options), clock=kit.clock)


def test_the_headers_of_a_request_that_matter() -> None:
    environ = environ_of({"HTTP_X_INNGEST_SYNC_KIND": "in_band", "HTTP_HOST": "app.example:80"})
    expected = {
        "content-length": "7",
        "x-inngest-signature": REQUEST.header,
        "x-inngest-sync-kind": "in_band",
    }
    assert sorted(headers(environ)) == sorted(expected.items())
    assert "content-length" not in dict(headers({**environ, "CONTENT_LENGTH": ""}))
    admission = Endpoint(kit.keyring).admit("POST", headers(environ), BODY, kit.now)
    assert isinstance(admission.caller, Verified)


def code_of(answer: Answer) -> str:
    status, headers, body = answer
    refusal = json.loads(body)
    assert int(status.split()[0]) == errors.BY_CODE[refusal["code"]].http_status
    assert headers["Content-Type"] == "application/json"
    assert headers["Content-Length"] == str(len(body))
    assert headers.keys() <= {"Content-Type", "Content-Length", "WWW-Authenticate"}
    return str(refusal["code"])


@pytest.mark.parametrize("sign_responses", [False, True])
@pytest.mark.parametrize("header", [REQUEST.header, "t=1", None])
def test_it_speaks_wsgi_to_both_sides(sign_responses: bool, header: str | None) -> None:
    app = validator(protected(validator(echo), sign_responses=sign_responses))
    status, _, body = run(app, environ_of({"HTTP_X_INNGEST_SIGNATURE": header}))
    assert (status == "200 OK") == (header == REQUEST.header) == (body == BODY)


class Trickle(io.BytesIO):
    """A stream that hands over one byte at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert size > 0
        return super().read(1)


def test_a_stream_may_hand_over_little_at_a_time() -> None:
    assert run(protected(), environ_of({"wsgi.input": Trickle(BODY)}))[2] == BODY


def test_no_more_is_read_than_was_declared() -> None:
    stream = io.BytesIO(BODY + b"the next request")
    assert run(protected(), environ_of({"wsgi.input": stream}))[2] == BODY
    assert stream.tell() == len(BODY)


def test_a_body_without_length_is_read_if_the_server_ends_it() -> None:
    chunked = {"CONTENT_LENGTH": None, "HTTP_TRANSFER_ENCODING": "chunked"}
    ended = environ_of({**chunked, "wsgi.input_terminated": True})
    assert run(protected(), ended)[2] == BODY
    assert ended["CONTENT_LENGTH"] == str(len(BODY))
    assert code_of(run(protected(), environ_of(chunked))) == "body_unavailable"
    without_body = kit.signed(b"").header
    absent = environ_of({"CONTENT_LENGTH": "", "HTTP_X_INNGEST_SIGNATURE": without_body})
    assert run(protected(), absent)[2] == b""


@pytest.mark.parametrize("signed", [BODY, b""])
def test_a_body_taken_by_a_middleware_in_front_is_a_clear_error(signed: bytes) -> None:
    def front(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        assert flask.Request(environ).get_json() == {"a": 1}
        return protected()(environ, start_response)

    header = kit.signed(signed).header
    environ = environ_of({"HTTP_X_INNGEST_SIGNATURE": header})
    assert code_of(run(front, environ)) == "body_unavailable"


def test_the_signature_of_an_empty_body_does_not_pass_for_one_that_was_taken() -> None:
    taken: dict[str, Any] = {
        "CONTENT_LENGTH": None,
        "HTTP_X_INNGEST_SIGNATURE": kit.signed(b"").header,
        "wsgi.input": io.BytesIO(),
        "wsgi.input_terminated": True,
    }
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "SERVER_PROTOCOL": "HTTP/1.1"}
    for more in (chunked, {"SERVER_PROTOCOL": "HTTP/2"}):
        assert code_of(run(protected(), environ_of({**taken, **more}))) == "body_unavailable"
    nothing = environ_of({**taken, "REQUEST_METHOD": "GET", "SERVER_PROTOCOL": "HTTP/1.1"})
    assert run(protected(), nothing)[0] == "200 OK"


def test_a_connection_that_breaks_off_is_refused() -> None:
    class Broken(io.BytesIO):
        def read(self, _: int | None = -1, /) -> bytes:
            raise OSError

    assert code_of(run(protected(), environ_of({"wsgi.input": Broken()}))) == "body_incomplete"


@pytest.mark.parametrize("foreign", [7, None, [], object()])
def test_a_variable_that_does_not_matter_may_be_anything(foreign: Any) -> None:
    environ = environ_of()
    environ["HTTP_X_NUMBER"] = foreign
    assert run(protected(), environ)[0] == "200 OK"
    environ = environ_of()
    environ["HTTP_X_INNGEST_SERVER_KIND"] = foreign
    assert run(protected(), environ)[0] == "200 OK"


def test_a_length_may_be_a_number() -> None:
    environ = environ_of()
    environ["CONTENT_LENGTH"] = len(BODY)
    assert run(protected(), environ)[2] == BODY


def test_a_body_in_pieces_of_a_byte_takes_twice_its_size_at_most() -> None:
    body = bytes(1 << 18)
    environ = environ_of({"CONTENT_LENGTH": str(len(body)), "wsgi.input": Trickle(body)})
    app = protected()
    tracemalloc.start()
    try:
        list(app(environ, lambda *_: lambda _: None))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2 * len(body) + 300_000, peak


def test_reading_ends_at_the_limit() -> None:
    stream = io.BytesIO(b"x" * 100)
    endless = {"CONTENT_LENGTH": None, "wsgi.input": stream, "wsgi.input_terminated": True}
    assert code_of(run(protected(max_body_size=10), environ_of(endless))) == "body_too_large"
    assert stream.tell() == 11
    declared = environ_of({"CONTENT_LENGTH": "11"})
    assert code_of(run(protected(max_body_size=10), declared)) == "body_too_large"
    assert declared["wsgi.input"].tell() == 0


def test_an_unsigned_request_passes_untouched() -> None:
    seen: list[Any] = []

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        seen.extend([environ["signkey.admission"].caller.reason, environ["wsgi.input"]])
        return echo(environ, start_response)

    environ = environ_of({"HTTP_X_INNGEST_SIGNATURE": None, "REQUEST_METHOD": "GET"})
    stream = environ["wsgi.input"]
    options: dict[str, Any] = {"unsigned_methods": ["GET"], "sign_responses": True}
    _, headers, body = run(protected(app, **options), environ)
    assert body == BODY
    assert seen == ["unsigned_method", stream]
    assert HEADER_NAME not in headers


def test_a_refusal_of_head_has_no_body() -> None:
    environ = environ_of({"HTTP_X_INNGEST_SIGNATURE": None, "REQUEST_METHOD": "HEAD"})
    status, headers, body = run(protected(), environ)
    assert (status, body) == ("401 Unauthorized", b"")
    assert int(headers["Content-Length"]) > 0


def check_signed(app: WSGIApplication) -> Answer:
    answer = run(protected(app, sign_responses=True), environ_of())
    kit.keyring.verify_response(answer[2], answer[1][HEADER_NAME], now=kit.now)
    return answer


def test_every_way_to_respond_is_signed() -> None:
    closed: list[bool] = []

    class Body:
        def __iter__(self) -> Iterator[bytes]:
            return iter([b"two ", b"three"])

        def close(self) -> None:
            closed.append(True)

    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [])
        write = start_response("201 Created", [(HEADER_NAME.lower(), "t=1&s=2"), ("X-Own", "1")])
        write(b"one ")
        return Body()

    status, headers, body = check_signed(app)
    assert (status, body, closed) == ("201 Created", b"one two three", [True])
    assert headers.keys() == {HEADER_NAME, "Content-Length", "X-Own"}


def test_a_generator_may_start_the_response_late() -> None:
    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [])
        yield b"late"

    assert check_signed(app)[2] == b"late"


def test_an_application_that_fails_is_closed_and_not_answered_for() -> None:
    closed: list[bool] = []

    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [])
        try:
            yield b"begun"
            raise KeyError
        finally:
            closed.append(True)

    with pytest.raises(KeyError):
        run(protected(app, sign_responses=True), environ_of())
    assert closed == [True]


@pytest.mark.parametrize("status", ["204 No Content", "205 Reset Content", "304 Not Modified"])
def test_a_response_without_content_is_signed_over_the_empty_body(status: str) -> None:
    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response(status, [("Content-Length", "1")])
        return [b"x"]

    _, headers, body = check_signed(app)
    assert body == b""
    assert "Content-Length" not in headers


def test_a_buffer_that_is_used_again_is_signed_as_it_was() -> None:
    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        write = start_response("200 OK", [])
        buffer = bytearray(b"AAAA")
        write(buffer)  # type: ignore[arg-type]
        buffer[:] = b"ZZZZ"
        return [b"BBBB"]

    assert check_signed(app)[2] == b"AAAABBBB"


def test_a_response_that_cannot_be_signed_is_never_sent() -> None:
    closed: list[bool] = []

    def large(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [])
        try:
            while True:
                yield b"x" * 60
        finally:
            closed.append(True)

    def events(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/event-stream")])
        return [b"data: 1\n\n"]

    options: dict[str, Any] = {"sign_responses": True, "max_response_size": 100}
    for app in (large, events):
        assert code_of(run(protected(app, **options), environ_of())) == "response_unsignable"
    assert closed == [True]


def test_hooks_are_told_of_refusals_and_warnings() -> None:
    told: list[tuple[WSGIEnvironment, object]] = []
    app = SignkeyMiddleware(
        echo,
        Endpoint(kit.keyring),
        on_refused=lambda environ, error: told.append((environ, error.code)),
        on_warning=lambda environ, warning: told.append((environ, warning.code)),
        clock=kit.clock,
    )
    warned = environ_of({"HTTP_X_INNGEST_SERVER_KIND": "dev"})
    refused = environ_of({"HTTP_X_INNGEST_SIGNATURE": None})
    run(app, warned)
    run(app, refused)
    assert told == [(warned, "dev_server_in_cloud_mode"), (refused, "missing_signature")]


def test_flask_parses_the_verified_body() -> None:
    app = flask_app()

    @app.post("/json")
    def serve() -> dict[str, Any]:
        verified = flask.request.environ["signkey.admission"].verified
        return {"document": flask.request.get_json(), "key_id": verified.key_id}

    client = app.test_client()
    response = client.post("/json", data=BODY, headers=REQUEST.headers, content_type="text/json")
    assert response.status_code == 415
    response = client.post("/json", json={"a": 1}, headers=kit.signed(b'{"a": 1}').headers)
    assert response.json == {"document": {"a": 1}, "key_id": kit.keyring.key_ids[0]}
    response = client.post("/json", json={"a": 1}, headers=kit.expired(b'{"a": 1}').headers)
    assert (response.status_code, response.json and response.json["code"]) == (401, "expired")
