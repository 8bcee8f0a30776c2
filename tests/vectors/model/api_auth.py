"""Calls to the platform's API: which credential to send where, and whose a presented one is."""

import re

import reference
from reference import Refusal

from . import urls

TOKEN = re.compile(rb"(?i:bearer) (signkey-[A-Za-z0-9_]+-)?([0-9a-f]{64})")


class Client:
    """Knows the tokens and which one worked last."""

    def __init__(self, keys):
        self.tokens = [b"Bearer " + reference.bearer(key) for key in keys]
        self.current = 0

    def call(self, statuses):
        """Make one call, answered by these statuses in turn; return what was sent."""
        others = [index for index in range(len(self.tokens)) if index != self.current]
        sent = []
        for index, status in zip([self.current, *others], statuses, strict=False):
            sent.append(self.tokens[index] if self.tokens else None)
            if status not in (401, 403):
                if 200 <= status < 300:
                    self.current = index
                break
        return sent


def present(keys):
    return [key for key in keys if key and key.strip(b" \t\n\f\r")]


def api_auth(keys, calls):
    """`calls` is `status,status;status`: the answers to the attempts of each call."""
    keys = present(keys)
    if keys:
        reference.keyring(keys)
    client = Client(keys)
    sent = [client.call([int(status) for status in call.split(",")]) for call in calls.split(";")]
    return (";".join(",".join("-" if token is None else token.hex() for token in call) for call in sent),)


def may_send_to(origin, url):
    own = urls.split(origin.decode())[0]
    try:
        other = urls.split(url.decode())[0]
    except (Refusal, UnicodeDecodeError):
        return "no"
    return "yes" if other == own else "no"


def verify_token(keys, authorization):
    ring = reference.keyring(keys)
    if authorization is None:
        raise Refusal("missing_token")
    matched = TOKEN.fullmatch(authorization)
    if not matched or len(matched.group(1) or b"") > 64:
        raise Refusal("malformed_token")
    for index, key in enumerate(ring):
        if reference.bearer(key.text) == matched.group(2):
            return index
    raise Refusal("token_mismatch")
