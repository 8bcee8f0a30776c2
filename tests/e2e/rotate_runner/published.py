"""Apps on the published SDKs, built from the registries' packages alone."""

import os
import shutil
import subprocess
from pathlib import Path

from e2e_runner.build import BUILD, E2E, NotBuilt, go

PUBLISHED = E2E / "published"
ROOT = E2E.parent.parent
GO_APP = BUILD / "published-go"
NODE_APP = BUILD / "published-node"
PYTHON = Path(os.environ.get("SIGNKEY_PYTHON", ROOT / ".venv/bin/python"))

COMMANDS = {
    "published-python": [PYTHON, PUBLISHED / "python/app.py"],
    "published-node": ["node", NODE_APP / "app.mjs"],
    "published-go": [GO_APP],
}


def build():
    """Build what is missing."""
    if not PYTHON.exists():
        raise NotBuilt(f"{PYTHON} is not there: make build")
    BUILD.mkdir(exist_ok=True)
    go("build", "-o", GO_APP, ".", cwd=PUBLISHED / "go")
    lock = NODE_APP / "package-lock.json"
    wanted = PUBLISHED / "node/package-lock.json"
    if not lock.exists() or lock.read_bytes() != wanted.read_bytes():
        NODE_APP.mkdir(exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(PUBLISHED / "node" / name, NODE_APP)
        try:
            subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=NODE_APP, check=True)
        except (OSError, subprocess.CalledProcessError) as problem:
            lock.unlink(missing_ok=True)
            raise NotBuilt(str(problem)) from problem
    shutil.copy(PUBLISHED / "node/app.mjs", NODE_APP)
