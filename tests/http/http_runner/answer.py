"""What came of a request: an answer, or none."""

import json
from dataclasses import dataclass, field

Headers = list[tuple[str, str]]

PROBE = "x-probe"
SIGNATURE = "x-inngest-signature"


@dataclass
class Answer:
    """A final answer, received to its end. Names of headers are in lower case."""

    status: int
    headers: Headers
    body: bytes
    interim: list[tuple[int, Headers]] = field(default_factory=list)
    """Answers 1xx before it."""
    seconds: float = 0.0
    """Between the first byte of the body and the end."""
    closes: bool = False
    """Whether the connection ends with it."""

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]

    def one(self, name: str) -> str | None:
        values = self.all(name)
        return values[0] if len(values) == 1 else None

    @property
    def admitted(self) -> bool:
        """Whether the handler wrote it."""
        return bool(self.all(PROBE))

    @property
    def facts(self) -> dict:
        """What the handler saw; empty if that cannot be read."""
        return json_object(self.one(PROBE) or "")

    @property
    def code(self) -> str | None:
        return json_object(self.body).get("code")

    def __str__(self):
        body = self.body if len(self.body) <= 200 else self.body[:200] + b"..."
        probe = f", handled: {self.one(PROBE)}" if self.admitted else ""
        return f"{self.status} {body!r}{probe}"


@dataclass
class NoAnswer:
    """The connection or stream ended, or nothing came in time, or what came is not HTTP."""

    CLOSED = "closed without an answer"
    TIMEOUT = "no answer in time"
    MALFORMED = "not an HTTP answer"

    kind: str
    detail: str = ""

    admitted = False
    interim = ()

    def __str__(self):
        return f"{self.kind}: {self.detail}" if self.detail else self.kind


Outcome = Answer | NoAnswer


def json_object(text: str | bytes) -> dict:
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
