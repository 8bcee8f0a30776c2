"""An app whose security is signkey's. Its environment is that of an SDK; it prints its port when it listens."""

import hashlib
import json
import os
import socketserver
import sys
import urllib.parse
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from platform_api import Platform

from signkey import Keyring
from signkey.wsgi import SignkeyMiddleware

SDK = "signkey-python:v0.1.0"
PATH = "/api/inngest"
STEP = hashlib.sha1(b"ask the platform").hexdigest()  # steps are named by their SHA-1


def functions(origin):
    """The configuration: one function, called at our own URL."""
    url = f"{origin}{PATH}?fnId=python-double"
    runtime = {"type": "http", "url": url}
    step = {"id": "step", "name": "step", "runtime": runtime, "retries": {"attempts": 3}}
    triggers = [{"event": "number/python"}]
    return [{"id": "python-double", "name": "double", "triggers": triggers, "steps": {"step": step}}]


class App:
    """What runs behind the middleware: every request that gets here was signed by the platform."""

    def __init__(self, platform, origin):
        self.platform = platform
        self.origin = origin

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] != PATH:
            status, answer = 404, {"message": "not found"}
        elif environ["REQUEST_METHOD"] == "PUT":
            status, answer = self.sync(environ)
        elif environ["REQUEST_METHOD"] == "POST":
            status, answer = self.call(environ["wsgi.input"].read())
        else:
            status, answer = 405, {"message": "method not allowed"}
        headers = [
            ("Content-Type", "application/json"),
            ("X-Inngest-Sdk", SDK),
            ("X-Inngest-Req-Version", "2"),
        ]
        start_response(f"{status} -", headers)
        return [json.dumps(answer).encode()]

    def sync(self, environ):
        """Register with the platform."""
        configuration = {
            "v": "0.1",
            "deployType": "ping",
            "appName": "python",
            "framework": "wsgi",
            "sdk": SDK,
            "url": self.origin + PATH,
            "functions": functions(self.origin),
            "capabilities": {},
        }
        headers = {"X-Inngest-Sdk": SDK, "X-Inngest-Req-Version": "2"}
        if kind := environ.get("HTTP_X_INNGEST_SERVER_KIND"):
            headers["X-Inngest-Expected-Server-Kind"] = kind
        query = urllib.parse.parse_qs(environ["QUERY_STRING"]).get("deployId")
        path = "/fn/register" + ("?" + urllib.parse.urlencode({"deployId": query[0]}) if query else "")
        status, body = self.platform.send("POST", path, headers, configuration)
        if status != 200:
            return 500, {"message": f"the platform answered {status}"}
        return 200, {"message": "synced", "modified": body["modified"]}

    def call(self, body):
        """The function: one step, which calls the platform's API, and then the result."""
        try:
            request = json.loads(body)
        except ValueError:
            return 400, {"message": "not a call"}
        done = request["steps"].get(STEP)
        if done is None:
            run = request["ctx"]["run_id"]
            status, _ = self.platform.send("GET", f"/v1/runs/{run}", {})
            if status != 200:
                return 500, {"message": f"the platform answered {status}"}
            step = {
                "id": STEP,
                "op": "StepRun",
                "name": "ask the platform",
                "displayName": "ask the platform",
            }
            return 206, [{**step, "data": {"status": status}}]
        return 200, {"doubled": request["event"]["data"]["number"] * 2, "platform": done["data"]}


class Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Handler(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


def main():
    keys = os.environ["INNGEST_SIGNING_KEY"], os.environ.get("INNGEST_SIGNING_KEY_FALLBACK")
    app = App(Platform(os.environ["INNGEST_BASE_URL"], keys), os.environ["INNGEST_SERVE_ORIGIN"])
    protected = SignkeyMiddleware(app, Keyring(*keys), sign_responses=True)
    server = make_server("127.0.0.1", 0, protected, Server, Handler)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    sys.exit(main())
