"""What all adapters share: an endpoint, a clock, and who is told what it says."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import ClassVar, Generic, TypedDict, TypeVar, Unpack

from signkey._error import SignkeyError
from signkey._signkey import Endpoint, Refusal, RequestWarning
from signkey.errors import BodyUnavailableError

LOGGER = logging.getLogger("signkey")

Request = TypeVar("Request")


class Options(TypedDict, Generic[Request], total=False):
    """The options of every adapter.

    The hooks are called with each request that is refused, and with each that contradicts the mode.
    By default both go to the logger ``signkey``: what the operator of the app has to mend as a
    warning, everything else as debug. ``clock`` is the time in seconds since 1970-01-01 00:00 UTC,
    for tests to replace.
    """

    on_refused: Callable[[Request, SignkeyError], object] | None
    on_warning: Callable[[Request, RequestWarning], object] | None
    clock: Callable[[], float] | None


class Adapter(Generic[Request]):
    """An endpoint, which says what requests get in, and the options of every adapter."""

    __slots__ = ("_clock", "_endpoint", "_on_refused", "_on_warning")

    BODY_FIX: ClassVar[str]
    """What to do in this framework if something in front has taken the body."""

    def __init__(self, endpoint: Endpoint, **options: Unpack[Options[Request]]) -> None:
        given: object = endpoint
        if not isinstance(given, Endpoint):
            message = f"argument 'endpoint': must be Endpoint, not {type(given).__name__}"
            raise TypeError(message)
        self._endpoint = endpoint
        for name in options:
            if name not in Options.__optional_keys__:
                raise TypeError(unknown_option(name, Options.__optional_keys__))
        self._on_refused = options.get("on_refused")
        self._on_warning = options.get("on_warning")
        self._clock = options.get("clock")

    def now(self) -> int | None:
        """The time; ``None`` for that of ``time.time()``."""
        return None if self._clock is None else int(self._clock())

    def warn(self, request: Request, warning: RequestWarning) -> None:
        """Tells of a request that contradicts the mode."""
        if self._on_warning is None:
            LOGGER.debug("%s: %s", warning.code, warning)
        else:
            self._on_warning(request, warning)

    def refuse(self, request: Request, refusal: Refusal) -> Refusal:
        """Tells of a request that is refused, or of a response that cannot be signed."""
        if self._on_refused is None:
            level = logging.WARNING if refusal.is_fault else logging.DEBUG
            if LOGGER.isEnabledFor(level):
                fix = isinstance(refusal.error, BodyUnavailableError)
                LOGGER.log(level, f"%s: {self.BODY_FIX}" if fix else "%s", refusal.log)
        else:
            error = refusal.error
            if isinstance(error, BodyUnavailableError):
                error.hint = f"{error.hint}: {self.BODY_FIX}"
            self._on_refused(request, error)
        return refusal


def unknown_option(given: str, known: Iterable[str]) -> str:
    """That there is no such option, with the one that was probably meant; else with all of them."""
    from difflib import get_close_matches  # noqa: PLC0415 - for an error alone

    names = sorted(known)
    for name in get_close_matches(given, names, 1):
        return f"there is no option {given!r}; did you mean {name!r}?"
    return f"there is no option {given!r}, but {', '.join(names)}"


def refuse_to_sign(endpoint: Endpoint, form: str, instead: str) -> None:
    """Refuses an endpoint that signs, where other code sends the response behind ``form``."""
    if endpoint.sign_responses:
        message = f"{form} cannot sign responses, since other code sends them; use {instead}"
        raise TypeError(message)
