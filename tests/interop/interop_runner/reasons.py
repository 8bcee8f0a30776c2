"""Why signkey and a peer may differ. A difference that no reason covers is a failure of the run."""

from fnmatch import fnmatchcase
from typing import NamedTuple

from .compare import Relation

EVERY = ("python", "typescript", "go")
BAD_KEY = {"odd_key_length", "non_hex_key", "event_key", "malformed_key_prefix", "key_too_long"}
BAD_JSON = {
    "invalid_json",
    "json_invalid_utf8",
    "json_lone_surrogate",
    "json_duplicate_member",
    "json_too_deep",
    "json_number_out_of_range",
    "json_number_lossy",
}


class Reason(NamedTuple):
    """A guarantee, and the differences that follow from it.

    It covers the questions of these requests and ids for which signkey answers with one of the codes
    (`ok` stands for acceptance), asked of these peers.
    """

    relation: Relation
    guarantee: str
    text: str
    requests: tuple[str, ...]
    codes: set[str]
    ids: tuple[str, ...] = ("*",)
    peers: tuple[str, ...] = EVERY

    def covers(self, question, ours):
        # Nothing excuses a difference over a plain document.
        return (
            question.request in self.requests
            and ("ok" if ours.accepts else ours.detail) in self.codes
            and not question.id.startswith("document-")
            and any(fnmatchcase(question.id, pattern) for pattern in self.ids)
        )


VERIFY = ("verify", "verify_response")
SIGN = ("sign_request", "sign_response")

STRICTER = [
    Reason(
        Relation.PEER_ACCEPTS,
        "One header form",
        "Exactly `t=` with 1 to 19 plain digits, `&s=` and 64 lowercase hexadecimal digits: a signature has one "
        "spelling.",
        VERIFY,
        {"malformed_signature"},
    ),
    Reason(
        Relation.PEER_ACCEPTS,
        "One header form",
        "No timestamp is signed that such a header cannot hold.",
        SIGN,
        {"invalid_timestamp"},
    ),
    Reason(
        Relation.PEER_ACCEPTS,
        "No empty key",
        "An HMAC under a key of no bytes is never computed.",
        VERIFY,
        {"empty_key", "missing_signing_key"},
    ),
    Reason(
        Relation.PEER_ACCEPTS,
        "No empty key",
        "A fallback that is set but empty is an absent one.",
        VERIFY,
        {"signature_mismatch"},
        ids=("no-key-*-empty-fallback",),
    ),
    Reason(
        Relation.PEER_ACCEPTS,
        "No empty key",
        "Nothing is signed or hashed with a key of no bytes either.",
        (*SIGN, "bearer"),
        {"empty_key"},
    ),
    Reason(
        Relation.PEER_ACCEPTS,
        "A bad key is an error",
        "A key that is not a prefix and an even number of hexadecimal digits is refused where it is read, so that a "
        "mistake in a fallback shows before the day it is needed.",
        VERIFY,
        BAD_KEY,
    ),
    Reason(
        Relation.PEER_ACCEPTS,
        "A bad key is an error",
        "Nor does such a key sign, or make a token that the platform would refuse.",
        (*SIGN, "bearer"),
        BAD_KEY,
    ),
    Reason(
        Relation.PEER_ACCEPTS,
        "Two-sided window",
        "A signature is valid for 300 seconds after its timestamp.",
        VERIFY,
        {"expired"},
    ),
    Reason(
        Relation.PEER_ACCEPTS,
        "Two-sided window",
        "And not earlier than 300 seconds before it.",
        VERIFY,
        {"not_yet_valid"},
    ),
    Reason(
        Relation.PEER_ACCEPTS,
        "One document a signature",
        "A number counts as signed only if its exact value survives canonicalization.",
        VERIFY,
        {"signature_mismatch"},
        ids=(
            "request-lossy-*",
            "sign-request-integer~*",
            "sign-request-minus-zero~*",
            "sign-request-fraction~*",
        ),
    ),
    Reason(
        Relation.PEER_ACCEPTS,
        "One document a signature",
        "A body that every reader would not read alike has no canonical form: repeated members, bytes that are not "
        "UTF-8, a byte order mark, numbers beyond a double or in another notation than JSON's.",
        VERIFY,
        {"signature_mismatch"},
        ids=(
            "request-strict-*",
            "request-mismatch-bom",
            "sign-request-duplicate~*",
            "sign-request-lossy-then-duplicate~*",
        ),
    ),
    Reason(
        Relation.PEER_ACCEPTS,
        "One document a signature",
        "A body that has no canonical form is none the less the body: the signature of another, or of no body at all, "
        "is not its signature.",
        VERIFY,
        {"signature_mismatch"},
        ids=(
            "sign-request-scalar~*",
            "sign-request-text~*",
            "sign-request-trailing~*",
            "sign-request-surrogate~*",
            "sign-request-infinite~*",
            "sign-request-lossy-then-syntax~*",
        ),
        peers=("go",),
    ),
    Reason(
        Relation.PEER_ACCEPTS,
        "One document a signature",
        "A body is verified as the bytes or as the one value that it is: not what a string in it holds, and an empty "
        "body is not white space or `null`.",
        VERIFY,
        {"signature_mismatch"},
        ids=("request-mismatch-json-in-string", "request-mismatch-*-for-empty"),
    ),
    Reason(
        Relation.PEER_ACCEPTS,
        "One document a signature",
        "Nothing is signed that signkey would not verify in its canonical form.",
        ("sign_request",),
        BAD_JSON,
    ),
    Reason(
        Relation.PEER_ACCEPTS,
        "Bounded work",
        "More than 512 open containers have no canonical form, before or after authentication.",
        VERIFY,
        {"signature_mismatch"},
        ids=("request-mismatch-depth-513", "sign-request-depth-513~*"),
    ),
    Reason(
        Relation.PEER_ACCEPTS,
        "White space around a key is none of it",
        "What was signed with it does not verify.",
        VERIFY,
        {"signature_mismatch"},
        ids=("sign-*-trimmed-key~*",),
    ),
]

