"""uvicorn: Starlette mounts the probe behind the ASGI middleware."""

from __future__ import annotations

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route

from signkey.asgi import SignkeyMiddleware

from .asgi import Control, Front, Probe, Unprotected
from .process import listener, listening
from .variants import CONTROL, HOOKS, UNPROTECTED, VARIANTS


def make_app() -> Front:
    protected = {
        name: SignkeyMiddleware(Probe(variant), variant.endpoint, **HOOKS)
        for name, variant in VARIANTS.items()
    }
    routes: list[BaseRoute] = [Mount(f"/{name}", app) for name, app in protected.items()]
    routes.append(Mount("/control", Control(CONTROL)))
    routes += [Route(f"/{name}", Unprotected) for name in UNPROTECTED]
    return Front(Starlette(routes=routes))


def serve(port: int) -> None:
    socket = listener(port)
    config = uvicorn.Config(make_app(), log_level="warning", timeout_graceful_shutdown=1)
    listening(socket.getsockname()[1])
    uvicorn.Server(config).run([socket])
