"""What is a replay, and what is not: the server signs each attempt anew, and what comes again byte for byte is refused."""

from .scenario import PHASES, RETRY

# A function that fails twice, and one whose first worker dies: the gateway then answers for it.
ATTEMPTS = [500, 500, 206, 200, 502, 206, 200]
NOBODY = 502


def problems(scenario):
    calls = [call for call in scenario.record.calls if call.method == "POST"]
    for app in scenario.apps:
        ours = [call for call in calls if call.app == app.name]
        yield from about_retries(app.name, [call for call in ours if call.phase == RETRY])
        for phase in [*(name for name, _, _ in PHASES), RETRY]:
            accepted = [call for call in ours if call.phase == phase and call.response_key]
            replays = [each for each in scenario.record.replays if (each.app, each.phase) == (app.name, phase)]
            yield from about_replays(f"{app.name}, {phase}", accepted, replays)
    signatures = [call.signature for call in calls if call.phase in {RETRY, *(name for name, _, _ in PHASES)}]
    if len(set(signatures)) != len(signatures):
        yield "two calls of the server have one signature"


def about_retries(app, calls):
    """Every attempt was let in, and answered if its worker lived."""
    if [call.status for call in calls] != ATTEMPTS:
        yield f"{app}, {RETRY}: not the attempts that were expected: {calls}"
    if any(call.response_key != "new" for call in calls if call.status != NOBODY):
        yield f"{app}, {RETRY}: an answer without a signature"


def about_replays(where, accepted, replays):
    """Each request that was accepted was refused when it came again, and so was the response to it."""
    for what in ("request", "response"):
        ours = [(replay.status, replay.code) for replay in replays if replay.what == what]
        if ours != [(401, "replayed")] * len(accepted) or not ours:
            yield f"{where}: of {len(accepted)} accepted, each {what} again was answered {ours}"
