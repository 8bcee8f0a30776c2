"""Limits: of bodies, of their canonical form, of the clock."""

from ..builder import NOW
from ..common import CANONICAL, REWRITTEN
from .builder import BODY, LENGTH, PIECES, AdmissionVectors, length, signature

SIZE = len(BODY)
MIB = 1024 * 1024


def vectors():
    out = AdmissionVectors("Limits of an endpoint, their defaults, and their borders, which belong to them.")
    lengths(out)
    bodies(out)
    json(out)
    windows(out)
    return out


def lengths(out):
    """What the header announces."""
    small = [("max_body_size", b"%d" % SIZE)]
    out.verified("limit-length", "as long as may be", endpoint=small)
    for id, value in [
        ("one-over", b"%d" % (SIZE + 1)),
        ("zeros", b"000%d" % (SIZE + 1)),
        ("u32", b"%d" % 2**32),
        ("u64", b"%d" % (2**64 - 1)),
        ("past-u64", b"%d" % 2**64),
        ("wraps", b"%d" % (2**64 + SIZE)),
        ("hundred-digits", b"9" * 100),
    ]:
        out.refused(
            f"limit-length-{id}",
            "refused before it is read",
            "body_too_large",
            reads=False,
            unread=True,
            headers=[signature(), (LENGTH, value)],
            endpoint=small,
        )
    out.refused(
        "limit-length-unframed",
        "decided before it matters how it arrives",
        "body_too_large",
        reads=False,
        unread=True,
        headers=[signature(), length(SIZE + 1)],
        received="parsed",
        body=b"",
        endpoint=small,
    )
    for id, value, over in [("default", 16 * MIB, False), ("default-over", 16 * MIB + 1, True)]:
        headers = [signature(b""), length(value)]
        outcome = {"reads": not over, "unread": True, "headers": headers, "body": b"", "received": "too_large"}
        out.refused(f"limit-length-{id}", "16 MiB", "body_too_large", **outcome)
    out.refused(
        "limit-length-pieces",
        "a length beside pieces says nothing",
        "body_too_large",
        reads=True,
        unread=True,
        headers=[signature(), length(SIZE + 1), PIECES],
        received="too_large",
        body=b"",
        endpoint=small,
    )
    out.refused(
        "limit-length-signature-first",
        "a malformed signature comes first",
        "malformed_signature",
        reads=False,
        unread=True,
        headers=[(b"X-Inngest-Signature", b""), length(SIZE + 1)],
        endpoint=small,
    )
    out.refused(
        "limit-length-missing-first",
        "so does a missing one",
        "missing_signature",
        reads=False,
        unread=True,
        headers=[length(SIZE + 1)],
        endpoint=small,
    )


def bodies(out):
    """What arrives."""
    for received in ["ended", "unknown", f"declared:{SIZE}"]:
        name = received.partition(":")[0]
        out.verified(
            f"limit-body-{name}",
            "as long as may be",
            headers=[signature()],
            received=received,
            endpoint=[("max_body_size", b"%d" % SIZE)],
        )
        out.refused(
            f"limit-body-{name}-over",
            "one byte over",
            "body_too_large",
            reads=True,
            unread=True,
            headers=[signature()],
            received=received,
            endpoint=[("max_body_size", b"%d" % (SIZE - 1))],
        )
    out.refused(
        "limit-body-before-framing",
        "the limit comes before the framing",
        "body_too_large",
        reads=True,
        unread=True,
        headers=[signature()],
        received="declared:1",
        endpoint=[("max_body_size", b"2")],
    )
    out.verified("limit-zero-empty", "no byte", headers=[signature(b"")], body=b"", endpoint=[("max_body_size", b"0")])
    out.refused(
        "limit-zero",
        "not one byte",
        "body_too_large",
        reads=True,
        unread=True,
        headers=[signature(b"x")],
        body=b"x",
        endpoint=[("max_body_size", b"0")],
    )
    out.verified("limit-most", "the largest limit", endpoint=[("max_body_size", b"%d" % (2**64 - 1))])
    large = b"x" * (MIB + 1)
    out.verified("limit-large", "more than 1 MiB, which is no limit", headers=[signature(large)], body=large)


