"""Counts the instructions of the functions `counted_*` of core/examples/instructions.rs."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

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


def count(*arguments: str) -> list[tuple[str, int, int]]:
    """Runs the example under callgrind. For each call: its name and number, as the example prints
    them, and the instructions that it took."""
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
            f"--callgrind-out-file={dump}",
        ]
        run = subprocess.run(
            [*valgrind, program, *arguments], capture_output=True, text=True, check=False
        )
        if run.returncode != 0:
            sys.exit(f"the example failed:\n{run.stdout[-2000:]}{run.stderr[-2000:]}")
        calls = [line.rsplit(" ", 1) for line in run.stdout.splitlines()]
        counts = [summary(pathlib.Path(f"{dump}.{at}")) for at in range(1, len(calls) + 1)]
        if pathlib.Path(f"{dump}.{len(calls) + 1}").exists():
            sys.exit("callgrind saw more calls than the example printed")
    return [(name, int(number), count) for (name, number), count in zip(calls, counts)]


def summary(dump: pathlib.Path) -> int:
    """The number of instructions of a dump."""
    for line in dump.read_text().splitlines():
        if line.startswith("summary: "):
            return int(line.split()[1])
    sys.exit(f"{dump.name} has no summary")
