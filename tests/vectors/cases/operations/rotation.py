"""Rotations as they stand, and the step that is next."""

from model.rotation import ACTIONS

from ..builder import NOW
from .builder import CURRENT, NEXT, OperationsVectors

OTHER = "00112233aabb"
NAMES = ("current", "next")
OLD_SDKS = [("go", "0.7.1"), ("go", "v0.7.2-rc.1"), ("py", "0.3.8"), ("Python", "0.2.10"), ("js", "3.17.9"), ("typescript", "2.99.0")]
NEW_SDKS = [("go", "0.7.2"), ("py", "0.3.9"), ("js", "3.18.0"), ("js", "v4"), ("rust", "0.1.0"), ("go", "dev"), ("go", None)]


def vectors():
    out = OperationsVectors(
        "The next step of a rotation: what apps and server said goes in as one JSON document, the step comes out as JSON and as text."
    )
    steps(out)
    windows(out)
    versions(out)
    fleets(out)
    documents(out)
    refused(out)
    return out.has_each(ACTIONS, times=2)


def probe(primary, fallback=None):
    ids = {"current": CURRENT, "next": NEXT, "other": OTHER, None: None}
    return {"primary": ids[primary], "fallback": ids[fallback]}


def app(*probes, name="shop", **more):
    return {"name": name, "probes": list(probes), **more}


def facts(*apps, **more):
    return {"current": CURRENT, "next": NEXT, "server": "current", "now": NOW, "apps": list(apps)} | more


def steps(out):
    def case(id, server, found, action, keys=None, **more):
        apps = [] if action in ("ask_server", "switch_server", "wait", "done") else ["shop"]
        given = facts(app(found), server=server, **more)
        out.step(f"rotation-{id}", f"the server signs with: {server}", given, action, apps, keys)

    first, second = ("current", "next"), ("next", "current")
    case("begin", "current", probe("current"), "add_fallback", first)
    case("begin-other-fallback", "current", probe("current", "other"), "add_fallback", first)
    case("ready", "current", probe("current", "next"), "switch_server")
    case("ready-turned", "current", probe("next", "current"), "switch_server")
    case("too-early", "current", probe("next"), "restore", first)
    case("strange", "current", probe("other"), "restore", first)
    case("no-key", "current", probe(None), "restore", first)
    case("refused", "current", "refused", "restore", first)
    case("refused-next", "next", "refused", "restore", second)
    case("left-behind", "next", probe("current"), "restore", second)
    case("silent", "current", "unreachable", "reach_apps")
    case("silent-next", "next", "unreachable", "reach_apps")
    case("switched", "next", probe("current", "next"), "promote", second)
    case("retire", "next", probe("next", "current"), "retire_fallback", ("next", None), switched_at=NOW - 601)
    case("retire-other", "next", probe("next", "other"), "retire_fallback", ("next", None), switched_at=0)
    case("done", "next", probe("next"), "done")
    case("done-at-once", "next", probe("next"), "done", switched_at=NOW)
    case("unknown-server", None, probe("current"), "ask_server")
    case("unknown-server-refused", None, "refused", "ask_server")


def windows(out):
    for id, wait, more in [
        ("unknown", 601, {}),
        ("now", 601, {"switched_at": NOW}),
        ("later", 601, {"switched_at": NOW + 999}),
        ("hundred", 501, {"switched_at": NOW - 100}),
        ("last", 1, {"switched_at": NOW - 600}),
        ("narrow", 31, {"switched_at": NOW, "past": 10, "future": 20}),
        ("widest", 2**64 - 1, {"switched_at": NOW, "past": 2**64 - 1, "future": 2**64 - 1}),
    ]:
        given = facts(app(probe("next", "current")), server="next", **more)
        out.step(f"rotation-wait-{id}", "the window is not over", given, "wait", wait=wait)
    over = facts(app(probe("next", "current")), server="next", switched_at=NOW - 1, past=0, future=0)
    out.step("rotation-wait-none", "no window", over, "retire_fallback", ["shop"], ("next", None))


