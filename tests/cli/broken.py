"""Set-ups that do not work, each broken in one way: what stands in the variables, and what is asked."""

import base64

from support import DIGITS, KEY, NOW, OTHER, OTHER_DIGITS, key_hash, sign

BODY = b'{"a":1,"b":2}'
PRIMARY, FALLBACK = "INNGEST_SIGNING_KEY", "INNGEST_SIGNING_KEY_FALLBACK"
EVENT_KEY = base64.b64encode(bytes(range(160, 200))).decode()
BRANCH_KEY = f"signkey-branch-{DIGITS}"
SHOWN = KEY[:20]


class Setup:
    """`code` and `setting` are what is to be said; what else is said stands in docs/cli-broken.md."""

    def __init__(self, title, code, setting, *, env=None, args=("doctor",), stdin=b"", others=()):
        self.title, self.code, self.setting = title, code, setting
        self.env, self.args, self.stdin, self.others = env or {}, args, stdin, others


def key(title, code, text, setting=PRIMARY):
    return Setup(title, code, setting, env={PRIMARY: KEY} | {setting: text})


def message(title, cause, setting, *, header=None, body=BODY, received=None, keys=None, now=NOW, others=()):
    """A request that is explained."""
    header = sign(body) if header is None else header
    args = ["explain", "--at", now, *([] if header == "" else ["--header", header])]
    received = body if received is None else received
    return Setup(title, cause, setting, env=keys or {PRIMARY: KEY}, args=args, stdin=received, others=others)


KEYS = [
    key("quotation marks around the key", "quoted_value", f'"{KEY}"'),
    key("quotation marks that an editor made", "smart_quote", f"\u201c{KEY}\u201d"),
    key("a zero-width space in the key", "invisible_character", f"{SHOWN}\u200b{KEY[20:]}"),
    key("a byte order mark in front of the key", "byte_order_mark", f"\ufeff{KEY}"),
    key("a no-break space behind the key", "white_space", f"{KEY}\u00a0"),
    key("a line break in the key", "white_space", f"{SHOWN}\n{KEY[20:]}"),
    key("two keys in one variable", "separator", f"{KEY},{OTHER}"),
    key("a hyphen that an editor made a dash", "smart_dash", KEY.replace("-", "\u2013", 1)),
    key("the whole assignment as the value", "assignment", f"export INNGEST_SIGNING_KEY={KEY}"),
    key("an event key in place of a signing key", "event_key", EVENT_KEY),
    key("an event key of the other alphabet", "event_key", EVENT_KEY.replace("+", "-").replace("/", "_").rstrip("=")),
    key("the API token with its Bearer", "credential", f"Bearer signkey-test-{key_hash(DIGITS)}"),
    key("a hash in place of the key", "hash", f"sha256:{key_hash(DIGITS)}"),
    key("the hash of the other key", "hash_as_key", f"signkey-test-{key_hash(DIGITS)}", FALLBACK),
    key("a reference that nothing filled in", "placeholder", "${PRODUCTION_SIGNING_KEY}"),
    key("the key as the dashboard shows it", "masked", "signkey-prod-8ee2\u2026"),
    key("a line break as two characters", "escape", f"{KEY}\\n"),
    key("a key that lacks its last digit", "odd_key_length", KEY[:-1]),
    key("a prefix without its environment", "malformed_key_prefix", f"signkey-{DIGITS}"),
    key("a prefix in upper case", "prefix", KEY.upper()),
    key("a letter O for the digit 0", "look_alike", KEY.replace("0", "O")),
]

