"""Calls to the platform's API with httpx. ::

    auth = signkey.httpx.Auth(config.api_auth())
    with httpx.Client(auth=auth, base_url=config.api_origin) as client:
        client.get("/v1/events")

And the registration of an app there::

    signkey.httpx.register(client, registration, configuration)
    response = registration.response()

It needs httpx, as in ``pip install signkey[httpx]``.
"""

from __future__ import annotations

from collections.abc import Generator, ItemsView, Iterator, KeysView, ValuesView
from contextlib import aclosing, closing, contextmanager
from typing import TYPE_CHECKING

import httpx

from signkey._registration import as_bytes, enough, first_bytes

if TYPE_CHECKING:
    from typing_extensions import Buffer

    from signkey import ApiAuth, Authorization, RegisterRequest, Registration

__all__ = ["Auth", "register", "register_async"]

AUTHORIZATION = "Authorization"
# Nothing arrived, for reasons that lie outside the program.
UNREACHABLE = (httpx.RequestError, httpx.InvalidURL)


class Auth(httpx.Auth):
    """Sends the credential of the key that works, for ``Client`` and ``AsyncClient``.

    It goes to the origin of the ``ApiAuth`` alone, on every hop of a redirect. A chain of redirects
    that has left that origin carries no credential from then on, not even back there; nor does one
    that begins at port 80 of plain http, because httpx would take it along to https. An answer of
    401 or 403 is followed by the same request with the next key; once one works, all calls begin
    with that, in all threads. The requests that httpx hands back with an answer hold no credential.

    A request that brings an ``Authorization`` of its own goes out as it is. One whose body is a
    stream cannot be sent twice: it goes out once, and the 401 or 403 is the answer. Safe to share
    between threads and clients.
    """

    requires_request_body = False
    requires_response_body = False

    def __init__(self, auth: ApiAuth) -> None:
        self._auth = auth

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Sends a request until its answer stands."""
        auth = self._auth
        attempt = auth.begin()
        credential = auth.authorization(attempt)
        is_theirs = AUTHORIZATION in request.headers or not auth.may_send_to(str(request.url))
        if credential is None or is_theirs:
            yield request
            return
        while True:
            with _carrying(request, credential):
                response = yield request
                is_about_the_key = _carries(response.request, credential)
            _forget(response)
            if not is_about_the_key:
                # A redirect led away, and whoever answered never saw the credential.
                return
            following = auth.after(attempt, response.status_code)
            # Where a redirect led, the next key has to go, without the steps before it.
            request = response.request
            if following is None or not isinstance(request.stream, httpx.ByteStream):
                return
            attempt, credential = following, auth.authorization(following)
            if credential is None:
                return


class _Unforwarded(httpx.Headers):
    """Headers that show a credential to all who read them, and that no copy takes along."""

    def __init__(self, headers: httpx.Headers, credential: Authorization) -> None:
        super().__init__(headers)
        self._credential = credential

    def _shown(self) -> httpx.Headers:
        return httpx.Headers([*super().raw, _field(self._credential)])

    @property
    def raw(self) -> list[tuple[bytes, bytes]]:
        return self._shown().raw

    def keys(self) -> KeysView[str]:
        return self._shown().keys()

    def values(self) -> ValuesView[str]:
        return self._shown().values()

    def items(self) -> ItemsView[str, str]:
        return self._shown().items()

    def multi_items(self) -> list[tuple[str, str]]:
        return self._shown().multi_items()

    def get_list(self, key: str, split_commas: bool = False) -> list[str]:
        return self._shown().get_list(key, split_commas)

    def __getitem__(self, key: str) -> str:
        return self._shown()[key]

    def __contains__(self, key: object) -> bool:
        return key in self._shown()

    def __len__(self) -> int:
        return len(self._shown())


@contextmanager
def _carrying(request: httpx.Request, credential: Authorization) -> Iterator[None]:
    """Puts the credential on a request for as long as it is under way."""
    plain = request.headers
    if request.url.scheme == "http" and request.url.port is None:
        # From port 80, httpx would send the header on to port 443 of the same host.
        request.headers = _Unforwarded(plain, credential)
    else:
        request.headers = httpx.Headers([*plain.raw, _field(credential)])
    try:
        yield
    finally:
        request.headers = plain


def _carries(request: httpx.Request, credential: Authorization) -> bool:
    return _field(credential) in request.headers.raw


def _forget(response: httpx.Response) -> None:
    """Removes the credential from the copies that redirects made."""
    requests = [hop.request for hop in (*response.history, response)]
    if response.next_request is not None:
        requests.append(response.next_request)
    for request in requests:
        request.headers.pop(AUTHORIZATION, None)


def _field(credential: Authorization) -> tuple[bytes, bytes]:
    return AUTHORIZATION.encode(), credential.encode()


def register(client: httpx.Client, registration: Registration, configuration: Buffer) -> None:
    """Sends the configuration of an app, a JSON document in UTF-8, to the platform, with the next
    key if one is refused, until it is answered for good. A sync in band needs nothing sent.

    The response is then that of ``Registration.response``, also if the platform refuses or cannot
    be reached. All that is sent is what the registration says: no ``auth``, header, parameter or
    cookie of the client's. Its time-outs hold, and no redirect is followed, whatever it does
    elsewhere.

    What is no answer of a server, such as a client that is closed, raises as it does in httpx; so
    do event hooks of the client.
    """
    content = as_bytes(configuration)
    while (request := registration.request) is not None:
        registration.answer(*_post(client, request, content))


async def register_async(
    client: httpx.AsyncClient, registration: Registration, configuration: Buffer
) -> None:
    """The same as ``register``, for ``AsyncClient``."""
    content = as_bytes(configuration)
    while (request := registration.request) is not None:
        registration.answer(*await _post_async(client, request, content))


def _post(client: httpx.Client, request: RegisterRequest, content: bytes) -> tuple[int, Buffer]:
    try:
        built = httpx.Request(request.method, request.url, headers=request.headers, content=content)
        response = client.send(built, stream=True, auth=None, follow_redirects=False)
        with closing(response):
            return response.status_code, first_bytes(response.iter_bytes())
    except UNREACHABLE:
        return 0, b""


async def _post_async(
    client: httpx.AsyncClient, request: RegisterRequest, content: bytes
) -> tuple[int, Buffer]:
    try:
        built = httpx.Request(request.method, request.url, headers=request.headers, content=content)
        response = await client.send(built, stream=True, auth=None, follow_redirects=False)
        async with aclosing(response):
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if enough(body):
                    break
            return response.status_code, body
    except UNREACHABLE:
        return 0, b""
