"""Whether a case passed on a server, failed, or differs as it is listed."""

from enum import Enum

from .answer import Answer, NoAnswer
from .play import Result
from .servers import Server


class Verdict(Enum):
    PASSED = "passed"
    FAILED = "failed"
    REFUSED = "refused by the server"
    HIDDEN = "hidden by the server"
    REWRITTEN = "rewritten by the server"


KINDS = {
    "server_refuses": Verdict.REFUSED,
    "server_hides": Verdict.HIDDEN,
    "server_rewrites": Verdict.REWRITTEN,
}


def judge(server: Server, result: Result) -> tuple[Verdict, list[str]]:
    """The verdict, and for a failure why."""
    name = result.case.id
    listed = next((kind for kind in KINDS if name in getattr(server, kind)), None)
    if listed is None:
        return (Verdict.FAILED, result.problems) if result.problems else (Verdict.PASSED, [])
    if not result.problems:
        return Verdict.FAILED, [f"listed under {listed}, but it passes: take it off the list"]
    faults = [fault for pair in result.pairs() for fault in inexcusable(listed, *pair)]
    if faults:
        return Verdict.FAILED, [f"listed under {listed}, but {fault}" for fault in faults]
    return KINDS[listed], []


def inexcusable(listed, request, expectation, outcome):
    """What no list excuses: an admission in place of a refusal, and no answer in time."""
    if listed == "server_rewrites":
        told = outcome.facts.get("method") if isinstance(outcome, Answer) and outcome.admitted else request.method
        return [] if told != request.method else [f"the handler was told no other method: {outcome}"]
    if expectation.refuses and outcome.admitted:
        return [f"a refusal became an admission: {outcome}"]
    if isinstance(outcome, NoAnswer):
        return [] if outcome.kind == NoAnswer.CLOSED else [str(outcome)]
    if listed == "server_refuses" and expectation.problems(outcome, request) and not refused_by_server(outcome):
        return [f"that is no refusal: {outcome}"]
    return []


def refused_by_server(answer: Answer) -> bool:
    return answer.status >= 400 and not answer.admitted
