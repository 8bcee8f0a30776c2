"""What both apps in Python do with their process."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time

REDIS = os.environ["FLEET_REDIS"]
NAME = os.environ["FLEET_NAME"]
PATH = os.environ["FLEET_PATH"]
DEADLINE = float(os.environ["FLEET_DEADLINE"])
OFFSET = int(os.environ["FLEET_CLOCK"])


class Runs:
    """How often the handler has run."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0

    def add(self) -> bytes:
        with self._lock:
            self._count += 1
        return b"ran\n"

    def text(self) -> bytes:
        return b"%d\n" % self._count


def clock() -> float:
    return time.time() + OFFSET


def listen() -> socket.socket:
    # Only for a socket that says TCP asyncio sets TCP_NODELAY; without it, every answer waits for 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen(512)
    print(f"listening {listener.getsockname()[1]}", flush=True)
    return listener


def end_with_input() -> None:
    """Ends the process when its input ends, and so with the runner at the latest."""
    threading.Thread(target=_wait_for_end, daemon=True).start()


def _wait_for_end() -> None:
    # Not through sys.stdin, whose lock may not be held when the interpreter ends.
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
