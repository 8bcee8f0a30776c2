"""Counts the instructions of the functions `counted_*` of core/examples/instructions."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import NamedTuple, TypeVar

T = TypeVar("T")
# Functions that choose their instructions by what the processor can do.
BY_PROCESSOR = ("sha2::", "simdutf8::", "core::str::converts::from_utf8")

ROOT = pathlib.Path(__file__).resolve().parent.parent


def require_valgrind() -> None:
    """Ends the program if there is no valgrind: as a failure where CI is set."""
    if shutil.which("valgrind"):
        return
    required = bool(os.environ.get("CI"))
    print("=" * 78)
    print(f"{'FAILED' if required else 'SKIPPED'}: no valgrind, so no instruction was counted")
    print("=" * 78, flush=True)
    sys.exit(required)


def summary(dump: pathlib.Path) -> int:
    """All instructions of a call."""
    for line in dump.read_text().splitlines():
        if line.startswith("summary: "):
            return int(line.split()[1])
    sys.exit(f"{dump.name} has no summary")


class Work(NamedTuple):
    """What a call does in the program itself, which no processor and no C library changes."""

    instructions: int
    """Those outside the hash function and the check of UTF-8, which processors do in ways of their own."""
    calls: int
    """Calls of the C library: copies and allocations."""


def work(dump: pathlib.Path) -> Work:
    """The work of a call."""
    instructions = calls = 0
    in_program = by_processor = leaves = False
    lines = iter(dump.read_text().splitlines())
    for line in lines:
        key, _, value = line.partition("=")
        if key == "ob":
            in_program = value.endswith("/instructions")
        elif key == "fn":
            by_processor = value.startswith(BY_PROCESSOR)
        elif key == "cob":
            leaves = not value.endswith("/instructions")
        elif key == "calls":
            calls += int(value.split()[0]) * (in_program and leaves)
            leaves = False
            # What the called function took stands with that function as well.
            next(lines)
        elif line[:1].isdigit() and in_program and not by_processor:
            instructions += int(line.split()[1])
    return Work(instructions, calls)


def count(*arguments: str, read: Callable[[pathlib.Path], T] = summary) -> list[tuple[str, int, T]]:
    """Runs the example under callgrind. For each call: its name and number, as the example prints
    them, and what is read from its dump."""
    build = ["cargo", "build", "--quiet", "--release", "--package", "signkey"]
    subprocess.run([*build, "--example", "instructions"], cwd=ROOT, check=True)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", "target"))
    program = ROOT / target / "release" / "examples" / "instructions"
    with tempfile.TemporaryDirectory() as folder:
        dump = pathlib.Path(folder, "dump")
        valgrind = [
            "valgrind",
            "--tool=callgrind",
            # Two patterns of the same functions, because callgrind takes one action a pattern.
            "--zero-before=*counted_*",
            "--dump-after=instructions::counted_*",
            "--dump-after=instructions::secrets::counted_*",
            f"--callgrind-out-file={dump}",
            # Plain names and numbers, for `work`.
            "--compress-strings=no",
            "--compress-pos=no",
        ]
        run = subprocess.run(
            [*valgrind, program, *arguments], capture_output=True, text=True, check=False
        )
        if run.returncode != 0:
            sys.exit(f"the example failed:\n{run.stdout[-2000:]}{run.stderr[-2000:]}")
        calls = [line.rsplit(" ", 1) for line in run.stdout.splitlines()]
        counts = [read(pathlib.Path(f"{dump}.{at}")) for at in range(1, len(calls) + 1)]
        if pathlib.Path(f"{dump}.{len(calls) + 1}").exists():
            sys.exit("callgrind saw more calls than the example printed")
    return [(name, int(number), count) for (name, number), count in zip(calls, counts)]
