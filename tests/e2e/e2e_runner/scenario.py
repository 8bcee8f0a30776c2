"""The scenario: everything works with the old key, the key is rotated, everything works with the new one."""

import secrets
from contextlib import ExitStack

from . import signing
from .apps import COMMANDS, PATH, App
from .gateway import METHODS, send
from .processes import wait_until
from .record import Record
from .server import Server
from .traffic import Traffic

EVENTS_PER_APP = 4
SYNC = 60

# The name of each phase; whether the server is restarted, on which key; primary and fallback of the apps.
PHASES = [
    ("the old key everywhere", "old", ("old", None)),
    ("apps take the new one as fallback", None, ("old", "new")),
    ("the server takes the new one", "new", None),
    ("apps begin again with the old one", None, ("old", "new")),
    ("apps promote the new one", None, ("new", "old")),
    ("apps drop the old one", None, ("new", None)),
]
RETRY = "functions fail, and workers die"
CONTROL = "control: nobody, or the old key"
PROBE = "control: every method, signed"
CALL = b'{"ctx":{},"event":{},"steps":{}}'
IN_BAND = {"X-Inngest-Sync-Kind": "in_band"}


class Scenario:
    """One run, in a folder that is empty before."""

    def __init__(self, folder, say):
        self.say = say
        self.secrets = {"old": secrets.token_hex(32), "new": secrets.token_hex(32)}
        self.event_key = secrets.token_hex(16)
        self.canary = secrets.token_hex(16)
        self.record = Record(self.secrets)
        settings = {"INNGEST_EVENT_KEY": self.event_key, "CANARY": self.canary}
        self.apps = [App(name, folder, self.record, settings) for name in COMMANDS]
        self.server = Server(folder, self.event_key, [app.url for app in self.apps])
        self.traffic = Traffic(self.server, [app.name for app in self.apps])
        for app in self.apps:
            app.api.port = self.server.ports[0]

    def run(self):
        for name, server_key, app_keys in PHASES:
            self.say(name)
            self.record.phase = name
            if app_keys:
                for app in self.apps:
                    app.run_with(*(self.secrets.get(key) for key in app_keys))
            if server_key:
                self.run_server_on(self.secrets[server_key])
            if not self.traffic.thread.is_alive():
                self.traffic.start()
            self.traffic.burst(EVENTS_PER_APP * len(self.apps))
            self.introspect()
            self.traffic.settle()
        self.traffic.stop()
        self.traffic.settle()
        self.retry()
        self.control()
        self.probe()

    def run_server_on(self, key):
        """Start the server, again if need be, and wait until it had each app register."""
        # What it took in its last moment is lost when it ends, whatever the key.
        with self.traffic.none():
            self.server.stop()
            self.server.start(key)
            wait_until("all apps registered", self.all_synced, SYNC, watch=[self.server.child])

    def all_synced(self):
        return all(self.record.syncs(self.record.phase, app.name) for app in self.apps)

    def introspect(self):
        """Ask each app what it is, as anyone may, and as the server."""
        for app in self.apps:
            for key in (None, self.server.key):
                self.send(app, "GET", b"", key)

    def retry(self):
        """Have the server call again: functions that fail twice, then functions whose worker dies. What an instance
        accepted is sent to it again, as a proxy in front might."""
        self.say(RETRY)
        self.record.phase = RETRY
        for app in self.apps:
            self.traffic.send_to(app.name, fails=2)
        self.traffic.settle()
        for app in self.apps:
            app.repeat(app.front.port)
            self.traffic.send_to(app.name, dies=True)
        for app in self.apps:
            wait_until(f"the {app.name} app died", lambda app=app: app.child.ended, SYNC)
            app.run_with(self.secrets["new"])
        self.traffic.settle()
        for app in self.apps:
            app.repeat(app.front.port)

    def control(self):
        """What has to be refused, GET without a signature apart: requests of every method that nobody
        signed, or the old key did."""
        self.record.phase = CONTROL
        for app in self.apps:
            for key in (None, self.secrets["old"]):
                for method in METHODS:
                    self.send(app, method, CALL if method == "POST" else b"", key)

    def probe(self):
        """What is answered: requests of every method, signed, and a sync once more, and once in band."""
        self.record.phase = PROBE
        for app in self.apps:
            for method in METHODS:
                self.send(app, method, b"not a call" if method == "POST" else b"", self.secrets["new"])
            self.send(app, "PUT", b"", self.secrets["new"])
            self.send(app, "PUT", b"", self.secrets["new"], **IN_BAND)

    def send(self, app, method, body, key=None, **headers):
        if key:
            headers[signing.HEADER] = signing.sign(key, body)
        send(app.front.server.server_port, method, PATH, headers, body)

    def stop(self):
        """End everything that was started, whatever happened."""
        self.traffic.stopping.set()
        with ExitStack() as stack:
            for each in [*self.apps, self.server]:
                stack.callback(each.stop)
