"""What all servers do with their process."""

from __future__ import annotations

import os
import signal
import socket
import threading


def listener(port: int) -> socket.socket:
    return socket.create_server(("127.0.0.1", port), backlog=512)


def listening(port: int) -> None:
    """Says so, and ends the process when its input ends."""
    print(f"listening {port}", flush=True)
    threading.Thread(target=wait_for_end, daemon=True).start()


def wait_for_end() -> None:
    # Not through sys.stdin, whose lock may not be held when the interpreter ends.
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