def versions(out):
    for number, (language, version) in enumerate(OLD_SDKS):
        given = facts(app(probe("current"), language=language, version=version))
        out.step(f"rotation-old-{number}", f"{language} {version} knows no fallback", given, "upgrade_sdk", ["shop"])
        given["accept_downtime"] = True
        out.step(f"rotation-downtime-{number}", "downtime is accepted", given, "switch_together", ["shop"], ("next", None))
        given["apps"][0]["shows_fallback"] = True
        out.step(f"rotation-shows-{number}", "but it shows one", given, "add_fallback", ["shop"], NAMES)
    for number, (language, version) in enumerate(NEW_SDKS):
        given = facts(app(probe("current"), language=language, version=version))
        out.step(f"rotation-new-{number}", f"{language} {version} knows a fallback", given, "add_fallback", ["shop"], NAMES)
    behind = facts(app(probe("current"), language="go", version="0.7.1"), server="next")
    out.step("rotation-old-behind", "it cannot take two keys", behind, "restore", ["shop"], ("next", None))
    moved = facts(app(probe("next"), language="go", version="0.7.1"), server="next")
    out.step("rotation-old-done", "it was switched together", moved, "done")


def fleets(out):
    mixed = app(probe("current"), probe("current", "next"))
    out.step("rotation-mixed", "a deploy is on its way", facts(mixed), "finish_deploy", ["shop"])
    mixed = app(probe("next", "current"), probe("current", "next"))
    out.step("rotation-mixed-next", "a deploy is on its way", facts(mixed, server="next"), "finish_deploy", ["shop"])
    partly = app(probe("current", "next"), "unreachable")
    out.step("rotation-partly", "one process is silent", facts(partly), "reach_apps", ["shop"])
    many = [app(probe("current"), name="a"), app(probe("current", "next"), name="b"), app(probe("current"), name="c")]
    out.step("rotation-many", "some are ready", facts(*many), "add_fallback", ["a", "c"], NAMES)
    ready = [app(probe("current", "next"), name=name) for name in "abc"]
    out.step("rotation-many-ready", "all are ready", facts(*ready), "switch_server")
    worst = [app("unreachable", name="a"), app("refused", name="b"), app(probe("current"), probe("current", "next"), name="c")]
    out.step("rotation-worst-first", "what is broken comes first", facts(*worst), "restore", ["b"], NAMES)
    out.step("rotation-silent-first", "then what is silent", facts(worst[0], worst[2]), "reach_apps", ["a"])
    old = [app(probe("current"), name="a", language="go", version="0.7.1"), app(probe("current"), name="b")]
    out.step("rotation-old-first", "old SDKs come before fallbacks", facts(*old), "upgrade_sdk", ["a"])
    out.step("rotation-old-last", "or after them", facts(*old, accept_downtime=True), "add_fallback", ["b"], NAMES)
    late = [app(probe("next", "current"), name="a"), app(probe("current", "next"), name="b")]
    out.step("rotation-promote-rest", "one is left", facts(*late, server="next", switched_at=0), "promote", ["b"], ("next", "current"))
    nasty = 'caf\u00e9 "\\ \u2028\U0001f600\x01'
    out.step("rotation-name", "whatever an app is called", facts(app(probe("current"), name=nasty)), "add_fallback", [nasty], NAMES)


