"""Credentials of API calls over real servers: httpx, sync and async, and requests."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import httpx
import pytest

import signkey.httpx
from clients import CLIENTS, Answer, Request, chunks
from platform_api import Api, Seen, bearer, serve_api
from signkey import ApiAuth, Keyring
from support import DIGITS, KEY, OTHER_DIGITS, OTHER_KEY

FIRST = bearer(DIGITS)
SECOND = bearer(OTHER_DIGITS, "signkey-prod-")
REDIRECTS = [301, 302, 303, 307, 308]

redirects = pytest.mark.parametrize("status", REDIRECTS)


class Call(Protocol):
    def __call__(self, auth: ApiAuth | None, url: str, **options: Any) -> Answer: ...


@pytest.fixture(params=CLIENTS)
def call(request: pytest.FixtureRequest) -> Call:
    client = CLIENTS[request.param]
    return lambda auth, url, **options: client(auth, Request(url, **options))


@pytest.fixture
def api() -> Iterator[Api]:
    with serve_api() as api:
        api.accepted = {FIRST}
        yield api


@pytest.fixture
def other() -> Iterator[Api]:
    """A server of another origin, for it has another port."""
    with serve_api() as other:
        yield other


def auth_for(api: Api, *keys: str) -> ApiAuth:
    return ApiAuth(Keyring(*(keys or (KEY, OTHER_KEY))), api.url)


def test_a_call_carries_the_token_of_the_primary(call: Call, api: Api) -> None:
    assert call(auth_for(api), api.url + "/v1/events").status == 200
    assert api.seen == [Seen("GET", "/v1/events", FIRST, b"")]


@pytest.mark.parametrize("refusal", [401, 403])
def test_a_refused_call_is_made_again_with_the_next_key_and_the_next_begins_there(
    call: Call, api: Api, refusal: int
) -> None:
    auth = auth_for(api)
    api.accepted, api.refusal = {SECOND}, refusal
    assert call(auth, api.url + "/a", method="POST", body=b"body").status == 200
    assert api.seen == [Seen("POST", "/a", key, b"body") for key in (FIRST, SECOND)]
    # By all clients and threads that share the ApiAuth.
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda client: client(auth, Request(api.url + "/b")), CLIENTS.values()))
    assert api.credentials()[2:] == [SECOND] * len(CLIENTS)


def test_the_last_refusal_is_the_answer(call: Call, api: Api) -> None:
    api.accepted = {"none"}
    auth = auth_for(api)
    assert call(auth, api.url + "/").status == 401
    assert call(auth, api.url + "/").status == 401
    assert api.credentials() == [FIRST, SECOND] * 2


def test_other_errors_are_no_reason_to_try_again(call: Call, api: Api) -> None:
    api.accepted, api.refusal = {SECOND}, 500
    assert call(auth_for(api), api.url + "/").status == 500
    assert api.credentials() == [FIRST]


def test_without_a_key_a_call_carries_nothing(call: Call, api: Api) -> None:
    assert call(ApiAuth(None, api.url), api.url + "/").status == 401
    assert api.credentials() == [None]


def test_a_call_to_another_origin_carries_nothing(call: Call, api: Api, other: Api) -> None:
    other.accepted = {"none"}
    for url in (other.url, api.url.replace("127.0.0.1", "localhost")):
        call(auth_for(api), url + "/")
    assert other.credentials() == [None]
    assert api.credentials() == [None]


@redirects
def test_no_credential_follows_to_another_origin(
    call: Call, api: Api, other: Api, status: int
) -> None:
    api.redirects["/a"] = status, other.url + "/b"
    answer = call(auth_for(api), api.url + "/a", method="POST", body=b"body")
    assert answer.status == 200
    assert api.credentials() == [FIRST]
    assert other.credentials() == [None]


@redirects
def test_a_refusal_from_elsewhere_is_not_about_the_key(
    call: Call, api: Api, other: Api, status: int
) -> None:
    api.redirects["/a"] = status, other.url + "/b"
    other.accepted = {"none"}
    assert call(auth_for(api), api.url + "/a").status == 401
    assert api.credentials() == [FIRST]
    assert other.credentials() == [None]


@redirects
def test_a_chain_that_comes_back_carries_nothing(
    call: Call, api: Api, other: Api, status: int
) -> None:
    api.redirects["/a"] = status, other.url + "/b"
    other.redirects["/b"] = status, api.url + "/c"
    assert call(auth_for(api), api.url + "/a").status == 401
    assert [(seen.path, seen.authorization) for seen in api.seen] == [("/a", FIRST), ("/c", None)]
    assert other.credentials() == [None]


@redirects
def test_a_chain_that_begins_elsewhere_carries_nothing(
    call: Call, api: Api, other: Api, status: int
) -> None:
    other.redirects["/a"] = status, api.url + "/b"
    assert call(auth_for(api), other.url + "/a").status == 401
    assert other.credentials() == api.credentials() == [None]


@redirects
@pytest.mark.parametrize("location", ["/b", "b", "{}/b"])
def test_within_the_origin_the_credential_goes_along(
    call: Call, api: Api, status: int, location: str
) -> None:
    api.redirects["/a"] = status, location.format(api.url)
    answer = call(auth_for(api), api.url + "/a", method="POST", body=b"body")
    assert answer.status == 200
    keeps = status in (307, 308)
    assert api.seen == [
        Seen("POST", "/a", FIRST, b"body"),
        Seen("POST" if keeps else "GET", "/b", FIRST, b"body" if keeps else b""),
    ]


@redirects
def test_a_refusal_behind_a_redirect_is_tried_again_there(
    call: Call, api: Api, status: int
) -> None:
    class Changing(dict[str, tuple[int, str]]):
        """Revokes the first key with the redirect."""

        def __getitem__(self, path: str) -> tuple[int, str]:
            api.accepted = {SECOND}
            return super().__getitem__(path)

    api.redirects = Changing({"/a": (status, "/b")})
    assert call(auth_for(api), api.url + "/a", method="POST", body=b"body").status == 200
    sent = [(seen.path, seen.authorization) for seen in api.seen]
    assert sent == [("/a", FIRST), ("/b", FIRST), ("/b", SECOND)]


@redirects
@pytest.mark.parametrize("is_away", [False, True])
def test_the_next_key_may_be_redirected_too(
    call: Call, api: Api, other: Api, status: int, is_away: bool
) -> None:
    api.accepted = {SECOND}
    api.redirects["/a"] = status, (other.url if is_away else api.url) + "/b"
    assert call(auth_for(api), api.url + "/a").status == 200
    assert api.credentials() == [FIRST, SECOND] + ([] if is_away else [SECOND])
    assert other.credentials() == ([None] if is_away else [])


NAME = "http://api.test"
SECURE = "https://api.test"


@redirects
@pytest.mark.parametrize("location", [SECURE + "/b", "https://api.test:443/b", "//other.test/b"])
def test_an_upgrade_to_https_is_another_origin(
    call: Call, api: Api, other: Api, status: int, location: str
) -> None:
    api.redirects["/a"] = status, location
    secure = ("https://api.test:443", SECURE, "http://other.test")
    hosts = {NAME: api.url, **dict.fromkeys(secure, other.url)}
    for name in (NAME, NAME + ":80"):
        auth = ApiAuth(Keyring(KEY), name)
        assert call(auth, NAME + "/a", hosts=hosts).status == 200
    assert api.credentials() == [FIRST, FIRST]
    assert other.credentials() == [None, None]


def test_without_signkey_the_clients_do_send_it_on(call: Call, api: Api, other: Api) -> None:
    # Otherwise the test above would show nothing.
    api.redirects["/a"] = 307, SECURE + "/b"
    hosts = {NAME: api.url, SECURE: other.url}
    assert call(None, NAME + "/a", hosts=hosts, naive=FIRST).status == 200
    assert other.credentials() == [FIRST]


def test_the_next_key_is_tried_on_port_80_too(call: Call, api: Api) -> None:
    api.accepted = {SECOND}
    auth = ApiAuth(Keyring(KEY, OTHER_KEY), NAME)
    assert call(auth, NAME + "/a", hosts={NAME: api.url}).status == 200
    assert api.credentials() == [FIRST, SECOND]


@redirects
@pytest.mark.parametrize("location", [SECURE + "/b", "http://other.test/b"])
def test_whoever_follows_a_redirect_by_hand_gets_no_credential(
    call: Call, api: Api, status: int, location: str
) -> None:
    api.redirects["/a"] = status, location
    auth = ApiAuth(Keyring(KEY), NAME)
    answer = call(auth, NAME + "/a", hosts={NAME: api.url}, follow=False)
    assert (answer.status, answer.following) == (status, None)


def test_a_location_that_is_no_url_gets_no_credential(call: Call, api: Api, other: Api) -> None:
    port = other.url.rsplit(":", 1)[1]
    for location in (f"http://a@127.0.0.1:{port}/", f"http://127.0.0.1:{port}/\\@{api.url[7:]}/"):
        api.redirects["/a"] = 302, location
        call(auth_for(api), api.url + "/a")
    assert other.credentials() == [None, None]


def test_a_body_that_cannot_be_sent_twice_is_sent_once(call: Call, api: Api) -> None:
    api.accepted = {SECOND}
    answer = call(auth_for(api), api.url + "/a", method="POST", body=chunks())
    assert answer.status == 401
    assert api.seen == [Seen("POST", "/a", FIRST, b"once only")]


def test_an_authorization_of_the_caller_stays(call: Call, api: Api) -> None:
    api.accepted = {SECOND}
    for name in ("Authorization", "authorization"):
        assert call(auth_for(api), api.url + "/", headers={name: "Basic eDp5"}).status == 401
    assert api.credentials() == ["Basic eDp5"] * 2


def test_what_is_handed_back_shows_no_credential(call: Call, api: Api) -> None:
    api.accepted = {FIRST, SECOND}
    api.redirects["/a"] = 307, "/b"
    shown = call(auth_for(api), api.url + "/a").shown
    assert api.credentials() == [FIRST, FIRST]
    assert "signkey-test-" not in shown
    assert FIRST[-20:] not in shown


def test_a_request_of_httpx_can_be_sent_again(api: Api) -> None:
    auth = auth_for(api)
    with httpx.Client(auth=signkey.httpx.Auth(auth)) as client:
        request = client.build_request("GET", api.url + "/")
        assert client.send(request).status_code == 200
        api.accepted = {SECOND}
        assert client.send(request).status_code == 200
        assert client.send(request).status_code == 200
    assert api.credentials() == [FIRST, FIRST, SECOND, SECOND]


def test_a_request_of_httpx_that_fails_keeps_no_credential(api: Api) -> None:
    auth = ApiAuth(Keyring(KEY), api.url)

    def fail(request: httpx.Request) -> httpx.Response:
        assert request.headers["Authorization"] == FIRST
        message = "failed"
        raise httpx.ConnectError(message)

    with httpx.Client(auth=signkey.httpx.Auth(auth), transport=httpx.MockTransport(fail)) as client:
        request = client.build_request("GET", api.url + "/")
        with pytest.raises(httpx.ConnectError):
            client.send(request)
    assert "Authorization" not in request.headers


@pytest.mark.parametrize("url", [NAME, NAME + ":80", NAME + ":8080", SECURE])
def test_a_mock_of_httpx_sees_the_credential(url: str) -> None:
    seen: list[list[str | None]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        headers = request.headers
        seen.append(
            [
                headers.get("authorization"),
                headers["Authorization"],
                *headers.get_list("authorization"),
                dict(headers)["authorization"],
                dict(headers.items())["authorization"],
                dict(headers.multi_items())["authorization"],
                dict(zip(headers.keys(), headers.values(), strict=True))["authorization"],
                dict(headers.raw)[b"Authorization"].decode(),
            ]
        )
        assert "AUTHORIZATION" in headers
        assert len(headers) == len(headers.raw)
        assert "authorization" in list(headers)
        return httpx.Response(200)

    auth = signkey.httpx.Auth(ApiAuth(Keyring(KEY), url))
    with httpx.Client(auth=auth, transport=httpx.MockTransport(answer)) as client:
        response = client.get(url + "/a")
    assert seen == [[FIRST] * 8]
    assert "authorization" not in response.request.headers
