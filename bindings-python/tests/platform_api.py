"""The platform's API on loopback: it checks credentials, redirects, and remembers what it saw."""

from __future__ import annotations

import contextlib
import hashlib
import http.server
from collections.abc import Iterator
from dataclasses import dataclass, field

from servers import running


def bearer(digits: str, prefix: str = "signkey-test-") -> str:
    """The ``Authorization`` of a key, computed without signkey."""
    return f"Bearer {prefix}{hashlib.sha256(bytes.fromhex(digits)).hexdigest()}"


@dataclass(frozen=True)
class Seen:
    """A request as it arrived."""

    method: str
    path: str
    authorization: str | None
    body: bytes


@dataclass
class Api:
    """A server: what it answers may be changed at any time."""

    url: str
    accepted: set[str] = field(default_factory=set)
    """The credentials that are answered 200."""
    refusal: int = 401
    redirects: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Status and location by path, for whoever brings an accepted credential, or any if none is."""
    answer: bytes = b"{}"
    seen: list[Seen] = field(default_factory=list)

    def credentials(self) -> list[str | None]:
        return [request.authorization for request in self.seen]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    api: Api

    def handle_any(self) -> None:
        body = self._body()
        credential = self.headers["Authorization"]
        self.api.seen.append(Seen(self.command, self.path, credential, body))
        welcome = not self.api.accepted or credential in self.api.accepted
        if not welcome:
            self.send_response(self.api.refusal)
        elif self.path in self.api.redirects:
            status, location = self.api.redirects[self.path]
            self.send_response(status)
            self.send_header("Location", location)
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(self.api.answer)))
        self.end_headers()
        self.wfile.write(self.api.answer)

    do_GET = do_POST = do_PUT = handle_any  # noqa: N815 - names of the base class

    def _body(self) -> bytes:
        if self.headers["Transfer-Encoding"] != "chunked":
            return self.rfile.read(int(self.headers["Content-Length"] or 0))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def serve_api() -> Iterator[Api]:
    class Own(Handler):
        pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Own) as server:
        Own.api = Api(f"http://127.0.0.1:{server.server_port}")
        # It looks often whether it should stop.
        with running(lambda: server.serve_forever(0.01), server.shutdown):
            yield Own.api
