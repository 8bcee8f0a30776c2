"""What all exceptions of signkey derive from."""

from __future__ import annotations

from typing import ClassVar


class SignkeyError(ValueError):
    """What all errors of signkey derive from. Only its subclasses are raised.

    Codes and numbers are the same in every language that signkey is for, and never change. No error
    holds a part of a key or of a message, so they are safe to log.
    """

    code: ClassVar[str]
    """The ``snake_case`` name, such as ``"expired"``."""
    number: ClassVar[int]
    """The number of the code."""
    http_status: ClassVar[int]
    """The HTTP status with which an endpoint should answer."""
    sentence: ClassVar[str]
    """What the code means, for people, without the details of one error."""
    docs: ClassVar[str]
    """Where the documentation of signkey says more, as a path in its repository."""

    position: int | None
    """Where in the input, if known: the character of a key, counted from 1, or the byte of a JSON
    document, counted from 0."""
    skew_seconds: int | None
    """For ``expired`` and ``not_yet_valid``: the distance in seconds between the signature's
    timestamp and the clock."""
    setting: str | None
    """The name of the option or variable that causes the error, if known."""
    hint: str | None
    """What the operator of an app can do about this error, for logs and tests: a sentence without a
    final stop. The class has what can be said of all errors of its code."""

    def __init__(
        self,
        message: str | None = None,
        *,
        position: int | None = None,
        skew_seconds: int | None = None,
        setting: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(self.sentence if message is None else message)
        self.position = position
        self.skew_seconds = skew_seconds
        self.setting = setting
        if hint is not None:
            self.hint = hint

    def add_note(self, note: str, /) -> None:
        """Adds a note; the one that names an argument goes into the message."""
        if not _name_argument(self, note):
            super().add_note(note)


class ArgumentTypeError(TypeError):
    """An argument of a call is of the wrong type. The message names it, and the type given."""

    def add_note(self, note: str, /) -> None:
        """Adds a note; the one that names the argument goes into the message."""
        if not _name_argument(self, note):
            super().add_note(note)


def _name_argument(error: Exception, note: str) -> bool:
    """Puts the argument that the native module notes in front of what is wrong with it."""
    quoted = note.removeprefix(_NOTE)
    if quoted == note or not str(error).startswith("must "):
        return False
    error.args = (f"argument {quoted}: {error}",)
    return True


# How PyO3 notes which argument it was reading.
_NOTE = "while processing "
