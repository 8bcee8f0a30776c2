"""Findings that are meant to be there."""

import tomllib

from .files import Finding

LIST = "scripts/house.toml"


def apply(root, findings):
    """Return the findings that are no exceptions, and what is wrong with the list."""
    entries = tomllib.loads((root / LIST).read_text(encoding="utf-8")).get("exception", [])
    problems = [
        Finding(LIST, 1, "exception", f"{entry} needs path, rule, texts and reason")
        for entry in entries
        if entry.keys() != {"path", "rule", "texts", "reason"} or not entry["reason"].strip()
    ]
    if problems:
        return findings, problems
    allowed = {(entry["path"], entry["rule"], text) for entry in entries for text in entry["texts"]}
    found = {(finding.path, finding.rule, finding.text) for finding in findings}
    left = [finding for finding in findings if (finding.path, finding.rule, finding.text) not in allowed]
    idle = sorted(allowed - found)
    return left, [Finding(LIST, 1, "exception", f"nothing needs {rule} {text} in {path}") for path, rule, text in idle]
