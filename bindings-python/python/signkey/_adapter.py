"""What all adapters share: an endpoint, a clock, and who is told what it says."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Generic, TypedDict, TypeVar, Unpack

from signkey._error import SignkeyError
from signkey._signkey import Endpoint, Refusal, RequestWarning

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

    def __init__(self, endpoint: Endpoint, **options: Unpack[Options[Request]]) -> None:
        given: object = endpoint
        if not isinstance(given, Endpoint):
            message = f"argument 'endpoint': must be Endpoint, not {type(given).__name__}"
            raise TypeError(message)
        self._endpoint = endpoint
        if not options.keys() <= Options.__optional_keys__:
            message = (
                f"an adapter has no options but {', '.join(sorted(Options.__optional_keys__))}"
            )
            raise TypeError(message)
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
            LOGGER.log(level, "%s", refusal.log)
        else:
            self._on_refused(request, refusal.error)
        return refusal


def refuse_to_sign(endpoint: Endpoint, form: str, instead: str) -> None:
    """Refuses an endpoint that signs, where other code sends the response behind ``form``."""
    if endpoint.sign_responses:
        message = f"{form} cannot sign responses, since other code sends them; use {instead}"
        raise TypeError(message)
