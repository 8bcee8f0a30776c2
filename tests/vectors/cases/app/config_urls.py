"""URLs from options and variables, and the URL to report."""

from ..common import PRIMARY
from .builder import AppVectors

KEY = {"INNGEST_SIGNING_KEY": PRIMARY}
DEV = "http://127.0.0.1:8288"
CLOUD = "https://api.inngest.com"
EVENTS = "https://inn.gs"


def vectors():
    out = AppVectors(
        "URLs among the settings, in their one form; one that is malformed is null, and no other stands in its place."
        " `serve_url` is what is reported to the platform."
    )
    origins(out)
    malformed(out)
    serve(out)
    serve_urls(out)
    return out


def origins(out):
    base, api, events = "INNGEST_BASE_URL", "INNGEST_API_BASE_URL", "INNGEST_EVENT_API_BASE_URL"
    a, b, c = b"https://a.example", b"https://b.example", b"https://c.example"

    def case(id, comment, vars, options, api_origin, event_origin):
        out.config(
            f"config-url-{id}", comment, vars | KEY, options, api_origin=api_origin, event_api_origin=event_origin
        )

    case("base", "both", {base: a}, None, a.decode(), a.decode())
    case("api", "the API alone", {api: b}, None, b.decode(), EVENTS)
    case("events", "events alone", {events: c}, None, CLOUD, c.decode())
    case("own-before-base", "the own variable first", {base: a, api: b, events: c}, None, b.decode(), c.decode())
    case(
        "option-before-own",
        "the common option goes before the own variable",
        {api: b, events: c},
        {"base_url": a},
        a.decode(),
        a.decode(),
    )
    case(
        "own-option",
        "the own option goes before the common one",
        {},
        {"base_url": a, "api_base_url": b, "event_api_base_url": c},
        b.decode(),
        c.decode(),
    )
    case("blank", "a blank variable is absent", {base: a, api: b" "}, None, a.decode(), a.decode())
    case("over-dev", "in dev mode, too", {"INNGEST_DEV": b"1", api: b}, None, b.decode(), DEV)
    case(
        "normal-form",
        "lower case, no default port, no slash at the end",
        {base: b"HTTPS://A.Example:443/x/"},
        None,
        "https://a.example/x",
        "https://a.example/x",
    )
    case(
        "alphabet",
        "what a path may hold",
        {base: b"https://a.example/AZaz09-._~/!$&'()*+,;=:@/..."},
        None,
        "https://a.example/AZaz09-._~/!$&'()*+,;=:@/...",
        "https://a.example/AZaz09-._~/!$&'()*+,;=:@/...",
    )
    for id, url in [
        ("http", b"http://inngest.internal:8288"),
        ("address", b"http://192.168.0.9:8288"),
        ("v6", b"http://[2001:db8::1]"),
    ]:
        out.config(
            f"config-url-exposed-{id}",
            "credentials in the clear",
            {api: url} | KEY,
            problems=[f"exposed_origin {api}"],
            api_origin=url.decode(),
        )
    for id, url in [
        ("localhost", b"http://localhost:8288"),
        ("sub", b"http://api.localhost"),
        ("loopback", b"http://127.9.9.9"),
        ("v6", b"http://[::1]:8288"),
    ]:
        out.config(
            f"config-url-loopback-{id}",
            "which never leave the machine here",
            {api: url} | KEY,
            problems=[],
            api_origin=url.decode(),
        )
    out.config(
        "config-url-exposed-dev",
        "a development server is not secret",
        {api: b"http://dev.example", "INNGEST_DEV": b"1"},
        problems=[],
    )


