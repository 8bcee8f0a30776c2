"""Faults put into a copy of the reference, and a case that has to catch each.

The first of them are the faults that were found in real adapters; README.md names them.
"""

from typing import NamedTuple


class Mutant(NamedTuple):
    file: str
    old: str
    new: str
    case: str
    server: str = "reference h1"


def admission(old, new, case, **more):
    return Mutant("admission.py", old, new, case, **more)


MUTANTS = [
    # A parser in front took the body, and the signature of an empty one passes.
    admission("not body and not proven", "not body and False", "parsers/parsed-form-chunked-signed-empty"),
    admission(
        "not body and not proven",
        "not body and False",
        "parsers/parsed-form-chunked-signed-empty",
        server="reference h2",
    ),
    admission("declared is not None and len(body) != declared", "False", "parsers/parsed-json-signed-empty"),
    admission(
        "declared is not None and len(body) != declared",
        "False",
        "framing/nothing-of-what-was-declared",
        server="reference h2",
    ),
    # The handler reads other bytes than were verified.
    Mutant("probe.py", "if admission.body is None else admission.body", 'and b"other"', "framing/declared"),
    # A canonical form is tried beyond its limit.
    admission(
        "verify(endpoint.keys, body, header, now(), WINDOW, WINDOW)",
        "verify(endpoint.keys, body, header, now(), WINDOW, WINDOW, max_json_size=endpoint.max_body_size)",
        "limits/other-form-over-4-megabytes",
    ),
    # A body is signed that is never sent.
    admission('request.method == "HEAD" or response.status', "response.status", "responses/head"),
    admission("in (204, 205, 304)", "in (204, 205)", "responses/status-304"),
    # A buffer is kept that the handler uses again.
    admission(
        "body += piece\n        if len(body) > endpoint.max_response",
        'body = b"CCCC" * (len(body) // 4 + 1)\n        if len(body) > endpoint.max_response',
        "responses/stream",
    ),
    # Memory for each piece of a body.
    admission(
        "body += piece\n            if",
        "body += piece\n            STATUS[len(body)] = bytearray(500)\n            if",
        "framing/memory-of-a-body-byte-by-byte",
    ),
    # Lower case says get, and the option takes it.
    admission("if not method.isupper()", "if not method", "methods/lower-case-option"),
    # What was verified is judged again.
    Mutant(
        "probe.py",
        "time.sleep(2.2)",
        "time.sleep(2.2)\n        from .admission import admit\n        admit(endpoint, request)",
        "registration/in-band-later",
    ),
    # A refusal behind the door becomes a fault of the framework.
    admission('"method_not_allowed": 405', '"method_not_allowed": 500', "registration/post"),
    # A switch that cannot be read lets through.
    Mutant("server.py", 'Endpoint(fault="invalid_setting")', 'Endpoint(mode="dev")', "switches/broken-unsigned"),
    # The body of a refused request is the next request.
    Mutant("server.py", "keep = request.body.ended and", "keep =", "connections/refused-unread-at-once"),
    # A request is never answered.
    Mutant(
        "wire2.py",
        "empty = request.method",
        "self.gone = response.status == 401\n        if self.gone:\n            return\n        empty = request.method",
        "verdicts/forged",
        server="reference h2",
    ),
    # HTTP/2 with a header of HTTP/1.
    Mutant(
        "wire2.py",
        "self.h2.send_headers(number, headers, end_stream=empty)",
        """self.h2.config.normalize_outbound_headers = self.h2.config.validate_outbound_headers = False
            self.h2.send_headers(number, [*headers, ("connection", "close")], end_stream=empty)""",
        "verdicts/primary",
        server="reference h2",
    ),
    # Verdicts.
    admission("WINDOW = 300", "WINDOW = 3000", "verdicts/expired"),
    admission('header = b", ".join(values)', "header = values[0]", "headers/right-then-wrong"),
    admission('header = b", ".join(values)', "header = values[-1]", "headers/wrong-then-right"),
    admission('"malformed_signature"):', '"no_such_code"):', "limits/too-large-and-malformed"),
    admission('raise Refusal("body_incomplete") from error', "pass", "framing/cut-off-chunked-at-once"),
    admission("declared > endpoint.max_body_size", "False", "limits/declared-over-the-limit", server="reference h2"),
    admission(
        "if request.method in endpoint.unsigned_methods", "if endpoint.unsigned_methods", "switches/unsigned-post"
    ),
    admission('and request.method == "PUT"', "", "switches/unsigned-post-of-sync"),
    admission(
        'return "dev_without_key" if endpoint.mode == "dev" and not endpoint.keys else None',
        'return "dev" if endpoint.mode == "dev" else None',
        "dev-mode/forged",
    ),
    admission('kinds == [b"dev"]', 'b"dev" in kinds', "dev-mode/server-kind-twice"),
    # Refusals and answers.
    admission('[("WWW-Authenticate", "Inngest-Signature")]', "[]", "verdicts/unsigned"),
    admission('"message":"refused"', '"message":"set INNGEST_SIGNING_KEY"', "switches/keyless-signed"),
    admission('"message":"refused"', '"hint":"refused"', "verdicts/unsigned"),
    admission(
        "parse_key(endpoint.keys[admission.key])", "parse_key(endpoint.keys[0])", "responses/signed-under-the-fallback"
    ),
    admission("if pair[0].lower() != SIGNATURE.decode()", "", "responses/own-header"),
    admission('startswith("text/event-stream")', 'startswith("no/such")', "responses/events"),
    admission("len(body) > endpoint.max_response_size", "False", "responses/over-the-limit"),
    admission('admission.caller != "verified" or', "", "responses/unverified-not-signed"),
    Mutant(
        "server.py",
        "count(HOOKS.refused, refusal.code)",
        "count(HOOKS.refused, refusal.code)\n            count(HOOKS.refused, refusal.code)",
        "hooks/expired",
    ),
    Mutant("wire.py", "sum(map(len, response.pieces))", "sum(map(len, response.pieces)) + 1", "verdicts/primary"),
    Mutant("wire.py", 'empty = request.method == "HEAD" or', "empty =", "responses/head-not-signed"),
    Mutant("wire.py", "if whole and status not in (204, 304)", "if whole", "responses/status-204-not-signed"),
    Mutant("wire.py", "HTTP/1.1 {status}", "HTTP/1.1 0{status}", "verdicts/primary"),
    Mutant(
        "wire.py",
        "for piece in response.pieces:\n",
        'for piece in [b"".join(map(bytes, response.pieces))]:\n',
        "responses/events-not-signed",
    ),
    Mutant("probe.py", '"app_id": "probe"', '"app_id": "other"', "registration/introspect-verified"),
    Mutant("probe.py", "if verified:\n", "if True:\n", "registration/introspect-unsigned"),
]
