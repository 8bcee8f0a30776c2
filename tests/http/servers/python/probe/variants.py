"""The variants: an endpoint each, and the config that it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from signkey import Config, Endpoint, SignkeyError

PRIMARY = "signkey-test-12345678"
KEYS: Any = {"signing_key": PRIMARY, "signing_key_fallback": "signkey-test-9abcdef0"}
# A request is not refused by all middlewares that take part, but by the first.
refused: Counter[str] = Counter()
warned: Counter[str] = Counter()


class Variant(NamedTuple):
    config: Config
    endpoint: Endpoint


def variant(config: Config | None = None, **options: Any) -> Variant:
    config = config or Config(**KEYS)
    return Variant(config, config.endpoint(**options))


BROKEN = {"INNGEST_DEV": '"0"', "INNGEST_SIGNING_KEY": PRIMARY}
VARIANTS = {
    "plain": variant(),
    "signing": variant(sign_responses=True),
    "limited": variant(sign_responses=True, max_body_size=4096, max_response_size=4096),
    "large": variant(max_body_size=32 << 20),
    "open": variant(sign_responses=True, unsigned_methods=["GET"]),
    "sync": variant(unsigned_sync=True),
    "dev": variant(Config(mode="dev", **KEYS), sign_responses=True),
    "devkeyless": variant(Config(mode="dev")),
    "keyless": variant(Config()),
    "broken": variant(Config(BROKEN)),
    "parsed": variant(),
    "replaced": variant(),
    "odd": variant(),
}
# Its adapter is broken on purpose.
CONTROL = variant()


def on_refused(_: object, error: SignkeyError) -> None:
    refused[error.code] += 1


def on_warning(_: object, warning: Any) -> None:
    warned[warning.code] += 1


HOOKS: Any = {"on_refused": on_refused, "on_warning": on_warning}


def hooks() -> object:
    return {"refused": dict(refused), "warning": dict(warned)}


def start() -> object:
    try:
        Config(**KEYS).endpoint(unsigned_methods=["get"])
    except SignkeyError as error:
        return {"unsigned_methods": error.code}
    return {"unsigned_methods": None}


UNPROTECTED: dict[str, Callable[[], object]] = {"hooks": hooks, "start": start}