def malformed(out):
    for id, url in [
        ("no-scheme", b"api.example"),
        ("scheme", b"ws://api.example"),
        ("one-slash", b"https:/api.example"),
        ("no-host", b"https://"),
        ("port-only", b"https://:443"),
        ("user", b"https://user@api.example"),
        ("password", b"https://user:secret@api.example"),
        ("query", b"https://api.example?x=1"),
        ("fragment", b"https://api.example/#x"),
        ("dots", b"https://api.example/a/../b"),
        ("dot", b"https://api.example/."),
        ("percent", b"https://api.example/%2e%2e/b"),
        ("double-slash", b"https://api.example//b"),
        ("two-at-end", b"https://api.example/b//"),
        ("backslash", b"https://api.example\\b"),
        ("space", b"https://api.example/a b"),
        ("bar", b"https://api.example/a|b"),
        ("bracket", b"https://api.example/[a]"),
        ("newline", b"https://api.example\n/b"),
        ("not-ascii", "https://bücher.example".encode()),
        ("port-0", b"https://api.example:0"),
        ("port-big", b"https://api.example:65536"),
        ("port-zero-first", b"https://api.example:0443"),
        ("port-empty", b"https://api.example:"),
        ("label-empty", b"https://api..example"),
        ("dot-twice", b"https://api.example.."),
        ("dot-alone", b"https://."),
        ("v4-dot", b"http://127.0.0.1."),
        ("v4-short", b"http://127.1"),
        ("v4-hex", b"http://0x7f.0.0.1.0x1"),
        ("v4-octal", b"http://0177.0.0.1"),
        ("v4-number", b"http://2130706433"),
        ("v6-zone", b"http://[fe80::1%25eth0]"),
        ("v6-open", b"http://[::1"),
        ("v6-bare", b"http://::1"),
    ]:
        problem = ["malformed_url INNGEST_API_BASE_URL"]
        out.config(
            f"config-url-malformed-{id}",
            "refused, and no other in its place",
            {"INNGEST_API_BASE_URL": url} | KEY,
            problems=problem,
            api_origin=None,
            event_api_origin=EVENTS,
        )
    out.config(
        "config-url-quoted",
        "quotation marks",
        {"INNGEST_BASE_URL": b"'https://a.example'"} | KEY,
        problems=["quoted_value INNGEST_BASE_URL"] * 2,
        api_origin=None,
    )
    out.config(
        "config-url-option-malformed",
        "an option is named by its name",
        KEY,
        {"api_base_url": b"nowhere"},
        problems=["malformed_url api_base_url"],
        api_origin=None,
    )


def serve(out):
    origin, host, path = "INNGEST_SERVE_ORIGIN", "INNGEST_SERVE_HOST", "INNGEST_SERVE_PATH"
    out.config(
        "config-serve",
        "origin and path",
        KEY | {origin: b"https://app.example", path: b"/api/inngest"},
        serve_origin="https://app.example",
        serve_path="/api/inngest",
    )
    out.config(
        "config-serve-host",
        "the old name",
        KEY | {host: b"https://app.example:8443"},
        serve_origin="https://app.example:8443",
        serve_path=None,
    )
    out.config(
        "config-serve-origin-first",
        "goes behind the new one",
        KEY | {host: b"https://old.example", origin: b"https://new.example"},
        serve_origin="https://new.example",
    )
    out.config(
        "config-serve-no-scheme", "a host alone", KEY | {host: b"App.Example"}, serve_origin="https://app.example"
    )
    out.config(
        "config-serve-slash",
        "a slash at the end",
        KEY | {origin: b"https://app.example/"},
        serve_origin="https://app.example",
    )
    out.config(
        "config-serve-http",
        "http is this app's own affair",
        KEY | {origin: b"http://app.example"},
        serve_origin="http://app.example",
        problems=[],
    )
    out.config(
        "config-serve-path-slash", "a path without its slash", KEY | {path: b"api/inngest"}, serve_path="/api/inngest"
    )
    out.config(
        "config-serve-option",
        "options go first",
        KEY | {origin: b"https://a.example", path: b"/a"},
        {"serve_origin": b"https://b.example", "serve_path": b"/b"},
        serve_origin="https://b.example",
        serve_path="/b",
    )
    for id, value in [
        ("path", b"https://app.example/x"),
        ("query", b"https://app.example?x"),
        ("user", b"me@app.example"),
        ("space", b"app example"),
    ]:
        out.config(
            f"config-serve-origin-{id}",
            "more than an origin",
            KEY | {origin: value},
            problems=[f"malformed_url {origin}"],
            serve_origin=None,
        )
    out.config(
        "config-serve-path-alphabet",
        "what a path may hold, as it is",
        KEY | {path: b"/AZaz09-._~!$&'()*+,;=:@%2f/../a//"},
        serve_path="/AZaz09-._~!$&'()*+,;=:@%2f/../a//",
        problems=[],
    )
    for id, value in [
        ("url", b"https://app.example/api/inngest"),
        ("bracket", b"/[a]"),
        ("bar", b"/a|b"),
        ("query", b"/a?b"),
        ("fragment", b"/a#b"),
        ("space", b"/a b"),
        ("newline", b"/a\nb"),
        ("not-ascii", b"/\xc3\xa9"),
    ]:
        out.config(
            f"config-serve-path-{id}",
            "more than a path",
            KEY | {path: value},
            problems=[f"malformed_path {path}"],
            serve_path=None,
        )


