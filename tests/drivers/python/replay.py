"""`replay_messages`: a sequence of messages to endpoints that accept each once."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fields import read_flag, read_integer, read_optional, read_text

from signkey import Admission, Endpoint, Keyring, ReplayGuard, SignkeyError
from signkey.errors import InvalidArgumentError

HEADER = "x-inngest-signature"
CLAIMS = {"first", "again", "unavailable"}

Row = list[bytes | None]


class NoStore:
    """Makes endpoints ask for claims; the messages say what is answered."""

    def claim(self, claim_id: str, lifetime: int, /) -> Any:
        raise NotImplementedError


def read_rows(field: bytes, parts: int) -> list[Row]:
    """Rows between commas, their parts between equals signs; an empty field holds none."""
    rows = [list(map(read_optional, row.split(b"="))) for row in field.split(b",")] if field else []
    if any(len(row) != parts for row in rows):
        raise InvalidArgumentError
    return rows


def required(part: bytes | None) -> bytes:
    if part is None:
        raise InvalidArgumentError
    return part


def read_guard(field: bytes) -> list[int] | None:
    if field == b"-":
        return None
    numbers = list(map(read_integer, field.split(b":")))
    if len(numbers) != 3:
        raise InvalidArgumentError
    return numbers


def read_store(field: bytes) -> dict[str, Any]:
    if field == b"-":
        return {}
    skew, colon, admit_unclaimed = field.partition(b":")
    if not colon:
        raise InvalidArgumentError
    return {
        "replay_store": NoStore(),
        "replay_skew": read_integer(skew),
        "admit_unclaimed": read_flag(admit_unclaimed),
    }


@dataclass
class Message:
    endpoint: int
    method: str
    header: bytes | None
    body: bytes
    now: int
    claim: str | None
    response: tuple[bytes, int] | None
    signature: bytes | None

    @classmethod
    def read(cls, row: Row, endpoints: int) -> Message:
        endpoint, method, header, body, now, claim, response, timestamp, signature = row
        index = read_integer(required(endpoint))
        answer = None if claim is None else read_text(claim)
        if index >= endpoints or (answer is not None and answer not in CLAIMS):
            raise InvalidArgumentError
        return cls(
            index,
            read_text(required(method)),
            header,
            required(body),
            read_integer(required(now)),
            answer,
            None if response is None else (response, read_integer(required(timestamp))),
            signature,
        )

    def send(self, endpoint: Endpoint) -> tuple[Admission, str]:
        """Sends it; what the store was asked."""
        headers = [] if self.header is None else [(HEADER, self.header)]
        admission = endpoint.admit(self.method, headers)
        if admission.at_most is not None:
            admission.receive(self.body, "ended", self.now)
        asked = admission.claim
        if asked is not None:
            if self.claim is None:
                raise InvalidArgumentError
            admission.receive_claim(self.claim)  # type: ignore[arg-type]
        return admission, described(asked)

    def respond(self, admission: Admission) -> str:
        """Answers it, if it was verified; what the store is asked."""
        signature: str | bytes | None = self.signature
        if admission.verified is None:
            return "-"
        if self.response is not None:
            body, timestamp = self.response
            signature = admission.sign(body, timestamp=timestamp)
        return described(None if signature is None else admission.response_claim(signature))


def replay_messages(
    keys_field: bytes,
    guard_field: bytes,
    store_field: bytes,
    endpoints_field: bytes,
    messages_field: bytes,
) -> list[str]:
    keys = [read_optional(field) for field in keys_field.split(b",")]
    numbers, store = read_guard(guard_field), read_store(store_field)
    windows = [
        (read_text(required(name)), read_integer(required(past)), read_integer(required(future)))
        for name, past, future in read_rows(endpoints_field, 3)
    ]
    messages = [Message.read(row, len(windows)) for row in read_rows(messages_field, 9)]

    guard = None
    if numbers is not None:
        entries, past, future = numbers
        guard = ReplayGuard(entries, past=past, future=future)
    keyring: Keyring | SignkeyError
    try:
        keyring = Keyring(*keys)
    except SignkeyError as error:
        keyring = error
    endpoints = [
        Endpoint(keyring, name=name, past=past, future=future, replay_guard=guard, **store)
        for name, past, future in windows
    ]
    verdicts, claims, response_claims = [], [], []
    for message in messages:
        admission, asked = message.send(endpoints[message.endpoint])
        verdicts.append(verdict(admission))
        claims.append(asked)
        response_claims.append(message.respond(admission))
    last = messages[-1].now if messages else 0
    fullness = "-" if guard is None else str(math.floor(100.0 * guard.fullness(last) + 0.5))
    return [",".join(verdicts), ",".join(claims), ",".join(response_claims), fullness]


def verdict(admission: Admission) -> str:
    if admission.refusal is not None:
        return admission.refusal.error.code
    return "unverified" if admission.verified is None else "verified"


def described(asked: tuple[str, int] | None) -> str:
    return "-" if asked is None else f"{asked[0]}:{asked[1]}"


# What answers a request, and how many fields it has.
REQUESTS: dict[bytes, tuple[Callable[..., list[str]], int]] = {
    b"replay_messages": (replay_messages, 5)
}
