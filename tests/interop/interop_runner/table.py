"""TABLE.md: what peers accept and signkey refuses, and the other way round, each with its reason."""

from . import peers, reasons
from .compare import Relation

PATH = peers.INTEROP / "TABLE.md"
NAMES = {peer.name: peer.title.removesuffix(" SDK") for peer in peers.SDKS}

HEAD = """\
# Differences between signkey and its peers

`tests/interop/run --write` makes this file; `tests/interop/run` fails if it is not what it would make.

Everybody is asked the same {questions} questions: the vectors about signatures and tokens, signatures under empty
keys, {documents} random documents, and a second time whatever anybody signed. A cell counts the differences, and out
of how many questions of the kind. Those that a package cannot be asked are left out.

Peers: {versions}.

## What a peer accepts and signkey refuses
"""

WIDER = """
## What signkey accepts and a peer refuses
"""

OTHERWISE = """
## What both make, differently
"""

COUNTS = """
## Counts
"""


def render(results, documents):
    versions = ", ".join(f"{peer.title} {peers.version(peer)}" for peer in [*peers.SDKS, peers.SERVER])
    head = HEAD.format(questions=results.questions, documents=documents, versions=versions)
    parts = [head, *section(results, reasons.STRICTER), WIDER, *section(results, reasons.WIDER)]
    parts += [OTHERWISE, *section(results, reasons.OTHERWISE), COUNTS, *counts(results)]
    return "\n".join(parts) + "\n"


def section(results, listed):
    yield row("guarantee", "reason", *NAMES.values())
    yield row("---", "---", *["---:"] * len(NAMES))
    for reason in listed:
        cells = (cell(results, reason, peer) for peer in NAMES)
        yield row(reason.guarantee, reason.text, *cells)


def cell(results, reason, peer):
    key = (reason.guarantee, reason.text, peer)
    covered, needed = results.covered[key], results.needed[key]
    return f"{needed} of {covered}" if covered else ""


def counts(results):
    yield row("questions that", *NAMES.values())
    yield row("---", *["---:"] * len(NAMES))
    for relation in Relation:
        yield row(relation.value, *(results.counts[peer][relation] for peer in NAMES))


def row(*cells):
    return f"| {' | '.join(map(str, cells))} |"


def drift(text):
    """What is wrong with the committed file, if anything."""
    if PATH.exists() and PATH.read_text() == text:
        return []
    return [f"{PATH.name} is not what this run makes of it: tests/interop/run --write"]
