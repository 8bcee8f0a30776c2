"""The four apps: how each is built and launched, and what it says of itself."""

import subprocess
import urllib.request
from pathlib import Path

from .children import Child, Failed
from .messages import KEY

ROOT = Path(__file__).resolve().parents[3]
APPS = ROOT / "tests/fleet/apps"
PYTHON = ROOT / ".venv/bin/python"
PATH, NAME = "/api/inngest", "fleet"
# Ten times the default, since this machine may have other work: only a killed store is away here.
DEADLINE = "1"
# Seconds by which clocks differ from that of this machine, which the store reads. The platform is between the apps,
# which are 200 seconds apart, and the store is 200 seconds ahead of it.
PLATFORM_CLOCK = -200
CLOCKS = {"go": -300, "asgi": -200, "wsgi": -100, "node": -200}


class Go:
    name = "go"

    def __init__(self, folder):
        self.program = folder / "app"

    def build(self):
        done = subprocess.run(["go", "build", "-o", self.program, "."], cwd=APPS / "go", check=False)
        if done.returncode:
            raise Failed("the app in Go cannot be built")

    def command(self):
        return [self.program]


class Python:
    def __init__(self, name):
        self.name = name

    def build(self):
        if not PYTHON.exists():
            raise Failed(f"{PYTHON} is missing: run `make build`")

    def command(self):
        return [PYTHON, APPS / f"{self.name}.py"]


class Node:
    name = "node"

    def build(self):
        if not (ROOT / "bindings-node/node_modules/redis").exists():
            raise Failed("bindings-node is not built: run `make build`")

    def command(self):
        return ["node", APPS / "app.mjs"]


class App:
    """A process that runs."""

    def __init__(self, kind, store, folder):
        environment = {
            "INNGEST_SIGNING_KEY": KEY,
            "INNGEST_DEV": "0",
            "FLEET_REDIS": store.url,
            "FLEET_NAME": NAME,
            "FLEET_PATH": PATH,
            "FLEET_DEADLINE": DEADLINE,
            "FLEET_CLOCK": str(CLOCKS[kind.name]),
        }
        self.name = kind.name
        self.child = Child(kind.name, kind.command(), environment, folder / f"{kind.name}.log")
        self.port = self.child.port()

    def runs(self):
        """How often its handler has run."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/runs", timeout=5) as answer:
            return int(answer.read())


def kinds(folder):
    return [Go(folder), Python("asgi"), Python("wsgi"), Node()]
