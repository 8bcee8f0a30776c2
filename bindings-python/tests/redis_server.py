"""A Redis or Valkey server of a test's own, on loopback."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAMS = ("valkey-server", "redis-server")


class RedisServer:
    """Writes each claim to the disk before it answers, until ``stop``."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._folder = folder
        self._options = options
        self._program = find()
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port: int = listener.getsockname()[1]
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Starts it, also again with what it had written."""
        persistence = ("--save", "", "--appendonly", "yes", "--appendfsync", "always")
        place = ("--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self._folder))
        self._process = subprocess.Popen(  # noqa: S603 - a fixed program
            [self._program, *place, *persistence, *self._options], stdout=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 20
        while not self._answers():
            assert time.monotonic() < deadline, f"{self._program} does not answer"
            time.sleep(0.01)

    def _answers(self) -> bool:
        """Whether it listens, and has read what it had written."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as client:
                client.sendall(b"PING\r\n")
                return client.recv(100).startswith(b"+PONG")
        except OSError:
            return False

    def kill(self) -> None:
        """SIGKILL."""
        self._process.kill()
        self._process.wait()

    def pause(self) -> None:
        """It still accepts connections, and answers nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        self.go_on()
        self.kill()


def find() -> str:
    """The program; without it, the test is skipped, and fails in CI."""
    for name in PROGRAMS:
        path = shutil.which(name)
        if path is not None:
            return path
    message = f"none of {', '.join(PROGRAMS)} is installed"
    if os.environ.get("CI"):
        pytest.fail(message)
    print(f"\nNOT TESTED: {message}", file=sys.__stderr__)
    pytest.skip(message)
