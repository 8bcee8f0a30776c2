"""A case: requests on one connection and what each is answered; and where the cases are."""

import importlib
import pkgutil
from dataclasses import dataclass, replace

import cases as folder

from .expect import Expectation, Gone
from .request import Request

BOTH = ("h1", "h2")
H1 = ("h1",)
H2 = ("h2",)

HALF_CLOSED = "half closed"
CLOSED = "closed"
RESET = "reset"


@dataclass(frozen=True)
class Case:
    slug: str
    why: str
    requests: tuple[Request, ...]
    expects: tuple[Expectation, ...]
    protocols: tuple[str, ...] = BOTH
    together: bool = False
    """All requests are sent before an answer is read: pipelined, or streams at once."""
    ending: str | None = None
    """What the client does after sending: stops sending, leaves, or resets the connection (a stream in HTTP/2)."""
    slow: bool = False
    """It waits, so other cases go on meanwhile."""
    hooks: dict[str, dict[str, int]] | None = None
    """How often hooks are called on the way."""
    memory: int | None = None
    """By how many bytes the server may grow."""
    theme: str = ""

    @property
    def id(self) -> str:
        return f"{self.theme}/{self.slug}"

    @property
    def variants(self) -> set[str]:
        return {request.variant for request in self.requests if request.path.count("/") > 1}


def case(slug, why, request, expect, **more) -> Case:
    """A case of one request."""
    return Case(slug, why, (request,), (expect,), **more)


def leaves(slug, why, request, ending, **more) -> Case:
    """A case whose client leaves."""
    return Case(slug, why, (request,), (Gone(),), ending=ending, **more)


def talk(slug, why, *exchanges, **more) -> Case:
    """A case of several requests on one connection, each with its expectation."""
    requests, expects = zip(*exchanges, strict=True)
    return Case(slug, why, requests, expects, **more)


def load() -> list[Case]:
    """All cases, theme by theme; their ids are unique."""
    found = []
    for module in pkgutil.iter_modules(folder.__path__):
        theme = module.name.replace("_", "-")
        themed = importlib.import_module(f"cases.{module.name}").CASES
        found += [replace(one, theme=theme) for one in themed]
    ids = [one.id for one in found]
    twice = {name for name in ids if ids.count(name) > 1}
    if twice:
        raise ValueError(f"two cases are called {', '.join(sorted(twice))}")
    return found
