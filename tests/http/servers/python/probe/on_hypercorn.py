"""hypercorn: FastAPI's routes, of the class that signkey makes; HTTP/1 and HTTP/2 on one port."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from typing import Any

import fastapi
import hypercorn.protocol
from fastapi.responses import Response, StreamingResponse
from hypercorn.asyncio import serve as serve_with_hypercorn
from hypercorn.config import Config
from hypercorn.protocol.h2 import H2Protocol
from starlette.routing import Mount, Route

from signkey.fastapi import signkey_route

from .asgi import Control, Front, Unprotected, pieces, request_of
from .behaviours import answer
from .process import listener, listening
from .variants import CONTROL, HOOKS, UNPROTECTED, VARIANTS, Variant


class Streams(dict[int, Any]):
    """The streams of a connection, and nothing in place of those that are over: hypercorn 0.18 ends
    the whole connection when the body of a request goes on behind its answer."""

    def __missing__(self, _: int) -> Over:
        return Over()


class Over:
    async def handle(self, _: Any) -> None:
        pass


class Protocol(H2Protocol):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.streams = Streams()


hypercorn.protocol.H2Protocol = Protocol  # type: ignore[attr-defined]

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def handler(variant: Variant) -> Callable[..., Awaitable[Response]]:
    async def handle(request: fastapi.Request, behaviour: str) -> Response:
        seen = request_of(request.scope, variant, request.state.signkey, behaviour)
        if seen.reads_body:
            seen.body = await request.body()
        await asyncio.sleep(seen.waits)
        reply = answer(seen)
        if reply.is_streamed:
            return StreamingResponse(pieces(reply), reply.status, reply.headers)
        return Response(reply.whole(), reply.status, reply.headers)

    return handle


def make_app() -> Front:
    app = fastapi.FastAPI(openapi_url=None)
    for name, variant in VARIANTS.items():
        route = signkey_route(variant.endpoint, **HOOKS)
        router = fastapi.APIRouter(route_class=route, prefix=f"/{name}")
        router.add_api_route("/{behaviour:path}", handler(variant), methods=METHODS)
        app.include_router(router)
    app.routes.append(Mount("/control", Control(CONTROL)))
    app.routes.extend(Route(f"/{name}", Unprotected) for name in UNPROTECTED)
    return Front(app)


async def run(port: int) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)

    async def wait() -> None:
        await stop.wait()

    socket = listener(port)
    listening(socket.getsockname()[1])
    config = Config()
    # The server closes it.
    config.bind = [f"fd://{socket.detach()}"]
    config.graceful_timeout = config.shutdown_timeout = 1
    await serve_with_hypercorn(make_app(), config, shutdown_trigger=wait)  # type: ignore[arg-type]


def serve(port: int) -> None:
    asyncio.run(run(port))
