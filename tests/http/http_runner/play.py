"""Playing a case on a running server: what came back, and what is wrong with it."""

import time
from dataclasses import dataclass

from . import http1, http2, memory
from .answer import SIGNATURE, Answer, NoAnswer, Outcome, json_object
from .case import Case, case
from .expect import Expectation, Told
from .request import Request, get

CONVERSE = {"h1": http1.converse, "h2": http2.converse}
HOOKS = case("hooks", "unprotected", get("/hooks"), Told({}))
# They belong to connections of HTTP/1 (RFC 9113, section 8.2.2).
NOT_IN_HTTP2 = {"connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"}
# A hook may run after the answer has left.
SETTLE = 1.0


@dataclass
class Result:
    case: Case
    outcomes: list[Outcome]
    problems: list[str]

    def pairs(self) -> list[tuple[Request, Expectation, Outcome]]:
        return list(zip(self.case.requests, self.case.expects, self.outcomes, strict=True))


def play(port: int, pid: int, protocol: str, case: Case) -> Result:
    """Play one case; every fault of the connection is an outcome, not an exception."""
    before = hooks(port, protocol) if case.hooks is not None else {}
    measured = case.memory is not None and memory.can_be_measured()
    peak = memory.Peak(pid) if measured else None
    try:
        outcomes = CONVERSE[protocol](port, case)
    except OSError as error:
        outcomes = [NoAnswer(NoAnswer.CLOSED, str(error)) for _ in case.requests]
    result = Result(case, outcomes, [])
    for number, (request, expectation, outcome) in enumerate(result.pairs(), 1):
        which = f"request {number}: " if len(outcomes) > 1 else ""
        found = expectation.problems(outcome, request) + always(outcome, protocol)
        result.problems += [which + problem for problem in found]
    if peak and peak.growth() > case.memory:
        result.problems.append(f"the server grew by {peak.growth():,} bytes; {case.memory:,} are allowed")
    if case.hooks is not None:
        result.problems += called(port, protocol, before, case.hooks)
    if case.ending:
        result.problems += serves(port, protocol)
    return result


def always(outcome: Outcome, protocol: str) -> list[str]:
    """What no answer may do, whatever is expected."""
    found = []
    if any(name == SIGNATURE for _, headers in outcome.interim for name, _ in headers):
        found.append("an answer 1xx is signed")
    if protocol == "h2" and isinstance(outcome, Answer):
        found += [f"a header {name} in HTTP/2" for name, _ in outcome.headers if name in NOT_IN_HTTP2]
    return found


def serves(port: int, protocol: str) -> list[str]:
    """Whether another client is served."""
    try:
        hooks(port, protocol)
    except (OSError, ValueError) as error:
        return [f"the next client is not served: {error}"]
    return []


def hooks(port: int, protocol: str) -> dict[str, dict[str, int]]:
    """How often the hooks were called so far."""
    [outcome] = CONVERSE[protocol](port, HOOKS)
    told = json_object(outcome.body) if isinstance(outcome, Answer) and outcome.status == 200 else {}
    if set(told) != {"refused", "warning"}:
        raise ValueError(f"GET /hooks: {outcome}")
    return told


def called(port: int, protocol: str, before: dict, wanted: dict) -> list[str]:
    """What is wrong with how often the hooks were called, once they have had their time."""
    deadline = time.monotonic() + SETTLE
    while True:
        now = hooks(port, protocol)
        found = {kind: more(before[kind], now[kind]) for kind in now}
        expected = {kind: wanted.get(kind, {}) for kind in now}
        if found == expected:
            return []
        if time.monotonic() > deadline:
            return [f"hooks called {expected} expected, got {found}"]
        time.sleep(0.02)


def more(before: dict[str, int], now: dict[str, int]) -> dict[str, int]:
    return {code: count - before.get(code, 0) for code, count in now.items() if count != before.get(code, 0)}
