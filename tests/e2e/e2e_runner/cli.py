"""The command line."""

import argparse
import shutil
import signal
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from . import build, isolation, verdict
from .processes import Failed
from .scenario import Scenario

LIMIT = 600
LINE = "=" * 78
SKIPPED = f"""{LINE}
SKIPPED: the end-to-end test was NOT run, because the server is not built here.
`tests/e2e/run` builds it, which takes some minutes, and runs the test.
{LINE}"""


def main(arguments):
    options = parse(arguments)
    try:
        if options.isolated:
            isolation.raise_loopback()
            return play()
        if options.if_built and not build.has_server():
            say(SKIPPED)
            return 0
        build.server(say)
        build.go_app()
        if not options.build:
            isolation.enter(say)
            return play()
        return 0
    except (build.NotBuilt, Failed) as problem:
        say(f"FAILED: {problem}")
        return 1


def play():
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="signkey-e2e-"))
    scenario = Scenario(folder, say)
    try:
        with limited():
            scenario.run()
    except Failed:
        say(f"logs: {folder}")
        raise
    finally:
        scenario.stop()
        for line in verdict.table(scenario):
            say(line)
    found = list(verdict.problems(scenario))
    for problem in found:
        say(f"PROBLEM {problem}")
    say(f"{len(found)} problems, {time.monotonic() - began:.0f} s")
    if found:
        say(f"logs: {folder}")
        return 1
    shutil.rmtree(folder)
    return 0


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
    parser = argparse.ArgumentParser(prog="tests/e2e/run", description=__doc__)
    parser.add_argument("--build", action="store_true", help="build what is missing, and no more")
    parser.add_argument("--if-built", action="store_true", help="without the server, say so and succeed")
    parser.add_argument("--isolated", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)
