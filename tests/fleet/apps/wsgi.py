"""The app on WSGI: Werkzeug, a thread for each connection, with the synchronous store."""

from __future__ import annotations

from process import DEADLINE, NAME, PATH, REDIS, Runs, clock, end_with_input, listen
from werkzeug.serving import WSGIRequestHandler, make_server

from signkey import Config
from signkey.redis import RedisReplayStore
from signkey.wsgi import SignkeyMiddleware

RUNS = Runs()


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, *_):
        pass


def app(environ, start_response):
    environ["wsgi.input"].read()
    return answer(start_response, RUNS.add())


def answer(start_response, text):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(text)))])
    return [text]


def main():
    store = RedisReplayStore(REDIS, deadline=DEADLINE)
    endpoint = Config.from_env().endpoint(replay_store=store, name=NAME)
    protected = SignkeyMiddleware(app, endpoint, clock=clock)

    def route(environ, start_response):
        if environ["PATH_INFO"] == PATH:
            return protected(environ, start_response)
        return answer(start_response, RUNS.text())

    socket = listen()
    server = make_server("127.0.0.1", 0, route, threaded=True, request_handler=Quiet, fd=socket.fileno())
    end_with_input()
    server.serve_forever()


main()
