"""The control: an adapter that is broken on purpose. What signkey refuses, it has to admit."""

from dataclasses import replace

from .case import Case
from .expect import Refused
from .play import Result

THEMES = ("verdicts", "methods")


def control_cases(cases: list[Case]) -> list[Case]:
    """The refusals of `/plain`, sent to `/control`."""
    return [
        replace(case, requests=(of_control(case.requests[0]),), hooks=None)
        for case in cases
        if case.theme in THEMES
        and len(case.requests) == 1
        and isinstance(case.expects[0], Refused)
        and case.requests[0].path == "/plain/echo"
        and case.requests[0].method != "HEAD"
    ]


def of_control(request):
    return replace(request, path=request.path.replace("/plain/", "/control/"))


def fault(result: Result) -> str | None:
    """What is wrong with the control, or with the runner, if anything."""
    [outcome] = result.outcomes
    if not result.problems:
        return f"control: {result.case.id} passes with an adapter that admits everything"
    if not outcome.admitted or outcome.facts.get("caller") != "verified":
        return f"control: {result.case.id} is not admitted, so it proves nothing: {outcome}"
    return None