SETTINGS = [
    Setup("no key", "missing_signing_key", PRIMARY),
    Setup("a fallback alone", "fallback_without_primary", FALLBACK, env={FALLBACK: KEY}),
    Setup(
        "a fallback of another environment", "mixed_key_environments", FALLBACK, env={PRIMARY: KEY, FALLBACK: OTHER}
    ),
    Setup(
        "a signing key as the event key", "signing_key_as_event_key", "INNGEST_EVENT_KEY",
        env={PRIMARY: KEY, "INNGEST_EVENT_KEY": OTHER},
    ),
    Setup("a word that is no switch", "invalid_setting", "INNGEST_DEV", env={PRIMARY: KEY, "INNGEST_DEV": "production"}),
    Setup("dev mode on a platform", "dev_on_platform", "INNGEST_DEV", env={"INNGEST_DEV": "1", "VERCEL": "1"}),
    Setup("a branch key without a branch", "missing_environment", "INNGEST_ENV", env={PRIMARY: BRANCH_KEY}),
    Setup(
        "a branch that no header can hold, and a key that needs it", "invalid_header_value", "VERCEL_GIT_COMMIT_REF",
        env={PRIMARY: BRANCH_KEY, "VERCEL_GIT_COMMIT_REF": "feat/ü"},
    ),
    Setup(
        "a branch that no header can hold", "environment_left_out", "BRANCH", env={PRIMARY: KEY, "BRANCH": "fix-🚀"}
    ),
    Setup(
        "a URL as the serve path", "malformed_path", "INNGEST_SERVE_PATH",
        env={PRIMARY: KEY, "INNGEST_SERVE_PATH": "https://app.example/api/inngest"},
    ),
    Setup(
        "a URL without its scheme", "malformed_url", "INNGEST_BASE_URL",
        env={PRIMARY: KEY, "INNGEST_BASE_URL": "inngest.internal:8288"},
    ),
    Setup(
        "an API in the clear", "exposed_origin", "INNGEST_BASE_URL",
        env={PRIMARY: KEY, "INNGEST_BASE_URL": "http://inngest.internal:8288"},
    ),
    Setup(
        "a file that cannot be read", "unreadable_file", "INNGEST_SIGNING_KEY_FILE",
        env={"INNGEST_SIGNING_KEY_FILE": "/run/secrets/nothing"},
    ),
    Setup(
        "a key and its file", "set_twice", "INNGEST_SIGNING_KEY_FILE",
        env={PRIMARY: KEY, "INNGEST_SIGNING_KEY_FILE": "/dev/null"},
    ),
]

MESSAGES = [
    message("no signature header", "no_header", None, header=""),
    message("a header that was escaped", "header_escaped", None, header=sign(BODY).replace("&", "%26")),
    message("two headers in one", "header_repeated", None, header=f"{sign(BODY)}, {sign(BODY)}"),
    message("a header with its fields in another order", "header_order", None,
            header="&".join(reversed(sign(BODY).split("&")))),
    message("a timestamp in milliseconds", "milliseconds", None, header=sign(BODY, NOW * 1000)),
    message("a clock in local time", "time_zone", None, now=NOW + 7_200),
    message("a clock that is late", "clock", None, now=NOW + 400),
    message("a key of another environment", "other_environment", "production.key",
            header=sign(BODY, digits=OTHER_DIGITS), others=["production.key"]),
    message("the hash of a key in place of the key", "hash_as_key", "production.key",
            header=sign(BODY, digits=OTHER_DIGITS), others=["production.key"],
            keys={PRIMARY: f"signkey-test-{key_hash(OTHER_DIGITS)}"}),
    message("a signature by the API token", "signed_by_token", PRIMARY, header=sign(BODY, digits=key_hash(DIGITS))),
    message("a signature by the key with its prefix", "prefix_signed", PRIMARY, header=sign(BODY, digits=KEY)),
    message("a signature by the decoded key", "key_decoded", PRIMARY, header=sign(BODY, digits=bytes.fromhex(DIGITS))),
    message("a body that was written anew", "reserialized", PRIMARY, body=b'{"a": 1, "b": 2}', received=BODY),
    message("a line break behind the body", "trailing_newline", PRIMARY, body=b"a=1", received=b"a=1\n"),
    message("a response with a line feed in place of a request", "signed_as_response", PRIMARY,
            body=b'{"b": 2}', received=b'{"b": 2}\n'),
    message("a signature of no body", "body_missing", PRIMARY, body=b"", received=BODY),
    message("a large id in the body", "canonical_lossy", PRIMARY, body=b'{"id":9007199254740992}',
            received=b'{"id": 9007199254740993}'),
    message("a body in base64, as AWS Lambda hands it over", "base64", PRIMARY,
            received=base64.b64encode(BODY)),
    message("a body that was serialized twice", "json_in_string", PRIMARY, received=b'"{\\"a\\":1,\\"b\\":2}"'),
    message("a body in another encoding", "encoding", PRIMARY, body="café".encode(),
            received="café".encode().decode("latin-1").encode()),
    message("a delimiter before the time", "other_scheme", PRIMARY,
            header=sign(BODY + b".")),
]

ALL = [("Keys", KEYS), ("Settings", SETTINGS), ("Messages", MESSAGES)]
