"""Recording proxies: each app's public address, and its way to the platform's API."""

import http.client
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

HOP_BY_HOP = {"connection", "transfer-encoding", "content-length"}
METHODS = ("GET", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "HEAD")


class Exchange(NamedTuple):
    """A request and its response, as they went over the wire, and the port of the instance that answered."""

    method: str
    path: str
    headers: http.client.HTTPMessage
    body: bytes
    status: int
    answer_headers: http.client.HTTPMessage
    answer: bytes
    port: int


class Server(ThreadingHTTPServer):
    """A server to which a caller that hangs up is nothing to report."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Gateway:
    """Forwards to a port, which may change, and calls `record` with every exchange."""

    def __init__(self, record):
        self.record = record
        self.port = None
        self.pending = {}
        self.lock = threading.Lock()
        self.server = Server(("127.0.0.1", 0), handler(self))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    @contextmanager
    def current(self):
        """The current port, which is in use until the end of the block."""
        with self.lock:
            port = self.port
            self.pending[port] = self.pending.get(port, 0) + 1
        try:
            yield port
        finally:
            with self.lock:
                self.pending[port] -= 1

    def is_idle(self, port):
        with self.lock:
            return not self.pending.get(port)

    def forward(self, method, path, headers, body):
        with self.current() as port:
            exchange = Exchange(method, path, headers, body, *send(port, method, path, headers, body), port)
        self.record(exchange)
        return exchange


def send(port, method, path, headers, body):
    """The status, the headers and the body of the response; 502 if nobody is there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, dict(headers))
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    except OSError:
        return 502, http.client.HTTPMessage(), b""
    finally:
        connection.close()


def handler(gateway):
    """The class of a server's requests to this gateway."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            done = gateway.forward(self.command, self.path, self.headers, body)
            self.send_response_only(done.status)
            for name, value in done.answer_headers.items():
                if name.lower() not in HOP_BY_HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(done.answer)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(done.answer)

        def log_message(self, *arguments):
            pass

    for method in METHODS:
        setattr(Handler, f"do_{method}", Handler.answer)
    return Handler
