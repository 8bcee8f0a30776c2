"""Child processes: started with an environment of their own, ended by their process id."""

import os
import signal
import socket
import subprocess
import time

STOP = 20
LAST_LINES = 12


class Failed(Exception):
    """Something did not start, end or answer in time."""


class Child:
    """A process whose output is appended to a file."""

    def __init__(self, name, command, environment, log, *, cwd=None):
        self.name = name
        self.log = log
        with open(log, "ab") as output:
            self.log_start = output.tell()
            self.process = subprocess.Popen(
                [str(part) for part in command],
                env={"PATH": os.environ["PATH"], "HOME": str(log.parent), **environment},
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def port(self, timeout):
        """The port that it prints when it listens, in a line of its own."""
        wait_until(f"{self.name} says its port", self.said_ports, timeout, watch=[self])
        return int(self.said_ports()[0])

    def said_ports(self):
        return [line for line in self.said() if line.isdigit()]

    def said(self):
        """The lines of this process."""
        return self.log.read_bytes()[self.log_start :].decode(errors="replace").splitlines()

    @property
    def ended(self):
        return self.process.poll() is not None

    def stop(self):
        """Ask it to end, and wait for that."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise Failed(f"{self.name} had to be killed") from None

    def check(self):
        """Complain if it is no more."""
        if self.ended:
            end = "\n    ".join(self.said()[-LAST_LINES:])
            raise Failed(f"{self.name} ended by itself with {self.process.returncode}:\n    {end}")


def free_ports(count):
    """Ports on loopback that are free now."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [listener.getsockname()[1] for listener in sockets]
    for listener in sockets:
        listener.close()
    return ports


def wait_until(what, done, timeout, *, watch=()):
    """Call `done` until it is true."""
    deadline = time.monotonic() + timeout
    while not done():
        for child in watch:
            child.check()
        if time.monotonic() > deadline:
            raise Failed(f"not in {timeout} s: {what}")
        time.sleep(0.05)
