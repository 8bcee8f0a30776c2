"""Runs a program of this folder in a virtual environment of its own, with what requirements.txt pins."""

import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = HERE / "requirements.txt"
STAMP = VENV / "requirements.txt"


def enter():
    """Start the running program anew in the environment, unless it is there."""
    if Path(sys.prefix) == VENV:
        return
    install()
    os.execv(PYTHON, [PYTHON, *sys.argv])


def install():
    """Install what is pinned, unless that is what stands there."""
    if STAMP.exists() and STAMP.read_bytes() == REQUIREMENTS.read_bytes():
        return
    venv.create(VENV, with_pip=True, clear=True)
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--requirement", REQUIREMENTS]
    subprocess.run(pip, check=True)
    STAMP.write_bytes(REQUIREMENTS.read_bytes())