WIDER = [
    Reason(
        Relation.SIGNKEY_ACCEPTS,
        "The received bytes first",
        "What was signed byte for byte verifies, canonical or not, JSON or not. The peers verify the canonical form "
        "alone, of objects and arrays at least.",
        ("verify",),
        {"ok"},
        ids=(
            "request-raw-*",
            "request-canonical-scalar",
            "request-canonical-string",
            "observed-text",
            "observed-timer-unsorted",
            "sign-request-scalar~signkey*",
            "sign-request-not-utf8~*",
        ),
    ),
    Reason(
        Relation.SIGNKEY_ACCEPTS,
        "White space around a key is none of it",
        "As left by files and consoles. A peer refuses the key, or uses the white space as a part of it.",
        (*VERIFY, "bearer"),
        {"ok"},
        ids=("keys-trimmed", "bearer-trimmed", "sign-*-trimmed-key~signkey*"),
    ),
    Reason(
        Relation.SIGNKEY_ACCEPTS,
        "A blank key is an absent one",
        "The next key is then the primary.",
        ("verify",),
        {"ok"},
        ids=("keys-absent-primary", "keys-empty-primary"),
        peers=("typescript",),
    ),
    Reason(
        Relation.SIGNKEY_ACCEPTS,
        "A response's trailing newline",
        "A response verifies as received, and less one newline at its end.",
        ("verify_response",),
        {"ok"},
        ids=("response-trimmed-*",),
        peers=("python",),
    ),
    Reason(
        Relation.SIGNKEY_ACCEPTS,
        "A response's trailing newline",
        "The newline may be signed, too.",
        ("verify_response",),
        {"ok"},
        ids=("response-raw-*lf-signed", "sign-response-lf~*"),
        peers=("go",),
    ),
    Reason(
        Relation.SIGNKEY_ACCEPTS,
        "Zero is a timestamp",
        "`t=0` is signed as the digit 0, like every other.",
        VERIFY,
        {"ok"},
        ids=("window-t-0-*", "window-now-below-tolerance", "response-t-0", "sign-*-t-0~*"),
        peers=("python",),
    ),
]

OTHERWISE = [
    Reason(
        Relation.DIFFERENT,
        "White space around a key is none of it",
        "The peers sign, or hash, with the white space as a part of the key.",
        (*SIGN, "bearer"),
        {"ok"},
        ids=("sign-*-trimmed-key", "bearer-trimmed"),
    ),
    Reason(
        Relation.DIFFERENT,
        "The prefix is a part of the token",
        "As in the SDK specification. The server accepts a token with and without it.",
        ("bearer",),
        {"ok"},
        peers=("python",),
    ),
    Reason(
        Relation.DIFFERENT,
        "A scalar is a document",
        "It is signed in its canonical form; this peer signs it like no body.",
        ("sign_request",),
        {"ok"},
        ids=("sign-request-scalar",),
        peers=("go",),
    ),
]

ALL = [*STRICTER, *WIDER, *OTHERWISE]


def find(question, ours, relation, peer):
    """The first reason for a difference, or None."""
    for reason in ALL:
        if reason.relation is relation and peer in reason.peers and reason.covers(question, ours):
            return reason
    return None
