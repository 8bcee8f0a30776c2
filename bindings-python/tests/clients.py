"""The HTTP clients that signkey authenticates, behind one function."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field

import httpx
import requests
import requests.adapters

import signkey.httpx
import signkey.requests
from signkey import ApiAuth

# What stands in for names: a URL without its path, and the server that is reached in its place.
Hosts = dict[str, str]
Body = bytes | Iterable[bytes]
# Made once: it reads the certificates of the machine.
CONTEXT = httpx.create_ssl_context()


@dataclass
class Answer:
    status: int
    shown: str
    """All headers of the requests that the client hands back, as they are."""
    following: object = None
    """The credential of the request that follows a redirect, if it is for the caller to send."""


@dataclass
class Request:
    """A request, and how its client is set up."""

    url: str
    method: str = "GET"
    body: Body = b""
    headers: dict[str, str] | None = None
    hosts: Hosts = field(default_factory=dict)
    follow: bool = True
    naive: str | None = None
    """A credential that is sent without signkey."""


def with_httpx(auth: ApiAuth | None, request: Request) -> Answer:
    with httpx.Client(
        auth=_httpx_auth(auth, request),
        transport=_Renamed(request.hosts),
        follow_redirects=request.follow,
    ) as client:
        sent = client.request(
            request.method, request.url, content=request.body, headers=request.headers
        )
        return _answer(sent)


def with_async_httpx(auth: ApiAuth | None, request: Request) -> Answer:
    async def chunks(body: Iterable[bytes]) -> AsyncIterator[bytes]:
        for chunk in body:
            yield chunk

    async def send() -> httpx.Response:
        content = request.body if isinstance(request.body, bytes) else chunks(request.body)
        async with httpx.AsyncClient(
            auth=_httpx_auth(auth, request),
            transport=_AsyncRenamed(request.hosts),
            follow_redirects=request.follow,
        ) as client:
            return await client.request(
                request.method, request.url, content=content, headers=request.headers
            )

    return _answer(asyncio.run(send()))


def with_requests(auth: ApiAuth | None, request: Request) -> Answer:
    def put(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
        prepared.headers["Authorization"] = request.naive or ""
        return prepared

    with requests.Session() as session:
        # Not what the machine's own settings say.
        session.trust_env = False
        adapter = _RenamedAdapter(request.hosts)
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        if auth is not None:
            session.auth = signkey.requests.Auth(auth)
        elif request.naive:
            session.auth = put
        response = session.request(
            request.method,
            request.url,
            data=request.body,
            headers=request.headers,
            allow_redirects=request.follow,
        )
        sent = [hop.request for hop in (*response.history, response)]
        following = response.next and response.next.headers.get("Authorization")
        return Answer(response.status_code, repr([hop.headers for hop in sent]), following)


Client = Callable[[ApiAuth | None, Request], Answer]

CLIENTS: dict[str, Client] = {
    "httpx": with_httpx,
    "httpx-async": with_async_httpx,
    "requests": with_requests,
}


def _httpx_auth(
    auth: ApiAuth | None, request: Request
) -> httpx.Auth | Callable[[httpx.Request], httpx.Request] | None:
    def put(built: httpx.Request) -> httpx.Request:
        built.headers["Authorization"] = request.naive or ""
        return built

    if auth is not None:
        return signkey.httpx.Auth(auth)
    return put if request.naive else None


def _answer(response: httpx.Response) -> Answer:
    sent = [hop.request for hop in (*response.history, response)]
    shown = repr([hop.headers.raw for hop in sent])
    following = response.next_request and response.next_request.headers.get("Authorization")
    return Answer(response.status_code, shown, following)


def _reached(url: str, hosts: Hosts) -> str:
    for name, server in hosts.items():
        if url.startswith(name + "/"):
            return server + url.removeprefix(name)
    return url


class _Renamed(httpx.HTTPTransport):
    """Reaches other servers than those that are named, as a resolver and a proxy would."""

    def __init__(self, hosts: Hosts) -> None:
        super().__init__(verify=CONTEXT)
        self._hosts = hosts

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return super().handle_request(_renamed(request, self._hosts))


class _AsyncRenamed(httpx.AsyncHTTPTransport):
    def __init__(self, hosts: Hosts) -> None:
        super().__init__(verify=CONTEXT)
        self._hosts = hosts

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await super().handle_async_request(_renamed(request, self._hosts))


def _renamed(request: httpx.Request, hosts: Hosts) -> httpx.Request:
    return httpx.Request(
        request.method,
        _reached(str(request.url), hosts),
        headers=request.headers.raw,
        stream=request.stream,
        extensions=request.extensions,
    )


class _RenamedAdapter(requests.adapters.HTTPAdapter):
    def __init__(self, hosts: Hosts) -> None:
        super().__init__()
        self._hosts = hosts

    def send(
        self, request: requests.PreparedRequest, *args: object, **options: object
    ) -> requests.Response:
        sent = request.copy()
        sent.url = _reached(request.url or "", self._hosts)
        response = super().send(sent, *args, **options)  # type: ignore[arg-type]
        response.request, response.url = request, request.url or ""
        response.connection = self
        return response


def chunks() -> Iterator[bytes]:
    """A body that can be sent once."""
    yield b"once "
    yield b"only"
