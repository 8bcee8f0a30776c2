"""Settings from options and variables: the mode, the surroundings, and what is wrong with them."""

from ..common import PRIMARY
from .builder import AppVectors

KEY = {"INNGEST_SIGNING_KEY": PRIMARY}
DEV = "http://127.0.0.1:8288"
CLOUD = "https://api.inngest.com"
EVENTS = "https://inn.gs"
MISSING = "missing_signing_key INNGEST_SIGNING_KEY"


def vectors():
    out = AppVectors(
        "Settings as JSON: an option goes before every variable, blank ones count as absent, and what is malformed is"
        " null and a problem. No URL ever decides about the mode."
    )
    modes(out)
    dev_servers(out)
    environments(out)
    platforms(out)
    switches(out)
    options(out)
    return out


def modes(out):
    out.config(
        "config-nothing", "nothing is set: cloud, and no key", problems=[MISSING], mode="cloud", mode_source="default"
    )
    out.config(
        "config-key",
        "a key and nothing else",
        KEY,
        mode="cloud",
        api_origin=CLOUD,
        event_api_origin=EVENTS,
        problems=[],
    )
    for word in ["0", "false", "FALSE", "no", "Off", " 0 "]:
        name = word.strip().lower() + (
            "-upper" if word.isupper() and word.isalpha() else "-blank" if " " in word else ""
        )
        out.config(
            f"config-dev-{name}", "no", {"INNGEST_DEV": word.encode()} | KEY, mode="cloud", mode_source="INNGEST_DEV"
        )
    for word in ["1", "true", "True", "yes", "on", "\t1\n"]:
        name = word.strip().lower() + ("-capital" if word == "True" else "-blank" if "\t" in word else "")
        out.config(
            f"config-dev-{name}",
            "yes: the development server is where it always is",
            {"INNGEST_DEV": word.encode()},
            mode="dev",
            mode_source="INNGEST_DEV",
            api_origin=DEV,
            event_api_origin=DEV,
        )
    for blank in [b"", b" ", b"\r\n"]:
        out.config(
            f"config-dev-empty-{len(blank)}",
            "a blank variable is absent",
            {"INNGEST_DEV": blank} | KEY,
            mode_source="default",
        )
    for word in ["2", "maybe", "localhost", "enabled"]:
        out.config(
            f"config-dev-word-{word}",
            "another word is an error, and everything else is as strict as in cloud mode",
            {"INNGEST_DEV": word.encode()} | KEY,
            problems=["invalid_setting INNGEST_DEV"],
            mode=None,
            mode_source=None,
            api_origin=CLOUD,
        )
    out.config(
        "config-dev-quoted",
        "quotation marks",
        {"INNGEST_DEV": b'"0"'} | KEY,
        problems=["quoted_value INNGEST_DEV"],
        mode=None,
    )
    out.config(
        "config-dev-word-option",
        "the option decides the mode, but where the development server is stays an error",
        {"INNGEST_DEV": b"maybe"},
        {"mode": b"dev"},
        problems=["invalid_setting INNGEST_DEV"],
        mode="dev",
        mode_source="mode",
        api_origin=None,
    )
    out.config(
        "config-dev-word-option-server",
        "unless an option says that, too",
        {"INNGEST_DEV": b"maybe"},
        {"mode": b"dev", "dev_server_url": b"http://dev.example"},
        problems=["invalid_setting INNGEST_DEV"],
        mode="dev",
        api_origin="http://dev.example",
    )
    out.config(
        "config-dev-word-cloud-option",
        "in cloud mode the variable is not looked at",
        {"INNGEST_DEV": b"maybe"} | KEY,
        {"mode": b"cloud"},
        problems=[],
        mode="cloud",
        mode_source="mode",
    )
    out.config(
        "config-mode-cloud",
        "the option goes before the variable",
        {"INNGEST_DEV": b"1"} | KEY,
        {"mode": b"cloud"},
        mode="cloud",
        mode_source="mode",
    )
    out.config(
        "config-mode-dev",
        "in both directions",
        {"INNGEST_DEV": b"0"},
        {"mode": b"dev"},
        mode="dev",
        mode_source="mode",
        api_origin=DEV,
    )
    for name in ["INNGEST_BASE_URL", "INNGEST_API_BASE_URL", "INNGEST_EVENT_API_BASE_URL"]:
        out.config(
            f"config-mode-not-by-{name.lower().replace('_', '-')}",
            "a base URL leaves verification on",
            {name: b"http://127.0.0.1:8288"} | KEY,
            mode="cloud",
            mode_source="default",
        )
    out.config(
        "config-mode-not-by-dev-server",
        "nor does the option's",
        KEY,
        {"dev_server_url": DEV.encode()},
        mode="cloud",
        api_origin=CLOUD,
    )


