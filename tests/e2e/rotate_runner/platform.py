"""The platform's API, as far as it knows one key at a time: any call with its token is answered 200, else 401."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def token(key):
    prefix, _, digits = key.rpartition("-")
    return f"{prefix}-{hashlib.sha256(bytes.fromhex(digits)).hexdigest()}"


class Platform:
    """`key` is the key that the server has now."""

    def __init__(self, key):
        self.key = key
        platform = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                given = self.headers.get("Authorization")
                body = b"{}"
                self.send_response(200 if given == f"Bearer {token(platform.key)}" else 401)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
