"""Which responses are signed, over what, and which cannot be."""

from ..builder import NOW
from ..common import CANONICAL, FALLBACK, REWRITTEN
from .builder import BODY, AdmissionVectors, signature

SIGNING = [("sign_responses", b"1")]
HELD, EMPTY = "hold:16777216", "hold_empty:16777216"
TEXT = b'{"status":"ok"}\n'
EVENTS = b"text/event-stream"
EMPTY_STATUSES = [100, 102, 103, 199, 204, 205, 304]
FULL_STATUSES = [
    0,
    99,
    200,
    201,
    202,
    203,
    206,
    207,
    226,
    300,
    301,
    302,
    303,
    305,
    307,
    308,
    400,
    401,
    404,
    500,
    503,
    599,
    999,
]


def vectors():
    out = AdmissionVectors(
        "Responses to verified requests, where they are signed: held back until their end, and signed exactly as they"
        " are sent, with the key that verified the request."
    )
    statuses(out)
    methods(out)
    bodies(out)
    callers(out)
    streams(out)
    limits(out)
    timestamps(out)
    return out


def signs(out, id, comment, sent, step=HELD, **inputs):
    inputs = {"status": 200, "response_body": TEXT, "endpoint": SIGNING} | inputs
    out.signs(f"response-{id}", comment, sent, step, **inputs)


def statuses(out):
    for status in EMPTY_STATUSES:
        signs(out, f"status-{status}", "a status without content", b"", EMPTY, status=status)
    for status in FULL_STATUSES:
        signs(out, f"status-{status}", "a status with content", TEXT, status=status)
    for status in [200, 204, 304]:
        step = HELD if status == 200 else EMPTY
        signs(out, f"status-{status}-empty", "nothing handed over", b"", step, status=status, response_body=b"")
    out.forwards(
        "response-status-101", "a WebSocket's handshake is never signed", status=101, endpoint=SIGNING, method=b"GET"
    )


def methods(out):
    for method in [b"GET", b"PUT", b"DELETE", b"OPTIONS"]:
        signs(out, f"method-{method.decode().lower()}", "any method", TEXT, method=method)
    for status in [200, 204, 404, 500]:
        signs(out, f"head-{status}", "the response to a HEAD has no body", b"", EMPTY, method=b"HEAD", status=status)
    signs(out, "head-lower", "another method than HEAD", TEXT, method=b"head")


def bodies(out):
    for id, body in [
        ("json", b'{ "b": 1, "a": 4.50 }'),
        ("line-feed", b"text\n"),
        ("binary", bytes(range(256))),
        ("one-byte", b"\0"),
        ("large", b"x" * (1 << 20)),
    ]:
        signs(out, f"body-{id}", "the bytes as they are sent", body, response_body=body)


def callers(out):
    signs(out, "fallback", "the key that verified", TEXT, key=1, headers=[signature(key=FALLBACK)])
    signs(
        out,
        "canonical",
        "a request in another form",
        TEXT,
        form="canonical",
        headers=[signature(CANONICAL)],
        body=REWRITTEN,
    )
    signs(out, "dev", "a verified request in dev mode", TEXT, mode=b"dev")
    out.forwards("response-unsigned", "responses are signed where that was asked for", status=200, response_body=TEXT)
    out.forwards("response-unsigned-stream", "a stream goes its way", status=200, content_type=EVENTS)
    for id, reason, inputs in [
        ("dev", "dev", {"mode": b"dev"}),
        ("dev-without-key", "dev_without_key", {"mode": b"dev", "keys": [], "headers": [signature()]}),
        ("method", "unsigned_method", {"method": b"GET", "endpoint": [*SIGNING, ("unsigned_method", b"GET")]}),
        ("sync", "unsigned_sync", {"method": b"PUT", "endpoint": [*SIGNING, ("unsigned_sync", b"1")]}),
    ]:
        inputs = {"endpoint": SIGNING, "headers": [], "status": 200, "response_body": TEXT} | inputs
        out.passes(f"response-unverified-{id}", "nobody to sign for", reason, **inputs)
        inputs |= {"content_type": EVENTS}
        out.passes(f"response-unverified-{id}-stream", "a stream goes its way", reason, **inputs)


