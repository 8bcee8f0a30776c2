"""Whether the bytes at hand are all that was sent: a part of the verdict."""

from ..common import STRANGER
from .builder import BODY, LENGTH, PIECES, AdmissionVectors, length, signature

SIZE = len(BODY)
EXACT, ZERO = [length(SIZE)], [length(0)]
DIGITS = b"%d" % SIZE
UNCLEAR = [
    ("twice", [DIGITS, DIGITS]),
    ("two", [DIGITS, b"0"]),
    ("zeros", [b"0", b"0"]),
    ("joined", [DIGITS + b", " + DIGITS]),
    ("empty", [b""]),
    ("plus", [b"+" + DIGITS]),
    ("minus", [b"-1"]),
    ("space", [DIGITS + b" "]),
    ("fraction", [DIGITS + b".0"]),
    ("hexadecimal", [b"0x18"]),
    ("word", [b"none"]),
    ("binary", [b"\xff"]),
    ("full-width", ["\uff12\uff14".encode()]),
]


def vectors():
    out = AdmissionVectors(
        "Framing: an admitted body is known to be whole. The signature of an empty body admits no body that a parser"
        " in front has taken."
    )
    ended(out)
    declared(out)
    head(out)
    unknown(out)
    http2(out)
    unclear(out)
    codings(out)
    without_bytes(out)
    before_the_signature(out)
    return out


def codings(out):
    for id, values in [
        ("gzip", [b"gzip, chunked"]),
        ("gzip-apart", [b"gzip", b"chunked"]),
        ("identity", [b"identity"]),
        ("twice", [b"chunked", b"chunked"]),
        ("twice-in-one", [b"chunked, chunked"]),
        ("nothing", [b""]),
        ("parameter", [b"chunked;a=b"]),
    ]:
        out.refused(
            f"framing-coding-{id}",
            "what is left of another coding than chunked is not what was signed",
            "body_unavailable",
            reads=False,
            unread=True,
            received="ended",
            headers=[signature(BODY), *((b"Transfer-Encoding", value) for value in values)],
            body=BODY,
        )
    for id, value in [("case", b"CHUNKED"), ("space", b" \tchunked ")]:
        whole(out, f"coding-chunked-{id}", "chunked, however it is spelled", "ended", [(b"Transfer-Encoding", value)])


def whole(out, id, comment, received, framing, body=BODY):
    out.verified(f"framing-{id}", comment, received=received, headers=[signature(body), *framing], body=body)


def doubtful(out, id, comment, received, framing, body=b""):
    """The signature is right for the bytes at hand, and they are refused all the same."""
    out.refused(
        f"framing-{id}",
        comment,
        "body_unavailable",
        reads=True,
        unread=True,
        received=received,
        headers=[signature(body), *framing],
        body=body,
    )


def ended(out):
    for id, framing in [("nothing", []), ("length", EXACT), ("pieces", [PIECES]), ("both", [*EXACT, PIECES])]:
        whole(out, f"ended-{id}", "the protocol's end was seen", "ended", framing)
    for id, framing in [("nothing", []), ("zero", ZERO), ("pieces", [PIECES])]:
        whole(out, f"ended-empty-{id}", "an empty body that ended", "ended", framing, b"")
    whole(out, "ended-more", "a body that was unpacked in front, and its old length", "ended", [length(SIZE - 9)])
    doubtful(out, "ended-fewer", "a byte is missing", "ended", [length(SIZE + 1)], BODY)
    doubtful(out, "ended-empty-length", "all are missing", "ended", EXACT)
    doubtful(out, "ended-empty-one", "the only one is missing", "ended", [length(1)])


def declared(out):
    exact = f"declared:{SIZE}"
    for id, framing in [("nothing", []), ("length", EXACT), ("pieces", [PIECES])]:
        whole(out, f"declared-{id}", "as many as the server says", exact, framing)
    for id, framing in [("nothing", []), ("zero", ZERO)]:
        whole(out, f"declared-zero-{id}", "no body was declared", "declared:0", framing, b"")
    doubtful(out, "declared-fewer", "a byte is missing", f"declared:{SIZE + 1}", [], BODY)
    doubtful(out, "declared-more", "a byte too many", f"declared:{SIZE - 1}", [], BODY)
    doubtful(out, "declared-more-than-zero", "bytes where none belong", "declared:0", [], BODY)
    doubtful(out, "declared-none", "all are missing", exact, [])
    doubtful(out, "declared-none-length", "all are missing", exact, EXACT)
    doubtful(out, "declared-most", "as many as can be declared", f"declared:{2**64 - 1}", [])
    doubtful(out, "declared-zero-but-length", "the header knows of a body", "declared:0", EXACT)
    doubtful(out, "declared-zero-but-pieces", "the header knows of a body", "declared:0", [PIECES])
    doubtful(out, "declared-other-than-length", "the header says more", exact, [length(SIZE + 1)], BODY)
    doubtful(out, "declared-not-zero", "the header says that there is none", exact, ZERO, BODY)


