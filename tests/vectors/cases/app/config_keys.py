"""Keys from options and variables, and what is wrong with them."""

import reference

from ..common import FALLBACK, PRIMARY
from .builder import AppVectors

KEY = {"INNGEST_SIGNING_KEY": PRIMARY}


def vectors():
    out = AppVectors("Keys among the settings: of signing keys the ids are said, of the event key that there is one.")
    keys(out)
    files(out)
    event_keys(out)
    return out


def keys(out):
    primary, fallback = "INNGEST_SIGNING_KEY", "INNGEST_SIGNING_KEY_FALLBACK"
    out.config("config-keys-two", "a primary and a fallback", {primary: PRIMARY, fallback: FALLBACK}, problems=[])
    out.config("config-keys-trimmed", "as read from a file", {primary: PRIMARY + b"\n"}, problems=[])
    out.config(
        "config-keys-option",
        "the option goes before the variable",
        {primary: b"junk", fallback: FALLBACK},
        {"signing_key": PRIMARY},
        problems=[],
    )
    out.config("config-keys-option-blank", "unless it is blank", KEY, {"signing_key": b" "}, problems=[])
    out.config(
        "config-keys-lone-fallback",
        "a fallback alone is the primary",
        {fallback: FALLBACK},
        problems=[f"fallback_without_primary {fallback}"],
    )
    out.config(
        "config-keys-blank-primary",
        "also beside a blank one",
        {primary: b" ", fallback: FALLBACK},
        problems=[f"fallback_without_primary {fallback}"],
    )
    out.config(
        "config-keys-equal",
        "twice the same",
        {primary: PRIMARY, fallback: PRIMARY},
        problems=[f"fallback_equals_primary {fallback}"],
    )
    out.config(
        "config-keys-equal-digits",
        "the same digits under another prefix are the same key",
        {primary: PRIMARY, fallback: PRIMARY.replace(b"prod", b"test")},
        problems=[f"fallback_equals_primary {fallback}"],
    )
    out.config(
        "config-keys-mixed",
        "keys of two environments",
        {primary: PRIMARY, fallback: FALLBACK.replace(b"prod", b"test")},
        problems=[f"mixed_key_environments {fallback}"],
    )
    out.config(
        "config-keys-prefix-beside-bare",
        "a bare key is of no environment",
        {primary: b"abcdef12", fallback: FALLBACK},
        problems=[],
    )
    out.config(
        "config-keys-bare-beside-prefix",
        "a bare key is of no environment",
        {primary: PRIMARY, fallback: b"abcdef12"},
        problems=[],
    )
    hashed = reference.bearer(PRIMARY)
    for id, first, second, setting in [
        ("fallback", PRIMARY, hashed, fallback),
        ("primary", hashed, PRIMARY, primary),
        ("bare", PRIMARY, hashed[-64:].upper(), fallback),
    ]:
        out.config(
            f"config-keys-hash-{id}",
            "the hash of one key reads like another",
            {primary: first, fallback: second},
            problems=[f"hash_as_key {setting}"],
        )
    out.config("config-keys-missing-dev", "dev mode needs no key", {"INNGEST_DEV": b"1"}, problems=[])
    for id, key, code in [
        ("quoted", b'"' + PRIMARY + b'"', "quoted_value"),
        ("single-quoted", b"'" + PRIMARY + b"' ", "quoted_value"),
        ("half-quoted", b'"' + PRIMARY, "non_hex_key"),
        ("event-key", b"Hx8kq-NzVw_3tYpLm2RsJ9uGoXiKeZ7v", "event_key"),
        ("event-key-base64", b"Hx8kq+NzVw/3tYpLm2RsJ9uGoXiKeZ7vQw==", "event_key"),
        ("event-key-padding", b"Hx8kq+NzVw/3tYpLm2RsJ9uGoXiKeZ7vQw===", "non_hex_key"),
        ("odd", PRIMARY[:-1], "odd_key_length"),
        ("not-hex", PRIMARY[:-1] + b"x", "non_hex_key"),
        ("prefix-only", b"signkey-prod-", "empty_key"),
        ("bad-prefix", b"signkey-prod", "malformed_key_prefix"),
        ("too-long", b"ab" * 257, "key_too_long"),
    ]:
        out.config(
            f"config-keys-{id}", "a malformed key", {primary: key}, problems=[f"{code} {primary}"], signing_keys=[]
        )
        out.config(
            f"config-keys-fallback-{id}",
            "a malformed fallback makes the primary useless, too",
            {primary: PRIMARY, fallback: key},
            problems=[f"{code} {fallback}"],
            signing_keys=[],
        )
    out.config(
        "config-keys-all-at-once",
        "everything wrong is said at once, in the order of the settings",
        {
            "INNGEST_API_BASE_URL": b"api.example",
            primary: b"'junk'",
            fallback: b"123",
            "INNGEST_EVENT_KEY": PRIMARY,
            "INNGEST_ENV": b"bad\x7fname",
            "INNGEST_SERVE_ORIGIN": b"https://app.example/path",
            "INNGEST_SERVE_PATH": b"/a b",
        },
        problems=[
            "malformed_url INNGEST_API_BASE_URL",
            f"quoted_value {primary}",
            f"odd_key_length {fallback}",
            "signing_key_as_event_key INNGEST_EVENT_KEY",
            "invalid_header_value INNGEST_ENV",
            "malformed_url INNGEST_SERVE_ORIGIN",
            "malformed_path INNGEST_SERVE_PATH",
        ],
    )


