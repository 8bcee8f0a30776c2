"""Registrations: from the request to the response, and every misuse between."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from platform_api import Api, Seen, bearer, serve_api
from signkey import Admission, App, Config, Endpoint, Keyring, Registration, SyncResponse, errors
from support import BODY, DIGITS, KEY, KEY_ID, NOW, OTHER_DIGITS, OTHER_KEY, sign

FIRST = bearer(DIGITS)
SECOND = bearer(OTHER_DIGITS, "signkey-prod-")
NAME = "X-Inngest-Signature"
SIGNED = {NAME: sign(BODY)}
IN_BAND = {**SIGNED, "X-Inngest-Sync-Kind": "in_band"}
CONFIGURATION = b'{"functions":[]}'


def app(**changes: Any) -> App:
    facts: dict[str, Any] = {
        "id": "shop",
        "sdk": "shop-sdk:v1.2.3",
        "language": "py",
        "framework": "wsgi",
        "functions": 2,
        **changes,
    }
    return App(**facts)


def admit(config: Config, **changes: Any) -> Admission:
    request: dict[str, Any] = {
        "method": "PUT",
        "headers": SIGNED,
        "body": BODY,
        "now": NOW,
        **changes,
    }
    return config.endpoint().admit(**request)


def begin(config: Config | None = None, **changes: Any) -> Registration:
    config = config or Config(signing_key=KEY, signing_key_fallback=OTHER_KEY)
    return config.registration(app(), admit(config, **changes), "deployId=d1")


def check_signed(response: SyncResponse) -> None:
    keyring = Keyring(KEY)
    assert keyring.verify_response(response.body, response.headers[NAME], now=NOW).form == "raw"


def test_a_sync_registers_and_answers_signed() -> None:
    registration = begin()
    assert registration.state == "register"
    assert (registration.message, registration.modified) == (None, None)
    request = registration.request
    assert request is not None
    assert request.url == "https://api.inngest.com/fn/register?deployId=d1"
    assert request.headers["Authorization"] == FIRST
    assert request.headers["X-Inngest-Sdk"] == "shop-sdk:v1.2.3"
    assert repr(request) == f"<signkey.RegisterRequest {json.dumps(request.url)}>"
    registration.answer(200, b'{"ok":true,"modified":true}')
    assert registration.request is None
    assert (registration.message, registration.modified) == ("Successfully synced.", True)
    response = registration.response(timestamp=NOW)
    assert response.status == 200
    assert json.loads(response.body) == {"message": registration.message, "modified": True}
    assert repr(response) == "<signkey.SyncResponse 200>"
    check_signed(response)


def test_a_refused_credential_is_followed_by_the_next() -> None:
    registration = begin()
    sent = []
    while (request := registration.request) is not None:
        sent.append(request.headers["Authorization"])
        registration.answer(401 if len(sent) == 1 else 200, b"{}")
    assert sent == [FIRST, SECOND]
    assert registration.response(timestamp=NOW).status == 200


@pytest.mark.parametrize("answer", [(0,), (0, b""), (500, b"oops"), (200, b"no JSON")])
def test_what_went_wrong_is_told_to_the_caller(answer: tuple[Any, ...]) -> None:
    registration = begin()
    registration.answer(*answer)
    response = registration.response(timestamp=NOW)
    assert response.status == 500
    assert json.loads(response.body) == {"message": registration.message, "modified": False}
    check_signed(response)


def test_an_in_band_sync_is_answered_with_the_configuration() -> None:
    registration = begin(headers=IN_BAND)
    assert registration.state == "in_band"
    assert registration.request is None
    response = registration.response(CONFIGURATION, timestamp=NOW)
    assert (response.status, response.body) == (200, CONFIGURATION)
    assert response.headers["X-Inngest-Sync-Kind"] == "in_band"
    check_signed(response)
    assert (registration.message, registration.modified) == (None, None)


def test_misuse_is_an_error_and_changes_nothing() -> None:
    in_band, register = begin(headers=IN_BAND), begin()
    misuses: list[tuple[Callable[[], object], type[errors.SignkeyError]]] = [
        (lambda: in_band.answer(200), errors.InvalidArgumentError),
        (in_band.response, errors.InvalidArgumentError),
        (register.response, errors.InvalidArgumentError),
        (lambda: register.response(CONFIGURATION), errors.InvalidArgumentError),
        (lambda: register.answer(65536), errors.InvalidArgumentError),
        (lambda: register.answer(-1), errors.InvalidArgumentError),
    ]
    for call, error in misuses:
        with pytest.raises(error):
            call()
    wrong: Any = "200"
    with pytest.raises(TypeError):
        register.answer(wrong)
    with pytest.raises(TypeError, match="must be bytes, not str"):
        register.answer(200, wrong)
    assert repr(in_band) == "<signkey.Registration in_band>"
    assert repr(register) == "<signkey.Registration register>"
    register.answer(200, b"{}")
    assert repr(register) == "<signkey.Registration done>"
    with pytest.raises(errors.FinishedError):
        register.answer(200, b"{}")
    with pytest.raises(errors.InvalidArgumentError):
        register.response(CONFIGURATION)
    assert register.response(timestamp=NOW).body == register.response(timestamp=NOW).body
    with pytest.raises(errors.InvalidTimestampError):
        register.response(timestamp=2**64 - 1)


def test_a_request_that_is_refused_begins_nothing() -> None:
    refused: list[tuple[dict[str, Any], type[errors.SignkeyError]]] = [
        ({"headers": {}}, errors.MissingSignatureError),
        ({"headers": {}, "method": "POST"}, errors.MissingSignatureError),
        ({"headers": [*SIGNED.items()] * 2}, errors.MalformedSignatureError),
        ({"body": b"{}"}, errors.SignatureMismatchError),
        ({"now": NOW + 301}, errors.ExpiredError),
        ({"method": "POST"}, errors.MethodNotAllowedError),
    ]
    for changes, error in refused:
        with pytest.raises(error):
            begin(**changes)


def test_a_verdict_that_was_given_stays_given() -> None:
    # The signature is too old by now, as it is when a handler takes its time.
    registration = begin(headers=IN_BAND)
    assert registration.response(CONFIGURATION, timestamp=NOW + 1000).status == 200


def test_settings_and_apps_that_are_wrong_are_errors() -> None:
    config = Config(signing_key=KEY)
    for changes in ({"sdk": "no version"}, {"framework": "\n"}, {"framework": ""}):
        with pytest.raises(errors.InvalidArgumentError):
            config.registration(app(**changes), admit(config))
    with pytest.raises(errors.MissingEnvironmentError):
        begin(Config(signing_key="signkey-branch-" + DIGITS))
    with pytest.raises(errors.InvalidHeaderValueError):
        begin(Config(signing_key=KEY, environment="é"))
    unread = config.endpoint().admit("PUT", SIGNED)
    with pytest.raises(errors.InvalidArgumentError):
        config.registration(app(), unread)


def test_an_endpoint_with_other_keys_cannot_sign() -> None:
    admission = Endpoint(Keyring(KEY)).admit("PUT", IN_BAND, BODY, NOW)
    registration = Config(signing_key=OTHER_KEY).registration(app(), admission)
    with pytest.raises(errors.InvalidArgumentError):
        registration.response(CONFIGURATION, timestamp=NOW)


def test_an_unverified_sync_is_answered_unsigned() -> None:
    for config in (Config(mode="dev"), Config(mode="dev", signing_key=KEY)):
        registration = begin(config, headers={"X-Inngest-Sync-Kind": "in_band"})
        assert registration.state == "register"
        registration.answer(200, b"{}")
        assert NAME not in registration.response().headers


def test_the_facts_of_an_app_can_be_read() -> None:
    shop = app(trust_probe=True)
    assert (shop.id, shop.sdk, shop.language) == ("shop", "shop-sdk:v1.2.3", "py")
    assert (shop.framework, shop.functions) == ("wsgi", 2)
    assert (shop.trust_probe, shop.connect) == (True, False)
    assert repr(shop) == '<signkey.App "shop" "shop-sdk:v1.2.3">'
    for functions, error in {
        -1: errors.InvalidArgumentError,
        True: TypeError,
        "2": TypeError,
    }.items():
        with pytest.raises(error):
            app(functions=functions)


def test_introspection_says_more_to_whoever_signed() -> None:
    config = Config(signing_key=KEY)
    endpoint = config.endpoint(unsigned_methods=["GET"])

    def introspect(method: str, headers: dict[str, str], body: bytes = b"") -> Any:
        admission = endpoint.admit(method, headers, body, NOW)
        return json.loads(config.introspect(app(), admission))

    unsigned = introspect("GET", {})
    assert unsigned["authentication_succeeded"] is None
    assert unsigned["function_count"] == 2
    refused = introspect("GET", {NAME: "t=1"})
    assert refused == {**unsigned, "authentication_succeeded": False}
    verified = introspect("GET", {NAME: sign(b"")})
    assert verified["authentication_succeeded"] is True
    assert verified["signing_key_hash"] == KEY_ID
    assert verified["app_id"] == "shop"
    assert introspect("POST", SIGNED, BODY) == verified


def test_many_threads_may_use_one_registration() -> None:
    registration = begin()

    def answer(_: int) -> bool:
        try:
            registration.answer(200, b"{}")
        except errors.FinishedError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(answer, range(100))) == 1


@pytest.fixture
def api() -> Iterator[Api]:
    with serve_api() as api:
        yield api


def serve(config: Config, headers: dict[str, str]) -> SyncResponse:
    """The handler of the documentation."""
    admission = admit(config, headers=headers)
    registration = config.registration(app(), admission, "deployId=d%261")
    if registration.state == "in_band":
        return registration.response(CONFIGURATION, timestamp=NOW)
    with httpx.Client() as client:
        while (request := registration.request) is not None:
            answer = client.request(
                request.method, request.url, headers=request.headers, content=CONFIGURATION
            )
            registration.answer(answer.status_code, answer.content)
    return registration.response(timestamp=NOW)


def test_a_sync_over_the_network(api: Api) -> None:
    api.accepted, api.answer = {SECOND}, b'{"ok":true,"modified":true}'
    config = Config(signing_key=KEY, signing_key_fallback=OTHER_KEY, api_base_url=api.url)
    for _ in range(2):
        response = serve(config, SIGNED)
        assert json.loads(response.body) == {"message": "Successfully synced.", "modified": True}
    path = "/fn/register?deployId=d%261"
    assert api.seen == [Seen("POST", path, key, CONFIGURATION) for key in (FIRST, SECOND, SECOND)]
    assert serve(config, IN_BAND).body == CONFIGURATION
    assert len(api.seen) == 3
