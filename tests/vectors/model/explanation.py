"""The report on a message, once an author has said the cause."""

from typing import NamedTuple

import reference
from reference import Refusal
from reference.signature import HEADER

from . import errors
from .settings import compact
from .tables import table

CAUSES = table("explain.md", "| cause | what it means | what to do |")
FORMS = {
    "raw": "the body as it came",
    "canonical": "the canonical form of the body, which came in another",
    "trimmed": "the body without its last line feed",
}


class Evidence(NamedTuple):
    """What goes in: keys are (name, text), in their order."""

    kind: str
    keys: list[tuple[bytes, bytes]]
    others: list[tuple[bytes, bytes]]
    headers: list[bytes]
    body: bytes
    now: int
    past: int
    future: int
    max_json_size: int | None


class Finding(NamedTuple):
    """What the author of a case says: the cause, the key that it is about, the place, what is wrong with the key."""

    cause: str
    key: str | None = None
    position: int | None = None
    fault: tuple | None = None


def report(evidence, finding, lossy_at):
    """Return (code, report as JSON)."""
    keys = [(name, text) for name, text in evidence.keys if text.strip()]
    code, index, form = verdict(evidence, keys)
    message, hint = said(finding, keys, index, form)
    document = {
        "verdict": code or "verified",
        "kind": evidence.kind,
        "cause": finding and finding.cause,
        "found": finding and finding.fault and finding.fault[1],
        "message": message,
        "hint": hint,
        "key": finding and finding.key,
        "position": finding and finding.position,
        "key_index": index,
        "form": form,
        "timestamp": timestamp(evidence.headers),
        "now": evidence.now,
        "keys": [shown(name, text) for name, text in keys],
        "body": body(evidence.body, lossy_at),
        "docs": code and f"docs/errors.md#{code}",
    }
    return code or "ok", compact(document)


def verdict(evidence, keys):
    """Return (code, key index, form), of which the code is None or the others are."""
    texts = [text for _, text in keys]
    header = evidence.headers[0] if evidence.headers else None
    if len(evidence.headers) > 1:
        header = b"more than one"
    window = (evidence.now, evidence.past, evidence.future)
    try:
        if evidence.kind == "response":
            found = reference.verify_response(texts, evidence.body, header, *window)
        else:
            limit = {} if evidence.max_json_size is None else {"max_json_size": evidence.max_json_size}
            found = reference.verify(texts, evidence.body, header, *window, **limit)
    except Refusal as refusal:
        return refusal.code, None, None
    return None, found[0], found[1]


def said(finding, keys, index, form):
    """The sentence, and what to do."""
    if finding is None:
        return f"{keys[index][0].decode()}: this key signed {FORMS[form]}", None
    sentence, hint = CAUSES[finding.cause]
    if finding.fault:
        *_, hint, sentence = finding.fault
    elif finding.position is not None:
        sentence += f" (at byte {finding.position})"
    return f"{finding.key}: {sentence}" if finding.key else sentence, hint


def timestamp(headers):
    matched = HEADER.fullmatch(headers[0]) if len(headers) == 1 else None
    return int(matched.group(1)) if matched else None


def shown(name, text):
    prefix, id, error = b"", None, None
    try:
        prefix, id = reference.parse_key(text).prefix, reference.key_id(text).decode()
    except Refusal as refusal:
        error = refusal.code
    return {"name": name.decode(), "prefix": prefix.decode(), "id": id, "error": error}


def body(text, lossy_at):
    said = {"length": len(text), "is_json": True, "json_error": None, "is_canonical": None, "lossy_at": lossy_at}
    try:
        said["is_canonical"] = reference.canonicalize(text)[0] == text
    except Refusal as refusal:
        said |= {"is_json": False, "json_error": refusal.code}
    return said
