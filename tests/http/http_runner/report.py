"""What a person and CI read of a run."""

from .suite import Tally
from .verdict import KINDS, Verdict

SHOWN = 12


def server_lines(tally: Tally):
    """One line with counts, then what went wrong."""
    name = tally.server.name
    if tally.missing:
        yield f"{name}: NOT RUN, {tally.cases} cases: {' and '.join(tally.missing)} not found"
        return
    counts = ", ".join(f"{count} {verdict.value}" for verdict, count in tally.counts.items())
    not_run = f", {tally.not_run} NOT RUN" if tally.not_run else ""
    yield f"{name}: {tally.cases} cases, {counts}{not_run}"
    for case, reasons in tally.failures[:SHOWN]:
        yield f"  FAILS {case.id} ({case.why})"
        for reason in reasons:
            yield f"        {reason}"
    if len(tally.failures) > SHOWN:
        more = ", ".join(case.id for case, _ in tally.failures[SHOWN:])
        yield f"  and {len(tally.failures) - SHOWN} more: {more}"
    for problem in tally.problems[:SHOWN]:
        yield f"  PROBLEM {problem}"
    if len(tally.problems) > SHOWN:
        yield f"  and {len(tally.problems) - SHOWN} more problems"


def total(tallies: list[Tally], problems: list[str], *, missing_fails: bool) -> tuple[int, int]:
    """Passed and failed over servers and cases; a problem beside the cases counts as a failure."""
    ran = [tally for tally in tallies if not tally.missing]
    passed = sum(tally.counts[Verdict.PASSED] for tally in ran)
    failed = sum(tally.counts[Verdict.FAILED] + tally.not_run + len(tally.problems) for tally in ran)
    if missing_fails:
        failed += sum(tally.cases for tally in tallies if tally.missing)
    return passed, failed + len(problems)


def last_lines(tallies: list[Tally], problems: list[str], *, missing_fails: bool):
    for problem in problems:
        yield f"PROBLEM {problem}"
    missing = [tally for tally in tallies if tally.missing]
    if missing:
        names = ", ".join(tally.server.name for tally in missing)
        yield f"{len(missing)} OF {len(tallies)} SERVERS WERE NOT RUN: {names}"
    listed = sum(tally.counts[verdict] for tally in tallies for verdict in KINDS.values())
    runs = sum(tally.cases for tally in tallies if not tally.missing)
    yield f"{len(tallies) - len(missing)} servers, {runs} servers x cases, {listed} differ as listed"
    yield "{} passed, {} failed".format(*total(tallies, problems, missing_fails=missing_fails))
