"""A step of a rotation, by the rules or as an author has said it; and what an app says of itself."""

import json

from .rotation_rules import next_step
from .settings import compact
from .tables import table

ACTIONS = table("rotation.md", "| action | what to do | why |")


def step(action, apps, keys, wait):
    """Return (JSON, sentence); `keys` are those that the apps are to have, as (primary, fallback)."""
    message, reason = ACTIONS[action]
    document = {
        "action": action,
        "message": message,
        "reason": reason,
        "apps": apps,
        "keys": keys and dict(zip(("primary", "fallback"), keys, strict=True)),
        "wait_seconds": wait,
        "has_downtime": action == "switch_together",
        "is_done": action == "done",
    }
    sentence = message
    if wait is not None:
        sentence += f" {wait} seconds"
    if apps:
        sentence += f": {', '.join(apps)}"
    if keys:
        primary, fallback = keys
        second = f", INNGEST_SIGNING_KEY_FALLBACK={fallback}" if fallback else " and no fallback"
        sentence += f" (INNGEST_SIGNING_KEY={primary}{second})"
    return compact(document), f"{sentence}; {reason}".encode()


def step_of(document):
    """The step of a document that has no fault, and ids in place of hashes."""
    return step(*next_step(json.loads(document)))


READ = ("verified", "primary", "fallback", "shows_fallback", "language", "version", "mode", "app_id", "code")


def introspection(**says):
    """What was read; a member that the author does not name is absent."""
    assert says.keys() <= set(READ)
    return compact({name: says.get(name, False if name == "shows_fallback" else None) for name in READ})
