"""Starting drivers and collecting their answers."""

import os
import signal
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).resolve().parent.parent
LAUNCHER = TESTS / "driver"
STDERR_LINES = 8


class Run(NamedTuple):
    """What a driver answered, and what was wrong with the driver itself."""

    answers: list[bytes]
    problem: str | None


def present():
    """The languages that have a driver here."""
    folders = (TESTS / "drivers").glob("*/")
    return sorted(folder.name for folder in folders if not folder.name.startswith((".", "_")))


def launch(language):
    """Build a driver, which may take its time, and return the command that runs it, or None."""
    built = subprocess.run([LAUNCHER, "--build", language], stdin=subprocess.DEVNULL, check=False)
    return [LAUNCHER, language] if built.returncode == 0 else None


def run(command, lines, timeout):
    """Feed all lines to a driver and collect its answers, killing it after `timeout` seconds."""
    with tempfile.TemporaryFile() as stderr:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            start_new_session=True,
        )
        expired = threading.Event()
        watchdog = threading.Timer(timeout, kill, [process, expired])
        writer = threading.Thread(target=write, args=[process.stdin, lines], daemon=True)
        watchdog.start()
        writer.start()
        answers = process.stdout.read().split(b"\n")
        unfinished = answers.pop()
        status = process.wait()
        watchdog.cancel()
        writer.join()
        process.stdout.close()
        problem = None
        if expired.is_set():
            problem = f"killed after {timeout} s"
        elif status != 0:
            problem = f"ended with status {status}"
        elif unfinished or len(answers) != len(lines):
            piece = " and a piece" if unfinished else ""
            problem = f"gave {len(answers)} answers{piece} to {len(lines)} requests"
        if problem:
            problem += last_lines(stderr)
        return Run(answers, problem)


def kill(process, expired):
    expired.set()
    # The group, because a wrapper may have left a child that holds the pipe.
    os.killpg(process.pid, signal.SIGKILL)


def write(pipe, lines):
    """Write every line; a driver that died early is reported by what it did not answer."""
    try:
        with pipe:
            for line in lines:
                pipe.write(line + b"\n")
    except BrokenPipeError:
        pass


def last_lines(stderr):
    stderr.seek(0)
    lines = stderr.read().decode(errors="replace").splitlines()[-STDERR_LINES:]
    return "".join(f"\n    {line}" for line in lines)
