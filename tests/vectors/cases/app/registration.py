"""Whole syncs: a PUT, the registration that follows, and the response."""

import reference

from ..builder import NOW
from ..common import FALLBACK, PRIMARY, STRANGER, signed
from .builder import AppVectors

SIGNED = (b"X-Inngest-Signature", signed(PRIMARY, b"", NOW))
FALLBACK_SIGNED = (b"X-Inngest-Signature", signed(FALLBACK, b"", NOW))
IN_BAND = (b"x-inngest-sync-kind", b"in_band")
ROTATING = {"INNGEST_SIGNING_KEY_FALLBACK": FALLBACK}
UNSIGNED = {"INNGEST_ENABLE_UNAUTHED_SYNC": b"1"}
DEV = {"INNGEST_DEV": b"1", "INNGEST_SIGNING_KEY": b""}
OK = b'{"ok":true,"modified":true}'
SYNCED = (200, {"message": "Successfully synced.", "modified": True})
UNCHANGED = (200, {"message": "Successfully synced.", "modified": False})


def failed(message):
    return 500, {"message": message, "modified": False}


def vectors():
    out = AppVectors(
        "Syncs. `answers` are the platform's to each registration; `requests` hold the URL and the headers of each, a"
        " line each; `fields` are the headers of the response."
    )
    registrations(out)
    queries(out)
    in_band(out)
    callers(out)
    refusals(out)
    return out


def registrations(out):
    url = b"https://api.inngest.com/fn/register\n"
    out.sync(
        "sync-plain",
        "the common case",
        [(200, OK)],
        ok=SYNCED,
        says=[
            url,
            b"X-Inngest-Req-Version: 2\n",
            b"X-Inngest-Sdk: example-sdk:v1.2.3\n",
            b"X-Inngest-Framework: flask\n",
            b"Authorization: Bearer " + reference.bearer(PRIMARY) + b"\n",
            b"X-Inngest-Sync-Kind: out_of_band\n",
        ],
        silent=[b"X-Inngest-Env", b"X-Inngest-Platform", b"X-Inngest-Expected-Server-Kind", b"deployId"],
    )
    out.sync("sync-again", "the same configuration twice", [(200, b'{"ok":true,"modified":false}')], ok=UNCHANGED)
    surroundings = {"INNGEST_ENV": b"feat/x", "VERCEL": b"1", "INNGEST_API_BASE_URL": b"https://inngest.internal/base/"}
    out.sync(
        "sync-surroundings",
        "environment, platform and origin",
        [(200, OK)],
        vars=surroundings,
        ok=SYNCED,
        says=[
            b"https://inngest.internal/base/fn/register\n",
            b"X-Inngest-Env: feat/x\n",
            b"X-Inngest-Platform: vercel\n",
        ],
    )
    for kind in [b"cloud", b"dev", b"other_kind-2"]:
        out.sync(
            f"sync-kind-{kind.decode()}",
            "what the platform says of itself goes back",
            [(200, OK)],
            headers=[SIGNED, (b"x-inngest-server-kind", kind)],
            ok=SYNCED,
            says=[b"X-Inngest-Expected-Server-Kind: " + kind + b"\n"],
        )
    for id, kind in [("newline", b"dev\nX-Other: x"), ("space", b"dev x"), ("long", b"d" * 33), ("empty", b"")]:
        out.sync(
            f"sync-kind-{id}",
            "unless it is no word",
            [(200, OK)],
            headers=[SIGNED, (b"x-inngest-server-kind", kind)],
            ok=SYNCED,
            silent=[b"X-Inngest-Expected-Server-Kind"],
        )
    out.sync(
        "sync-kind-twice",
        "or comes twice",
        [(200, OK)],
        headers=[SIGNED, *[(b"x-inngest-server-kind", b"dev")] * 2],
        ok=SYNCED,
        silent=[b"X-Inngest-Expected-Server-Kind"],
    )
    out.sync(
        "sync-dev",
        "a development server, without a key",
        [(200, OK)],
        vars=DEV,
        headers=[],
        ok=SYNCED,
        says=[b"http://127.0.0.1:8288/fn/register\n", b"X-Inngest-Sdk: example-sdk:v1.2.3\n"],
        silent=[b"Authorization", b"X-Inngest-Signature"],
    )
    out.sync(
        "sync-dev-key",
        "with a key",
        [(200, OK)],
        vars={"INNGEST_DEV": b"1"},
        headers=[],
        ok=SYNCED,
        says=[b"Authorization: Bearer "],
        silent=[b"X-Inngest-Signature"],
    )
    out.sync(
        "sync-dev-bad-key",
        "with a malformed key",
        [(200, OK)],
        vars={"INNGEST_DEV": b"1", "INNGEST_SIGNING_KEY": b"test"},
        headers=[],
        ok=SYNCED,
        silent=[b"Authorization"],
    )
    out.sync(
        "sync-body",
        "a body, signed in canonical form and sent in another",
        [(200, OK)],
        headers=[(b"X-Inngest-Signature", signed(PRIMARY, b'{"url":"https://app.example/api/inngest"}', NOW))],
        body=b'{ "url": "https://app.example/api/inngest" }',
        ok=SYNCED,
    )


