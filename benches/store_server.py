"""A Valkey or Redis server of this run's own, on loopback."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

PROGRAMS = ("valkey-server", "redis-server")
START = 20


@contextmanager
def running() -> Iterator[str | None]:
    """The URL of the server; `None` if none is installed."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        yield None
        return
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        place = ["--bind", "127.0.0.1", "--port", str(port), "--dir", folder]
        command = [program, *place, "--save", ""]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603
        try:
            wait_for(port)
            yield f"redis://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait()


def wait_for(port: int) -> None:
    deadline = time.monotonic() + START
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return
