"""Apps that answer probes as the published SDKs do, with signatures from the standard library."""

import email.utils
import hmac
import json
import re
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from support import key_hash, sign

HEADER = re.compile(r"t=([0-9]+)&s=([0-9a-f]{64})")
VERSIONS = {"py": "0.5.19", "js": "4.24.0", "go": "v0.16.0"}
WINDOW = 300


class App:
    """`keys` are the digits of primary and fallback. Each request is remembered with its verdict."""

    def __init__(self, language, keys, *, mode="cloud", version=None, clock=0, answers=None, certificate=None):
        self.language, self.keys, self.mode, self.clock = language, list(keys), mode, clock
        self.version = version or VERSIONS.get(language, "1.0.0")
        # Other answers, by method: (status, headers, body).
        self.answers = answers or {}
        self.requests, self.connections = [], set()
        app = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                app.connections.add(self.client_address)
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, headers, answer = app.answer(self.command, self.headers, body)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(answer)

            do_GET = do_HEAD = do_OPTIONS = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

            def date_time_string(self, timestamp=None):
                return email.utils.formatdate((timestamp or time.time()) + app.clock, usegmt=True)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            scheme = "https"
        self.url = f"{scheme}://127.0.0.1:{self.server.server_port}/api/inngest"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def key_of(self, header, body):
        """The digits of the key that signed, if it is one of the app's and the time is right."""
        found = HEADER.fullmatch(header or "")
        if not found:
            return None
        at = int(found[1])
        if abs(time.time() + self.clock - at) > WINDOW:
            return None
        for digits in filter(None, self.keys):
            if hmac.compare_digest(sign(body, at, digits), header):
                return digits
        return None

    def answer(self, method, headers, body):
        header = headers.get("X-Inngest-Signature")
        key = self.key_of(header, body)
        self.requests.append((method, header, key))
        if method in self.answers:
            return self.answers[method]
        if self.mode == "dev":
            return 200, {"Content-Type": "application/json"}, self.says(False)
        if key is None:
            return 401, {"Content-Type": "application/json"}, b'{"code":"sig_verification_failed"}'
        if method != "GET":
            return 206, {}, b"null"
        return 200, {"Content-Type": "application/json"}, self.says(True)

    def says(self, privileged):
        about = {"function_count": 1, "mode": self.mode, "schema_version": "2024-05-24"}
        if privileged:
            about["authentication_succeeded"] = True
            about["sdk_language"], about["sdk_version"] = self.language, self.version
            primary, fallback = [*self.keys, None][:2]
            about["signing_key_hash"] = self.hash(primary)
            # SDKs that know no fallback do not mention one.
            if self.version != "3.17.0":
                about["signing_key_fallback_hash"] = self.hash(fallback)
        return json.dumps(about).encode()

    def hash(self, digits):
        """Python's SDK shows the whole hash, Go's with a prefix before it, TypeScript's the id."""
        if digits is None:
            return None
        shown = {"js": key_hash(digits)[:12], "go": "signkey-prod-" + key_hash(digits)}
        return shown.get(self.language, key_hash(digits))