def dev_servers(out):
    for name, value, url in [
        ("url", b"http://10.0.0.5:8288", "http://10.0.0.5:8288"),
        ("https", b"https://dev.example/", "https://dev.example"),
        ("host-port", b"localhost:9999", "http://localhost:9999"),
        ("host-name-port", b"dev.example:80", "http://dev.example"),
        ("ipv6-port", b"[::1]:8288", "http://[::1]:8288"),
        ("not-platform", b"http://notinngest.com", "http://notinngest.com"),
        ("path", b"http://proxy.example/inngest/", "http://proxy.example/inngest"),
    ]:
        out.config(
            f"config-dev-server-{name}",
            "a URL says yes and where",
            {"INNGEST_DEV": value},
            mode="dev",
            api_origin=url,
            event_api_origin=url,
        )
    for name, value in [
        ("malformed", b"http://a b"),
        ("scheme", b"ftp://dev.example"),
        ("host", b"dev.example"),
        ("platform", b"https://api.inngest.com"),
        ("platform-port", b"api.inngest.com:443"),
        ("platform-dot", b"https://api.inngest.com."),
        ("platform-events", b"https://INN.GS/"),
        ("path-without-scheme", b"localhost:8288/path"),
    ]:
        out.config(
            f"config-dev-server-{name}",
            "no URL of a development server, so it does not say dev",
            {"INNGEST_DEV": value} | KEY,
            problems=["invalid_setting INNGEST_DEV"],
            mode=None,
            api_origin=CLOUD,
            event_api_origin=EVENTS,
        )
    out.config(
        "config-dev-server-option",
        "the option goes before the variable's URL",
        {"INNGEST_DEV": b"http://a.example"},
        {"dev_server_url": b"http://b.example"},
        api_origin="http://b.example",
    )
    out.config(
        "config-dev-server-in-cloud",
        "in cloud mode the variable's URL is not used",
        {"INNGEST_DEV": b"http://a.example"} | KEY,
        {"mode": b"cloud"},
        api_origin=CLOUD,
        event_api_origin=EVENTS,
    )


def environments(out):
    names = [
        "INNGEST_ENV",
        "BRANCH_NAME",
        "VERCEL_GIT_COMMIT_REF",
        "BRANCH",
        "CF_PAGES_BRANCH",
        "RENDER_GIT_BRANCH",
        "RAILWAY_GIT_BRANCH",
    ]
    for at, name in enumerate(names):
        vars = KEY | {other: other.lower().encode() for other in names[at:]}
        out.config(
            f"config-env-{name.lower().replace('_', '-')}",
            "the first of the rest",
            vars,
            environment=name.lower(),
            environment_source=name,
        )
    out.config(
        "config-env-option",
        "the option goes before them all",
        KEY | {"INNGEST_ENV": b"a"},
        {"environment": b"b"},
        environment="b",
        environment_source="environment",
    )
    out.config(
        "config-env-blank",
        "a blank one is skipped",
        KEY | {"INNGEST_ENV": b"\t", "BRANCH": b" main\n"},
        environment="main",
        environment_source="BRANCH",
    )
    out.config(
        "config-env-printable", "any printable ASCII", KEY | {"INNGEST_ENV": b"feat/a b~!"}, environment="feat/a b~!"
    )
    for id, name in [
        ("newline", b"a\nX-Other: b"),
        ("nul", b"a\0b"),
        ("del", b"a\x7f"),
        ("not-ascii", "größe".encode()),
    ]:
        out.config(
            f"config-env-{id}",
            "no header value",
            KEY | {"INNGEST_ENV": name},
            problems=["invalid_header_value INNGEST_ENV"],
            environment=None,
            environment_source=None,
        )
    out.config(
        "config-env-no-second",
        "an invalid one is not replaced by the next",
        KEY | {"INNGEST_ENV": b"\xc3\xa9", "BRANCH": b"main"},
        problems=["invalid_header_value INNGEST_ENV"],
        environment=None,
    )
    out.config(
        "config-env-quoted",
        "quotation marks, which a header can hold",
        KEY | {"INNGEST_ENV": b'"main"'},
        problems=["quoted_value INNGEST_ENV"],
        environment='"main"',
    )
    out.config(
        "config-env-quoted-newline",
        "quotation marks around what no header can hold",
        KEY | {"INNGEST_ENV": b'"a\nX-Other: b"'},
        problems=["quoted_value INNGEST_ENV", "invalid_header_value INNGEST_ENV"],
        environment=None,
    )
    branch = {"INNGEST_SIGNING_KEY": b"signkey-branch-" + b"ab" * 32}
    for id, name in [("umlaut", "feat/ü"), ("emoji", "🚀")]:
        out.config(
            f"config-env-branch-{id}",
            "a branch that no header can hold is left out",
            KEY | {"VERCEL_GIT_COMMIT_REF": name.encode(), "BRANCH": b"main"},
            problems=["environment_left_out VERCEL_GIT_COMMIT_REF"],
            environment=None,
            environment_source=None,
        )
        out.config(
            f"config-env-branch-key-{id}",
            "unless the key needs it",
            branch | {"VERCEL_GIT_COMMIT_REF": name.encode()},
            problems=["invalid_header_value VERCEL_GIT_COMMIT_REF"],
            environment=None,
            environment_source=None,
        )
    out.config("config-env-branch-key", "a branch key and a branch", branch | {"BRANCH": b"x"}, problems=[])
    out.config(
        "config-env-branch-key-alone", "a branch key without one", branch, problems=["missing_environment INNGEST_ENV"]
    )
    out.config("config-env-branch-key-dev", "dev mode has no branches", branch | {"INNGEST_DEV": b"1"}, problems=[])
    out.config(
        "config-env-branch-fallback",
        "only the primary counts",
        KEY | {"INNGEST_SIGNING_KEY_FALLBACK": b"signkey-branch-" + b"ab" * 32},
        problems=["mixed_key_environments INNGEST_SIGNING_KEY_FALLBACK"],
    )


