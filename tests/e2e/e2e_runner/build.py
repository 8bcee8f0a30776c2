"""Building the server from the Go module proxy, and the Go app. Both are kept in .build."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

E2E = Path(__file__).resolve().parent.parent
BUILD = E2E / ".build"
SERVER = BUILD / "inngest"
GO_APP = BUILD / "go-app"
MODULE = E2E / "server"
NAME = "github.com/inngest/inngest"
LOCK = MODULE / "go.mod"
STAMP = BUILD / "server.stamp"


class NotBuilt(Exception):
    """The server could not be built; says why."""


def has_server():
    """Whether the server was built of these versions before."""
    return SERVER.exists() and STAMP.exists() and STAMP.read_text() == versions()


def versions():
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def server(say):
    """Build the server, unless it is there."""
    if has_server():
        return
    say("building the server from the Go module proxy; this takes some minutes, once")
    BUILD.mkdir(exist_ok=True)
    source = copy_source()
    try:
        # The committed go.mod, and in it our copy in place of the module that it names.
        modfile = shutil.copy(LOCK, BUILD / "go.mod")
        shutil.copy(LOCK.with_suffix(".sum"), BUILD / "go.sum")
        go("mod", "edit", f"-replace={NAME}={source}", modfile)
        flags = [f"-modfile={modfile}", "-trimpath", "-ldflags=-s -w"]
        go("build", *flags, "-o", SERVER, f"{NAME}/cmd", cwd=MODULE)
    finally:
        shutil.rmtree(source)
    STAMP.write_text(versions())


def copy_source():
    """A copy of the module, verified by go.sum, with a page of documentation for it to embed.

    The module embeds a folder of its website that the proxy's archive does not have, and without a
    file there it does not compile.
    """
    found = go("mod", "download", "-json", NAME, cwd=MODULE)
    source = BUILD / "source"
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(json.loads(found)["Dir"], source)
    for folder, _, _ in os.walk(source):
        os.chmod(folder, 0o755)
    pages = source / "internal/embeddocs/website/pages/docs"
    pages.mkdir(parents=True, exist_ok=True)
    (pages / "none.md").write_text("This build has no documentation.\n")
    return source


def go_app():
    """Build the Go app, which takes no time if nothing changed."""
    BUILD.mkdir(exist_ok=True)
    go("build", "-o", GO_APP, ".", cwd=E2E / "apps/go")


def go(*arguments, cwd=E2E):
    try:
        return subprocess.run(["go", *arguments], cwd=cwd, check=True, stdout=subprocess.PIPE).stdout
    except (OSError, subprocess.CalledProcessError) as problem:
        raise NotBuilt(str(problem)) from problem
