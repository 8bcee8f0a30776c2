"""An app whose security is signkey's. Its environment is that of an SDK; it prints its settings, and its port when
it listens."""

import json
import socketserver
import sys
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.util import request_uri

import double
import httpx

import signkey.httpx
from signkey.wsgi import SignkeyMiddleware

PATH = "/api/inngest"
ABOUT = signkey.App(
    id=double.APP_ID,
    sdk=double.SDK,
    language=double.LANGUAGE,
    framework=double.FRAMEWORK,
    functions=1,
)


class App:
    """What runs behind the middleware: every request that gets here was signed by the platform, but for GET, which
    anyone may send."""

    def __init__(self, config):
        self.config = config
        guard = signkey.ReplayGuard(10_000)
        self.endpoint = config.endpoint(unsigned_methods={"GET"}, sign_responses=True, replay_guard=guard)
        self.client = httpx.Client(auth=signkey.httpx.Auth(config.api_auth()), timeout=10)

    def __call__(self, environ, start_response):
        status, fields, body = self.answer(environ)
        start_response(f"{status} -", list(fields.items()))
        return [body]

    def answer(self, environ):
        """The status, the headers and the body."""
        method = environ["REQUEST_METHOD"]
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if environ["PATH_INFO"] != PATH:
            return as_json(404, {"message": "not found"})
        try:
            if method == "GET":
                return as_json(200, self.introspect(environ))
            if method == "PUT":
                return self.sync(environ)
        except signkey.SignkeyError as error:
            refusal = self.endpoint.refuse(error)
            return refusal.status, dict(refusal.headers), refusal.body
        if method == "POST":
            status, result = double.run(body, self.ask)
            own = {"X-Inngest-Sdk": double.SDK, "X-Inngest-Req-Version": "2"}
            return as_json(status, result, own)
        return as_json(405, {"message": "method not allowed"})

    def introspect(self, environ):
        """What the app is, and more of it for those who signed."""
        return json.loads(self.config.introspect(ABOUT, environ["signkey.admission"]))

    def sync(self, environ):
        """Register with the platform, or tell it the functions in the response."""
        admission = environ["signkey.admission"]
        registration = self.config.registration(ABOUT, admission, environ["QUERY_STRING"])
        url = self.config.serve_url(request_uri(environ))
        if registration.state == "in_band":
            configuration = double.in_band(url, self.introspect(environ))
            response = registration.response(json.dumps(configuration).encode())
        else:
            configuration = json.dumps(double.registration(url)).encode()
            signkey.httpx.register(self.client, registration, configuration)
            response = registration.response()
        return response.status, response.headers, response.body

    def ask(self, path):
        """The status that the platform's API answers; 0 if it is not there."""
        try:
            return self.client.get(self.config.api_origin + path).status_code
        except httpx.HTTPError:
            return 0


def as_json(status, body, fields=()):
    return status, {"Content-Type": "application/json", **dict(fields)}, json.dumps(body).encode()


class Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Handler(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


def main():
    config = signkey.Config.from_env()
    print(config, flush=True)
    app = App(config)
    protected = SignkeyMiddleware(app, app.endpoint)
    server = make_server("127.0.0.1", 0, protected, Server, Handler)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    sys.exit(main())
