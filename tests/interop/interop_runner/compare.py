"""How a peer's answer relates to signkey's."""

from enum import Enum
from typing import NamedTuple

from .questions import SIGNING, VERIFYING


class Relation(Enum):
    """Names of the columns of the counts."""

    BOTH_ACCEPT = "both accept"
    BOTH_REFUSE = "both refuse"
    PEER_ACCEPTS = "only the peer accepts"
    SIGNKEY_ACCEPTS = "only signkey accepts"
    DIFFERENT = "both answer, differently"
    NOT_ASKED = "cannot be asked"


# What needs no reason.
AGREEMENT = {Relation.BOTH_ACCEPT, Relation.BOTH_REFUSE, Relation.NOT_ASKED}


class Answer(NamedTuple):
    """`ok` and its first value, `error` and signkey's code, `refused`, or `unsupported` and the part."""

    verdict: str
    detail: str

    @property
    def accepts(self):
        return self.verdict == "ok"


class BadAnswer(Exception):
    """A line that is no answer, or says that the question itself was wrong."""


def read_answer(line, verdicts):
    verdict, *values = line.decode().split("\t")
    answer = Answer(verdict, values[0] if values else "")
    if verdict not in verdicts or answer in MISTAKES:
        raise BadAnswer(f"answered {line!r}")
    return answer


def from_signkey(line):
    return read_answer(line, {"ok", "error"})


def from_peer(line):
    return read_answer(line, {"ok", "refused", "unsupported"})


MISTAKES = {Answer("error", "unsupported"), Answer("error", "invalid_argument")}


def relation(question, ours, theirs):
    if theirs.verdict == "unsupported":
        return Relation.NOT_ASKED
    if not theirs.accepts:
        return Relation.SIGNKEY_ACCEPTS if ours.accepts else Relation.BOTH_REFUSE
    if not ours.accepts:
        return Relation.PEER_ACCEPTS
    same = value(question, ours, blank_counts=False) == value(question, theirs, blank_counts=True)
    return Relation.BOTH_ACCEPT if same else Relation.DIFFERENT


def value(question, answer, *, blank_counts):
    """What an accepting answer says: the text of the key, or what was made."""
    if question.request in SIGNING or question.request not in VERIFYING:
        return answer.detail
    keys = question.field("keys").split(",")
    if not blank_counts:
        keys = [key for key in keys if not is_blank(key)]
    return keys[int(answer.detail)]


def is_blank(key):
    return key == "-" or not bytes.fromhex(key).strip(b" \t\n\f\r")
