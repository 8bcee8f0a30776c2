"""No secret leaves an application, whoever asks and however: canaries over real servers."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import itertools
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import flask
import httpx
import pytest
import starlette.applications
import starlette.requests
import starlette.responses
import starlette.routing
import werkzeug.serving
from starlette.concurrency import run_in_threadpool

import signkey.asgi
import signkey.wsgi
from platform_api import Api, serve_api
from servers import running, serve
from signkey import Admission, ApiAuth, App, Config, Endpoint, SignkeyError
from support import NOW, sign

# Of no use anywhere, and unlike anything else that is sent.
DIGITS = "c0ffee00" * 3 + "5eedfeed" * 3
FALLBACK_DIGITS = "deadbea7" * 3 + "0ddba115" * 3
CANARIES = {
    "INNGEST_SIGNING_KEY": "signkey-prod-" + DIGITS,
    "INNGEST_SIGNING_KEY_FALLBACK": "signkey-prod-" + FALLBACK_DIGITS,
    "INNGEST_EVENT_KEY": "cAnArYeVeNtKeY-" + "qWxYzJkL" * 4,
    "SOME_OTHER_SECRET": "cAnArYvArIaBlE-" + "mNbVcXpQ" * 4,
}
HASHES = [hashlib.sha256(bytes.fromhex(digits)).hexdigest() for digits in (DIGITS, FALLBACK_DIGITS)]
WINDOW = 16

METHODS = ["GET", "PUT", "POST", "PATCH", "OPTIONS", "DELETE", "HEAD"]
BODY = b'{"url":"http://app.example/api"}'
SIGNATURES = {
    "unsigned": [],
    "right": [sign(BODY, digits=DIGITS)],
    "fallback": [sign(BODY, digits=FALLBACK_DIGITS)],
    "wrong": [sign(BODY, digits="00" * 24)],
    "expired": [sign(BODY, NOW - 301, digits=DIGITS)],
    "malformed": ["t=1&s=" + DIGITS],
}


def canaries_in(text: str) -> list[str]:
    """The secrets of which a text holds a part that is long enough to matter."""
    # A key's id may be shown: the first 12 digits of its hash.
    secrets = [*(value.split("-")[-1] for value in CANARIES.values()), *(h[12:] for h in HASHES)]
    return [
        secret
        for secret in secrets
        for at in range(len(secret) - WINDOW + 1)
        if secret[at : at + WINDOW].lower() in text.lower()
    ]


@dataclass
class Service:
    """What an application does with requests, whatever its framework."""

    config: Config
    auth: ApiAuth = field(init=False)
    endpoint: Endpoint = field(init=False)
    app: App = field(init=False)

    def __post_init__(self) -> None:
        self.auth = self.config.api_auth()
        self.endpoint = self.config.endpoint(
            unsigned_methods=["GET", "HEAD", "DELETE"], sign_responses=True
        )
        self.app = App(id="shop", sdk="sdk:v1.0.0", language="py", framework="any", functions=1)

    def handle(
        self, method: str, query: str, admission: Admission
    ) -> tuple[int, dict[str, str], bytes]:
        logging.getLogger("service").info("%s %r %s", method, self, self.config)
        try:
            if method in ("PUT", "PATCH"):
                return self.sync(query, admission)
            if method in ("GET", "HEAD"):
                said = self.config.introspect(self.app, admission)
                return 200, {"Content-Type": "application/json"}, said.encode()
        except SignkeyError as error:
            logging.getLogger("service").exception("refused")
            return error.http_status, {}, f"{error} {error!r} {error.args} {vars(error)}".encode()
        if method == "DELETE":
            raise RuntimeError(
                f"{self!r} {admission!r} {self.auth.authorization(self.auth.begin())!r}"
            )
        problems = [str(problem) for problem in self.config.check()]
        return 200, {"X-Caller": repr(admission.caller)}, repr([self, problems]).encode()

    def sync(self, query: str, admission: Admission) -> tuple[int, dict[str, str], bytes]:
        registration = self.config.registration(self.app, admission, query)
        if registration.state == "in_band":
            response = registration.response(b'{"functions":[]}', timestamp=NOW)
        else:
            with httpx.Client() as client:
                while (sent := registration.request) is not None:
                    logging.getLogger("service").info("%r %s", sent, sent.headers)
                    answer = client.post(sent.url, headers=sent.headers, content=b"{}")
                    registration.answer(answer.status_code, answer.content)
            response = registration.response(timestamp=NOW)
        return response.status, response.headers, response.body


@contextlib.contextmanager
def with_starlette(service: Service) -> Iterator[int]:
    async def answer(request: starlette.requests.Request) -> starlette.responses.Response:
        status, headers, said = await run_in_threadpool(
            service.handle, request.method, request.url.query, request.state.signkey
        )
        return starlette.responses.Response(said, status, headers)

    route = starlette.routing.Route("/", answer, methods=METHODS)
    app = starlette.applications.Starlette(routes=[route], debug=True)
    app.add_middleware(signkey.asgi.SignkeyMiddleware, endpoint=service.endpoint, clock=lambda: NOW)
    with serve(app) as port:
        yield port


@contextlib.contextmanager
def with_flask(service: Service) -> Iterator[int]:
    app = flask.Flask("canary")

    @app.route("/", methods=METHODS, provide_automatic_options=False)
    def answer() -> flask.Response:
        request = flask.request
        query = request.query_string.decode()
        admission = request.environ["signkey.admission"]
        status, fields, said = service.handle(request.method, query, admission)
        return flask.Response(said, status, fields)

    app.wsgi_app = signkey.wsgi.SignkeyMiddleware(  # type: ignore[method-assign]
        app.wsgi_app, service.endpoint, clock=lambda: NOW
    )
    server = werkzeug.serving.make_server("127.0.0.1", 0, app)
    with running(server.serve_forever, server.shutdown):
        yield server.port
    server.server_close()


def ask(port: int, method: str, signatures: list[str], *more: tuple[str, str]) -> tuple[int, str]:
    """The status and everything that was received."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with contextlib.closing(connection):
        connection.putrequest(method, "/?deployId=d1")
        for name, value in (*(("X-Inngest-Signature", value) for value in signatures), *more):
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(BODY)))
        connection.endheaders(BODY)
        response = connection.getresponse()
        received = [f"{response.status} {response.reason}", str(response.headers)]
        return response.status, "\n".join([*received, response.read().decode()])


