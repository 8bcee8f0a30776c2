"""What the builders of all folders share.

An author states what is expected; the reference or the model computes it too, and a difference stops
the generator. So an expectation is wrong only if both are.
"""

from .encoding import put

NOW = 1_700_000_000
MINUTES_5 = 300


class Disagreement(Exception):
    """The author of a case and the reference expect different answers."""


def require(id, found, expected):
    if found != expected:
        raise Disagreement(f"{id}: the author says {expected!r}, the model {found!r}")


class Vectors:
    """The cases of one file, in the order in which they were added."""

    def __init__(self, comment):
        self.comment = comment
        self.cases = []

    def document(self):
        return {"schema": 1, "comment": self.comment, "cases": self.cases}

    def line(self, id, line, error, comment):
        """A request line as it is, for what no well-formed request can express."""
        case = {"id": id, "comment": comment, "request": "line"}
        put(case, "line", line)
        self._add(case, {"error": error})

    def _add(self, case, expect):
        case["expect"] = expect
        self.cases.append(case)
