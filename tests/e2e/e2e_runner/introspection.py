"""What the apps have to say of themselves: little to anyone, and more to those who sign."""

import hashlib

from . import signing
from .scenario import CONTROL, PHASES, PROBE


def problems(scenario):
    held = server = None
    for phase, server_key, app_keys in [*PHASES, (CONTROL, None, None), (PROBE, None, None)]:
        held, server = app_keys or held, server_key or server
        asked = {CONTROL: [None], PROBE: [server]}.get(phase, [None, server])
        for app in scenario.apps:
            calls = [call for call in scenario.record.calls if is_answered(call, phase, app.name)]
            if [call.request_key for call in calls] != asked:
                yield f"{app.name}, {phase}: not the introspections under {asked}: {calls}"
            for call in calls:
                if not shows_what_it_may(call, scenario, held) or call.response_key != call.request_key:
                    yield f"{app.name}, {phase}: shows what it should not, or not what it should: {call}"


def is_answered(call, phase, app):
    return (call.method, call.phase, call.app) == ("GET", phase, app) and not call.refused


def shows_what_it_may(call, scenario, held):
    """Whether an answer is right, of an app that holds these keys."""
    primary, fallback = (scenario.secrets.get(name) for name in held)
    public = for_anyone(fallback)
    if call.request_key is None:
        return call.answer == public
    wanted = public | for_signers(call.app, primary, fallback, scenario.event_key)
    return isinstance(call.answer, dict) and call.answer | wanted == call.answer


def for_anyone(fallback):
    """All that is said to anyone."""
    return {
        "authentication_succeeded": None,
        "function_count": 1,
        "has_event_key": True,
        "has_signing_key": True,
        "has_signing_key_fallback": fallback is not None,
        "mode": "cloud",
        "schema_version": "2024-05-24",
    }


def for_signers(app, primary, fallback, event_key):
    """Part of what is said to those who sign."""
    return {
        "authentication_succeeded": True,
        "app_id": app,
        "event_key_hash": hashlib.sha256(event_key.encode()).hexdigest(),
        "signing_key_hash": signing.key_id(primary),
        "signing_key_fallback_hash": fallback and signing.key_id(fallback),
    }
