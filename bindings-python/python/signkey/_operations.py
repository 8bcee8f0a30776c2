"""The answers to operators' questions: about a key, a message that was refused, and a rotation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from signkey._error import SignkeyError

    _Slot = Literal["current", "next"]


class KeyFault(NamedTuple):
    """Why a text is no signing key, without the text. ``str()`` of it is the sentence."""

    error: SignkeyError
    """The error of ``SigningKey``."""
    cause: str
    """What was found, such as ``"quoted"``, ``"masked"`` or ``"byte_order_mark"``; else the code of
    the error."""
    position: int | None
    """The character to look at, counted from 1 as it is seen."""
    character: str | None
    """The name of that character, if it has one here."""
    hint: str
    """What to do about it: a sentence without a final stop."""
    sentence: str
    """What is wrong: a sentence without a final stop."""

    @property
    def code(self) -> str:
        """The code of the error."""
        return self.error.code

    def __str__(self) -> str:
        return self.sentence


class Explanation(NamedTuple):
    """Why a message was refused. ``str()`` of it is a report for people, and ``json`` one for
    programs. No key is in either, and no MAC."""

    code: str
    """The code of the error, or ``"verified"``."""
    cause: str | None
    """The one thing that explains a refusal; docs/explain.md lists them."""
    key: str | None
    """The name of the key that the cause is about, if it is about one."""
    position: int | None
    """Where to look: in a lossy body the byte, from 0; in a key the character, from 1."""
    key_fault: KeyFault | None
    """What is wrong with the key, if that is the cause."""
    sentence: str
    """What explains the verdict: a sentence without a final stop."""
    hint: str | None
    """What to do: a sentence without a final stop."""
    docs: str | None
    """Where the documentation of signkey says more."""
    json: str
    """The report as the text of a JSON object."""
    report: str
    """The report for people."""

    def __str__(self) -> str:
        return self.report

    def __repr__(self) -> str:
        return f"<signkey.Explanation {self.code} {self.cause}>"


class RotationStep(NamedTuple):
    """The next step of a rotation. ``str()`` of it says it to people, and ``json`` to programs."""

    action: str
    """What to do: the ``snake_case`` name of it, such as ``"add_fallback"``."""
    message: str
    """What to do: a sentence without a final stop."""
    reason: str
    """Why that is next: a sentence without a final stop."""
    apps: list[str]
    """The names of the apps that it is about."""
    keys: tuple[_Slot, _Slot | None] | None
    """The keys that these apps are to have: primary and fallback."""
    wait_seconds: int | None
    """For how many seconds to wait."""
    has_downtime: bool
    """Whether requests are refused while the step is taken."""
    is_done: bool
    """Whether no step is left."""
    json: str
    """The step as the text of a JSON object."""
    sentence: str
    """The step for people."""

    def __str__(self) -> str:
        return self.sentence
