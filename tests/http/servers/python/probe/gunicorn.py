"""gunicorn with threads and one worker process, for any WSGI application."""

from __future__ import annotations

from typing import Any
from wsgiref.types import WSGIApplication

from gunicorn.app.base import BaseApplication

from .process import listening


class Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, app: WSGIApplication, port: int) -> None:
        self._app = app
        self._port = port
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": f"127.0.0.1:{self._port}",
            "worker_class": "gthread",
            "workers": 1,
            "threads": 32,
            "graceful_timeout": 1,
            "keepalive": 10,
            "loglevel": "warning",
            "when_ready": self.when_ready,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        return self._app

    @staticmethod
    def when_ready(arbiter: Any) -> None:
        listening(arbiter.LISTENERS[0].getsockname()[1])
