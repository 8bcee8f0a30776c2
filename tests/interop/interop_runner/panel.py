"""signkey in all its languages, and the peers, before the same questions."""

from conformance_runner import drivers

from . import compare
from .peers import SDKS, SERVER

TIMEOUT = 300


class Failed(Exception):
    """Somebody could not be started, died, or gave an answer that is none."""


class Panel:
    """Everybody who is asked."""

    def __init__(self, languages):
        self.languages = {}
        for language in languages:
            command = drivers.launch(language)
            if command is None:
                raise Failed(f"driver {language}: could not be built or found")
            self.languages[language] = command

    def ask(self, questions):
        """The answers to each question: signkey's, and the peers' by name."""
        lines = [question.line for question in questions]
        ours = self.agreed(questions, lines)
        theirs = {peer.name: answers(peer.name, peer.command, lines, compare.from_peer) for peer in SDKS}
        for index, answer in enumerate(ours):
            yield answer, {name: column[index] for name, column in theirs.items()}

    def agreed(self, questions, lines):
        """What signkey answers in all languages alike."""
        columns = {
            language: answers(language, command, lines, compare.from_signkey)
            for language, command in self.languages.items()
        }
        for question, *row in zip(questions, *columns.values(), strict=True):
            if len(set(row)) != 1:
                raise Failed(f"{question.id}: signkey answers {dict(zip(columns, row, strict=True))}")
        return next(iter(columns.values()))


def ask_server(tokens):
    """Does the server accept each of these (key, token) pairs for its API?"""
    lines = [f"accepts_token\t{key}\t{token}".encode() for key, token in tokens]
    return [answer.accepts for answer in answers(SERVER.name, SERVER.command, lines, compare.from_peer)]


def answers(name, command, lines, read):
    run = drivers.run(command, lines, TIMEOUT)
    if run.problem:
        raise Failed(f"{name}: {run.problem}")
    try:
        return [read(line) for line in run.answers]
    except compare.BadAnswer as problem:
        raise Failed(f"{name}: {problem}") from problem