def queries(out):
    for id, query, sent in [
        ("id", b"deployId=7", b"?deployId=7\n"),
        ("among-others", b"a=1&deployId=01H%2Dx&b=2", b"?deployId=01H-x\n"),
        ("encoded", b"deployId=a%20b%26c%3Dd%2Fe%3F%23%25", b"?deployId=a%20b%26c%3Dd%2Fe%3F%23%25\n"),
        ("plus", b"deployId=a+b", b"?deployId=a%20b\n"),
        ("unreserved", b"deployId=Az09-._~", b"?deployId=Az09-._~\n"),
        ("bytes", b"deployId=%FF%00%0D%0A", b"?deployId=%FF%00%0D%0A\n"),
        ("utf-8", "deployId=é".encode(), b"?deployId=%C3%A9\n"),
        ("percent", b"deployId=100%&x=%4", b"?deployId=100%25\n"),
        ("first-of-two", b"deployId=1&deployId=2", b"?deployId=1\n"),
        ("equals", b"deployId=a=b", b"?deployId=a%3Db\n"),
        ("name-encoded", b"deploy%49d=7", b"?deployId=7\n"),
        ("lower-case-hex", b"deployId=%2f", b"?deployId=%2F\n"),
        ("header-injection", b"deployId=%0d%0aX-Other:%20x", b"?deployId=%0D%0AX-Other%3A%20x\n"),
    ]:
        out.sync(
            f"sync-query-{id}",
            "goes along, encoded anew",
            [(200, OK)],
            query=query,
            ok=SYNCED,
            says=[b"/fn/register" + sent],
        )
    for id, query in [
        ("none", b"a=1"),
        ("empty", b"deployId="),
        ("bare", b"deployId"),
        ("case", b"deployid=7"),
        ("inside", b"x=deployId=7"),
    ]:
        out.sync(
            f"sync-query-{id}", "nothing to go along", [(200, OK)], query=query, ok=SYNCED, says=[b"/fn/register\n"]
        )


def in_band(out):
    configuration = b'{"app_id":"shop","functions":[]}\n'
    ok = (200, {"app_id": "shop", "functions": []})
    says = [b"X-Inngest-Sync-Kind: in_band\n", b"X-Inngest-Signature: " + signed(PRIMARY, configuration, NOW) + b"\n"]
    out.sync(
        "sync-in-band",
        "the configuration is the response, signed as it is sent",
        headers=[SIGNED, IN_BAND],
        configuration=configuration,
        tries=0,
        ok=ok,
        says=says,
    )
    out.sync(
        "sync-in-band-fallback",
        "under the key that verified the request",
        headers=[FALLBACK_SIGNED, IN_BAND],
        vars=ROTATING,
        configuration=configuration,
        tries=0,
        ok=ok,
        says=[signed(FALLBACK, configuration, NOW)],
        silent=[signed(PRIMARY, configuration, NOW)],
    )
    out.sync(
        "sync-in-band-dev-signed",
        "in dev mode, too",
        headers=[SIGNED, IN_BAND],
        vars={"INNGEST_DEV": b"1"},
        tries=0,
        ok=(200, {"app_id": "shop"}),
    )
    out.sync(
        "sync-in-band-switched-off",
        "unless it is switched off",
        [(200, OK)],
        headers=[SIGNED, IN_BAND],
        vars={"INNGEST_ALLOW_IN_BAND_SYNC": b"0"},
        ok=SYNCED,
        says=[b"X-Inngest-Sync-Kind: out_of_band\n"],
    )
    out.sync(
        "sync-in-band-unsigned",
        "nobody but the platform gets it",
        [(200, OK)],
        headers=[IN_BAND],
        vars=UNSIGNED,
        ok=SYNCED,
        silent=[b"X-Inngest-Signature"],
    )
    out.sync("sync-in-band-dev", "nor in dev mode", [(200, OK)], headers=[IN_BAND], vars=DEV, ok=SYNCED)
    for id, kind in [("hyphen", b"in-band"), ("case", b"In_Band"), ("other", b"out_of_band"), ("empty", b"")]:
        out.sync(
            f"sync-in-band-not-{id}",
            "another word",
            [(200, OK)],
            headers=[SIGNED, (b"X-Inngest-Sync-Kind", kind)],
            ok=SYNCED,
        )
    out.sync("sync-in-band-twice", "twice is not once", [(200, OK)], headers=[SIGNED, IN_BAND, IN_BAND], ok=SYNCED)


