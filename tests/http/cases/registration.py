"""What comes behind the door: the verdict goes on, and nothing is judged again."""

from http_runner.case import case
from http_runner.expect import Admitted, Failed, Refused
from http_runner.request import BODY, FALLBACK, Signature, get, signed, signed_get, unsigned

IN_BAND = ("X-Inngest-Sync-Kind", "in_band")
CONFIGURATION = b'{"probe":true}'
SYNCED = Admitted(answers=CONFIGURATION, signs=True)
OUT_OF_BAND = {"state": "register"}
PUBLIC = {
    "authentication_succeeded": None,
    "function_count": 1,
    "has_event_key": False,
    "has_signing_key": True,
    "has_signing_key_fallback": True,
    "mode": "cloud",
    "schema_version": "2024-05-24",
}
SECRET = ("app_id", "sdk_version", "signing_key_hash", "signing_key_fallback_hash")


def sync(variant="plain", behaviour="register", make=signed, **more):
    return make(f"/{variant}/{behaviour}", "PUT", **more)


CASES = [
    case(
        "in-band",
        "the answer is the configuration, signed by the registration itself",
        sync().with_headers(IN_BAND),
        SYNCED,
    ),
    case(
        "in-band-fallback",
        "under the key that verified",
        sync(signature=Signature(BODY, key=FALLBACK)).with_headers(IN_BAND),
        Admitted(key=1, answers=CONFIGURATION, signs=True),
    ),
    case(
        "in-band-signing", "signed once, where answers are signed anyway", sync("signing").with_headers(IN_BAND), SYNCED
    ),
    case(
        "in-band-later",
        "a verdict stays given: a sync that begins when its signature is too old",
        sync(behaviour="register/later", signature=Signature(BODY, age=299)).with_headers(IN_BAND),
        SYNCED,
        slow=True,
    ),
    case("out-of-band", "a sync that asks for nothing", sync(), Admitted(members=OUT_OF_BAND)),
    case("out-of-band-empty", "without a body", sync(body=b""), Admitted(members=OUT_OF_BAND)),
    case(
        "unverified-in-band",
        "an unverified caller gets no configuration",
        sync("sync", make=unsigned).with_headers(IN_BAND),
        Admitted("unsigned_sync", None, None, members=OUT_OF_BAND),
    ),
    case(
        "dev-in-band",
        "nor in dev mode",
        sync("dev", make=unsigned).with_headers(IN_BAND),
        Admitted("dev", None, None, members=OUT_OF_BAND),
    ),
    case("unsigned", "a sync is refused like any request", sync(make=unsigned), Refused("missing_signature")),
    case("post", "an error behind the door has its status in every framework", signed("/plain/register"), Failed(405)),
    case("post-signing", "signed rightly or not at all", signed("/signing/register"), Failed(405)),
    case(
        "introspect-verified",
        "a verified caller is told more",
        signed_get("/plain/introspect"),
        Admitted(members={**PUBLIC, "authentication_succeeded": True, "app_id": "probe", "sdk_version": "1.0.0"}),
    ),
    case(
        "introspect-signing",
        "signed",
        signed_get("/signing/introspect"),
        Admitted(members={**PUBLIC, "authentication_succeeded": True}),
    ),
    case(
        "introspect-unsigned",
        "anyone is told less",
        get("/open/introspect"),
        Admitted("unsigned_method", None, None, members=PUBLIC, absent=SECRET),
    ),
    case(
        "introspect-dev",
        "in dev mode, too",
        get("/dev/introspect"),
        Admitted("dev", None, None, members={**PUBLIC, "mode": "dev"}, absent=SECRET),
    ),
    case(
        "introspect-keyless",
        "with no key to verify with",
        signed_get("/devkeyless/introspect"),
        Admitted(
            "dev_without_key",
            None,
            None,
            members={**PUBLIC, "mode": "dev", "has_signing_key": False, "has_signing_key_fallback": False},
            absent=SECRET,
        ),
    ),
]