def json(out):
    """The size up to which the canonical form is tried."""
    size = len(REWRITTEN)

    def sent(id, comment, options, tries):
        inputs = {"headers": [signature(CANONICAL), length(size)], "body": REWRITTEN, "endpoint": options}
        if tries:
            out.verified(f"limit-json-{id}", comment, form="canonical", **inputs)
        else:
            out.refused(f"limit-json-{id}", comment, "signature_mismatch", reads=True, unread=False, **inputs)

    sent("default", "a small body", [], True)
    sent("border", "the border belongs to it", [("max_json_size", b"%d" % size)], True)
    sent("over", "a byte over is not tried", [("max_json_size", b"%d" % (size - 1))], False)
    sent("zero", "never", [("max_json_size", b"0")], False)
    sent("body-limit", "by default the limit of the body", [("max_body_size", b"%d" % size)], True)
    sent(
        "over-body-limit",
        "more than a body may have",
        [("max_body_size", b"%d" % size), ("max_json_size", b"9999")],
        True,
    )
    out.verified(
        "limit-json-raw",
        "bytes as they were signed need no other form",
        headers=[signature(REWRITTEN)],
        body=REWRITTEN,
        endpoint=[("max_json_size", b"0")],
    )
    limit = 4 * MIB
    for id, total, endpoint, tries in [
        ("4-mib", limit, [], True),
        ("4-mib-over", limit + 1, [], False),
        ("4-mib-over-large-bodies", limit + 1, [("max_body_size", b"%d" % (32 * MIB))], False),
        ("4-mib-over-set", limit + 1, [("max_json_size", b"%d" % (5 * MIB))], True),
        ("4-mib-small-bodies", limit, [("max_body_size", b"%d" % limit)], True),
    ]:
        body = b'[ "' + b"0" * (total - 5) + b'"]'
        canonical = body.replace(b" ", b"")
        inputs = {"headers": [signature(canonical)], "body": body, "endpoint": endpoint}
        comment = "4 MiB by default, however large a body may be"
        if tries:
            out.verified(f"limit-json-{id}", comment, form="canonical", **inputs)
        else:
            out.refused(f"limit-json-{id}", comment, "signature_mismatch", reads=True, unread=False, **inputs)


def windows(out):
    for id, now, past, future, code in [
        ("now", NOW, None, None, None),
        ("past", NOW + 300, None, None, None),
        ("past-over", NOW + 301, None, None, "expired"),
        ("future", NOW - 300, None, None, None),
        ("future-over", NOW - 301, None, None, "not_yet_valid"),
        ("past-set", NOW + 10, b"10", None, None),
        ("past-set-over", NOW + 11, b"10", None, "expired"),
        ("future-set", NOW - 20, None, b"20", None),
        ("future-set-over", NOW - 21, None, b"20", "not_yet_valid"),
        ("past-alone", NOW - 300, b"0", None, None),
        ("future-alone", NOW + 300, None, b"0", None),
        ("none-past", NOW + 1, b"0", b"0", "expired"),
        ("none-future", NOW - 1, b"0", b"0", "not_yet_valid"),
        ("end-of-time", 2**64 - 1, None, None, "expired"),
        ("wide", 2**64 - 1, b"%d" % (2**64 - 1), None, None),
        ("zero", 0, None, b"%d" % (2**64 - 1), None),
    ]:
        endpoint = [(name, value) for name, value in [("past", past), ("future", future)] if value is not None]
        if code is None:
            out.verified(f"limit-window-{id}", "the border belongs to the window", now=now, endpoint=endpoint)
        else:
            out.refused(
                f"limit-window-{id}",
                "a second beyond",
                code,
                reads=True,
                unread=False,
                now=now,
                endpoint=endpoint,
            )