def streams(out):
    inputs = {"status": 200, "endpoint": SIGNING, "response_body": b"data: 1\n\n"}
    for id, content_type in [
        ("plain", EVENTS),
        ("charset", b"text/event-stream; charset=utf-8"),
        ("charset-tight", b"text/event-stream;charset=utf-8"),
        ("case", b"Text/Event-Stream"),
        ("space-before", b" text/event-stream"),
        ("space-behind", b"text/event-stream "),
        ("space-semicolon", b"text/event-stream ; charset=utf-8"),
        ("tab", b"\ttext/event-stream\t"),
        ("empty-parameter", b"text/event-stream;"),
    ]:
        out.unsignable(
            f"response-stream-{id}", "a stream has no end to sign at", "refuse", content_type=content_type, **inputs
        )
    for id, content_type in [
        ("empty", b""),
        ("json", b"application/json"),
        ("longer", b"text/event-streams"),
        ("shorter", b"text/event-strea"),
        ("inside", b"multipart/mixed; type=text/event-stream"),
        ("quoted", b'"text/event-stream"'),
        ("spaces-inside", b"text / event-stream"),
        ("binary", b"\xfftext/event-stream"),
        ("ndjson", b"application/x-ndjson"),
    ]:
        signs(out, f"stream-not-{id}", "another media type", TEXT, content_type=content_type)
    for status in [404, 500]:
        out.unsignable(
            f"response-stream-{status}",
            "whatever its status",
            "refuse",
            content_type=EVENTS,
            **inputs | {"status": status},
        )
    signs(out, "stream-head", "no body, so no stream", b"", EMPTY, content_type=EVENTS, method=b"HEAD")
    for status in [204, 304]:
        signs(out, f"stream-{status}", "no body, so no stream", b"", EMPTY, content_type=EVENTS, status=status)
    out.unsignable(
        "response-stream-empty",
        "a stream may say nothing yet",
        "refuse",
        content_type=EVENTS,
        status=200,
        endpoint=SIGNING,
    )


def limits(out):
    def limited(size):
        return [*SIGNING, ("max_response_size", b"%d" % size)]

    size = len(TEXT)
    signs(out, "limit", "the border belongs to it", TEXT, f"hold:{size}", endpoint=limited(size))
    out.unsignable(
        "response-limit-over",
        "one byte over",
        f"hold:{size - 1}",
        status=200,
        response_body=TEXT,
        endpoint=limited(size - 1),
    )
    signs(out, "limit-zero", "nothing", b"", "hold:0", endpoint=limited(0), response_body=b"")
    signs(out, "limit-204", "an empty body is within every limit", b"", "hold_empty:0", endpoint=limited(0), status=204)
    signs(
        out,
        "limit-head",
        "an empty body is within every limit",
        b"",
        "hold_empty:0",
        endpoint=limited(0),
        method=b"HEAD",
    )
    signs(out, "limit-most", "the largest limit", TEXT, f"hold:{2**64 - 1}", endpoint=limited(2**64 - 1))
    signs(
        out,
        "limit-of-requests",
        "the limit of requests is another",
        TEXT,
        endpoint=[*SIGNING, ("max_body_size", b"%d" % len(BODY)), ("max_json_size", b"0")],
        response_body=TEXT,
    )
    for id, excess in [("default", 0), ("default-over", 1)]:
        body = b"x" * ((16 << 20) + excess)
        if excess:
            out.unsignable(f"response-limit-{id}", "16 MiB", HELD, status=200, response_body=body, endpoint=SIGNING)
        else:
            signs(out, f"limit-{id}", "16 MiB", body, response_body=body)


def timestamps(out):
    signs(out, "late", "signed long after the request", TEXT, timestamp=NOW + 100_000)
    signs(out, "early", "the clock was set back", TEXT, timestamp=NOW - 100_000)
    signs(out, "zero", "the first second", TEXT, timestamp=0)
    signs(out, "most", "19 digits", TEXT, timestamp=10**19 - 1)
    inputs = {"status": 200, "response_body": TEXT, "timestamp": 10**19}
    out.fails("response-timestamp", "20 digits", "invalid_timestamp", endpoint=SIGNING, **inputs)
    out.forwards("response-timestamp-unsigned", "nothing is signed", **inputs)
    out.unsignable(
        "response-timestamp-over",
        "the limit comes first",
        "hold:1",
        endpoint=[*SIGNING, ("max_response_size", b"1")],
        **inputs,
    )
