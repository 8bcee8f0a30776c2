"""What all adapters share: an endpoint, a clock, and who is told what it says."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Generic, Literal, TypeVar

from signkey._error import SignkeyError
from signkey._signkey import Endpoint, Refusal, RequestWarning

LOGGER = logging.getLogger("signkey")

Request = TypeVar("Request")


class Adapter(Generic[Request]):
    """The options of every adapter."""

    __slots__ = ("_clock", "_endpoint", "_on_refused", "_on_warning")

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        on_refused: Callable[[Request, SignkeyError], object] | None = None,
        on_warning: Callable[[Request, RequestWarning], object] | None = None,
        clock: Callable[[], float] | None = None,
    ) -> None:
        """``endpoint`` says which requests get in.

        ``on_refused``, ``on_warning``: called with each request that is refused, and with each that
        contradicts the mode. By default both go to the logger ``signkey``: what the operator of the
        app has to mend as a warning, everything else as debug.

        ``clock``: the time in seconds since 1970-01-01 00:00 UTC, for tests to replace.
        """
        if not isinstance(endpoint, Endpoint):
            message = f"argument 'endpoint': must be Endpoint, not {type(endpoint).__name__}"
            raise TypeError(message)
        self._endpoint = endpoint
        self._on_refused = on_refused
        self._on_warning = on_warning
        self._clock = clock

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


def framing(version: str) -> Literal["head", "unknown"]:
    """How the end of a body is known that a server hands over in this version of HTTP."""
    return "head" if version < "2" else "unknown"


def refuse_to_sign(endpoint: Endpoint, form: str, instead: str) -> None:
    """Refuses an endpoint that signs, where other code sends the response behind ``form``."""
    if endpoint.sign_responses:
        message = f"{form} cannot sign responses, since other code sends them; use {instead}"
        raise TypeError(message)
