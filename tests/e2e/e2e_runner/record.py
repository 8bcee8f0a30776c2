"""What went over the wire, as judged from outside."""

import threading
from typing import NamedTuple

REFUSED = {401, 403}


class Call(NamedTuple):
    """A request to an app, and its response. The keys are the names of those that signed them, and
    the answer is what its JSON stands for."""

    app: str
    phase: str
    method: str
    status: int
    request_key: str | None
    response_key: str | None
    answer: object = None

    @property
    def refused(self):
        return self.status in REFUSED


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
        self.said = []
        self.lock = threading.Lock()

    def add(self, call, said):
        with self.lock:
            self.calls.append(call)
            self.said.append(said)

    def add_api(self, call):
        with self.lock:
            self.api_calls.append(call)

    def syncs(self, phase, app):
        """How often the app registered in a phase."""
        with self.lock:
            return sum(
                call.method == "PUT" and call.status == 200 and (call.phase, call.app) == (phase, app)
                for call in self.calls
            )
