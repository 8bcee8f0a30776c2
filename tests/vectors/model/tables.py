"""The tables of the guides in docs/, whose sentences reports quote."""

import re
from pathlib import Path

DOCS = Path(__file__).resolve().parents[3] / "docs"
ROW = re.compile(r"^\| `([a-z0-9_]+)` \| (.+) \| (.+) \|$", re.MULTILINE)


def table(page, heading, *, section=""):
    """Name: (second cell, third cell), for the first table with this heading behind the title of a section."""
    text = (DOCS / page).read_text(encoding="utf-8")
    behind = text[text.index(section) :]
    body = behind.partition(f"{heading}\n| --- | --- | --- |\n")[2].partition("\n\n")[0]
    return {name: (second, third) for name, second, third in ROW.findall(body)}