def files(out):
    """Only what does not depend on what is in a file."""
    primary, fallback, event_key = "INNGEST_SIGNING_KEY", "INNGEST_SIGNING_KEY_FALLBACK", "INNGEST_EVENT_KEY"
    path = b"/run/secrets/no-such-file"
    out.config(
        "config-keys-file-twice",
        "a key beside its file: neither is taken",
        {primary: PRIMARY, f"{primary}_FILE": path},
        problems=[f"set_twice {primary}_FILE"],
        signing_keys=[],
    )
    out.config(
        "config-keys-file-twice-fallback",
        "the other key is of no use then",
        {primary: PRIMARY, fallback: FALLBACK, f"{fallback}_FILE": path},
        problems=[f"set_twice {fallback}_FILE"],
        signing_keys=[],
    )
    out.config(
        "config-keys-file-before-text",
        "the fault of a file goes before the fault of a text",
        {primary: b"'junk'", fallback: FALLBACK, f"{fallback}_FILE": path},
        problems=[f"set_twice {fallback}_FILE", f"quoted_value {primary}"],
        signing_keys=[],
    )
    out.config(
        "config-keys-file-option",
        "an option goes before both",
        {primary: b"junk", f"{primary}_FILE": path},
        {"signing_key": PRIMARY},
        problems=[],
    )
    out.config(
        "config-event-key-file-twice",
        "an event key beside its file",
        KEY | {event_key: b"any-text", f"{event_key}_FILE": path},
        problems=[f"set_twice {event_key}_FILE"],
        has_event_key=False,
    )


def event_keys(out):
    out.config(
        "config-event-key",
        "that there is one is all that is said",
        KEY | {"INNGEST_EVENT_KEY": b"any-text"},
        has_event_key=True,
        problems=[],
    )
    out.config(
        "config-event-key-blank", "a blank one is absent", KEY | {"INNGEST_EVENT_KEY": b" "}, has_event_key=False
    )
    out.config("config-event-key-option", "as an option", KEY, {"event_key": b"any-text"}, has_event_key=True)
    out.config(
        "config-event-key-signing-key",
        "a signing key would be sent in URLs",
        KEY | {"INNGEST_EVENT_KEY": PRIMARY},
        problems=["signing_key_as_event_key INNGEST_EVENT_KEY"],
    )
    out.config(
        "config-event-key-quoted",
        "quotation marks",
        KEY | {"INNGEST_EVENT_KEY": b'"any-text"'},
        problems=["quoted_value INNGEST_EVENT_KEY"],
    )
