"""Apps behind addresses that stay, and a server that goes on calling them."""

import hashlib
import hmac
import itertools
import json
import threading
import time

from e2e_runner.gateway import Gateway
from e2e_runner.processes import Child, wait_until

START = 60
DRAIN = 30
PATH = "/api/inngest"
HEADER = "X-Inngest-Signature"
# Requests that were signed before the server's switch arrive for so long, as far as their clocks allow.
LATE = 300
# The numbers of runs.
RUNS = itertools.count()


def digits(key):
    return key.rpartition("-")[2]


def sign(key, body, at):
    mac = hmac.new(digits(key).encode(), body + str(at).encode(), hashlib.sha256).hexdigest()
    return f"t={at}&s={mac}"


class App:
    """One app; every new pair of keys is a new process, which gets the address when it listens."""

    def __init__(self, name, command, folder, settings, function):
        self.name, self.command, self.settings, self.function = name, command, settings, function
        self.log = folder / f"{name}.log"
        self.child = None
        self.keys = None
        self.gateway = Gateway(lambda exchange: None)
        self.url = self.gateway.origin + PATH

    def deploy(self, primary, fallback):
        environment = {**self.settings, "INNGEST_SIGNING_KEY": primary}
        if fallback:
            environment["INNGEST_SIGNING_KEY_FALLBACK"] = fallback
        before, port = self.child, self.gateway.port
        self.child = Child(self.name, self.command, environment, self.log)
        self.gateway.port = self.child.port(START)
        self.keys = (primary, fallback)
        if before:
            wait_until(f"{self.name} is idle", lambda: self.gateway.is_idle(port), DRAIN)
            before.stop()

    def call(self, key, at):
        """Call the function as the server does. Returns the status."""
        body = json.dumps(request(next(RUNS)), separators=(",", ":"), sort_keys=True).encode()
        headers = {HEADER: sign(key, body, at), "Content-Type": "application/json", "X-Inngest-Server-Kind": "cloud"}
        path = f"{PATH}?fnId={self.function}&stepId=step"
        return self.gateway.forward("POST", path, headers, body).status

    def stop(self):
        if self.child:
            self.child.stop()
        self.gateway.close()


def request(run):
    """What the server sends for the first call of a run: every run is another message."""
    event = {"name": "rotated/double", "data": {"number": 21}, "id": "e", "ts": 1}
    context = {
        "attempt": 0,
        "disable_immediate_execution": False,
        "fn_id": "00000000-0000-4000-8000-000000000000",
        "max_attempts": 3,
        "run_id": f"r{run}",
        "stack": {"current": 0, "stack": []},
        "use_api": False,
    }
    return {"ctx": context, "event": event, "events": [event], "steps": {}, "use_api": False, "version": 1}


class Server(threading.Thread):
    """Calls every app again and again, under its key and, after a switch, under the one before as well."""

    def __init__(self, apps, key, platform):
        super().__init__(daemon=True)
        self.apps, self.key, self.late, self.platform = apps, key, None, platform
        self.answers = {}
        self.stopped = threading.Event()

    def switch(self, key):
        self.late, self.key = self.key, key
        self.platform.key = key

    def run(self):
        while not self.stopped.is_set():
            for app in self.apps:
                now = int(time.time())
                calls = [(self.key, now)]
                if self.late:
                    calls.append((self.late, now - LATE + 10))
                for key, at in calls:
                    status = app.call(key, at)
                    self.answers[app.name, status] = self.answers.get((app.name, status), 0) + 1
            self.stopped.wait(0.02)

    def stop(self):
        self.stopped.set()
        self.join(timeout=60)

    def refused(self):
        """What was answered with anything but success."""
        return {answer: count for answer, count in self.answers.items() if answer[1] not in (200, 206)}
