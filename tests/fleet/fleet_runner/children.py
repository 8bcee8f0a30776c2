"""Child processes: started with an environment of their own, ended by their process id."""

import os
import subprocess
import threading

STOP = 20
START = 60
LAST_LINES = 12


class Failed(Exception):
    """Something did not start, end or answer in time."""


class Child:
    """A process whose words go to a file. It ends with its input."""

    def __init__(self, name, command, environment, log):
        self.name = name
        self.log = log
        with open(log, "ab") as words:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                env={"PATH": os.environ["PATH"], "HOME": str(log.parent), **environment},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=words,
            )

    def port(self):
        """The port that it prints when it listens."""
        watchdog = threading.Timer(START, self.process.kill)
        watchdog.start()
        line = self.process.stdout.readline().decode()
        watchdog.cancel()
        word, _, number = line.strip().partition(" ")
        if word != "listening":
            self.kill()
            raise Failed(f"{self.name} does not listen:{self.last_lines()}")
        return int(number)

    def stop(self):
        """End its input, and wait for its end."""
        self.process.stdin.close()
        self.process.stdout.close()
        try:
            self.process.wait(STOP)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Failed(f"{self.name} had to be killed") from None

    def kill(self):
        """End it at once, with nothing written and nobody told."""
        self.process.kill()
        self.process.wait()

    def last_lines(self):
        lines = self.log.read_text(errors="replace").splitlines()[-LAST_LINES:]
        return "".join(f"\n    {line}" for line in lines)
