"""Turns one line of a case list into a case; the model computes the whole answer."""

import json

import model
import reference

from ..builder import NOW, Vectors, require
from ..common import FALLBACK, PRIMARY, signed
from ..encoding import put, stored_item

NAME = b"X-Inngest-Signature"
KIND = b"X-Inngest-Server-Kind"
LENGTH = b"Content-Length"
PIECES = (b"Transfer-Encoding", b"chunked")
BODY = b'{"event":{"name":"a/b"}}'
KEYS = [PRIMARY, FALLBACK]

PAIRS = {"settings", "vars", "endpoint", "headers"}
ANSWER = [
    *("at_most", "verdict", "facts", "warning", "response", "signature"),
    *("status", "fields", "body", "unread", "log"),
]


class AdmissionVectors(Vectors):
    """The cases of one file."""

    def verified(self, id, comment, key=0, form="raw", *, warning=None, **inputs):
        """The body is asked for, and `key` has signed it."""
        answer = self._admit(id, comment, inputs)
        index, found, t, key_id = answer["facts"].split(",")
        require(id, (answer["verdict"], int(index), found), ("verified", key, form))
        require(id, answer["warning"], warning)
        require(id, key_id, reference.key_id(inputs.get("keys", KEYS)[key]).decode())
        return answer

    def unverified(self, id, comment, reason, *, warning=None, **inputs):
        """The request is let through, and its body not asked for."""
        answer = self._admit(id, comment, inputs)
        require(id, (answer["at_most"], answer["verdict"], answer["facts"]), (None, "unverified", reason))
        require(id, answer["warning"], warning)

    def refused(self, id, comment, code, *, reads, unread, says=None, logs=None, warning=None, **inputs):
        """Refused with `code`; `reads` says whether the body was asked for."""
        answer = self._admit(id, comment, inputs)
        require(id, (answer["verdict"], answer["facts"]), ("refused", code))
        require(id, (answer["at_most"] is not None, answer["unread"]), (reads, int(unread)))
        require(id, answer["warning"], warning)
        body = json.loads(answer["body"])
        require(id, body["code"], code)
        require(id, answer["fields"].count(b"WWW-Authenticate: Inngest-Signature\n"), int(answer["status"] == 401))
        if says is not None:
            require(id, body["message"], says)
        if logs is not None:
            # Behind it stands the advice, which docs/errors.md has.
            log = answer["log"].decode()
            require(id, log[: len(code) + 2 + len(logs)], f"{code}: {logs}")

    def signs(self, id, comment, sent, step, **inputs):
        """A verified request whose response is held as `step` says and signed over `sent`."""
        answer = self.verified(id, comment, **inputs)
        key = KEYS[inputs.get("key", 0)]
        timestamp = inputs.get("timestamp", NOW + 1)
        require(id, (answer["response"], answer["signature"]), (step, signed(key, sent, timestamp)))

    def forwards(self, id, comment, **inputs):
        """A verified request whose response is not signed."""
        answer = self.verified(id, comment, **inputs)
        require(id, (answer["response"], answer["signature"], answer["status"]), ("forward", None, None))

    def passes(self, id, comment, reason, **inputs):
        """An unverified request whose response is not signed."""
        answer = self._admit(id, comment, inputs)
        require(id, (answer["verdict"], answer["facts"]), ("unverified", reason))
        require(id, (answer["response"], answer["signature"], answer["status"]), ("forward", None, None))

    def unsignable(self, id, comment, step, **inputs):
        """A verified request whose response is refused."""
        answer = self.verified(id, comment, **inputs)
        require(id, (answer["response"], answer["signature"], answer["unread"]), (step, None, 0))
        require(id, (answer["status"], json.loads(answer["body"])["code"]), (500, "response_unsignable"))

    def fails(self, id, comment, code, **inputs):
        """The endpoint, or the signature, is refused to the app itself."""
        self._admit(id, comment, inputs, error=code)

    def _admit(self, id, comment, inputs, error=None):
        case = {"id": f"admit-{id}", "comment": comment, "request": "admit"}
        fields = request(**inputs)
        for name, value in fields.items():
            if name in PAIRS:
                case[name] = [[stored_item(part) for part in pair] for pair in value]
            else:
                put(case, name, value)
        verdict, *values = model.answer("admit", *fields.values())
        if verdict == "error":
            require(id, values[0], error)
            self._add(case, {"error": error})
            return None
        require(id, None, error)
        ok = {}
        for name, value in zip(ANSWER, values, strict=True):
            put(ok, name, value)
        self._add(case, {"ok": ok})
        return dict(zip(ANSWER, values, strict=True))


def signature(body=BODY, key=PRIMARY, t=NOW):
    return NAME, signed(key, body, t)


def length(number):
    return LENGTH, b"%d" % number


def request(
    *,
    mode=b"cloud",
    keys=KEYS,
    settings=None,
    vars=None,
    endpoint=None,
    method=b"POST",
    headers=None,
    received="ended",
    body=BODY,
    now=NOW,
    status=None,
    content_type=None,
    response_body=b"",
    timestamp=NOW + 1,
):
    """The fields of the request; a signed POST unless something else is said."""
    names = (b"signing_key", b"signing_key_fallback")
    given = settings or [(name, key) for name, key in zip(names, keys, strict=False) if key is not None]
    if headers is None:
        headers = [signature(body), length(len(body))]
    return {
        "settings": ([(b"mode", mode)] if mode else []) + given,
        "vars": [(name.encode(), value) for name, value in (vars or {}).items()],
        "endpoint": [(name.encode(), value) for name, value in endpoint or []],
        "method": method,
        "headers": headers,
        "received": received,
        "body": body,
        "now": now,
        "status": status,
        "content_type": content_type,
        "response_body": response_body,
        "timestamp": timestamp,
    }