@pytest.fixture
def platform() -> Iterator[Api]:
    """A platform that repeats in its message what must not be repeated."""
    with serve_api() as api:
        api.answer = json.dumps({"message": f"no: Bearer signkey-prod-{HASHES[0]}"}).encode()
        api.accepted = {f"Bearer signkey-prod-{HASHES[1]}"}
        yield api


Serve = Callable[[Service], contextlib.AbstractContextManager[int]]


@pytest.mark.parametrize("mode", ["cloud", "dev"])
@pytest.mark.parametrize("serve_service", [with_starlette, with_flask])
def test_no_canary_is_heard(  # noqa: PLR0913, PLR0917 - fixtures
    serve_service: Serve,
    mode: str,
    platform: Api,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in Config.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in {**CANARIES, "INNGEST_BASE_URL": platform.url}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("INNGEST_DEV", "1" if mode == "dev" else "0")

    heard: dict[str, str] = {}
    statuses: dict[str, set[int]] = {}
    with serve_service(Service(Config.from_env())) as port:
        for method, (name, signatures) in itertools.product(METHODS, SIGNATURES.items()):
            for kind in ([], [("X-Inngest-Sync-Kind", "in_band")]):
                status, text = ask(port, method, signatures, *kind)
                heard[f"{method} {name} {kind}"] = text
                statuses.setdefault(method, set()).add(status)

    assert {request: text for request, text in heard.items() if canaries_in(text)} == {}
    records = [logging.Formatter("%(message)s").format(record) for record in caplog.records]
    assert [record for record in records if canaries_in(record)] == []
    assert canaries_in("".join(capfd.readouterr())) == []

    # All of it was reached: refusals, introspection, syncs in and out of band, and crashes.
    assert all(401 in seen for seen in statuses.values())
    assert statuses["GET"] == {200, 401}
    assert 500 in statuses["DELETE"]
    assert 405 in statuses["PATCH"]
    assert '"authentication_succeeded":true' in heard["GET right []"]
    assert "in_band" in heard["PUT right [('X-Inngest-Sync-Kind', 'in_band')]"]
    assert {f"Bearer signkey-prod-{digits}" for digits in HASHES} == set(platform.credentials())
    assert any("RuntimeError" in record for record in records)


def test_the_check_hears_every_canary() -> None:
    for value in CANARIES.values():
        assert canaries_in(f"... {value[-20:]} ...")
    for digits in HASHES:
        assert canaries_in(f"Bearer signkey-prod-{digits}")
        assert not canaries_in(f'"signing_key_hash":"{digits[:12]}"')
    assert not canaries_in("")
