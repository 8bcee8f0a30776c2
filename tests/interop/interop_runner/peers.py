"""The peers: how they are installed, and how they are asked."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

INTEROP = Path(__file__).resolve().parent.parent
FOLDER = INTEROP / "peers"
BUILD = INTEROP / ".build"


class Peer(NamedTuple):
    """A published package, and the program that answers for it."""

    name: str
    title: str
    lock: Path
    command: list[str]
    pattern: str
    install: list[list[str]]


def go(name, title, module, folder):
    program = BUILD / "bin" / name
    return Peer(
        name,
        title,
        FOLDER / "go/go.mod",
        [str(program)],
        rf"{module} v(\S+)",
        [["go", "build", "-C", str(FOLDER / "go"), "-o", str(program), f"./{folder}"]],
    )


VENV = BUILD / "venv"
PYTHON = Peer(
    "python",
    "Python SDK",
    FOLDER / "python/requirements.txt",
    [str(VENV / "bin/python"), str(FOLDER / "python/peer.py")],
    r"inngest==(\S+)",
    [
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        [
            str(VENV / "bin/pip"),
            "install",
            "--quiet",
            "--no-deps",
            "-r",
            str(FOLDER / "python/requirements.txt"),
        ],
    ],
)
TYPESCRIPT = Peer(
    "typescript",
    "TypeScript SDK",
    FOLDER / "typescript/package-lock.json",
    ["node", str(FOLDER / "typescript/peer.mjs")],
    r'"inngest": "(\S+)"',
    [["npm", "ci", "--silent", "--prefix", str(FOLDER / "typescript")]],
)
GO = go("go", "Go SDK", "github.com/inngest/inngestgo", "sdk")
SERVER = go("server", "self-hosted server", "github.com/inngest/inngest", "server")

SDKS = [PYTHON, TYPESCRIPT, GO]


def prepare(peer, say):
    """Install or build a peer, unless that was done with these versions."""
    stamp = BUILD / f"{peer.name}.stamp"
    wanted = json.dumps([peer.lock.read_text(), *peer.install])
    compiled = peer.install[0][0] == "go"
    if not compiled and stamp.exists() and stamp.read_text() == wanted:
        return
    if not compiled:
        say(f"installing the {peer.title} {version(peer)}")
    BUILD.mkdir(exist_ok=True)
    for command in peer.install:
        # From here, because npm reads the .npmrc of the folder that it is called in.
        subprocess.run(command, cwd=peer.lock.parent, check=True, stdin=subprocess.DEVNULL, env=environment())
    stamp.write_text(wanted)


def version(peer):
    return re.search(peer.pattern, peer.lock.read_text()).group(1)


def environment():
    """Our own, less what would configure an SDK."""
    return {name: value for name, value in os.environ.items() if not name.startswith("INNGEST_")}
