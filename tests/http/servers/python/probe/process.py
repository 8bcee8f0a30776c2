"""What all servers do with their process."""

from __future__ import annotations

import os
import signal
import socket
import threading


def listener(port: int) -> socket.socket:
    # asyncio sends small answers at once on sockets that say they are of TCP, which those of
    # `create_server` do not: then each waits 40 ms for the client's acknowledgement.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(("127.0.0.1", port))
    sock.listen(512)
    return sock


def listening(port: int) -> None:
    """Says so, and ends the process when its input ends."""
    print(f"listening {port}", flush=True)
    threading.Thread(target=wait_for_end, daemon=True).start()


def wait_for_end() -> None:
    # Not through sys.stdin, whose lock may not be held when the interpreter ends.
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
