"""Signed requests for the tests of applications.

>>> kit = TestKit(now=1_700_000_000)
>>> request = kit.expired(b'{"event":{}}')
>>> kit.keyring.verify_request(request.body, request.header, now=kit.now)
Traceback (most recent call last):
signkey.errors.ExpiredError: the signature is authentic but too old: signed 301 seconds ago

An application under test makes its endpoint with the kit's keyring, and its adapter with
``clock=kit.clock``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from signkey import _signkey
from signkey._signkey import HEADER_NAME, TEST_KEY, TEST_KEY_FALLBACK, Keyring

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["TEST_KEY", "TEST_KEY_FALLBACK", "TestKit", "TestRequest"]


@dataclass(frozen=True, slots=True)
class TestRequest:
    """A request as it would arrive."""

    # Not a class of tests, whatever its name says to pytest.
    __test__: ClassVar[bool] = False

    body: bytes
    """The bytes to send."""
    header: str | None
    """The value of ``X-Inngest-Signature``; ``None`` in a request without the header."""

    @property
    def headers(self) -> dict[str, str]:
        """The header by its name, for a client to send."""
        return {} if self.header is None else {HEADER_NAME: self.header}


class TestKit:
    """Makes requests signed under ``TEST_KEY``, seen from a clock that stands still.

    ``TEST_KEY`` and ``TEST_KEY_FALLBACK`` are public, hence of use in tests only.
    """

    __test__: ClassVar[bool] = False

    keyring: Keyring
    """The keyring that accepts the kit's requests."""
    now: int
    """The time that the kit's clock shows, in seconds since 1970-01-01 00:00 UTC."""

    def __init__(self, now: int = 1_700_000_000) -> None:
        self._kit = _signkey.TestKit(now)
        self.keyring = self._kit.keyring
        self.now = now

    def clock(self) -> float:
        """What ``time.time()`` would say."""
        return float(self.now)

    def signed(self, body: Buffer) -> TestRequest:
        """A request that verifies."""
        return TestRequest(*self._kit.signed(body))

    def fallback_signed(self, body: Buffer) -> TestRequest:
        """A request that verifies under the fallback."""
        return TestRequest(*self._kit.fallback_signed(body))

    def expired(self, body: Buffer) -> TestRequest:
        """A request signed one second before the default window: ``ExpiredError``."""
        return TestRequest(*self._kit.expired(body))

    def early(self, body: Buffer) -> TestRequest:
        """A request signed one second behind the default window: ``NotYetValidError``."""
        return TestRequest(*self._kit.early(body))

    def tampered(self, body: Buffer) -> TestRequest:
        """A request with one byte more than was signed: ``SignatureMismatchError``."""
        return TestRequest(*self._kit.tampered(body))

    def unsigned(self, body: Buffer) -> TestRequest:
        """A request without a signature: ``MissingSignatureError``."""
        return TestRequest(*self._kit.unsigned(body))

    def malformed(self, body: Buffer) -> TestRequest:
        """A request whose header is not of the one form: ``MalformedSignatureError``."""
        return TestRequest(*self._kit.malformed(body))
