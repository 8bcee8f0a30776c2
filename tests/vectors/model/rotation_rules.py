"""Which step of a rotation is next, by the rules of docs/rotation.md."""

import re

U64_MAX = 2**64 - 1
FIRST = {
    **dict.fromkeys(["go"], (0, 7, 2)),
    **dict.fromkeys(["py", "python"], (0, 3, 9)),
    **dict.fromkeys(["js", "ts", "javascript", "typescript"], (3, 18, 0)),
}
VERSION = re.compile(r"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?([^+]*)(?:\+.*)?")


class App:
    def __init__(self, facts):
        self.name = facts["name"]
        self.probes = facts.get("probes") or []
        self.keys = [probe if isinstance(probe, dict) else {} for probe in self.probes if probe != "unreachable"]
        self.is_silent = not self.probes or "unreachable" in self.probes
        self.is_mixed = any(probe != self.probes[0] for probe in self.probes)
        shows = facts.get("shows_fallback") or any(keys.get("fallback") for keys in self.keys)
        self.is_old = not shows and is_old(facts.get("language"), facts.get("version"))

    def accepts(self, key):
        return all(key in (keys.get("primary"), keys.get("fallback")) for keys in self.keys)

    def has_primary(self, key):
        return all(keys.get("primary") == key for keys in self.keys)

    @property
    def has_fallback(self):
        return any(keys.get("fallback") for keys in self.keys)


def is_old(language, version):
    """Whether an SDK is known to know no fallback."""
    first = FIRST.get((language or "").lower())
    matched = VERSION.fullmatch(version or "")
    if not first or not matched:
        return False
    numbers = tuple(int(number or 0) for number in matched.groups()[:3])
    return numbers < first or (numbers == first and matched.group(4) != "")


def next_step(facts):
    """Return (action, apps, keys, wait)."""
    apps = [App(app) for app in facts["apps"]]
    server = facts.get("server")
    if server is None:
        return "ask_server", [], None, None
    other = "next" if server == "current" else "current"
    if broken := [app for app in apps if not app.accepts(facts[server])]:
        fallback = None if any(app.is_old for app in broken) else other
        return "restore", names(broken), (server, fallback), None
    if silent := [app for app in apps if app.is_silent]:
        return "reach_apps", names(silent), None, None
    if mixed := [app for app in apps if app.is_mixed]:
        return "finish_deploy", names(mixed), None, None
    return (before if server == "current" else after)(facts, apps)


def before(facts, apps):
    missing = [app for app in apps if not app.accepts(facts["next"])]
    old = [app for app in missing if app.is_old]
    able = [app for app in missing if not app.is_old]
    if old and not facts.get("accept_downtime"):
        return "upgrade_sdk", names(old), None, None
    if able:
        return "add_fallback", names(able), ("current", "next"), None
    if old:
        return "switch_together", names(old), ("next", None), None
    return "switch_server", [], None, None


def after(facts, apps):
    if behind := [app for app in apps if not app.has_primary(facts["next"])]:
        return "promote", names(behind), ("next", "current"), None
    if full := [app for app in apps if app.has_fallback]:
        past, future = (300 if facts.get(name) is None else facts[name] for name in ("past", "future"))
        switched = facts.get("switched_at")
        since = 0 if switched is None else max(0, facts["now"] - switched)
        wait = max(0, min(past + future + 1, U64_MAX) - since)
        return ("wait", [], None, wait) if wait else ("retire_fallback", names(full), ("next", None), None)
    return "done", [], None, None


def names(apps):
    return [app.name for app in apps]
