"""Settings and apps, as the driver protocol writes them."""

from __future__ import annotations

from fields import read_integer, read_pairs, read_text

from signkey import App, Config

Pairs = list[tuple[str, str]]


def read_texts(field: bytes) -> Pairs:
    return [(read_text(name), read_text(value)) for name, value in read_pairs(field)]


def make_config(settings: Pairs, variables: Pairs) -> Config:
    # The first of a name counts.
    return Config(dict(reversed(variables)), **dict(settings))  # type: ignore[arg-type]


def read_app(field: bytes) -> App:
    told = dict(reversed(read_texts(field)))
    return App(
        id=told.get("id", ""),
        sdk=told.get("sdk", ""),
        language=told.get("language", ""),
        framework=told.get("framework", ""),
        functions=read_integer(told.get("functions", "").encode()),
        trust_probe=told.get("trust_probe") == "1",
        connect=told.get("connect") == "1",
    )
