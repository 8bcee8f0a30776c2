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
        self.endpoint = config.endpoint(unsigned_methods={"GET"})
        self.api_auth = config.api_auth()
        self.client = httpx.Client(auth=signkey.httpx.Auth(self.api_auth), timeout=10)

    def __call__(self, environ, start_response):
        status, headers, body = self.answer(environ)
        start_response(f"{status} -", list(headers.items()))
        return [body]

    def answer(self, environ):
        """The status, the headers and the body."""
        method, headers = environ["REQUEST_METHOD"], received_headers(environ)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if environ["PATH_INFO"] != PATH:
            return as_json(404, {"message": "not found"})
        try:
            if method == "GET":
                return as_json(200, self.introspect(method, headers, body))
            if method == "PUT":
                return self.sync(environ, headers, body)
        except signkey.SignkeyError as error:
            return as_json(error.http_status, {"code": error.code, "message": str(error)})
        if method == "POST":
            status, result = double.run(body, self.ask)
            own = {"X-Inngest-Sdk": double.SDK, "X-Inngest-Req-Version": "2"}
            return as_json(status, result, own)
        return as_json(405, {"message": "method not allowed"})

    def introspect(self, method, headers, body):
        """What the app is, and more of it for those who signed."""
        shown = self.config.introspect(ABOUT, self.endpoint, method=method, headers=headers, body=body)
        return json.loads(shown)

    def sync(self, environ, headers, body):
        """Register with the platform, or tell it the functions in the response."""
        sync = signkey.Handshake(
            self.config,
            self.api_auth,
            ABOUT,
            self.endpoint,
            method="PUT",
            query=environ["QUERY_STRING"],
            headers=headers,
            body=body,
        )
        url = self.config.serve_url(request_uri(environ))
        if sync.is_in_band:
            inspection = self.introspect("PUT", headers, body)
            response = sync.response(json.dumps(double.in_band(url, inspection)).encode())
        else:
            registration = json.dumps(double.registration(url)).encode()
            while (request := sync.request) is not None:
                sync.answer(*self.post(request, registration))
            response = sync.response()
        return response.status, response.headers, response.body

    def post(self, request, content):
        """The status and the body of what the platform answers; 0 if it is not there."""
        try:
            answer = self.client.post(request.url, headers=request.headers, content=content)
        except httpx.HTTPError:
            return 0, b""
        return answer.status_code, answer.content

    def ask(self, path):
        """The status that the platform's API answers; 0 if it is not there."""
        try:
            return self.client.get(self.config.api_origin + path).status_code
        except httpx.HTTPError:
            return 0


def received_headers(environ):
    """The headers of a request, as WSGI names them."""
    names = (name for name in environ if name.startswith("HTTP_"))
    return {name.removeprefix("HTTP_").replace("_", "-"): environ[name] for name in names}


def as_json(status, body, headers=()):
    return status, {"Content-Type": "application/json", **dict(headers)}, json.dumps(body).encode()


class Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Handler(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


def main():
    config = signkey.Config.from_env()
    print(config, flush=True)
    app = App(config)
    protected = SignkeyMiddleware(app, endpoint=app.endpoint, sign_responses=True)
    server = make_server("127.0.0.1", 0, protected, Server, Handler)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    sys.exit(main())
