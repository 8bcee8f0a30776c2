"""Registrations over real servers: httpx, sync and async, and requests."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import socket
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import requests

import signkey.httpx
import signkey.requests
from clients import CONTEXT
from platform_api import Api, Seen, bearer, serve_api
from servers import running
from signkey import App, Config, Keyring, Registration
from support import BODY, DIGITS, KEY, NOW, OTHER_DIGITS, OTHER_KEY, sign

FIRST = bearer(DIGITS)
SECOND = bearer(OTHER_DIGITS, "signkey-prod-")
NAME = "X-Inngest-Signature"
CONFIGURATION = b'{"functions":[]}'
PATH = "/fn/register?deployId=d%261"
# What the clients bring, and must keep for themselves.
OWN: dict[str, Any] = {
    "headers": {"Authorization": "Basic eDp5", "X-Own": "1"},
    "cookies": {"own": "1"},
    "params": {"own": "1"},
    "auth": ("x", "y"),
}

Register = Callable[..., None]


def with_httpx(
    registration: Registration, configuration: Any = CONFIGURATION, timeout: float = 10
) -> None:
    with httpx.Client(verify=CONTEXT, timeout=timeout, follow_redirects=True, **OWN) as client:
        signkey.httpx.register(client, registration, configuration)


def with_async_httpx(
    registration: Registration, configuration: Any = CONFIGURATION, timeout: float = 10
) -> None:
    async def register() -> None:
        async with httpx.AsyncClient(
            verify=CONTEXT, timeout=timeout, follow_redirects=True, **OWN
        ) as client:
            await signkey.httpx.register_async(client, registration, configuration)

    asyncio.run(register())


def with_requests(
    registration: Registration, configuration: Any = CONFIGURATION, timeout: float = 10
) -> None:
    with requests.Session() as session:
        session.headers.update(OWN["headers"])
        session.cookies.update(OWN["cookies"])
        session.params, session.auth = OWN["params"], OWN["auth"]
        signkey.requests.register(session, registration, configuration, timeout=timeout)


@pytest.fixture(params=[with_httpx, with_async_httpx, with_requests])
def register(request: pytest.FixtureRequest) -> Register:
    given: Register = request.param
    return given


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not by a proxy of the machine's own."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def api() -> Iterator[Api]:
    with serve_api() as api:
        api.answer = b'{"ok":true,"modified":true}'
        yield api


@pytest.fixture
def other() -> Iterator[Api]:
    """A server of another origin, for it has another port."""
    with serve_api() as other:
        yield other


def begin(origin: str, **headers: str) -> Registration:
    config = Config(signing_key=KEY, signing_key_fallback=OTHER_KEY, api_base_url=origin)
    app = App(id="shop", sdk="shop-sdk:v1.2.3", language="py", framework="wsgi", functions=2)
    admission = config.endpoint().admit("PUT", {NAME: sign(BODY), **headers}, BODY, NOW)
    return config.registration(app, admission, "deployId=d%261")


UNREACHABLE = "could not be reached"


def check_response(registration: Registration, status: int, message: str) -> None:
    response = registration.response(timestamp=NOW)
    assert response.status == status
    assert message in json.loads(response.body)["message"]
    Keyring(KEY).verify_response(response.body, response.headers[NAME], now=NOW)


def test_it_registers(register: Register, api: Api) -> None:
    registration = begin(api.url)
    register(registration)
    assert api.seen == [Seen("POST", PATH, FIRST, CONFIGURATION)]
    check_response(registration, 200, "Successfully synced.")
    assert registration.modified is True
    # It is over, so nothing more is sent.
    register(registration)
    assert len(api.seen) == 1


def test_what_is_sent_is_what_the_registration_says(register: Register) -> None:
    received: list[bytes] = []
    with answering([b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"], received) as origin:
        register(begin(origin))
    ((head, _, body),) = [request.partition(b"\r\n\r\n") for request in received]
    assert body == CONFIGURATION
    line, *fields = head.decode().split("\r\n")
    assert line == f"POST {PATH} HTTP/1.1"
    names = {field.partition(":")[0].lower() for field in fields}
    said = begin(origin).request
    assert said is not None
    for name, value in said.headers.items():
        assert [field for field in fields if field.lower().startswith(name.lower() + ":")] == [
            f"{name}: {value}"
        ]
    # The rest belongs to the connection.
    rest = names - {name.lower() for name in said.headers}
    assert {"host", "content-length"} <= rest
    assert rest <= {"host", "content-length", "accept-encoding", "user-agent"}


@pytest.mark.parametrize("refusal", [401, 403])
def test_a_refused_key_is_followed_by_the_fallback(
    register: Register, api: Api, refusal: int
) -> None:
    api.accepted, api.refusal = {SECOND}, refusal
    registration = begin(api.url)
    register(registration)
    assert api.seen == [Seen("POST", PATH, key, CONFIGURATION) for key in (FIRST, SECOND)]
    assert registration.modified is True
    api.accepted = {"none"}
    registration = begin(api.url)
    register(registration)
    assert api.credentials()[2:] == [FIRST, SECOND]
    check_response(registration, 500, "")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["{other}/fn/register", "/elsewhere", "http://[", "//é/"])
def test_no_redirect_is_followed(
    register: Register, api: Api, other: Api, status: int, location: str
) -> None:
    api.redirects[PATH] = status, location.format(other=other.url)
    registration = begin(api.url)
    register(registration)
    assert api.seen == [Seen("POST", PATH, FIRST, CONFIGURATION)]
    assert other.seen == []
    assert registration.response(timestamp=NOW).status == 500


def test_nothing_is_listening(register: Register) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        origin = "http://127.0.0.1:{1}".format(*listener.getsockname())
    registration = begin(origin)
    register(registration)
    check_response(registration, 500, UNREACHABLE)


def test_a_platform_that_is_too_slow(register: Register) -> None:
    # The machine takes the connection, and no one answers.
    with socket.create_server(("127.0.0.1", 0)) as listener:
        registration = begin("http://127.0.0.1:{1}".format(*listener.getsockname()))
        register(registration, timeout=0.1)
    check_response(registration, 500, UNREACHABLE)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"220 smtp.example\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
    ],
)
def test_what_breaks_off_did_not_arrive(register: Register, answer: bytes) -> None:
    with answering([answer]) as origin:
        registration = begin(origin)
        register(registration)
    check_response(registration, 500, UNREACHABLE)


def test_no_more_is_read_of_an_answer_than_could_count(register: Register) -> None:
    sent: list[bytes] = []

    def answer() -> Iterator[bytes]:
        yield b'HTTP/1.1 200 OK\r\n\r\n{"ok":true,"modified":true}'
        for _ in range(1000):
            sent.append(b" " * 65536)
            yield sent[-1]

    with answering(answer()) as origin:
        registration = begin(origin)
        register(registration)
    check_response(registration, 500, "not what it should be")
    # The rest of these is on its way when the client leaves.
    assert 16 < len(sent) < 500


def test_in_band_nothing_is_sent(register: Register, api: Api) -> None:
    registration = begin(api.url, **{"X-Inngest-Sync-Kind": "in_band"})
    assert registration.state == "in_band"
    register(registration)
    assert api.seen == []
    assert registration.response(CONFIGURATION, timestamp=NOW).body == CONFIGURATION


def test_any_buffer_will_do_and_nothing_else(register: Register, api: Api) -> None:
    for configuration in (bytearray(CONFIGURATION), memoryview(CONFIGURATION)):
        register(begin(api.url), configuration)
    assert [seen.body for seen in api.seen] == [CONFIGURATION] * 2
    others: list[Any] = ["{}", {"functions": []}, 5, None]
    for configuration in others:
        with pytest.raises(TypeError):
            register(begin(api.url), configuration)
    assert len(api.seen) == 2


def test_an_error_of_the_program_is_no_answer(api: Api) -> None:
    client = httpx.Client(verify=CONTEXT)
    client.close()
    registration = begin(api.url)
    with pytest.raises(RuntimeError):
        signkey.httpx.register(client, registration, CONFIGURATION)
    with requests.Session() as session, pytest.raises(ValueError, match="timeout"):
        signkey.requests.register(session, registration, CONFIGURATION, timeout=-1)
    assert registration.request is not None
    assert api.seen == []


def test_no_log_holds_the_credential(
    register: Register, api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    register(begin(api.url))
    assert api.credentials() == [FIRST]
    assert "fn/register" in caplog.text
    assert FIRST[-20:] not in caplog.text


def test_no_password_of_the_machine_is_sent(
    register: Register, api: Api, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login x password y\n")
    monkeypatch.setenv("NETRC", str(netrc))
    register(begin(api.url))
    assert api.credentials() == [FIRST]


@contextlib.contextmanager
def answering(
    answer: list[bytes] | Iterator[bytes], received: list[bytes] | None = None
) -> Iterator[str]:
    """A server that takes one request and sends these bytes, unless the client leaves before."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection, contextlib.suppress(ConnectionError):
                request = b""
                while not request.endswith(CONFIGURATION):
                    request += connection.recv(65536)
                if received is not None:
                    received.append(request)
                for part in answer:
                    connection.sendall(part)

        with running(serve, lambda: None):
            yield "http://127.0.0.1:{1}".format(*listener.getsockname())
