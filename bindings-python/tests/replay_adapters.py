"""One application behind each adapter, and one way to send a request to it."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import fastapi
import flask
import httpx
import werkzeug.test
from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.test import AsyncRequestFactory, RequestFactory, override_settings

import signkey.asgi
import signkey.aws_lambda
import signkey.django
import signkey.fastapi
import signkey.flask
import signkey.wsgi
from servers import kit
from signkey import HEADER_NAME, Endpoint

# What the application answers: a body and headers.
Answer = tuple[bytes, dict[str, str]]
Handler = Callable[[], Answer]
# Status, body and signature of a response.
Response = tuple[int, bytes, str | None]
Post = Callable[[bytes, dict[str, str]], Response]
Adapter = Callable[[Endpoint, Handler], Post]

JSON = "application/json"
# One event loop for all requests, as a server has it.
RUNNER = asyncio.Runner()
atexit.register(RUNNER.close)


def hello() -> Answer:
    return b'{"hello":1}', {}


def asgi(endpoint: Endpoint, handler: Handler) -> Post:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        assert scope["state"]["signkey"].caller
        await receive()
        body, headers = handler()
        fields = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": iter(fields)})
        await send({"type": "http.response.body", "body": body})

    return over_asgi(signkey.asgi.SignkeyMiddleware(app, endpoint, clock=kit.clock))


def over_asgi(app: Any, path: str = "/") -> Post:
    def post(body: bytes, headers: dict[str, str]) -> Response:
        return RUNNER.run(post_async(app, body, headers, path))

    return post


async def post_async(app: Any, body: bytes, headers: dict[str, str], path: str = "/") -> Response:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        response = await client.post(path, content=body, headers=headers)
    return response.status_code, response.content, response.headers.get(HEADER_NAME)


def fastapi_route(endpoint: Endpoint, handler: Handler) -> Post:
    route = signkey.fastapi.signkey_route(endpoint, clock=kit.clock)
    router = fastapi.APIRouter(route_class=route)

    @router.post("/")
    async def respond() -> fastapi.Response:
        body, headers = handler()
        return fastapi.Response(body, headers=headers)

    app = fastapi.FastAPI()
    app.include_router(router)
    return over_asgi(app)


def fastapi_dependency(endpoint: Endpoint, handler: Handler) -> Post:
    admitted = fastapi.Depends(signkey.fastapi.SignkeyDependency(endpoint, clock=kit.clock))
    app = fastapi.FastAPI()

    @app.post("/", dependencies=[admitted])
    async def respond() -> fastapi.Response:
        body, headers = handler()
        return fastapi.Response(body, headers=headers)

    return over_asgi(app)


def wsgi(endpoint: Endpoint, handler: Handler) -> Post:
    def app(environ: Any, start_response: Any) -> list[bytes]:
        assert environ["signkey.admission"].caller
        body, headers = handler()
        start_response("200 OK", list(headers.items()))
        return [body]

    return over_wsgi(signkey.wsgi.SignkeyMiddleware(app, endpoint, clock=kit.clock))


def over_wsgi(app: Any) -> Post:
    def post(body: bytes, headers: dict[str, str]) -> Response:
        with contextlib.closing(
            werkzeug.test.Client(app).post("/", data=body, headers=headers)
        ) as response:
            return response.status_code, response.data, response.headers.get(HEADER_NAME)

    return post


def flask_view(endpoint: Endpoint, handler: Handler) -> Post:
    app = flask.Flask("replay")
    app.testing = True

    @app.post("/")
    @signkey.flask.protect(endpoint, clock=kit.clock)
    def respond() -> Any:
        return handler()

    return over_wsgi(app)


def aws_lambda(endpoint: Endpoint, handler: Handler) -> Post:
    @signkey.aws_lambda.protect(endpoint, clock=kit.clock)
    def respond(*_: Any) -> Any:
        body, headers = handler()
        return {"statusCode": 200, "body": body.decode(), "headers": headers}

    def post(body: bytes, headers: dict[str, str]) -> Response:
        http = {"http": {"method": "POST"}}
        answer = respond({"requestContext": http, "headers": headers, "body": body.decode()}, None)
        return answer["statusCode"], answer["body"].encode(), answer["headers"].get(HEADER_NAME)

    return post


def django_view(handler: Handler) -> Any:
    def respond(_: HttpRequest) -> HttpResponse:
        body, headers = handler()
        return HttpResponse(body, content_type=JSON, headers=headers)

    return respond


def django_async_view(handler: Handler) -> Any:
    async def respond(_: HttpRequest) -> HttpResponse:
        body, headers = handler()
        return HttpResponse(body, content_type=JSON, headers=headers)

    return respond


def protected(view: Any, endpoint: Endpoint) -> Any:
    """A view behind the decorator, and what signs."""
    with override_settings(MIDDLEWARE=["signkey.django.SigningMiddleware"]):
        guard = signkey.django.protect(endpoint, clock=kit.clock)(view)
    return signkey.django.SigningMiddleware(guard)


def behind_middleware(view: Any, endpoint: Endpoint) -> Any:
    with override_settings(SIGNKEY={"ENDPOINT": endpoint, "CLOCK": kit.clock}):
        return signkey.django.SignkeyMiddleware(view)


def over_django(app: Any) -> Post:
    def post(body: bytes, headers: dict[str, str]) -> Response:
        kinds: tuple[Any, Any] = (RequestFactory(), AsyncRequestFactory())
        is_async = iscoroutinefunction(app)
        response = app(kinds[is_async].post("/", body, JSON, headers=headers))
        if is_async:
            response = RUNNER.run(finish(response))
        return response.status_code, response.content, response.get(HEADER_NAME)

    return post


async def finish(response: Any) -> Any:
    return await response


def django_sync(endpoint: Endpoint, handler: Handler) -> Post:
    return over_django(protected(django_view(handler), endpoint))


def django_async(endpoint: Endpoint, handler: Handler) -> Post:
    return over_django(protected(django_async_view(handler), endpoint))


def django_middleware(endpoint: Endpoint, handler: Handler) -> Post:
    return over_django(behind_middleware(django_view(handler), endpoint))


def django_async_middleware(endpoint: Endpoint, handler: Handler) -> Post:
    return over_django(behind_middleware(django_async_view(handler), endpoint))


SYNC: list[Adapter] = [wsgi, flask_view, aws_lambda, django_sync, django_middleware]
ASYNC: list[Adapter] = [
    *(asgi, fastapi_route, fastapi_dependency, django_async, django_async_middleware)
]
# Those that leave the response to others.
UNSIGNED: list[Adapter] = [flask_view, fastapi_dependency]


class Store:
    """Says what it is told to say, and records what it was asked."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.claimed: list[tuple[str, int]] = []

    def claim(self, claim_id: str, lifetime: int, /) -> Any:
        self.claimed.append((claim_id, lifetime))
        answer = self.answers.pop(0) if self.answers else "first"
        if isinstance(answer, Exception):
            raise answer
        return answer


class AsyncStore(Store):
    """The same, asynchronous; it takes so many seconds if it is told a number."""

    deadline = 0.1

    async def claim(self, claim_id: str, lifetime: int, /) -> Any:
        answer = super().claim(claim_id, lifetime)
        if isinstance(answer, float):
            await asyncio.sleep(answer)
            return "first"
        await asyncio.sleep(0)
        return answer


def with_store(adapter: Adapter, *answers: Any) -> Any:
    """A store of the kind that the adapter takes."""
    return (AsyncStore if adapter in ASYNC else Store)(*answers)


def count(handler: Handler) -> tuple[Handler, Iterator[int]]:
    """The handler, and how often it was called so far."""
    calls = 0

    def counted() -> Answer:
        nonlocal calls
        calls += 1
        return handler()

    def so_far() -> Iterator[int]:
        while True:
            yield calls

    return counted, so_far()
