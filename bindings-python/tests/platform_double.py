"""Plays the platform for applications of the Inngest SDK: stores what they send as it is, and calls
them back with it."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

import fastapi
import flask
import httpx
import inngest
import inngest.fast_api
import inngest.flask

Functions = list[inngest.Function[Any]]
Middleware = Callable[[inngest.Inngest, object], inngest.Middleware | inngest.MiddlewareSync]

PATH = "/api/inngest"


class Post(Protocol):
    def __call__(self, query: dict[str, str], body: object) -> tuple[int, str]: ...


class Platform:
    """One application, and everything that ever left its machine."""

    def __init__(self, *middleware: Middleware) -> None:
        self.left: list[str] = []
        self.events: list[dict[str, Any]] = []
        self.awaited: dict[str, Any] = {}
        self._post: Post | None = None
        self._event_api = ThreadingHTTPServer(("127.0.0.1", 0), self._event_handler())
        self.client = inngest.Inngest(
            app_id="shop",
            event_api_base_url=f"http://127.0.0.1:{self._event_api.server_port}",
            is_production=False,
            middleware=list(middleware),
        )

    def __enter__(self) -> Platform:
        threading.Thread(target=self._event_api.serve_forever, args=(0.01,)).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._event_api.shutdown()
        self._event_api.server_close()

    def _event_handler(self) -> type[BaseHTTPRequestHandler]:
        platform = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                text = self.rfile.read(int(self.headers["Content-Length"])).decode()
                platform.left.append(f"{self.path} {self.headers} {text}")
                platform.events += json.loads(text)
                answer = json.dumps({"ids": ["1"], "status": 200}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def serve_flask(self, functions: Functions) -> None:
        app = flask.Flask("shop")
        inngest.flask.serve(app, self.client, functions)

        def post(query: dict[str, str], body: object) -> tuple[int, str]:
            response = app.test_client().post(PATH, query_string=query, json=body)
            self.left.append(response.text + repr(list(response.headers)))
            return response.status_code, response.text

        self._post = post

    def serve_fastapi(self, functions: Functions) -> None:
        app = fastapi.FastAPI()
        inngest.fast_api.serve(app, self.client, functions)

        def post(query: dict[str, str], body: object) -> tuple[int, str]:
            async def send() -> httpx.Response:
                transport = httpx.ASGITransport(app)
                async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
                    return await client.post(PATH, params=query, json=body)

            response = asyncio.run(send())
            self.left.append(response.text + repr(response.headers.raw))
            return response.status_code, response.text

        self._post = post

    def call(self, name: str, event: dict[str, Any], steps: Any, step: str = "step") -> Any:
        """Calls a function, or one step of it, once."""
        body = {
            "ctx": {
                "attempt": 0,
                "disable_immediate_execution": False,
                "max_attempts": 1,
                "run_id": "01",
                "stack": {"stack": list(steps)},
            },
            "event": event,
            "events": [event],
            "steps": steps,
            "use_api": False,
        }
        assert self._post is not None
        status, text = self._post({"fnId": f"shop-{name}", "stepId": step}, body)
        return status, json.loads(text)

    def run(self, name: str, event: dict[str, Any]) -> dict[str, Any]:
        """Runs a function to its end: its output as ``data``, or its ``error``."""
        steps: dict[str, Any] = {}
        for _ in range(20):
            status, answer = self.call(name, event, steps)
            if status == 200:
                return {"data": answer}
            if status == 500:
                return {"error": answer}
            assert status == 206
            for op in answer:
                if op["op"] == "StepPlanned":
                    _, (op,) = self.call(name, event, steps, op["id"])  # noqa: PLW2901
                steps[op["id"]] = self._result(op)
        raise AssertionError(steps)

    def _result(self, op: dict[str, Any]) -> Any:
        """What the platform stores for a step."""
        match op["op"]:
            case "StepRun":
                return {"data": op["data"]}
            case "StepFailed":
                return {"error": op["error"]}
            case "InvokeFunction":
                name = op["opts"]["function_id"].removeprefix("shop-")
                data = {**(op["opts"]["payload"]["data"] or {}), "_inngest": {"gid": "1"}}
                return self.run(name, make_event("inngest/function.invoked", data))
            case "WaitForEvent":
                return self.awaited[op["name"]]
            case "Sleep":
                return None
        raise AssertionError(op)


def make_event(name: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "data": data, "id": "01", "ts": 1_700_000_000_000}
