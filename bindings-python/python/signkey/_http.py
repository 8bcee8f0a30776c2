"""What the middleware of ``signkey.asgi`` and ``signkey.wsgi`` share: all that is not input and
output."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Generic, TypeVar

from signkey import Endpoint, SignkeyError, Unverified
from signkey.errors import BodyTooLargeError, BodyUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from signkey import Keyring, Verified

App = TypeVar("App")


class Gate(Generic[App]):
    """The options of a middleware, and what follows from them."""

    def __init__(  # noqa: PLR0913 - keyword arguments, each with a default
        self,
        app: App,
        keyring: Keyring | None = None,
        *,
        endpoint: Endpoint | None = None,
        unsigned_methods: Collection[str] = (),
        max_body_size: int = 16 << 20,
        past: int = 300,
        future: int = 300,
        sign_responses: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Protects ``app`` with ``keyring``: every request must carry a valid signature.

        ``endpoint``: in place of a keyring, what says who sends a request; that of
        ``Config.endpoint`` follows the settings, dev mode among them. It has options of its own for
        ``unsigned_methods``, ``past`` and ``future``.

        ``unsigned_methods``: requests of these methods, such as ``{"GET"}``, may pass without a
        signature. One that is present is verified all the same.

        ``max_body_size``: the largest body in bytes; a larger one is answered with status 413.

        ``past``, ``future``: how far a signature may lie behind and ahead of ``clock``, in
        seconds, the borders included.

        ``sign_responses``: sign what the application answers to a verified request, with the key
        that verified it. The whole response is held back for that, so nothing streams.

        ``clock``: the time in seconds since 1970-01-01 00:00 UTC, for tests to replace.
        """
        if isinstance(unsigned_methods, str):
            message = 'unsigned_methods must be a collection such as {"GET"}, not str'
            raise TypeError(message)
        if (keyring is None) == (endpoint is None):
            message = "it takes either a keyring or an endpoint"
            raise TypeError(message)
        if endpoint is None:
            endpoint = Endpoint(
                keyring,
                mode="cloud",
                unsigned_methods={method.upper() for method in unsigned_methods},
                past=past,
                future=future,
                max_json_size=max_body_size,
            )
        elif unsigned_methods or (past, future) != (300, 300):
            message = "unsigned_methods, past and future are those of the endpoint"
            raise TypeError(message)
        self.app = app
        self._endpoint = endpoint
        self._max_body_size = max_body_size
        self._sign_responses = sign_responses
        self._clock = clock

    def _judge(
        self, method: str, headers: Iterable[tuple[str | bytes, str | bytes]], body: bytes
    ) -> Verified | Unverified:
        return self._endpoint.authenticate(
            method=method, headers=headers, body=body, now=int(self._clock())
        )

    def _sign(self, method: str, body: bytes, verified: Verified) -> str:
        # The server sends no body to HEAD, whatever the application hands it.
        sent = b"" if method == "HEAD" else body
        return self._endpoint.keyring.sign_response(
            sent, timestamp=int(self._clock()), key_index=verified.key_index
        )

    def _check_size(self, size: int) -> None:
        if size > self._max_body_size:
            raise BodyTooLargeError


def declared_length(value: str) -> int | None:
    """What ``Content-Length`` says; ``None`` if that is nothing, or nothing that could be true."""
    is_length = value.isascii() and value.isdigit() and len(value) < 20
    return int(value) if is_length else None


def check_complete(size: int, declared: int | None) -> None:
    """Refuses a body of which less is left than was sent."""
    if declared is not None and size < declared:
        raise body_unavailable()


def body_unavailable() -> BodyUnavailableError:
    """The error for a body that something in front has taken, saying what to do."""
    message = (
        f"{BodyUnavailableError.sentence}: put the signkey middleware in front of all that reads"
        " the body"
    )
    return BodyUnavailableError(message)


def refusal(error: SignkeyError) -> bytes:
    """The body of the answer to a refused request."""
    return json.dumps(error.to_dict()).encode()
