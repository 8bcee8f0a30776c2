"""Turns one line of a case list into a case; the model computes the whole answer."""

import json

import model
import reference

from ..builder import MINUTES_5, NOW, Vectors, require
from ..common import PRIMARY, signed
from ..encoding import put, put_list, stored_item

APP = {
    "id": b"shop",
    "sdk": b"example-sdk:v1.2.3",
    "language": b"py",
    "framework": b"flask",
    "functions": b"3",
    "trust_probe": b"0",
    "connect": b"0",
}

LISTS = {"keys", "unsigned", "requests"}
PAIRS = {"settings", "vars", "app", "headers", "answers"}
ANSWERS = {
    "config": ["described"],
    "serve_url": ["url"],
    "authenticate": ["verdict", "key_index", "how", "t", "warning"],
    "api_auth": ["sent"],
    "may_send_to": ["allowed"],
    "verify_token": ["key_index"],
    "handshake": ["requests", "status", "fields", "body"],
    "introspect": ["body"],
}


class AppVectors(Vectors):
    """The cases of one file."""

    # Settings

    def config(self, id, comment, vars=None, options=None, *, problems=(), **says):
        """`says` are members of the description; problems are `code setting`."""
        answer = self._case("config", id, comment, {"settings": pairs(options), "vars": pairs(vars)})
        described = json.loads(answer[1])
        found = [f"{problem['code']} {problem['setting']}" for problem in described["problems"]]
        require(id, found, list(problems))
        for name, value in says.items():
            require(id, described[name], value)

    def config_refused(self, id, comment, options):
        self._case("config", id, comment, {"settings": pairs(options), "vars": []}, error="invalid_argument")

    def serve_url(self, id, comment, url, expected=None, vars=None, *, error=None):
        inputs = {"settings": [], "vars": pairs(vars), "url": url}
        answer = self._case("serve_url", id, comment, inputs, error=error)
        if error is None:
            require(id, answer[1], expected)

    # Endpoints

    def authenticate(self, id, comment, ok=None, *, warning=None, error=None, **inputs):
        """`ok` is (key index, form) or the reason for which nothing is verified."""
        defaults = {
            "mode": "cloud",
            "keys": [PRIMARY],
            "unsigned": [],
            "allow_sync": 0,
            "method": b"POST",
            "headers": [],
            "body": b"",
            "now": NOW,
            "past": MINUTES_5,
            "future": MINUTES_5,
        }
        answer = self._case("authenticate", id, comment, defaults | inputs, error=error)
        if error is None:
            verdict, index, how, _, found = answer[1:]
            require(id, how if verdict == "unverified" else (index, how), ok)
            require(id, found, warning)

    # Calls to the API

    def api_auth(self, id, comment, keys, calls, sent):
        """`sent` are the indexes of the keys of every attempt: `01;1`."""
        answer = self._case("api_auth", id, comment, {"keys": keys, "calls": calls})
        tokens = ["-", *(b"Bearer " + reference.bearer(key) for key in keys if key and key.strip())]
        hex_of = {token if token == "-" else token.hex(): index for index, token in enumerate(tokens, -1)}
        found = [[hex_of[token] for token in call.split(",")] for call in answer[1].split(";")]
        expected = [[-1 if digit == "-" else int(digit) for digit in call] for call in sent.split(";")]
        if len(hex_of) == len(tokens):
            require(id, found, expected)

    def may_send_to(self, id, comment, origin, url, allowed):
        answer = self._case("may_send_to", id, comment, {"origin": origin, "url": url})
        require(id, answer[1], allowed)

    def bad_origin(self, id, comment, origin):
        self._case("may_send_to", id, comment, {"origin": origin, "url": origin}, error="malformed_url")

    def verify_token(self, id, comment, keys, authorization, index=None, *, error=None):
        inputs = {"keys": keys, "authorization": authorization}
        answer = self._case("verify_token", id, comment, inputs, error=error)
        if error is None:
            require(id, answer[1], index)

    # Syncs

    def sync(self, id, comment, answers=None, *, error=None, ok=None, tries=1, says=(), silent=(), **inputs):
        """`ok` is (status, body as an object); `says` stands in the requests or the response."""
        inputs = {
            "settings": pairs(inputs.get("options")),
            "vars": pairs({"INNGEST_SIGNING_KEY": PRIMARY} | inputs.get("vars", {})),
            "app": pairs(APP | inputs.get("app", {})),
            "method": inputs.get("method", b"PUT"),
            "query": inputs.get("query", b""),
            "headers": inputs.get("headers", [(b"X-Inngest-Signature", signed(PRIMARY, b"", NOW))]),
            "body": inputs.get("body", b""),
            "now": NOW,
            "answers": [(str(status).encode(), body) for status, body in answers or []],
            "configuration": inputs.get("configuration", b'{"app_id":"shop"}'),
        }
        answer = self._case("handshake", id, comment, inputs, error=error)
        if error is not None:
            return
        _, requests, status, fields, body = answer
        require(id, len(requests), tries)
        require(id, (status, json.loads(body)), ok)
        everything = b"".join([*requests, fields, body])
        for text in says:
            require(id, text in everything, True)
        for text in silent:
            require(id, text in everything, False)

    # Introspection

    def introspect(self, id, comment, header, *, absent=(), app=None, options=None, vars=None, **says):
        inputs = {
            "settings": pairs(options),
            "vars": pairs(vars),
            "app": pairs(APP | (app or {})),
            "header": header,
            "now": NOW,
        }
        body = json.loads(self._case("introspect", id, comment, inputs)[1])
        for name, value in says.items():
            require(id, body[name], value)
        for name in absent:
            require(id, name in body, False)

    def _case(self, request, id, comment, inputs, *, error=None):
        case = {"id": id, "comment": comment, "request": request}
        for name, value in inputs.items():
            store(case, name, value)
        values = [number(value) if name == "answers" else value for name, value in inputs.items()]
        answer = model.answer(request, *values)
        if answer[0] == "error":
            require(id, answer[1], error)
            self._add(case, {"error": error})
            return answer
        require(id, None, error)
        ok = {}
        for name, value in zip(ANSWERS[request], answer[1:], strict=True):
            store(ok, name, value)
        self._add(case, {"ok": ok})
        return answer


def pairs(fields):
    return [(name if isinstance(name, bytes) else name.encode(), value) for name, value in (fields or {}).items()]


def number(answers):
    return [(int(status), body) for status, body in answers]


def store(fields, name, value):
    if name in LISTS:
        put_list(fields, name, value)
    elif name in PAIRS:
        fields[name] = [[stored_item(part) for part in pair] for pair in value]
    else:
        put(fields, name, value)
