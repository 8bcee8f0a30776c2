"""Spellings of the switches: what is not plainly yes is never yes."""

from .builder import AppVectors

DEV, UNSIGNED_SYNC, IN_BAND_SYNC = "INNGEST_DEV", "INNGEST_ENABLE_UNAUTHED_SYNC", "INNGEST_ALLOW_IN_BAND_SYNC"

YES = [b"1", b"true", b"TRUE", b"True", b"tRuE", b"yes", b"YES", b"Yes", b"on", b"ON", b"On", b" 1 ", b"\ton\r\n"]
NO = [b"0", b"false", b"FALSE", b"False", b"no", b"NO", b"No", b"off", b"OFF", b"Off", b" 0", b"", b" ", b"\t\r\n\f"]
URLS = [
    b"http://localhost:8288",
    b"https://dev.example",
    b"http://dev.example/inngest/",
    b"HTTP://Dev.Example",
    b"localhost:8288",
    b"127.0.0.1:80",
    b"[::1]:8288",
    b"host.docker.internal:8288",
]
UNKNOWN = [
    *[b'"0"', b"'0'", b"`0`", b'"1"', b'"true"', b'"', b"0 # cloud", b"1 # dev", b"1;", b"1,0", b"0x1", b"+1", b"-0", b"00"],
    *[b"01", b"10", b"2", b"1.0", b"0.0", b"y", b"n", b"t", b"f", b"yes!", b"ye s", b"enable", b"enabled", b"disabled"],
    *[b"null", b"none", b"undefined", b"nil", b"NaN", b"dev", b"development", b"cloud", b"production", b"prod", b"test"],
    *[b"localhost", b"dev.example", b"127.0.0.1", b":8288", b"localhost:", b"localhost:99999", b"localhost:8288/x"],
    *[b"http://", b"http:localhost", b"ftp://dev.example", b"//dev.example", b"http://a b", b"http://user@dev.example"],
    *[b"https://api.inngest.com", b"api.inngest.com:443", b"https://inn.gs", b"http://app.inngest.com:80/", b"INNGEST.COM:1"],
    *["\u00a01".encode(), "\u200b1".encode(), "\uff11".encode(), "\ufeff1".encode(), "tru\u00e9".encode(), b"1\0", b"t\0rue"],
    b"1" * 4096,
    *[b"dev.example/x:80", b"off/on:1"],
]


def vectors():
    out = AppVectors(
        "An unsigned sync under each spelling of a switch. It is let through where the switch plainly says so; where it"
        " says nothing that is known, every request is refused with invalid_setting, a signed one too."
    )
    for variable in (DEV, UNSIGNED_SYNC):
        for at, value in enumerate(YES):
            unsigned(out, variable, f"yes-{at}", "yes in any case", value)
        for at, value in enumerate(NO):
            unsigned(out, variable, f"no-{at}", "no, or nothing", value, "missing_signature")
        for at, value in enumerate(URLS):
            is_dev = variable == DEV
            unsigned(out, variable, f"url-{at}", "a URL says dev", value, None if is_dev else "invalid_setting")
        for at, value in enumerate(UNKNOWN):
            unsigned(out, variable, f"unknown-{at}", "none of the words", value, "invalid_setting")
            signed(out, variable, f"unknown-{at}", value)
    for kind, values in (("yes", YES), ("no", NO)):
        for at, value in enumerate(values):
            unsigned(out, IN_BAND_SYNC, f"{kind}-{at}", "it lets nobody in", value, "missing_signature")
    for at, value in enumerate([*URLS, *UNKNOWN]):
        signed(out, IN_BAND_SYNC, f"unknown-{at}", value)
    out.sync(
        "switch-dev-option",
        "an option goes before the variable, known or not",
        [(200, b"{}")],
        headers=[],
        vars={DEV: b"maybe"},
        options={"mode": b"dev", "dev_server_url": b"http://dev.example"},
        ok=(200, {"message": "Successfully synced.", "modified": False}),
    )
    return out


def name(variable):
    return variable.removeprefix("INNGEST_").lower().replace("_", "-")


def unsigned(out, variable, id, comment, value, error=None):
    ok = None if error else (200, {"message": "Successfully synced.", "modified": False})
    answers = [(200, b"{}")]
    out.sync(
        f"switch-{name(variable)}-{id}", comment, answers, headers=[], vars={variable: value}, ok=ok, error=error
    )


def signed(out, variable, id, value):
    comment = "a signed request is refused, too"
    out.sync(f"switch-{name(variable)}-{id}-signed", comment, vars={variable: value}, error="invalid_setting")
