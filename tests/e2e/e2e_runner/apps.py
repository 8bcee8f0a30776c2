"""The apps, each behind its gateways; an instance is replaced by the next one without a gap."""

import json

from . import build, signing
from .gateway import Gateway, send
from .processes import Child, wait_until
from .record import ApiCall, Call, Replay

START = 30
DRAIN = 30
PATH = "/api/inngest"
ROOT = build.E2E.parent.parent
COMMANDS = {
    "go": [build.GO_APP],
    "python": [ROOT / ".venv/bin/python", build.E2E / "apps/python/app.py"],
    "node": ["node", build.E2E / "apps/node/app.mjs"],
}


class App:
    """One app; `record` keeps what went over the wire, and `settings` are variables that stay."""

    def __init__(self, name, folder, record, settings):
        self.name = name
        self.folder = folder
        self.record = record
        self.settings = settings
        self.child = None
        self.accepted = []
        self.front = Gateway(self.on_call)
        self.api = Gateway(self.on_api_call)

    @property
    def url(self):
        return self.front.origin + PATH

    def run_with(self, primary, fallback=None):
        """Start an instance with these keys, hand the address over to it, and end the one before."""
        environment = {
            **self.settings,
            "INNGEST_SIGNING_KEY": primary,
            "INNGEST_BASE_URL": self.api.origin,
            "INNGEST_SERVE_ORIGIN": self.front.origin,
        }
        if fallback:
            environment["INNGEST_SIGNING_KEY_FALLBACK"] = fallback
        before, port = self.child, self.front.port
        self.child = Child(f"the {self.name} app", COMMANDS[self.name], environment, self.log)
        self.front.port = self.child.port(START)
        if before:
            wait_until(f"the {self.name} app is idle", lambda: self.front.is_idle(port), DRAIN)
            if not before.ended:
                self.repeat(port)
            before.stop()

    @property
    def log(self):
        return self.folder / f"{self.name}.log"

    def on_call(self, exchange):
        keys = self.record.keys
        asked = signing.signer(keys, exchange.body, exchange.headers.get(signing.HEADER))
        given = signing.signer(keys, exchange.answer, exchange.answer_headers.get(signing.HEADER))
        answer = parsed(exchange.answer)
        header = exchange.headers.get(signing.HEADER)
        call = Call(self.name, self.record.phase, exchange.method, exchange.status, asked, given, answer, header)
        self.record.add(call, b"%s\n%s" % (str(exchange.answer_headers).encode(), exchange.answer))
        if exchange.method == "POST" and given:
            self.accepted.append((self.record.phase, exchange))

    def repeat(self, port):
        """Send an instance all that it accepted again, and its own signed responses as requests."""
        ours = [accepted for accepted in self.accepted if accepted[1].port == port]
        for phase, exchange in ours:
            answered = {signing.HEADER: exchange.answer_headers[signing.HEADER]}
            self.send_again(port, phase, "request", exchange.headers, exchange.body)
            self.send_again(port, phase, "response", answered, exchange.answer)
        self.accepted = [accepted for accepted in self.accepted if accepted[1].port != port]

    def send_again(self, port, phase, what, headers, body):
        status, _, answer = send(port, "POST", PATH, headers, body)
        code = (parsed(answer) or {}).get("code")
        self.record.add_replay(Replay(self.name, phase, what, status, code))

    def on_api_call(self, exchange):
        given = (exchange.headers.get("Authorization") or "").removeprefix("Bearer ")
        tokens = {signing.token(key): name for name, key in self.record.keys.items()}
        self.record.add_api(ApiCall(self.name, self.record.phase, exchange.status, tokens.get(given)))

    def stop(self):
        if self.child:
            self.child.stop()
        self.front.close()
        self.api.close()


def parsed(body):
    """The JSON that a body is; None if it is none."""
    try:
        return json.loads(body)
    except ValueError:
        return None
