"""What the platform answers to a registration, and what becomes of it."""

import reference

from ..common import FALLBACK, PRIMARY, STRANGER
from .builder import AppVectors

ROTATING = {"INNGEST_SIGNING_KEY_FALLBACK": FALLBACK}
DEV = {"INNGEST_DEV": b"1", "INNGEST_SIGNING_KEY": b""}
OK = b'{"ok":true,"modified":true}'
SYNCED = (200, {"message": "Successfully synced.", "modified": True})
UNCHANGED = (200, {"message": "Successfully synced.", "modified": False})
UNREACHED = "the platform could not be reached"
UNREADABLE = "the platform's answer to the sync is not what it should be"
WITHHELD = "the platform's message held a credential and is withheld"


def failed(message):
    return 500, {"message": message, "modified": False}


def vectors():
    out = AppVectors(
        "Syncs by what the platform answers: `answers` are its answers to each registration, and one that is not there"
        " could not be reached."
    )
    retries(out)
    answers(out)
    secrets(out)
    return out


def retries(out):
    for status in [401, 403]:
        out.sync(
            f"sync-retry-{status}",
            "once more with the fallback",
            [(status, b"{}"), (200, OK)],
            vars=ROTATING,
            tries=2,
            ok=SYNCED,
            says=[reference.bearer(FALLBACK)],
        )
    out.sync(
        "sync-retry-refused",
        "and then no more",
        [(401, b'{"error":"no"}'), (401, b'{"error":"still no"}'), (200, OK)],
        vars=ROTATING,
        tries=2,
        ok=failed("still no"),
    )
    out.sync(
        "sync-retry-no-fallback", "nothing to try", [(401, b'{"error":"who?"}'), (200, OK)], ok=failed("who?")
    )
    out.sync(
        "sync-retry-lost", "the second is not reached", [(401, b"")], vars=ROTATING, tries=2, ok=failed(UNREACHED)
    )
    out.sync(
        "sync-retry-500",
        "an error of the platform is not about the key",
        [(500, b"{}"), (200, OK)],
        vars=ROTATING,
        ok=failed("the platform answered the sync with status 500"),
    )
    out.sync(
        "sync-retry-dev",
        "no key, nothing to try",
        [(401, b""), (200, OK)],
        vars=DEV,
        headers=[],
        ok=failed("the platform answered the sync with status 401"),
    )


