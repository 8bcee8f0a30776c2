"""The handler: what it saw, and what it answers to each path."""

import gzip
import hashlib
import json
import time

from reference import Refusal, header_for, parse_key

from .admission import Admission, Endpoint, now
from .wire import Request, Response

PIECE = 1 << 16


class Thrown(Exception):
    """What the handler raises of its own."""


def handle(endpoint: Endpoint, admission: Admission, request: Request, behaviour: str) -> Response | None:
    """The handler's answer; `None` if the router knows no such path."""
    name, *rest = behaviour.split("/")
    body = None
    if name == "echo":
        body = b"".join(request.body.pieces()) if admission.body is None else admission.body
    facts = json.dumps(facts_of(request, admission, body), separators=(",", ":"))
    respond = BEHAVIOURS.get(name)
    response = respond(endpoint, admission, request, facts, *rest) if respond else None
    if response:
        response.headers.append(("X-Probe", facts))
    return response


def facts_of(request, admission, body):
    lengths = request.values(b"content-length")
    return {
        "method": request.method,
        "caller": admission.caller,
        "key": admission.key,
        "form": admission.form,
        "warning": admission.warning,
        "length": None if body is None else len(body),
        "sha256": None if body is None else hashlib.sha256(body).hexdigest(),
        "content_length": lengths[0].decode() if lengths else None,
    }


def text(status, pieces, *headers):
    return Response(status, [("Content-Type", "text/plain"), *headers], pieces)


def json_answer(data, *headers):
    return Response(200, [("Content-Type", "application/json"), *headers], [data])


def stream():
    buffer = bytearray(4)
    for letter in b"ABC":
        buffer[:] = bytes([letter]) * 4
        yield buffer
    buffer[:] = b"ZZZZ"


def large(size):
    for at in range(0, size, PIECE):
        yield b"x" * min(PIECE, size - at)


def events():
    yield b"data: 1\n\n"
    time.sleep(0.2)
    yield b"data: 2\n\n"


def throws(*_):
    raise Thrown


def introspect(endpoint, admission, *_):
    verified = admission.caller == "verified"
    document = {
        "authentication_succeeded": True if verified else None,
        "function_count": 1,
        "has_event_key": False,
        "has_signing_key": bool(endpoint.keys),
        "has_signing_key_fallback": len(endpoint.keys) > 1,
        "mode": endpoint.mode,
        "schema_version": "2024-05-24",
    }
    if verified:
        document |= {"app_id": "probe", "sdk_version": "1.0.0"}
    return json_answer(json.dumps(document).encode())


def register(endpoint, admission, request, _facts, later=None):
    if later:
        time.sleep(2.2)
    if request.method != "PUT":
        raise Refusal("method_not_allowed")
    asks = request.values(b"x-inngest-sync-kind") == [b"in_band"]
    if admission.caller != "verified" or not asks:
        return json_answer(b'{"state":"register"}')
    configuration = b'{"probe":true}'
    header = header_for(parse_key(endpoint.keys[admission.key]), configuration, now()).decode()
    return json_answer(configuration, ("X-Inngest-Signature", header))


BEHAVIOURS = {
    "echo": lambda _endpoint, _admission, _request, facts: json_answer(facts.encode()),
    "status": lambda _endpoint, _admission, _request, _facts, number: text(int(number), [b"x"]),
    "empty": lambda *_: Response(200, [], []),
    "stream": lambda *_: text(200, stream()),
    "large": lambda _endpoint, _admission, _request, _facts, size: text(200, large(int(size))),
    "events": lambda *_: Response(200, [("Content-Type", "text/event-stream")], events()),
    "ownheader": lambda *_: text(200, [b"ok"], ("X-Inngest-Signature", "forged")),
    "gzip": lambda *_: text(200, [gzip.compress(b"x" * 1000)], ("Content-Encoding", "gzip")),
    "throws": throws,
    "ignore": lambda *_: text(200, [b"ok"]),
    "introspect": introspect,
    "register": register,
}
