"""However a body comes, its bytes are those that were sent; an end that is not proven is none."""

import gzip

from http_runner.case import CLOSED, H1, H2, HALF_CLOSED, RESET, case, leaves
from http_runner.expect import Admitted, CutOff, Either, NeverAdmitted, Refused
from http_runner.request import (
    BODY,
    JSON,
    Bare,
    Chunked,
    Declared,
    Signature,
    Verbatim,
    forged,
    signed,
    signed_get,
    unsigned,
)

HALF = len(BODY) // 2
MISMATCH = Refused("signature_mismatch")
LONG = b"0123456789abcdef" * 4096
MEGABYTE = b"x" * (1 << 20)
CODINGS = gzip.compress(BODY, mtime=0)


def chunks(*pieces, end=b"0\r\n\r\n"):
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + end


IN_ONE_CHUNK = chunks(BODY)


def verbatim(slug, why, expect, *lines, wire=IN_ONE_CHUNK, signature=None, **more):
    """A head that ends with these lines, and these bytes behind it."""
    framing = Verbatim(tuple(line.encode() for line in lines), wire)
    return case(slug, why, signed(framing=framing, signature=signature), expect, protocols=H1, **more)


def ambiguous(slug, why, *lines, **more):
    return verbatim(slug, why, Either(Admitted()), *lines, **more)


def broken(slug, why, *lines, **more):
    return verbatim(slug, why, NeverAdmitted(), *lines, **more)


def content(kind, body):
    headers = (("Content-Type", kind),)
    slug = kind.split(";")[0].replace("/", "-")
    return case(f"content-{slug}", "no parser comes in between", signed(body=body, headers=headers), Admitted())


TE = "Transfer-Encoding: chunked"