def answers(out):
    for id, status, body, ok in [
        ("ok-only", 200, b'{"ok":true}', UNCHANGED),
        ("modified-only", 200, b'{"modified":true}', SYNCED),
        ("empty-object", 200, b"{}", UNCHANGED),
        ("201", 201, OK, SYNCED),
        ("299", 299, OK, SYNCED),
        ("more-members", 200, b'{"ok":true,"modified":true,"sync_id":"1","app_id":[{"x":"}"}],"message":"hi"}', SYNCED),
        ("white-space", 200, b' \n{ "modified" : true ,\t"ok" : true }\r\n', SYNCED),
        ("escaped-name", 200, b'{"\\u006dodified":true}', SYNCED),
        ("nested-name", 200, b'{"data":{"modified":true}}', UNCHANGED),
        ("not-ok", 200, b'{"ok":false,"error":"No functions"}', failed("No functions")),
        ("not-ok-silent", 200, b'{"ok":false,"modified":true}', failed(UNREADABLE)),
        ("ok-text", 200, b'{"ok":"true"}', failed(UNREADABLE)),
        ("modified-text", 200, b'{"modified":"true"}', failed(UNREADABLE)),
        ("modified-number", 200, b'{"modified":1}', failed(UNREADABLE)),
        ("modified-null", 200, b'{"modified":null}', failed(UNREADABLE)),
        ("empty", 200, b"", failed(UNREADABLE)),
        ("html", 200, b"<html></html>", failed(UNREADABLE)),
        ("array", 200, b"[true]", failed(UNREADABLE)),
        ("text", 200, b'"ok"', failed(UNREADABLE)),
        ("true", 200, b"true", failed(UNREADABLE)),
        ("duplicate", 200, b'{"modified":true,"modified":false}', failed(UNREADABLE)),
        ("trailing", 200, b"{}{}", failed(UNREADABLE)),
        ("bom", 200, b"\xef\xbb\xbf{}", failed(UNREADABLE)),
        ("not-utf8", 200, b'{"a":"\xff"}', failed(UNREADABLE)),
        ("lone-surrogate", 200, b'{"a":"\\ud800"}', failed(UNREADABLE)),
        ("deep", 200, b'{"a":' + b"[" * 512 + b"]" * 512 + b"}", failed(UNREADABLE)),
        ("too-large", 200, b'{"a":"' + b"x" * (1 << 20) + b'"}', failed(UNREADABLE)),
        (
            "error-400",
            400,
            b'{"error":"Expected server kind cloud, got dev"}',
            failed("Expected server kind cloud, got dev"),
        ),
        ("error-wins", 400, b'{"message":"b","error":"a"}', failed("a")),
        ("message", 422, b'{"message":"b"}', failed("b")),
        ("error-empty", 400, b'{"error":" \\n","message":"b"}', failed("b")),
        ("error-number", 400, b'{"error":5}', failed("the platform answered the sync with status 400")),
        (
            "error-escapes",
            400,
            b'{"error":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\u20ac\\ud83d\\ude00x"}',
            failed('"\\/\b\f\n\r\t\x01€\U0001f600x'),
        ),
        ("error-trimmed", 400, b'{"error":"  a b\\n"}', failed("a b")),
        ("error-long", 400, b'{"error":"' + b"e" * 2000 + b'"}', failed("e" * 1024)),
        ("error-long-utf8", 400, b'{"error":"' + "é".encode() * 1025 + b'"}', failed("é" * 1024)),
        ("error-html", 502, b"<html>bad gateway</html>", failed("the platform answered the sync with status 502")),
        ("redirect", 302, b"", failed("the platform answered the sync with status 302")),
        ("redirect-ok", 307, OK, failed("the platform answered the sync with status 307")),
        ("informational", 199, OK, failed("the platform answered the sync with status 199")),
        ("no-answer", 0, OK, failed(UNREACHED)),
    ]:
        out.sync(f"sync-answer-{id}", "what the answer means", [(status, body)], ok=ok)
    out.sync("sync-answer-lost", "nothing arrives", [], ok=failed(UNREACHED))


def secrets(out):
    token, fallback = reference.bearer(PRIMARY), reference.bearer(FALLBACK)
    id = reference.key_id(PRIMARY)
    for name, text in [
        ("token", b"bad token " + token),
        ("hash", token.removeprefix(b"signkey-prod-")),
        ("upper", token.upper()),
        ("id", b"key " + id + b"..."),
        ("fallback", fallback),
    ]:
        out.sync(
            f"sync-secret-{name}",
            "nothing derived from a key goes on",
            [(400, b'{"error":"' + text + b'"}')],
            vars=ROTATING,
            ok=failed(WITHHELD),
        )
    out.sync(
        "sync-secret-escaped",
        "however it is written",
        [(400, b'{"error":"\\u%04x%s"}' % (id[0], id[1:]))],
        ok=failed(WITHHELD),
    )
    out.sync(
        "sync-secret-cut",
        "nor where only its beginning would",
        [(400, b'{"error":"' + b"e" * 1020 + token.removeprefix(b"signkey-prod-") + b'"}')],
        ok=failed(WITHHELD),
    )
    out.sync(
        "sync-secret-stranger",
        "another's is not known",
        [(400, b'{"error":"' + reference.bearer(STRANGER) + b'"}')],
        ok=failed(reference.bearer(STRANGER).decode()),
    )
    out.sync(
        "sync-secret-success",
        "in success nothing of the answer goes on",
        [(200, b'{"ok":true,"message":"' + token + b'"}')],
        ok=UNCHANGED,
    )
