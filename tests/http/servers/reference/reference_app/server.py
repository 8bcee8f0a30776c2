"""Connections, routes, and what stands in front of the protection."""

import contextlib
import json
import os
import signal
import socket
import sys
import threading
from dataclasses import asdict

from . import wire2
from .admission import Endpoint, Hooks, Refusal, admit, refusal_response, signed
from .probe import Thrown, handle
from .wire import BadRequest, ClientGone, Response, read_request, write_response

VARIANTS = {
    "plain": Endpoint(),
    "signing": Endpoint(sign_responses=True),
    "limited": Endpoint(sign_responses=True, max_body_size=4096, max_response_size=4096),
    "large": Endpoint(max_body_size=32 << 20),
    "open": Endpoint(sign_responses=True, unsigned_methods=("GET",)),
    "sync": Endpoint(unsigned_sync=True),
    "dev": Endpoint(mode="dev", sign_responses=True),
    "devkeyless": Endpoint(mode="dev", keys=()),
    "keyless": Endpoint(keys=()),
    "broken": Endpoint(fault="invalid_setting"),
    "parsed": Endpoint(front="takes"),
    "replaced": Endpoint(front="replaces"),
    "odd": Endpoint(),
    "control": Endpoint(broken=True),
}
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "get"}
HOOKS = Hooks()
COUNTING = threading.Lock()


def count(calls, code):
    with COUNTING:
        calls[code] = calls.get(code, 0) + 1


def start():
    """What constructing an endpoint that is wrong raises."""
    try:
        Endpoint(unsigned_methods=("get",))
    except Refusal as refusal:
        return {"unsigned_methods": refusal.code}
    return {"unsigned_methods": None}


def route(request):
    """The answer to a request, and whether its handler may have left the body unread."""
    path = request.path.partition("?")[0]
    if path in ("/hooks", "/start"):
        told = asdict(HOOKS) if path == "/hooks" else start()
        return Response(200, [("Content-Type", "application/json")], [json.dumps(told).encode()])
    _, name, behaviour = [*path.split("/", 2), "", ""][:3]
    endpoint = VARIANTS.get(name)
    if not endpoint or request.method not in METHODS:
        return Response(404)
    try:
        return protected(endpoint, request, behaviour)
    except Refusal as refusal:
        if refusal.code != "method_not_allowed":
            count(HOOKS.refused, refusal.code)
        return refusal_response(refusal.code)
    except Thrown:
        return Response(500)


def protected(endpoint, request, behaviour):
    if endpoint.front:
        for _ in request.body.pieces():
            pass
        request.replaced = b"replaced" if endpoint.front == "replaces" else None
    admission = admit(endpoint, request)
    if admission.warning:
        count(HOOKS.warning, admission.warning)
    response = handle(endpoint, admission, request, behaviour)
    return signed(endpoint, admission, request, response) if response else Response(404)


def serve(connection):
    with connection, contextlib.suppress(OSError):
        if wire2.is_http2(connection):
            wire2.Connection(connection, route).serve()
        else:
            serve_http1(connection)


def serve_http1(connection):
    stream, out = connection.makefile("rb"), connection.makefile("wb")

    def send_continue():
        out.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        out.flush()

    with stream, contextlib.suppress(ClientGone, OSError):
        keep = True
        while keep:
            try:
                request = read_request(stream, send_continue)
                if request is None:
                    break
                response = route(request)
                keep = request.body.ended and request.version == 1 and wants_more(request)
            except BadRequest:
                request, response, keep = None, Response(400), False
            write(out, request, response, keep)
        end(connection, stream)


def write(out, request, response, keep):
    if request is None:
        out.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    else:
        write_response(out, request, response, keep=keep)
    out.flush()


def wants_more(request):
    return b"close" not in b",".join(request.values(b"connection")).lower()


def end(connection, stream):
    """Read on for a moment, because an end with unread bytes would take the answer along."""
    connection.shutdown(socket.SHUT_WR)
    connection.settimeout(0.5)
    while stream.read1(1 << 16):
        pass


def main():
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    with socket.create_server(("127.0.0.1", int(os.environ.get("SIGNKEY_HTTP_PORT", "0"))), backlog=64) as listener:
        print(f"listening {listener.getsockname()[1]}", flush=True)
        while True:
            connection, _ = listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=serve, args=(connection,), daemon=True).start()
