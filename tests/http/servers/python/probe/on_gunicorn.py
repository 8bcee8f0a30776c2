"""gunicorn: the probe mounted behind the WSGI middleware."""

from __future__ import annotations

from wsgiref.types import WSGIApplication

from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from signkey.wsgi import SignkeyMiddleware

from .gunicorn import Server
from .variants import CONTROL, HOOKS, UNPROTECTED, VARIANTS
from .wsgi import Control, Front, Probe, unprotected


def make_app() -> WSGIApplication:
    mounts: dict[str, WSGIApplication] = {
        f"/{name}": SignkeyMiddleware(Probe(variant), variant.endpoint, **HOOKS)
        for name, variant in VARIANTS.items()
    }
    mounts["/control"] = Control(CONTROL)
    mounts.update({f"/{name}": unprotected for name in UNPROTECTED})
    return Front(DispatcherMiddleware(NotFound(), mounts))


def serve(port: int) -> None:
    Server(make_app(), port).run()
