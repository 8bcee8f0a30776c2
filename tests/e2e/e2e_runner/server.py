"""The real server, and the harness's own calls to it."""

import itertools
import json
import urllib.error
import urllib.request

from . import build, signing
from .processes import Child, Failed, free_ports, wait_until

START = 60


class Server:
    """One server on one port and one folder of state, restarted with another key when asked to."""

    def __init__(self, folder, event_key, urls):
        self.folder = folder
        self.event_key = event_key
        self.urls = urls
        self.ports = free_ports(4)
        self.child = None
        self.key = None
        self.numbers = itertools.count()

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.ports[0]}"

    def start(self, key):
        """Start it with a signing key. It then asks each app, signed, to register."""
        self.key = key
        api, gateway, gateway_grpc, executor_grpc = map(str, self.ports)
        flags = ["--host", "127.0.0.1", "--port", api, "--signing-key", key, "--event-key", self.event_key]
        flags += ["--no-ui", "--sqlite-dir", self.folder, "--poll-interval", "1", "--retry-interval", "1"]
        flags += ["--connect-gateway-port", gateway, "--connect-gateway-grpc-port", gateway_grpc]
        flags += ["--connect-executor-grpc-port", executor_grpc]
        for url in self.urls:
            flags += ["--sdk-url", url]
        environment = {"DO_NOT_TRACK": "1", "INNGEST_NO_UPDATE_NOTIFIER": "1", "LOG_LEVEL": "warn"}
        command = [build.SERVER, "start", *flags]
        log = self.folder / "server.log"
        self.child = Child("the server", command, environment, log, cwd=self.folder)
        wait_until("the server listens", self.is_up, START, watch=[self.child])

    def stop(self):
        if self.child:
            self.child.stop()
            self.child = None

    def is_up(self):
        return self.send("GET", "/health")[0] == 200

    def send_event(self, name, data):
        """The id of the event."""
        status, answer = self.send("POST", f"/e/{self.event_key}", {"name": name, "data": data})
        if status != 200:
            raise Failed(f"the server answered {status} to an event")
        return answer["ids"][0]

    def runs(self, event):
        """The runs that an event led to."""
        # A number, because the server remembers its answers to a URL for some seconds.
        status, answer = self.send("GET", f"/v1/events/{event}/runs?{next(self.numbers)}")
        if status != 200:
            raise Failed(f"the server answered {status} to the harness")
        return answer["data"] or []

    def send(self, method, path, body=None):
        """The status, 0 if there was no answer, and the answer."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {signing.token(self.key)}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.origin + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as refusal:
            return refusal.code, None
        except OSError:
            return 0, None