CASES = [
    case("declared", "a body with its length", signed(), Admitted()),
    case("chunked", "a body without a length", signed(framing=Chunked()), Admitted()),
    case("chunked-in-sevens", "in several chunks", signed(framing=Chunked(7)), Admitted()),
    case("chunked-byte-by-byte", "in chunks of a byte", signed(framing=Chunked(1)), Admitted()),
    case("chunked-forged", "a chunked body is verified", forged(framing=Chunked(7)), MISMATCH),
    case(
        "chunked-unsigned",
        "a chunked body needs a signature",
        unsigned(framing=Chunked(7)),
        Refused("missing_signature"),
    ),
    case(
        "chunked-other-form",
        "the canonical form of a chunked body",
        signed(body=b'{"b":2,"a":1}', signature=Signature(b'{"a":1,"b":2}'), framing=Chunked(3)),
        Admitted(form="canonical"),
    ),
    case("chunked-empty", "an end that the protocol says is an end", signed(body=b"", framing=Chunked()), Admitted()),
    case(
        "chunked-empty-for-a-body",
        "an empty body is not another",
        signed(body=b"", framing=Chunked(), signature=Signature(BODY)),
        MISMATCH,
    ),
    case(
        "chunked-body-for-an-empty-body",
        "a body is not the empty one",
        signed(framing=Chunked(7), signature=Signature(b"")),
        MISMATCH,
    ),
    case(
        "trailers",
        "trailers are no part of the body",
        signed(framing=Chunked(7, trailers=(("X-Checksum", "1"),))),
        Admitted(),
    ),
    case(
        "chunk-extensions",
        "nor are extensions of chunks",
        signed(framing=Chunked(7, extension=";a=b;c")),
        Admitted(),
        protocols=H1,
    ),
    case("request-byte-by-byte", "head and body in writes of a byte", signed(pieces=1), Admitted(), protocols=H1),
    case(
        "request-in-threes-chunked",
        "chunks cut anywhere",
        signed(framing=Chunked(5), pieces=3),
        Admitted(),
        protocols=H1,
    ),
    case("frames-byte-by-byte", "a declared body in frames of a byte", signed(pieces=1), Admitted(), protocols=H2),
    case("zero-declared", "a length of 0", signed(body=b"", framing=Declared(0)), Admitted()),
    case(
        "zero-declared-for-a-body",
        "an empty body is not another",
        signed(body=b"", framing=Declared(0), signature=Signature(BODY)),
        MISMATCH,
    ),
    case("nothing-declared", "no length and no coding: no body", signed(body=b"", framing=Bare()), Admitted()),
    case(
        "nothing-declared-for-a-body",
        "no body is not another",
        signed(body=b"", framing=Bare(), signature=Signature(BODY)),
        MISMATCH,
    ),
    case("get-chunked", "GET may have a body", signed(method="GET", framing=Chunked(7)), Admitted()),
    case("delete-chunked", "DELETE may have a body", signed(method="DELETE", framing=Chunked(7)), Admitted()),
    case("sixty-four-kilobytes", "more than one read", signed(body=LONG), Admitted()),
    case("sixty-four-kilobytes-chunked", "more than one read", signed(body=LONG, framing=Chunked(1000)), Admitted()),
    case("a-megabyte", "many reads", signed(body=MEGABYTE), Admitted()),
    case("a-megabyte-chunked", "many reads", signed(body=MEGABYTE, framing=Chunked(8192)), Admitted()),
    case("a-megabyte-forged", "many reads in vain", forged(body=MEGABYTE), MISMATCH),
    case(
        "four-thousand-chunks-of-a-byte", "many small pieces", signed(body=LONG[:4000], framing=Chunked(1)), Admitted()
    ),
    content("application/json; charset=utf-8", BODY),
    content("application/x-www-form-urlencoded", b"a=1&b=%20"),
    content(
        "multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'
    ),
    content("text/plain", b"text"),
    content("application/octet-stream", bytes(range(256))),
    case(
        "content-encoded",
        "the bytes that were sent are signed, and they are what the handler reads",
        signed(body=CODINGS, headers=(JSON, ("Content-Encoding", "gzip"))),
        Admitted(),
    ),
    case(
        "content-encoded-signed-before",
        "what they decode to was not sent",
        signed(body=CODINGS, headers=(JSON, ("Content-Encoding", "gzip")), signature=Signature(BODY)),
        NeverAdmitted(),
    ),
    case("version-1.0", "HTTP/1.0 with a length", signed(version="1.0"), Admitted(), protocols=H1),
    case(
        "version-1.0-without-a-body",
        "HTTP/1.0 without a body",
        signed_get("/plain/echo", version="1.0"),
        Admitted(),
        protocols=H1,
    ),
    case(
        "version-1.0-unsigned",
        "HTTP/1.0 is judged alike",
        unsigned(version="1.0"),
        Refused("missing_signature"),
        protocols=H1,
    ),
    # A client that stops in the middle.
    case(
        "cut-off", "less than was declared, then the end", signed(sent=HALF), CutOff(), protocols=H1, ending=HALF_CLOSED
    ),
    case(
        "cut-off-signed-prefix",
        "what came is signed, but it is not what was declared",
        signed(sent=HALF, signature=Signature(BODY[:HALF])),
        CutOff(),
        protocols=H1,
        ending=HALF_CLOSED,
    ),
    case(
        "cut-off-before-the-body",
        "nothing of what was declared",
        signed(sent=0, signature=Signature(b"")),
        CutOff(),
        protocols=H1,
        ending=HALF_CLOSED,
    ),
    case(
        "cut-off-chunked",
        "no last chunk",
        signed(framing=Chunked(7, end=False)),
        CutOff(),
        protocols=H1,
        ending=HALF_CLOSED,
    ),
    case(
        "cut-off-chunked-at-once",
        "no chunk at all, and the empty body is signed",
        signed(body=b"", framing=Chunked(end=False)),
        CutOff(),
        protocols=H1,
        ending=HALF_CLOSED,
    ),
    verbatim(
        "cut-off-in-a-chunk",
        "a chunk shorter than it says",
        CutOff(),
        TE,
        wire=b"%x\r\n%s" % (len(BODY), BODY[:HALF]),
        ending=HALF_CLOSED,
    ),
    case(
        "less-than-declared",
        "HTTP/2 ends the stream early",
        signed(sent=HALF, signature=Signature(BODY[:HALF])),
        NeverAdmitted(),
        protocols=H2,
    ),
    case(
        "nothing-of-what-was-declared",
        "HTTP/2 ends the stream with its head, and the empty body is signed",
        signed(body=b"", framing=Declared(len(BODY))),
        NeverAdmitted(),
        protocols=H2,
    ),
    case("more-than-declared", "HTTP/2 goes on", signed(framing=Declared(HALF)), NeverAdmitted(), protocols=H2),
    case(
        "declared-prefix-signed",
        "HTTP/2 goes on behind what is signed",
        signed(framing=Declared(HALF), signature=Signature(BODY[:HALF])),
        NeverAdmitted(),
        protocols=H2,
    ),
    leaves("left-in-the-body", "the client leaves; the next is served", signed(sent=HALF), CLOSED),
    leaves("left-before-the-body", "the client leaves; the next is served", signed(sent=0), CLOSED),
    leaves(
        "left-in-a-chunked-body", "the client leaves; the next is served", signed(framing=Chunked(7, end=False)), CLOSED
    ),
    leaves("reset-in-the-body", "the client resets; the next is served", signed(sent=HALF), RESET),
    leaves(
        "reset-in-a-chunked-body", "the client resets; the next is served", signed(framing=Chunked(7, end=False)), RESET
    ),
    leaves("left-before-the-answer", "nobody hears the answer", signed("/signing/large/1000000"), CLOSED),
    leaves("left-before-the-refusal", "nobody hears the refusal", unsigned(), CLOSED),
    leaves("left-during-a-stream", "nobody hears the rest", signed("/plain/events"), CLOSED),
    # Heads that two readers could read in two ways. The server may refuse them.
    ambiguous("length-twice-the-same", "one length, said twice", *[f"Content-Length: {len(BODY)}"] * 2, wire=BODY),
    ambiguous(
        "length-listed-twice",
        "one length, said twice on a line",
        f"Content-Length: {len(BODY)}, {len(BODY)}",
        wire=BODY,
    ),
    ambiguous("length-with-zeros", "a length with leading zeros", f"Content-Length: 000{len(BODY)}", wire=BODY),
    ambiguous("chunked-and-length", "chunks win over a length", TE, f"Content-Length: {HALF}"),
    ambiguous("length-and-chunked", "in any order", f"Content-Length: {HALF}", TE),
    ambiguous("chunked-and-zero-length", "and over a length of 0", TE, "Content-Length: 0"),
    ambiguous("chunked-in-capitals", "codings have no case", "Transfer-Encoding: CHUNKED"),
    ambiguous(
        "chunked-with-leading-zeros",
        "sizes may have leading zeros",
        TE,
        wire=b"000%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY),
    ),
    case(
        "chunked-and-zero-length-signed-empty",
        "a length of 0 beside chunks hides no body",
        signed(signature=Signature(b""), framing=Verbatim((TE.encode(), b"Content-Length: 0"), IN_ONE_CHUNK)),
        NeverAdmitted(),
        protocols=H1,
    ),
    broken("length-twice", "two lengths", f"Content-Length: {len(BODY)}", f"Content-Length: {HALF}", wire=BODY),
    broken("length-negative", "no length", "Content-Length: -1", wire=BODY),
    broken("length-with-a-sign", "no length", f"Content-Length: +{len(BODY)}", wire=BODY),
    broken("length-hexadecimal", "no length", f"Content-Length: 0x{len(BODY):x}", wire=BODY),
    broken("length-words", "no length", "Content-Length: many", wire=BODY),
    broken("length-beyond-64-bits", "no length", f"Content-Length: {10**30}", wire=BODY),
    broken("coding-unknown", "a coding that nobody knows", "Transfer-Encoding: probe", wire=BODY),
    broken("coding-identity-last", "chunked is not the last coding", "Transfer-Encoding: chunked, identity"),
    broken("coding-gzip", "a coding that nobody has to know", "Transfer-Encoding: gzip, chunked"),
    broken("chunk-size-negative", "no size", TE, wire=b"-1\r\n\r\n0\r\n\r\n"),
    broken("chunk-size-words", "no size", TE, wire=b"many\r\n\r\n0\r\n\r\n"),
    broken("chunk-size-beyond-64-bits", "no size", TE, wire=b"1" * 20 + b"\r\n" + BODY, ending=HALF_CLOSED),
    broken("chunk-without-its-end", "a chunk longer than it says", TE, wire=b"5\r\n%s\r\n0\r\n\r\n" % BODY),
    # Memory before anyone is authenticated.
    case(
        "memory-of-a-body-byte-by-byte",
        "a body in pieces of a byte costs twice its size and a constant, not hundreds of bytes a piece",
        forged(body=LONG, framing=Chunked(1)),
        MISMATCH,
        protocols=H1,
        memory=24 << 20,
    ),
]
