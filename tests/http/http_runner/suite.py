"""All cases on one running server."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from . import control
from .answer import NoAnswer
from .case import Case, case
from .expect import NeverAdmitted
from .play import Result, play
from .request import get
from .servers import NotStarted, Process, Server
from .verdict import Verdict, judge

SLOW_AT_ONCE = 4


@dataclass
class Tally:
    """What came of a server: verdicts of cases, and problems beside them."""

    server: Server
    cases: int
    counts: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(Verdict, 0))
    failures: list[tuple[Case, list[str]]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """Programs without which the server cannot run here."""

    def add(self, case: Case, verdict: Verdict, reasons: list[str]):
        self.counts[verdict] += 1
        if verdict is Verdict.FAILED:
            self.failures.append((case, reasons))

    @property
    def not_run(self) -> int:
        return self.cases - sum(self.counts.values())


def apply(cases: list[Case], server: Server) -> list[Case]:
    """The cases that this server has to pass."""
    return [case for case in cases if server.protocol in case.protocols and not case.variants & server.lacks.keys()]


def unknown_listings(cases: list[Case], server: Server) -> list[str]:
    """What a list names although no such case is run."""
    ids = {case.id for case in apply(cases, server)}
    listed = [*server.server_refuses, *server.server_hides, *server.server_rewrites]
    variants = {variant for case in cases for variant in case.variants}
    unknown = [f"lists {name}, which is no case of it" for name in listed if name not in ids]
    return unknown + [f"lacks {name}, which is no variant" for name in server.lacks if name not in variants]


def run_process(servers: list[Server], cases: list[Case]) -> list[Tally]:
    """Start a process and play the cases on all servers that it is."""
    tallies = [Tally(server, len(apply(cases, server))) for server in servers]
    try:
        process = Process(servers[0].command)
    except NotStarted as error:
        for tally in tallies:
            tally.problems.append(f"not started: {error}")
        return tallies
    try:
        for tally in tallies:
            run_cases(process, tally, apply(cases, tally.server))
    finally:
        fault = process.died() or process.stop()
        process.stop()
    if fault:
        tallies[-1].problems.append(fault)
    return tallies


def run_cases(process: Process, tally: Tally, cases: list[Case]):
    server = tally.server

    def one(one_case: Case) -> Result:
        try:
            return play(process.port, process.pid, server.protocol, one_case)
        except (OSError, ValueError) as error:
            unknown = [NoAnswer(NoAnswer.MALFORMED, str(error)) for _ in one_case.requests]
            return Result(one_case, unknown, [f"{type(error).__name__}: {error}"])

    # Memory is measured while nothing else goes on.
    measured = [each for each in cases if each.memory is not None]
    with ThreadPoolExecutor(SLOW_AT_ONCE) as pool:
        slow = [pool.submit(one, each) for each in cases if each.slow]
        results = [one(each) for each in cases if not each.slow and each.memory is None]
        results += [future.result() for future in slow]
    results += [one(each) for each in measured]
    for result in results:
        tally.add(result.case, *judge(server, result))
    for each in control.control_cases(cases):
        fault = control.fault(one(each))
        if fault:
            tally.problems.append(fault)
    for variant in server.lacks:
        [outcome] = one(case("lacks", "left out", get(f"/{variant}/ignore"), NeverAdmitted())).outcomes
        if getattr(outcome, "status", None) != 404:
            tally.problems.append(f"lacks /{variant}, but it answers: {outcome}")
