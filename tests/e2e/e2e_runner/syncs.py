"""What the apps have to answer to syncs: that the first changed something, and the same again nothing."""

from .scenario import PHASES, PROBE

FIRST = PHASES[0][0]


def problems(scenario):
    for app in scenario.apps:
        first = answers(scenario, app, FIRST)
        if [modified(answer) for answer in first[:1]] != [True]:
            yield f"{app.name}, {FIRST}: the first sync changed nothing: {first}"
        last = answers(scenario, app, PROBE)
        again, in_band = last[:2], last[2:]
        if [modified(answer) for answer in again] != [False, False] or not is_configuration(
            in_band, app.name
        ):
            yield f"{app.name}, {PROBE}: not the same sync twice, and one in band: {last}"
        yield from about_registrations(scenario, app)


def answers(scenario, app, phase):
    calls = scenario.record.calls
    return [call.answer for call in calls if (call.method, call.phase, call.app) == ("PUT", phase, app.name)]


def modified(answer):
    """Whether the platform changed something, as the app says; None if it was not asked."""
    return answer.get("modified") if isinstance(answer, dict) else None


def is_configuration(answers, app):
    """Whether it is one answer, and tells the function, and tells a caller who signed what the app is."""
    match answers:
        case [{"app_id": name, "functions": [{"name": "double"}], "inspection": inspection}]:
            return name == app and inspection.get("authentication_succeeded") is True
        case _:
            return False


def about_registrations(scenario, app):
    """The platform was told of the two syncs that were not in band, and not of that which was."""
    told = [call for call in scenario.record.api_calls if (call.phase, call.app) == (PROBE, app.name)]
    if [(call.status, call.key) for call in told] != [(200, "new"), (200, "new")]:
        yield f"{app.name}, {PROBE}: the platform was told of other syncs: {told}"
