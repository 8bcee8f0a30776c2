"""The servers of a list: read, built, started, stopped."""

import contextlib
import os
import shutil
import signal
import subprocess
import threading
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

HTTP = Path(__file__).resolve().parent.parent
LOGS = HTTP.parent.parent / "target" / "http"
START = 30.0
STOP = 3.0
# Connections end a little before their process does.
MOMENT = 0.05
TAIL = 8


class NotStarted(Exception):
    """A server that cannot be built or does not listen."""


@dataclass(frozen=True)
class Server:
    name: str
    language: str
    command: tuple[str, ...]
    protocol: str
    needs: tuple[str, ...] = ()
    lacks: dict[str, str] = field(default_factory=dict)
    server_refuses: dict[str, str] = field(default_factory=dict)
    server_hides: dict[str, str] = field(default_factory=dict)
    server_rewrites: dict[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> list[str]:
        """The programs that are not here."""
        return [program for program in self.needs if not shutil.which(program)]


@dataclass(frozen=True)
class ServerList:
    servers: list[Server]
    minimum: dict[str, int]


class BadList(Exception):
    """The list of servers is not what README.md says."""


def read(path: Path) -> ServerList:
    table = tomllib.loads(path.read_text())
    servers = [server(entry) for entry in table.get("server", [])]
    names = [one.name for one in servers]
    if len(set(names)) != len(names):
        raise BadList("two servers have one name")
    return ServerList(servers, table.get("minimum", {}))


def server(entry: dict) -> Server:
    known = set(Server.__dataclass_fields__)
    if unknown := set(entry) - known:
        raise BadList(f"{entry.get('name')}: unknown entries {', '.join(sorted(unknown))}")
    one = Server(**{**entry, "command": tuple(entry["command"]), "needs": tuple(entry.get("needs", ()))})
    if one.protocol not in ("h1", "h2"):
        raise BadList(f"{one.name}: unknown protocol {one.protocol}")
    differences = (one.server_refuses, one.server_hides, one.server_rewrites)
    for listed in (one.lacks, *differences):
        if not all(isinstance(reason, str) and reason for reason in listed.values()):
            raise BadList(f"{one.name}: a listed difference without a reason")
    names = [name for listed in differences for name in listed]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BadList(f"{one.name}: {', '.join(twice)} listed twice")
    return one


def build(language: str) -> str | None:
    """Build what the servers of a language need; what is wrong, if anything."""
    program = HTTP / "servers" / language / "build"
    if not program.exists():
        return f"{program.relative_to(HTTP)} is missing"
    built = subprocess.run([program], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    return f"{program.relative_to(HTTP)} ended with status {built.returncode}" if built.returncode else None


class Process:
    """A running server. Its standard error goes to a file under target/http."""

    def __init__(self, command: tuple[str, ...]):
        LOGS.mkdir(parents=True, exist_ok=True)
        self.log = LOGS / ("-".join(part.replace("/", "-") for part in command)[-100:] + ".log")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("INNGEST_")}
        program = HTTP / command[0] if "/" in command[0] else command[0]
        with self.log.open("wb") as log:
            try:
                self.process = subprocess.Popen(
                    [program, *command[1:]],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    cwd=HTTP,
                    env={**environment, "SIGNKEY_HTTP_PORT": "0"},
                    start_new_session=True,
                )
            except OSError as error:
                raise NotStarted(str(error)) from error
        self.port = self.listen()

    @property
    def pid(self) -> int:
        return self.process.pid

    def listen(self) -> int:
        line, arrived = [], threading.Event()

        def read():
            with self.process.stdout as out:
                line.append(out.readline())
                arrived.set()
                # Nobody asks for more, but a full pipe would stop the server.
                while out.read(1 << 16):
                    pass

        threading.Thread(target=read, daemon=True).start()
        arrived.wait(START)
        words = line[0].split() if line else []
        if len(words) == 2 and words[0] == b"listening" and words[1].isdigit():
            return int(words[1])
        said = repr(line[0]) if line else f"nothing within {START:g} s"
        self.stop()
        raise NotStarted(f"`listening PORT` expected, got {said}{self.tail()}")

    def died(self) -> str | None:
        """How it ended, if it did so by itself."""
        try:
            status = self.process.wait(MOMENT)
        except subprocess.TimeoutExpired:
            return None
        return f"it ended with status {status} on the way{self.tail()}"

    def stop(self) -> str | None:
        """End it; what is wrong with how it ended, if anything."""
        fault = None
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP)
            except subprocess.TimeoutExpired:
                fault = f"it did not end within {STOP:g} s of SIGTERM"
        # The group, because a wrapper may have left a child.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdin.close()
        return fault

    def tail(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-TAIL:]
        return "".join(f"\n    {line}" for line in lines)