def platforms(out):
    rows = [
        ("vercel", "VERCEL", b"1"),
        ("netlify", "NETLIFY", b"true"),
        ("cloudflare-pages", "CF_PAGES", b"1"),
        ("render", "RENDER", b"true"),
        ("railway", "RAILWAY_ENVIRONMENT", b"production"),
    ]
    for at, (name, _, _) in enumerate(rows):
        vars = KEY | {variable: value for _, variable, value in rows[at:]}
        out.config(f"config-platform-{name}", "the first of the rest", vars, platform=name)
    out.config(
        "config-platform-value",
        "another value says nothing",
        KEY | {"VERCEL": b"true", "NETLIFY": b"1", "CF_PAGES": b"yes", "RENDER": b"1"},
        platform=None,
    )
    out.config(
        "config-platform-option",
        "the option goes before them",
        KEY | {"VERCEL": b"1"},
        {"platform": b"mine"},
        platform="mine",
    )
    out.config(
        "config-platform-option-invalid",
        "and has to fit a header",
        KEY | {"VERCEL": b"1"},
        {"platform": b"a\nb"},
        problems=["invalid_header_value platform"],
        platform=None,
    )
    out.config(
        "config-platform-dev",
        "dev mode where apps are deployed",
        {"INNGEST_DEV": b"1", "VERCEL": b"1"},
        problems=["dev_on_platform INNGEST_DEV"],
        platform="vercel",
    )
    out.config(
        "config-platform-dev-option",
        "the setting to look at is the option",
        {"VERCEL": b"1"},
        {"mode": b"dev"},
        problems=["dev_on_platform mode"],
    )
    out.config(
        "config-platform-dev-named",
        "a platform that was only named proves nothing",
        {"INNGEST_DEV": b"1"},
        {"platform": b"mine"},
        problems=[],
    )


def switches(out):
    name = "INNGEST_ALLOW_IN_BAND_SYNC"
    for value, on in [(b"0", False), (b"False", False), (b"1", True), (b"", True), (b"maybe", None)]:
        out.config(
            f"config-in-band-{value.decode() or 'empty'}",
            "on by default",
            KEY | {name: value},
            problems=[] if on is not None else [f"invalid_setting {name}"],
            allow_in_band_sync=on,
        )
    name = "INNGEST_ENABLE_UNAUTHED_SYNC"
    for value, on in [(b"0", False), (b"TRUE", True), (b"1", True), (b"", False), (b"maybe", None), (b'"1"', None)]:
        id = value.decode().strip('"').lower() or "empty"
        code = "quoted_value" if b'"' in value else "invalid_setting"
        out.config(
            f"config-unsigned-sync-{id}{'-quoted' if b'1' in value[1:] else ''}",
            "off by default",
            KEY | {name: value},
            problems=[] if on is not None else [f"{code} {name}"],
            allow_unsigned_sync=on,
        )


def options(out):
    out.config_refused("config-option-unknown", "an unknown option", {"signing_keys": PRIMARY})
    out.config_refused("config-option-case", "names are in lower case", {"Mode": b"dev"})
    out.config_refused("config-option-mode", "an unknown mode", {"mode": b"production"})
    out.config_refused("config-option-mode-empty", "a mode is never blank", {"mode": b""})
    out.config(
        "config-other-variables",
        "variables of others are not looked at",
        KEY
        | {
            "INNGEST_DEVSERVER_URL": DEV.encode(),
            "NODE_ENV": b"development",
            "INNGEST_SIGNKEY": b"x",
            "AWS_SECRET": b"canary",
        },
        mode="cloud",
        api_origin=CLOUD,
        problems=[],
    )
