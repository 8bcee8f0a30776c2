"""Events, sent all the way through a run, and what becomes of them."""

import itertools
import threading
from contextlib import contextmanager
from typing import NamedTuple

from .processes import Failed, wait_until

PAUSE = 0.25
FINISH = 90
# What canonicalization has to leave alone, or could get wrong.
EXTRAS = {
    "text": 'na\u00efve \u20ac "\u2028\U0001f600"',
    "numbers": [0.1, 1e21, 1e-7],
    "others": [None, True, {}],
}


class Event(NamedTuple):
    """An event that the server has taken."""

    id: str
    app: str
    number: int


class Traffic:
    """Sends an event to one app after the other, now and then by itself, until it is stopped."""

    def __init__(self, server, apps):
        self.server = server
        self.apps = itertools.cycle(apps)
        self.numbers = itertools.count(1)
        self.open = []
        self.done = []
        self.sending = threading.RLock()
        self.stopping = threading.Event()
        self.problem = None
        self.thread = threading.Thread(target=self.trickle, daemon=True)

    def start(self):
        self.thread.start()

    def stop(self):
        self.stopping.set()
        self.thread.join()
        if self.problem:
            raise self.problem

    def trickle(self):
        try:
            while not self.stopping.wait(PAUSE):
                self.send()
        except Failed as problem:
            self.problem = problem

    @contextmanager
    def none(self):
        """No event is sent or under way in this block."""
        with self.sending:
            self.settle()
            yield

    def burst(self, count):
        for _ in range(count):
            self.send()

    def send(self):
        with self.sending:
            self.send_to(next(self.apps))

    def send_to(self, app, **more):
        number = next(self.numbers)
        event = self.server.send_event(f"number/{app}", {"number": number, **EXTRAS, **more})
        self.open.append(Event(event, app, number))

    def settle(self):
        """Wait until all events sent so far have led to a run that ended well."""
        with self.sending:
            waiting, self.open = self.open, []

        def settled():
            waiting[:] = [event for event in waiting if not self.ended(event)]
            return not waiting

        try:
            wait_until("all runs ended", settled, FINISH, watch=[self.server.child])
        except Failed as problem:
            raise Failed(f"{problem}: {waiting}") from problem

    def ended(self, event):
        """Whether its run is over, as it should be."""
        runs = self.server.runs(event.id)
        if not runs or not all(run["ended_at"] for run in runs):
            return False
        wanted = {"doubled": 2 * event.number, "platform": {"status": 200}}
        if [(run["status"], run.get("output")) for run in runs] != [("Completed", wanted)]:
            raise Failed(f"{event} led to {runs}, not to one run that gave {wanted}")
        self.done.append(event)
        return True