def documents(out):
    text = b'{"apps":[{"probes":[{"fallback":"%s","primary":"%s"}],"name":"shop"}],"now":1,"next":"%s","current":"%s","server":"current"}'
    keys = (NEXT.encode(), CURRENT.encode(), NEXT.encode(), CURRENT.encode())
    out.step("rotation-document-order", "members in any order", text % keys, "switch_server")
    spaced = text.replace(b":", b" :\n").replace(b",", b"\t,\r\n ") % keys
    out.step("rotation-document-space", "with white space", b" " + spaced + b"\n", "switch_server")
    escaped = text.replace(b'"now"', b'"\\u006eow"').replace(b'"current",', b'"c\\u0075rrent",').replace(b"shop", b"sh\\u006fp")
    out.step("rotation-document-escapes", "with escapes", escaped % keys, "switch_server")
    whole = "signkey-prod-" + CURRENT + "0" * 52
    upper = {"primary": whole.replace(CURRENT, CURRENT.upper()), "fallback": "signkey-prod-" + NEXT}
    out.step("rotation-document-hash", "whole hashes, prefixed, in upper case", facts(app(upper)), "switch_server")
    out.step("rotation-document-upper", "an id in upper case", facts(app(upper), current=CURRENT.upper()), "switch_server")
    least = {"current": CURRENT, "next": NEXT, "now": 0, "apps": [{"name": ""}]}
    out.step("rotation-document-least", "nothing but what must be there", least, "ask_server")
    out.step("rotation-document-asked-nothing", "nobody asked the app", least | {"server": "current"}, "reach_apps", [""])
    nulls = dict.fromkeys(["switched_at", "past", "future", "accept_downtime"])
    empty = {"name": "shop", "language": None, "version": None, "shows_fallback": None, "probes": None}
    out.step("rotation-document-nulls", "null is as good as none", facts(empty, **nulls), "reach_apps", ["shop"])


def refused(out):
    good = facts(app(probe("current")))

    def case(id, comment, given, code="invalid_argument"):
        out.step_refused(f"rotation-refused-{id}", comment, given, code)

    for name in ["current", "next", "now", "apps"]:
        case(f"without-{name}", "a member is missing", {key: value for key, value in good.items() if key != name})
        case(f"null-{name}", "a member is null", good | {name: None})
    for name in good | dict.fromkeys(["switched_at", "past", "future", "accept_downtime"]):
        case(f"type-{name.replace('_', '-')}", "a member of another type", good | {name: {"a": 1}})
    case("same-key", "one key", good | {"next": CURRENT})
    case("short-id", "an id that is too short", good | {"next": NEXT[1:]})
    case("hash-in-place", "64 digits, which may be a key itself", good | {"current": "ab" * 32})
    case("prefixed-id", "an id with a prefix", good | {"next": "signkey-prod-" + NEXT})
    case("key-in-place", "a key in place of its id", good | {"next": "signkey-prod-0123456789abcdef"})
    case("no-apps", "no app", good | {"apps": []})
    case("app-text", "an app that is a text", good | {"apps": ["shop"]})
    case("app-nameless", "an app without a name", facts({"probes": []}))
    case("misspelt", "a misspelt member", good | {"switchedAt": 1})
    case("misspelt-app", "a misspelt member of an app", facts({"name": "shop", "probe": []}))
    case("misspelt-probe", "a misspelt member of a probe", facts(app({"primary": CURRENT, "fall_back": None})))
    case("probe-word", "a word that is none", facts(app("lost")))
    case("probe-null", "a probe that is null", facts(app(None)))
    case("probe-id", "an id that is none", facts(app({"primary": "x"})))
    case("server-word", "another server", good | {"server": "both"})
    case("negative", "a negative time", good | {"now": -1})
    case("fraction", "a fraction of a second", good | {"now": 1.5})
    case("past-u64", "past 64 bits", good | {"now": 2**64})
    case("number-text", "digits in a text", good | {"now": "1700000000"})
    case("flag-number", "1 for true", good | {"accept_downtime": 1})
    case("surrogate", "a name that is no text", b'{"current":"%s","next":"%s","now":1,"apps":[{"name":"\\ud800"}]}' % (CURRENT.encode(), NEXT.encode()))
    case("array", "an array", b"[]")
    case("text", "a text", b'"facts"')
    case("empty", "nothing", b"", "invalid_json")
    case("cut", "half a document", b'{"current":', "invalid_json")
    case("behind", "something behind it", b"{}{}", "invalid_json")
    case("utf8", "not UTF-8", b'{"current":"\xff"}', "json_invalid_utf8")
    case("deep", "too deep", b"[" * 513 + b"]" * 513, "json_too_deep")
    case("twice", "a member twice", b'{"now":1,"now":1}', "json_duplicate_member")
    case("twice-escaped", "however it is written", b'{"now":1,"n\\u006fw":1}', "json_duplicate_member")