def serve_urls(out):
    origin = {"INNGEST_SERVE_ORIGIN": b"https://app.example"}
    path = {"INNGEST_SERVE_PATH": b"/fn"}

    def case(id, comment, url, expected, vars=None):
        out.serve_url(f"serve-url-{id}", comment, url, expected, vars)

    case("plain", "as it came", b"https://a.example/api/inngest", b"https://a.example/api/inngest")
    case("normal", "the origin in its one form, the path as it is", b"HTTP://A.Example:80/API", b"http://a.example/API")
    case("no-path", "no path is a slash", b"http://localhost:3000", b"http://localhost:3000/")
    case(
        "query",
        "other parameters stay",
        b"https://a.example/x?token=a%2Bb&empty=&bare&c=d+e",
        b"https://a.example/x?token=a%2Bb&empty=&bare&c=d+e",
    )
    case("deploy-id", "less deployId", b"https://a.example/x?a=1&deployId=7&b=2", b"https://a.example/x?a=1&b=2")
    case("deploy-id-only", "and its question mark", b"https://a.example/x?deployId=7", b"https://a.example/x")
    case(
        "deploy-id-twice",
        "however often it comes",
        b"https://a.example/x?deployId=7&a=1&deployId=8&deployId",
        b"https://a.example/x?a=1",
    )
    case(
        "deploy-id-encoded",
        "and however it is written",
        b"https://a.example/x?deploy%49d=7&%64eployId&a=1",
        b"https://a.example/x?a=1",
    )
    case(
        "deploy-id-case",
        "but not in another case",
        b"https://a.example/x?deployid=7",
        b"https://a.example/x?deployid=7",
    )
    case("ampersands", "nothing between ampersands", b"https://a.example/x?&a=1&&b=2&", b"https://a.example/x?a=1&b=2")
    case("fragment", "less a fragment", b"https://a.example/x?a=1#deployId=7", b"https://a.example/x?a=1")
    case("origin", "under the origin that was set", b"http://internal:3000/x?a=1", b"https://app.example/x?a=1", origin)
    case("path", "under the path that was set", b"http://internal:3000/x?a=1", b"http://internal:3000/fn?a=1", path)
    case("both", "under both", b"http://internal:3000/x?a=1&deployId=2", b"https://app.example/fn?a=1", origin | path)
    case(
        "percent",
        "a percent that escapes nothing",
        b"https://a.example/x?a=%zz&b=%4",
        b"https://a.example/x?a=%zz&b=%4",
    )
    case(
        "query-raw",
        "a query as clients send it, which escape less than they should",
        b"https://a.example/x?a=|&b=\"{}^`<>\\&deployId=\"7",
        b"https://a.example/x?a=|&b=\"{}^`<>\\",
    )
    case("brackets", "brackets in a path, which clients do not escape", b"https://a.example/[id]/x", b"https://a.example/[id]/x")
    case("question-marks", "the first question mark", b"https://a.example/x?a?b=?", b"https://a.example/x?a?b=?")
    case("dot", "the dot of the root", b"https://A.Example./x", b"https://a.example./x")
    for id, url in [
        ("bar", b"https://a.example/a|b"),
        ("query-space", b"https://a.example/?a b"),
        ("query-not-ascii", "https://a.example/?é".encode()),
        ("relative", b"/api/inngest"),
        ("space", b"https://a.example/a b"),
        ("user", b"https://me@a.example/"),
        ("not-ascii", "https://a.example/é".encode()),
    ]:
        out.serve_url(f"serve-url-malformed-{id}", "no URL", url, error="malformed_url")
    out.serve_url(
        "serve-url-malformed-origin",
        "a malformed setting",
        b"https://a.example/",
        vars={"INNGEST_SERVE_ORIGIN": b"a b"},
        error="malformed_url",
    )
    out.serve_url(
        "serve-url-malformed-path",
        "a malformed setting",
        b"https://a.example/",
        vars={"INNGEST_SERVE_PATH": b"/a?b"},
        error="malformed_url",
    )
