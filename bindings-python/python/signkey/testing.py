"""Signed requests for the tests of applications.

>>> kit = TestKit(now=1_700_000_000)
>>> request = kit.expired(b'{"event":{}}')
>>> kit.keyring.verify_request(request.body, request.header, now=kit.now)
Traceback (most recent call last):
signkey.errors.ExpiredError: the signature is authentic but too old: signed 301 seconds ago

An application under test takes the kit's keyring in place of its own, and ``clock=kit.clock`` in
the middleware of ``signkey.asgi`` and ``signkey.wsgi``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from signkey import _signkey
from signkey._signkey import HEADER_NAME, TEST_KEY, Keyring

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["TEST_KEY", "TestKit", "TestRequest"]


@dataclass(frozen=True)
class TestRequest:
    """A request as the platform would send it."""

    # Not a class of tests, whatever its name says to pytest.
    __test__: ClassVar[bool] = False

    body: bytes
    """The bytes to send."""
    header: str
    """The value of ``X-Inngest-Signature``."""

    @property
    def headers(self) -> dict[str, str]:
        """The header by its name, for a client to send."""
        return {HEADER_NAME: self.header}


class TestKit:
    """Makes requests signed under ``TEST_KEY``, seen from a clock that stands still.

    ``TEST_KEY`` is public, hence of use in tests only.
    """

    __test__: ClassVar[bool] = False

    keyring: Keyring
    """The keyring that accepts the kit's requests."""
    now: int
    """The time that the kit's clock shows, in seconds since 1970-01-01 00:00 UTC."""

    def __init__(self, now: int = 1_700_000_000) -> None:
        self._kit = _signkey.TestKit(now)
        self.keyring = Keyring(TEST_KEY)
        self.now = now

    def clock(self) -> float:
        """What ``time.time()`` would say."""
        return float(self.now)

    def signed(self, body: Buffer) -> TestRequest:
        """A request that verifies."""
        return TestRequest(*self._kit.signed(body))

    def expired(self, body: Buffer) -> TestRequest:
        """A request signed one second before the default window: ``ExpiredError``."""
        return TestRequest(*self._kit.expired(body))

    def early(self, body: Buffer) -> TestRequest:
        """A request signed one second behind the default window: ``NotYetValidError``."""
        return TestRequest(*self._kit.early(body))

    def tampered(self, body: Buffer) -> TestRequest:
        """A request with one byte more than was signed: ``SignatureMismatchError``."""
        return TestRequest(*self._kit.tampered(body))