def callers(out):
    sdk = b"X-Inngest-Sdk: example-sdk:v1.2.3\nX-Inngest-Req-Version: 2\nX-Inngest-Signature: t="
    out.sync("sync-caller-verified", "the platform gets a signed response", [(200, OK)], ok=SYNCED, says=[sdk])
    out.sync(
        "sync-caller-fallback",
        "under the key that verified the request",
        [(200, OK)],
        headers=[FALLBACK_SIGNED],
        vars=ROTATING,
        ok=SYNCED,
        says=[signed(FALLBACK, b'{"message":"Successfully synced.","modified":true}', NOW)],
    )
    out.sync(
        "sync-caller-anyone",
        "anyone learns what came of it, and nothing else",
        [(200, OK)],
        headers=[],
        vars=UNSIGNED,
        ok=SYNCED,
        says=[b"X-Inngest-Sdk"],
        silent=[b"X-Inngest-Signature", sdk],
    )
    out.sync(
        "sync-caller-anyone-failed",
        "also of a failure",
        [(500, b"")],
        headers=[],
        vars=UNSIGNED,
        ok=failed("the platform answered the sync with status 500"),
        silent=[b"X-Inngest-Signature"],
    )


def refusals(out):
    for method in [b"POST", b"GET", b"put", b"PATCH"]:
        out.sync(
            f"sync-method-{method.decode()}", "a sync begins with PUT", method=method, error="method_not_allowed"
        )
    out.sync("sync-unsigned", "unsigned", headers=[], error="missing_signature")
    out.sync(
        "sync-stranger",
        "signed by a stranger",
        headers=[(b"X-Inngest-Signature", signed(STRANGER, b"", NOW))],
        error="signature_mismatch",
    )
    out.sync(
        "sync-old", "old", headers=[(b"X-Inngest-Signature", signed(PRIMARY, b"", NOW - 301))], error="expired"
    )
    out.sync(
        "sync-unsigned-before-method", "who asks comes first", method=b"POST", headers=[], error="missing_signature"
    )
    out.sync(
        "sync-key-file-twice",
        "a key beside its file",
        vars={"INNGEST_SIGNING_KEY_FILE": b"/run/secrets/no-such-file"},
        error="invalid_setting",
    )
    out.sync("sync-no-key", "no key", vars={"INNGEST_SIGNING_KEY": b""}, error="missing_signing_key")
    out.sync(
        "sync-malformed-url", "a malformed setting", vars={"INNGEST_API_BASE_URL": b"nowhere"}, error="malformed_url"
    )
    out.sync(
        "sync-invalid-environment", "no header value", vars={"INNGEST_ENV": b"a\nb"}, error="invalid_header_value"
    )
    out.sync(
        "sync-invalid-platform", "no header value", options={"platform": b"a\nb"}, error="invalid_header_value"
    )
    branch = b"signkey-branch-" + b"ab" * 32
    headers = [(b"X-Inngest-Signature", signed(branch, b"", NOW))]
    out.sync(
        "sync-branch",
        "a branch key and a branch",
        [(200, OK)],
        vars={"INNGEST_SIGNING_KEY": branch, "BRANCH": b"x"},
        headers=headers,
        ok=SYNCED,
        says=[b"X-Inngest-Env: x\n"],
    )
    for id, name in [("umlaut", "feat/ü"), ("emoji", "🚀")]:
        out.sync(
            f"sync-branch-{id}",
            "a branch that no header can hold, and a key that needs none",
            [(200, OK)],
            vars={"VERCEL_GIT_COMMIT_REF": name.encode()},
            ok=SYNCED,
            silent=[b"X-Inngest-Env"],
        )
        out.sync(
            f"sync-branch-key-{id}",
            "a branch that no header can hold, and a key that needs one",
            vars={"INNGEST_SIGNING_KEY": branch, "VERCEL_GIT_COMMIT_REF": name.encode()},
            headers=headers,
            error="invalid_header_value",
        )
    out.sync(
        "sync-branch-alone",
        "a branch key without one",
        vars={"INNGEST_SIGNING_KEY": branch},
        headers=headers,
        error="missing_environment",
    )
    out.sync(
        "sync-branch-dev",
        "dev mode has no branches",
        [(200, OK)],
        vars={"INNGEST_SIGNING_KEY": branch, "INNGEST_DEV": b"1"},
        headers=[],
        ok=SYNCED,
    )
    order(out)
    for id, app in [
        ("sdk-empty", {"sdk": b""}),
        ("sdk-no-version", {"sdk": b"example-sdk"}),
        ("sdk-no-v", {"sdk": b"example-sdk:1.2.3"}),
        ("sdk-no-name", {"sdk": b":v1.2.3"}),
        ("sdk-version-empty", {"sdk": b"example-sdk:v"}),
        ("sdk-two-colons", {"sdk": b"example:sdk:v1"}),
        ("sdk-newline", {"sdk": b"example-sdk:v1\n"}),
        ("sdk-not-ascii", {"sdk": "größe:v1".encode()}),
        ("framework-empty", {"framework": b""}),
        ("framework-newline", {"framework": b"a\r\nX-Other: b"}),
        ("framework-space", {"framework": b" flask"}),
    ]:
        out.sync(f"sync-app-{id}", "the SDK's own fault", app=app, error="invalid_argument")


