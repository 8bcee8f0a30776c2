"""A Valkey or Redis server of its own, on loopback, in a folder of its own."""

import shutil
import socket
import time

from .children import Child, Failed

PROGRAMS = ("valkey-server", "redis-server")
START = 30


def program():
    """The server of the distribution; None without one."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


class Store:
    """The server. With `keeps`, each claim is on the disk before it is answered."""

    def __init__(self, folder, *, keeps=True):
        self.folder = folder
        self.keeps = keeps
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = listener.getsockname()[1]
        self.child = None

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}/"

    def start(self):
        """Start it, again if it was killed, and wait until it takes commands."""
        settings = {
            "bind": "127.0.0.1",
            "port": self.port,
            "dir": self.folder,
            "save": "",
            "appendonly": "yes" if self.keeps else "no",
            "appendfsync": "always",
            "maxmemory-policy": "noeviction",
        }
        arguments = [word for name, value in settings.items() for word in (f"--{name}", value)]
        self.child = Child("store", [program(), *arguments], {}, self.folder / "store.log")
        deadline = time.monotonic() + START
        while self.ask("PING") != "+PONG":
            if time.monotonic() > deadline:
                raise Failed("the store does not answer")
            time.sleep(0.02)

    def ask(self, command):
        """The first line of an answer; None without one."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as connection:
                connection.sendall(command.encode() + b"\r\n")
                return connection.recv(1024).partition(b"\r\n")[0].decode()
        except OSError:
            return None

    def size(self):
        """How many claims it holds."""
        return int(self.ask("DBSIZE").removeprefix(":"))

    def kill(self):
        self.child.kill()
