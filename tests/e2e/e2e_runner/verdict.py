"""What has to be true of a run, and the table of what happened."""

from collections import Counter

from . import introspection, replays, signing, syncs
from .gateway import METHODS
from .scenario import CONTROL, PHASES, PROBE, RETRY

# Which key the server signs with; in the phase in which it is restarted, either.
SERVER_KEYS = [{"old"}, {"old"}, {"old", "new"}, {"new"}, {"new"}, {"new"}]
# Where the apps try the old key's token first: in the sync that the server asks for, and in calls of their own.
REFUSING = {PHASES[2][0], PHASES[3][0]}
# A step, and the end of a run.
ANSWERED = {206, 200}
TABLE = "{:36}{:8}{:>6}{:>9}{:>8}{:>11}{:>11}"


def problems(scenario):
    calls, api_calls = scenario.record.calls, scenario.record.api_calls
    apps = [app.name for app in scenario.apps]
    for (phase, _, _), keys in zip(PHASES, SERVER_KEYS, strict=True):
        for app in apps:
            ours = [call for call in calls if (call.phase, call.app) == (phase, app) and call.method != "GET"]
            yield from about_calls(f"{app}, {phase}", ours, keys)
            tokens = [call for call in api_calls if (call.phase, call.app) == (phase, app)]
            yield from about_tokens(f"{app}, {phase}", tokens, phase in REFUSING)
    yield from about_control([call for call in calls if call.phase == CONTROL], len(apps))
    yield from about_probe([call for call in calls if call.phase == PROBE], len(apps))
    yield from introspection.problems(scenario)
    yield from syncs.problems(scenario)
    yield from replays.problems(scenario)
    yield from about_secrets(scenario)


def about_calls(where, calls, keys):
    """Every call was signed by the server and answered under the same key; none was refused."""
    if not any(call.method == "POST" for call in calls):
        yield f"{where}: no calls"
    for call in calls:
        if call.refused or (call.method == "POST" and call.status not in ANSWERED):
            yield f"{where}: a call was refused, or failed: {call}"
        elif call.request_key not in keys or call.response_key != call.request_key:
            yield f"{where}: not signed as it should be: {call}"


def about_tokens(where, calls, refusing):
    """Tokens were accepted; if the server has a newer key than the primary, after a refusal."""
    if not any(call.status == 200 and call.key for call in calls):
        yield f"{where}: no token was accepted"
    refused = sum(call.refused for call in calls)
    if bool(refused) != refusing:
        yield f"{where}: {refused} tokens were refused"


def about_control(calls, apps):
    """The refusals that must be, which also shows that a refusal would be seen."""
    calls = [call for call in calls if (call.method, call.request_key) != ("GET", None)]
    expected = apps * (2 * len(METHODS) - 1)
    refused = sum(call.refused and not call.response_key for call in calls)
    if (len(calls), refused) != (expected, expected):
        yield f"{CONTROL}: {refused} of {len(calls)} refused without a signature, not {expected} of {expected}"


def about_probe(calls, apps):
    """A signed request of any method gets a signed answer. PUT is sent three times."""
    expected = apps * (len(METHODS) + 2)
    signed = sum(not call.refused and call.response_key == "new" for call in calls)
    if (len(calls), signed) != (expected, expected):
        yield f"{PROBE}: {signed} of {len(calls)} answered with a signature, not {expected} of {expected}"


def about_secrets(scenario):
    """No response and no log of an app says a key, a token or a canary among its environment."""
    keys = scenario.secrets.values()
    hidden = [*keys, *map(signing.secret_part, keys), scenario.event_key, scenario.canary]
    said = [*scenario.record.said, *(app.log.read_bytes() for app in scenario.apps)]
    for number, text in enumerate(hidden):
        if any(text.encode() in part for part in said):
            yield f"secret number {number} is in a response or a log"
    for app in scenario.apps:
        if signing.key_id(scenario.secrets["new"]).encode() not in app.log.read_bytes():
            yield f"{app.name}: its settings are not in its log, which proves nothing then"


def table(scenario):
    """Calls, refusals and tokens by phase and app."""
    yield TABLE.format("phase", "app", "calls", "refused", "signed", "API calls", "2nd token")
    counts = Counter()
    for call in scenario.record.calls:
        place = (call.phase, call.app)
        counts[place, "calls"] += 1
        counts[place, "refused"] += call.refused
        counts[place, "signed"] += call.response_key is not None
    for call in scenario.record.api_calls:
        place = (call.phase, call.app)
        counts[place, "api"] += 1
        counts[place, "again"] += call.refused
    for phase in [*(name for name, _, _ in PHASES), RETRY, CONTROL, PROBE]:
        for app in scenario.apps:
            columns = ("calls", "refused", "signed", "api", "again")
            yield TABLE.format(phase, app.name, *(counts[(phase, app.name), column] for column in columns))
    again = scenario.record.replays
    calls = [call for call in scenario.record.calls if call.phase not in (CONTROL, PROBE)]
    puts, gets = (sum(call.method == method for call in calls) for method in ("PUT", "GET"))
    refused = sum(call.refused for call in calls)
    yield (
        f"{len(scenario.traffic.done)} runs, {len(calls)} calls, {puts} of them syncs and {gets} introspections; "
        f"{refused} refused; {sum(replay.code == 'replayed' for replay in again)} of {len(again)} replays were `replayed`"
    )
