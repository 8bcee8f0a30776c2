"""The command line of the runner."""

import argparse
import hashlib
import os
import tempfile
from pathlib import Path

from e2e_runner import apps as own
from e2e_runner import build
from e2e_runner.processes import Failed as NotStarted

from . import drive, published
from .fleet import App, Server
from .platform import Platform

ROOT = build.E2E.parent.parent
KEYS = {name: f"signkey-prod-{hashlib.sha256(name.encode()).hexdigest()}" for name in ("current", "next")}


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fleet", action="append", choices=["published", "signkey"], help="by default both")
    chosen = parser.parse_args(arguments)
    program = Path(os.environ.get("SIGNKEY_CLI", ROOT / "target/cli/signkey"))
    failed = 0
    for fleet in chosen.fleet or ["published", "signkey"]:
        try:
            run(program, fleet)
            print(f"{fleet}: ok", flush=True)
        except (drive.Failed, NotStarted, build.NotBuilt) as problem:
            print(f"{fleet}: FAILED: {problem}", flush=True)
            failed += 1
    total = len(chosen.fleet or [1, 2])
    print(f"{total - failed} passed, {failed} failed")
    return failed


def run(program, fleet):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        files = {}
        for name, key in KEYS.items():
            files[name] = folder / name
            files[name].write_text(key + "\n", encoding="utf-8")
        platform = Platform(KEYS["current"])
        apps = start(fleet, folder, platform)
        server = Server(apps, KEYS["current"], platform)
        try:
            for app in apps:
                app.deploy(KEYS["current"], None)
            server.start()
            steps, printed = drive.rotate(program, files, KEYS, apps, server, lambda text: print(f"  {text}", flush=True))
            server.stop()
        finally:
            server.stopped.set()
            for app in apps:
                app.stop()
            platform.close()
        check(apps, server, steps, printed)


def start(fleet, folder, platform):
    if fleet == "published":
        published.build()
        names = {name: "rotated-double" for name in published.COMMANDS}
        return [App(name, published.COMMANDS[name], folder, {}, function) for name, function in names.items()]
    build.go_app()
    settings = {"INNGEST_BASE_URL": platform.url, "INNGEST_EVENT_KEY": "rotated"}
    return [App(name, own.COMMANDS[name], folder, settings, f"{name}-double") for name in own.COMMANDS]


def check(apps, server, steps, printed):
    if steps != drive.STEPS:
        raise drive.Failed(f"the steps were {steps}")
    if server.refused() or not server.answers:
        raise drive.Failed(f"refused: {server.refused()}")
    for app in apps:
        if app.keys != (KEYS["next"], None):
            raise drive.Failed(f"{app.name} has other keys")
    hashes = [hashlib.sha256(bytes.fromhex(key.rpartition("-")[2])).hexdigest() for key in KEYS.values()]
    for text in printed:
        for secret in [*KEYS.values(), *(text[12:] for text in hashes)]:
            if secret[-40:] in text:
                raise drive.Failed("a secret was printed")
    print(f"  {sum(server.answers.values())} requests, none refused", flush=True)
