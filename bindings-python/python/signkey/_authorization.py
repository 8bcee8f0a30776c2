"""The credential of a call to the platform's API."""

from __future__ import annotations

from typing import NoReturn, SupportsIndex


class Authorization(str):
    """The value of an ``Authorization`` header: a secret, and text as HTTP clients want it.

    Its ``repr`` is redacted, so that it does not show where headers do; it cannot be pickled or
    copied.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "<signkey.Authorization redacted>"

    def __reduce_ex__(self, protocol: SupportsIndex, /) -> NoReturn:
        message = "an Authorization cannot be pickled or copied"
        raise TypeError(message)