def order(out):
    """Each case has two faults, and the one that is looked for first decides."""
    bad_api, bad_env, bad_app = {"INNGEST_API_BASE_URL": b"nowhere"}, {"INNGEST_ENV": b"a\nb"}, {"sdk": b""}
    for id, error, inputs in [
        ("caller-api", "missing_signature", {"headers": [], "vars": bad_api}),
        ("api-method", "malformed_url", {"vars": bad_api, "method": b"POST"}),
        ("method-app", "method_not_allowed", {"method": b"POST", "app": bad_app}),
        ("app-environment", "invalid_argument", {"app": bad_app, "vars": bad_env}),
        ("environment-platform", "invalid_header_value", {"vars": bad_env, "options": {"platform": b"\n\0"}}),
        ("environment-in-band", "invalid_header_value", {"headers": [SIGNED, IN_BAND], "vars": bad_env}),
    ]:
        out.sync(f"sync-order-{id}", "the first fault in the order decides", error=error, **inputs)
    out.sync(
        "sync-order-in-band-platform",
        "what is not sent is not looked at",
        headers=[SIGNED, IN_BAND],
        options={"platform": b"a\nb"},
        tries=0,
        ok=(200, {"app_id": "shop"}),
    )
    out.sync(
        "sync-headers",
        "every header, in this order",
        [(200, OK)],
        vars={"INNGEST_ENV": b"feat/x", "VERCEL": b"1"},
        headers=[SIGNED, (b"X-Inngest-Server-Kind", b"cloud")],
        ok=SYNCED,
        says=[
            b"\nContent-Type: application/json\nX-Inngest-Sdk: example-sdk:v1.2.3\nX-Inngest-Req-Version: 2\n"
            b"X-Inngest-Env: feat/x\nX-Inngest-Framework: flask\nX-Inngest-Platform: vercel\n"
            b"X-Inngest-Expected-Server-Kind: cloud\nAuthorization: Bearer signkey-prod-"
        ],
    )
