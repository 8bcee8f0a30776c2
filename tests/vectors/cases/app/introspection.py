"""What an endpoint says about itself."""

import hashlib

import reference

from ..builder import NOW
from ..common import FALLBACK, PRIMARY, STRANGER, signed
from .builder import AppVectors

PRIVILEGED = [
    "api_origin",
    "app_id",
    "capabilities",
    "env",
    "event_api_origin",
    "event_key_hash",
    "framework",
    "sdk_language",
    "sdk_version",
    "serve_origin",
    "serve_path",
    "signing_key_fallback_hash",
    "signing_key_hash",
]
KEY = {"INNGEST_SIGNING_KEY": PRIMARY}
BOTH = KEY | {"INNGEST_SIGNING_KEY_FALLBACK": FALLBACK}
SIGNED = signed(PRIMARY, b"", NOW)


def vectors():
    out = AppVectors(
        "Introspection, schema 2024-05-24, of an endpoint that lets unsigned GETs through: the privileged members only"
        " behind a verified signature, and of keys no more than their ids."
    )

    def case(id, comment, header, vars=BOTH, **says):
        out.introspect(f"introspection-{id}", comment, header, vars=vars, **says)

    case(
        "unsigned",
        "unsigned",
        None,
        authentication_succeeded=None,
        absent=PRIVILEGED,
        has_signing_key=True,
        has_signing_key_fallback=True,
        function_count=3,
        mode="cloud",
        schema_version="2024-05-24",
    )
    for id, header in [
        ("stranger", signed(STRANGER, b"", NOW)),
        ("old", signed(PRIMARY, b"", NOW - 301)),
        ("ahead", signed(PRIMARY, b"", NOW + 301)),
        ("malformed", b"junk"),
        ("empty", b""),
        ("other-body", signed(PRIMARY, b"{}", NOW)),
    ]:
        case(f"refused-{id}", "a signature that is refused", header, authentication_succeeded=False, absent=PRIVILEGED)
    ids = {"signing_key_hash": key_id(PRIMARY), "signing_key_fallback_hash": key_id(FALLBACK)}
    case(
        "signed",
        "signed",
        SIGNED,
        authentication_succeeded=True,
        api_origin="https://api.inngest.com",
        event_api_origin="https://inn.gs",
        app_id="shop",
        env=None,
        event_key_hash=None,
        framework="flask",
        sdk_language="py",
        sdk_version="1.2.3",
        serve_origin=None,
        serve_path=None,
        capabilities={"in_band_sync": "v1"},
        **ids,
    )
    case("signed-fallback", "by the fallback", signed(FALLBACK, b"", NOW), authentication_succeeded=True, **ids)
    case("one-key", "one key", SIGNED, KEY, has_signing_key_fallback=False, signing_key_fallback_hash=None)
    case(
        "event-key",
        "the hash of the event key, whole",
        SIGNED,
        KEY | {"INNGEST_EVENT_KEY": b" event-key "},
        has_event_key=True,
        event_key_hash=hashlib.sha256(b"event-key").hexdigest(),
    )
    case(
        "event-key-unsigned",
        "but not to anyone",
        None,
        KEY | {"INNGEST_EVENT_KEY": b"event-key"},
        has_event_key=True,
        absent=PRIVILEGED,
    )
    settings = {
        "INNGEST_ENV": b"feat/x",
        "INNGEST_BASE_URL": b"https://inngest.internal/base/",
        "INNGEST_SERVE_ORIGIN": b"https://app.example",
        "INNGEST_SERVE_PATH": b"/api/inngest",
        "INNGEST_ALLOW_IN_BAND_SYNC": b"0",
    }
    base = "https://inngest.internal/base"
    case(
        "settings",
        "all settings",
        SIGNED,
        KEY | settings,
        env="feat/x",
        api_origin=base,
        event_api_origin=base,
        serve_origin="https://app.example",
        serve_path="/api/inngest",
        capabilities={},
    )
    case(
        "malformed",
        "what is malformed is null",
        SIGNED,
        KEY
        | {
            "INNGEST_BASE_URL": b"a b",
            "INNGEST_ENV": b"a\nb",
            "INNGEST_SERVE_ORIGIN": b"?",
            "INNGEST_SERVE_PATH": b"?",
        },
        api_origin=None,
        event_api_origin=None,
        env=None,
        serve_origin=None,
        serve_path=None,
    )
    case(
        "capabilities",
        "all capabilities",
        SIGNED,
        app={"connect": b"1", "trust_probe": b"1"},
        capabilities={"connect": "v1", "in_band_sync": "v1", "trust_probe": "v1"},
    )
    nasty = bytes(range(1, 0x80)) + "é\u2028\U0001f600".encode()
    case(
        "escapes",
        "whatever an app is called",
        SIGNED,
        app={"id": nasty, "language": b'"', "framework": b"</script>\\"},
        app_id=nasty.decode(),
        sdk_language='"',
        framework="</script>\\",
    )
    case("no-version", "an SDK without a version", SIGNED, app={"sdk": b"example-sdk"}, sdk_version="")
    case(
        "many-functions",
        "the largest number",
        None,
        app={"functions": b"18446744073709551615"},
        function_count=2**64 - 1,
    )
    case("no-functions", "none", None, app={"functions": b"0"}, function_count=0)
    case(
        "no-key",
        "no key in cloud mode",
        None,
        {},
        authentication_succeeded=False,
        has_signing_key=False,
        absent=PRIVILEGED,
    )
    case(
        "bad-key",
        "a malformed key",
        SIGNED,
        {"INNGEST_SIGNING_KEY": b"test"},
        authentication_succeeded=False,
        has_signing_key=False,
        absent=PRIVILEGED,
    )
    case(
        "no-key-signed",
        "a signature without a key is refused",
        SIGNED,
        {},
        authentication_succeeded=False,
        has_signing_key=False,
        absent=PRIVILEGED,
    )
    case(
        "bad-fallback",
        "one malformed key makes all useless",
        SIGNED,
        KEY | {"INNGEST_SIGNING_KEY_FALLBACK": b"test"},
        authentication_succeeded=False,
        has_signing_key=False,
        has_signing_key_fallback=False,
        absent=PRIVILEGED,
    )
    for variable in ["INNGEST_DEV", "INNGEST_ALLOW_IN_BAND_SYNC", "INNGEST_ENABLE_UNAUTHED_SYNC"]:
        for id, header in [("", SIGNED), ("-unsigned", None)]:
            case(
                f"bad-{variable.removeprefix('INNGEST_').lower().replace('_', '-')}{id}",
                "a switch that is an error refuses every request",
                header,
                BOTH | {variable: b"maybe"},
                authentication_succeeded=False,
                mode="cloud",
                has_signing_key=True,
                absent=PRIVILEGED,
            )
    dev = {"INNGEST_DEV": b"1"}
    case(
        "dev", "dev mode proves nothing", None, KEY | dev, authentication_succeeded=None, mode="dev", absent=PRIVILEGED
    )
    case(
        "dev-signed",
        "unless it is signed",
        SIGNED,
        KEY | dev,
        authentication_succeeded=True,
        mode="dev",
        api_origin="http://127.0.0.1:8288",
    )
    case(
        "dev-signed-no-key",
        "and there is a key",
        SIGNED,
        dev,
        authentication_succeeded=None,
        has_signing_key=False,
        absent=PRIVILEGED,
    )
    case(
        "dev-stranger",
        "and it is right",
        signed(STRANGER, b"", NOW),
        KEY | dev,
        authentication_succeeded=False,
        absent=PRIVILEGED,
    )
    return out


def key_id(key):
    return reference.key_id(key).decode()
