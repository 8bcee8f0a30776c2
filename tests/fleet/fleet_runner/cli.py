"""The command line."""

import argparse
import asyncio
import os
import random
import shutil
import signal
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from . import store as stores
from .apps import CLOCKS, PLATFORM_CLOCK, App, kinds
from .children import Failed
from .record import ACCEPTED, REPLAYED, UNAVAILABLE, Record
from .sending import Sending

SHORT, CONTROL = 2_000, 400
LIMIT = 3_600
LINE = "=" * 78


def main(arguments):
    options = parse(arguments)
    if stores.program() is None:
        required = bool(os.environ.get("CI"))
        say(f"{LINE}\n{'FAILED' if required else 'SKIPPED'}: no {' or '.join(stores.PROGRAMS)}, so no fleet was tested\n{LINE}")
        return int(required)
    folder = Path(tempfile.mkdtemp(prefix="signkey-fleet-"))
    try:
        with limited():
            built = kinds(folder)
            for kind in built:
                kind.build()
            found = play(built, folder / "fleet", options)
            found += control(built, folder / "control", options)
    except (Failed, TimeoutError, ExceptionGroup) as problem:
        found = [repr(problem)]
    for problem in found:
        say(f"PROBLEM {problem}")
    say(f"{len(found)} problems")
    if found:
        say(f"logs: {folder}")
        return 1
    shutil.rmtree(folder)
    return 0


def play(built, folder, options):
    """The fleet over a store that keeps what it answered: return the problems."""
    say(f"{options.messages} messages, each sent twice, seed {options.seed}; clocks of the apps, from the platform's:")
    say("    " + ", ".join(f"{name} {offset - PLATFORM_CLOCK:+} s" for name, offset in CLOCKS.items()))
    say(f"    the store {-PLATFORM_CLOCK:+} s; in the middle it is killed, and started again")
    return run(built, folder, options.messages, options.seed, keeps=True)


def control(built, folder, options):
    """The same over a store that forgets: the run would be blind if it found nothing."""
    say(f"control: {CONTROL} messages over a store that forgets when it is killed")
    problems = run(built, folder, CONTROL, options.seed, keeps=False)
    twice = [text for text in problems if "more than once" in text]
    say(f"    found: {'; '.join(twice)}")
    return [] if twice else ["the control found nothing"]


def run(built, folder, messages, seed, *, keeps):
    """Start store and apps, send all messages, and return the problems."""
    folder.mkdir()
    store, apps, began = stores.Store(folder, keeps=keeps), [], time.monotonic()
    record = Record(messages)
    try:
        store.start()
        apps += (App(kind, store, folder) for kind in built)
        sending = Sending(apps, store, record, random.Random(seed), say)
        asyncio.run(sending.run(messages))
        runs, claims = sum(app.runs() for app in apps), store.size()
    finally:
        for app in apps:
            app.child.kill()
        store.kill()
    table(record, apps)
    say(f"    handlers ran {runs} times, the store holds {claims} claims, {record.across} came again behind the restart,")
    say(f"    {len(record.lost)} were lost with the store's answer, the slowest answer took {record.slowest:.2f} s")
    say(f"    {time.monotonic() - began:.0f} s")
    return list(record.problems(len(sending.connections), runs, claims))


def table(record, apps):
    say(f"    {'app':6}{'accepted':>10}{'replayed':>10}{'503':>8}")
    for app in apps:
        counts = [record.answers[app.name, kind] for kind in (ACCEPTED, REPLAYED, UNAVAILABLE)]
        say("    {:6}{:10}{:10}{:8}".format(app.name, *counts))
    say("    {:6}{:10}{:10}{:8}".format("all", *map(record.count, (ACCEPTED, REPLAYED, UNAVAILABLE))))


@contextmanager
def limited():
    """Gives up in time, or when asked to end, so that no process outlives the run."""

    def give_up(number, _):
        raise Failed(f"given up, by {signal.Signals(number).name}")

    signal.signal(signal.SIGTERM, give_up)
    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(LIMIT)
    try:
        yield
    finally:
        signal.alarm(0)


def say(line):
    print(line, flush=True)


def parse(arguments):
    parser = argparse.ArgumentParser(prog="tests/fleet/run", description=__doc__)
    messages = int(os.environ.get("SIGNKEY_FLEET_MESSAGES", SHORT))
    parser.add_argument("--messages", type=int, default=messages, help=f"default $SIGNKEY_FLEET_MESSAGES, else {SHORT}")
    parser.add_argument("--seed", type=int, default=1, help="of the order and the times; default 1")
    return parser.parse_args(arguments)
