"""Which files there are, and which of them people write by hand."""

import subprocess
from pathlib import Path
from typing import NamedTuple

LANGUAGES = {
    ".rs": "rust",
    ".go": "go",
    ".py": "python",
    ".pyi": "python",
    ".ts": "javascript",
    ".mts": "javascript",
    ".cts": "javascript",
    ".js": "javascript",
    ".mjs": "javascript",
    ".c": "c",
    ".h": "c",
}


class Finding(NamedTuple):
    """Something that a rule forbids."""

    path: str
    line: int
    rule: str
    text: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.rule}: {self.text}"


class Source(NamedTuple):
    """A file that somebody wrote."""

    path: str
    language: str
    text: str


def tracked(root):
    """The paths of all files of the repository, new ones included, those that are ignored not."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    return sorted(path for path in set(listed.split("\0")) if path and (root / path).is_file())


def generated(root):
    """The paths that the patterns of generated.txt match, and the patterns that match none."""
    found, idle = set(), []
    for pattern in patterns(root):
        matched = [str(path.relative_to(root)) for path in root.glob(pattern)]
        found.update(matched)
        if not matched:
            idle.append(pattern)
    return found, idle


def patterns(root):
    lines = (root / "scripts/generated.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def sources(root):
    """Every hand-written source of a language that is known here."""
    made, _ = generated(root)
    for path in tracked(root):
        if path in made:
            continue
        language = LANGUAGES.get(Path(path).suffix) or script(root / path)
        if language:
            yield Source(path, language, (root / path).read_text(encoding="utf-8"))


def script(path):
    """The language of a program without a suffix."""
    if path.suffix:
        return None
    with path.open("rb") as file:
        first = file.readline()
    if not first.startswith(b"#!"):
        return None
    return "python" if b"python" in first else "shell"