def head(out):
    whole(out, "head-length", "the header declares them", "head", EXACT)
    whole(out, "head-pieces", "bytes of a body in pieces", "head", [PIECES])
    whole(out, "head-nothing", "bytes that nobody announced are judged as they are", "head", [])
    whole(out, "head-empty", "no header, no body", "head", [], b"")
    whole(out, "head-zero", "the header says that there is none", "head", ZERO, b"")
    whole(out, "head-pieces-and-length", "pieces go before a length", "head", [length(SIZE + 1), PIECES])
    doubtful(out, "head-fewer", "a byte is missing", "head", [length(SIZE + 1)], BODY)
    doubtful(out, "head-more", "a byte too many", "head", [length(SIZE - 1)], BODY)
    doubtful(out, "head-more-than-zero", "bytes where none belong", "head", ZERO, BODY)
    doubtful(out, "head-none", "all are missing", "head", EXACT)
    doubtful(out, "head-none-pieces", "a body was announced, and nothing came", "head", [PIECES])
    doubtful(out, "head-none-pieces-case", "in any case", "head", [(b"transfer-ENCODING", b"Chunked")])
    doubtful(out, "head-none-pieces-zero", "a length beside pieces says nothing", "head", [*ZERO, PIECES])
    for id, values in UNCLEAR:
        framing = [(LENGTH, value) for value in values]
        doubtful(out, f"head-unclear-{id}", "what is unclear counts as a body", "head", framing)


def unknown(out):
    whole(out, "unknown-length", "the header knows the length", "unknown", EXACT)
    whole(out, "unknown-length-zeros", "leading zeros are digits", "unknown", [(LENGTH, b"00%d" % SIZE)])
    whole(out, "unknown-length-case", "in any case", "unknown", [(b"CONTENT-length", b"%d" % SIZE)])
    whole(out, "unknown-zero", "the header knows that there is none", "unknown", ZERO, b"")
    whole(out, "unknown-nothing", "bytes that nobody announced", "unknown", [])
    whole(out, "unknown-pieces", "bytes of a body in pieces", "unknown", [PIECES])
    whole(out, "unknown-pieces-and-length", "pieces go before a length", "unknown", [length(SIZE + 1), PIECES])
    whole(out, "unknown-length-and-pieces", "in either order", "unknown", [PIECES, length(SIZE + 1)])
    doubtful(out, "unknown-empty", "perhaps something in front has taken it", "unknown", [])
    doubtful(out, "unknown-empty-pieces", "perhaps something in front has taken it", "unknown", [PIECES])
    doubtful(out, "unknown-empty-pieces-case", "in any case", "unknown", [(b"TRANSFER-ENCODING", b" CHUNKED ")])
    doubtful(out, "unknown-empty-pieces-zero", "a length beside pieces says nothing", "unknown", [*ZERO, PIECES])
    doubtful(out, "unknown-empty-length", "something in front has taken it", "unknown", EXACT)
    doubtful(out, "unknown-fewer", "a byte is missing", "unknown", [length(SIZE + 1)], BODY)
    doubtful(out, "unknown-more", "a byte too many", "unknown", [length(SIZE - 1)], BODY)
    doubtful(out, "unknown-more-than-zero", "bytes where none belong", "unknown", ZERO, BODY)


def http2(out):
    """In HTTP/2, a request whose method gives no meaning to content need not say that it has none."""
    for method in (b"GET", b"HEAD"):
        id = method.decode().lower()
        out.verified(
            f"framing-http2-empty-{id}",
            "content would mean nothing, so none was there",
            received="http2",
            headers=[signature(b"")],
            body=b"",
            method=method,
        )
        for kind, framing in [("pieces", [PIECES]), ("length", [length(1)]), ("word", [(LENGTH, b"none")])]:
            out.refused(
                f"framing-http2-empty-{id}-{kind}",
                "a body was announced all the same",
                "body_unavailable",
                reads=True,
                unread=True,
                received="http2",
                headers=[signature(b""), *framing],
                body=b"",
                method=method,
            )
    for method in (b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS", b"get"):
        out.refused(
            f"framing-http2-empty-{'lower-' if method.islower() else ''}{method.decode().lower()}",
            "perhaps something in front has taken it",
            "body_unavailable",
            reads=True,
            unread=True,
            received="http2",
            headers=[signature(b"")],
            body=b"",
            method=method,
        )
    for kind, framing in [("length", EXACT), ("nothing", []), ("pieces", [PIECES])]:
        whole(out, f"http2-{kind}", "bytes that are there", "http2", framing)
    doubtful(out, "http2-fewer", "a byte is missing", "http2", [length(SIZE + 1)], BODY)
    doubtful(out, "http2-none", "all are missing", "http2", EXACT)


def unclear(out):
    for id, values in UNCLEAR:
        framing = [(LENGTH, value) for value in values]
        whole(out, f"unclear-{id}", "says nothing of bytes that are there", "unknown", framing)
        doubtful(out, f"unclear-{id}-empty", "nor that there are none", "unknown", framing)
    whole(out, "unclear-ended", "the server knew better", "ended", [(LENGTH, b"none")])
    whole(out, "unclear-declared", "the server knew better", f"declared:{SIZE}", [length(SIZE), length(SIZE)])


def without_bytes(out):
    for received, code, unread in [
        ("too_large", "body_too_large", True),
        ("parsed", "body_unavailable", False),
        ("unframed", "body_unavailable", True),
        ("aborted", "body_incomplete", True),
    ]:
        for id, framing in [("nothing", []), ("zero", ZERO), ("length", EXACT), ("pieces", [PIECES])]:
            out.refused(
                f"framing-{received.replace('_', '-')}-{id}",
                "whatever the headers say, and although the empty body was signed",
                code,
                reads=True,
                unread=unread,
                received=received,
                headers=[signature(b""), *framing],
                body=b"",
            )


def before_the_signature(out):
    inputs = {"headers": [signature(key=STRANGER), *EXACT], "body": b""}
    out.refused(
        "framing-before-mismatch",
        "a body that is not whole is not judged",
        "body_unavailable",
        reads=True,
        unread=True,
        received="unknown",
        **inputs,
    )
    out.refused(
        "framing-before-expired",
        "nor is its time",
        "body_unavailable",
        reads=True,
        unread=True,
        received="unknown",
        now=1,
        **inputs,
    )
