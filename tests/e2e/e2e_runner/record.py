"""What went over the wire, as judged from outside."""

import threading
from typing import NamedTuple

REFUSED = {401, 403}


class Call(NamedTuple):
    """A request to an app, and its response. The keys are the names of those that signed them, the
    answer is what its JSON stands for, and the signature is the request's header."""

    app: str
    phase: str
    method: str
    status: int
    request_key: str | None
    response_key: str | None
    answer: object = None
    signature: str | None = None

    @property
    def refused(self):
        return self.status in REFUSED


class Replay(NamedTuple):
    """What a request that was accepted, or the signed response to it, was answered when it was sent to the same
    instance again. The phase is that in which it was accepted."""

    app: str
    phase: str
    what: str
    status: int
    code: str | None


class ApiCall(NamedTuple):
    """An app's call to the platform's API. The key is the name of the token's."""

    app: str
    phase: str
    status: int
    key: str | None

    @property
    def refused(self):
        return self.status in REFUSED


class Record:
    """All calls of a run; threads may add to it side by side."""

    def __init__(self, keys):
        self.keys = keys
        self.phase = ""
        self.calls = []
        self.api_calls = []
        self.replays = []
        self.said = []
        self.lock = threading.Lock()

    def add(self, call, said):
        with self.lock:
            self.calls.append(call)
            self.said.append(said)

    def add_api(self, call):
        with self.lock:
            self.api_calls.append(call)

    def add_replay(self, replay):
        with self.lock:
            self.replays.append(replay)

    def syncs(self, phase, app):
        """How often the app registered in a phase."""
        with self.lock:
            return sum(
                call.method == "PUT" and call.status == 200 and (call.phase, call.app) == (phase, app)
                for call in self.calls
            )
