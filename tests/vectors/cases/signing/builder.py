"""Turns one line of a case list into a case with every stage."""

import reference
from reference.keys import digest
from reference.selfcheck import second_opinion

from ..builder import MINUTES_5, NOW, Disagreement, Vectors
from ..encoding import put, put_list


class SigningVectors(Vectors):
    """The cases of one file."""

    # Keys

    def key_id(self, id, key, comment, *, error=None):
        self._derived("key_id", id, key, comment, error)

    def bearer(self, id, key, comment, *, error=None, observed=None):
        """`observed` is the digest that another project published for this key."""
        self._derived("bearer", id, key, comment, error)
        if observed and observed not in str(self.cases[-1]["expect"]):
            raise Disagreement(f"{id}: the published digest is another one")

    def _derived(self, request, id, key, comment, error):
        case = {"id": id, "comment": comment, "request": request}
        put(case, "key", key)
        names = {"bearer": ["token"], "key_id": ["id"]}[request]
        expect = self._expect(id, names, reference.answer(request, key), error)
        if error is None:
            parsed = reference.parse_key(key)
            case["stages"] = {}
            put(case["stages"], "prefix", parsed.prefix)
            put(case["stages"], "key_text", parsed.text)
            put(case["stages"], "sha256", digest(parsed))
        self._add(case, expect)

    # Signatures

    def verify(self, id, comment, *, ok=None, error=None, **inputs):
        """`ok` is (key index, form); t is the header's."""
        self._verify("verify", id, comment, ok, error, inputs)

    def verify_response(self, id, comment, *, ok=None, error=None, **inputs):
        self._verify("verify_response", id, comment, ok, error, inputs)

    def _verify(self, request, id, comment, ok, error, inputs):
        defaults = {"now": NOW, "past": MINUTES_5, "future": MINUTES_5}
        inputs = defaults | inputs
        case = {"id": id, "comment": comment, "request": request}
        put_list(case, "keys", inputs["keys"])
        put(case, "body", inputs["body"])
        put(case, "header", inputs["header"])
        for name in defaults:
            put(case, name, inputs[name])
        fields = ("keys", "body", "header", "now", "past", "future")
        answer = reference.answer(request, *(inputs[name] for name in fields))
        expect = self._expect(id, ["key_index", "form", "t"], answer, error)
        if error is None and answer[1:3] != ok:
            raise Disagreement(f"{id}: the author says {ok}, the reference {answer}")
        case["stages"] = verify_stages(answer, inputs)
        self._add(case, expect)

    def sign_request(self, id, key, body, t, comment, *, error=None):
        self._sign("sign_request", id, key, body, t, comment, error)

    def sign_response(self, id, key, body, t, comment, *, error=None):
        self._sign("sign_response", id, key, body, t, comment, error)

    def _sign(self, request, id, key, body, t, comment, error):
        case = {"id": id, "comment": comment, "request": request}
        put(case, "key", key)
        put(case, "body", body)
        put(case, "t", t)
        expect = self._expect(id, ["header"], reference.answer(request, key, body, t), error)
        if error is None:
            stages = case["stages"] = {}
            if request == "sign_request":
                body, _ = reference.canonicalize(body)
                put(stages, "canonical", body)
            put_mac(stages, reference.parse_key(key), body, t)
        self._add(case, expect)

    # Canonical JSON

    def canonical(self, id, body, expected, comment):
        """The canonical form is `expected`, and every number keeps its value."""
        self._canonicalize(id, body, comment, ("ok", expected, "lossless"))

    def lossy(self, id, body, expected, comment):
        """The canonical form is `expected`, which is another document."""
        self._canonicalize(id, body, comment, ("ok", expected, "lossy"))

    def refused(self, id, body, error, comment):
        self._canonicalize(id, body, comment, ("error", error))

    def _canonicalize(self, id, body, comment, expected):
        case = {"id": id, "comment": comment, "request": "canonicalize"}
        put(case, "body", body)
        answer = reference.answer("canonicalize", body)
        if answer != expected:
            raise Disagreement(f"{id}: the reference says {answer}")
        second_opinion(body, answer)
        error = expected[1] if expected[0] == "error" else None
        self._add(case, self._expect(id, ["canonical", "fidelity"], answer, error))

    def _expect(self, id, names, answer, error):
        verdict, *values = answer
        if (verdict == "error") != (error is not None) or (error and values != [error]):
            raise Disagreement(f"{id}: the author says {error or 'ok'}, the reference {answer}")
        if error:
            return {"error": error}
        ok = {}
        for name, value in zip(names, values, strict=True):
            put(ok, name, value)
        return {"ok": ok}


def put_mac(stages, key, body, t):
    put(stages, "key_text", key.text)
    put(stages, "message", body + b"%d" % t)
    put(stages, "mac", reference.mac(key, body, t))


def verify_stages(answer, inputs):
    """The MAC that decided: of the form and key that matched, else of the raw body and the primary.

    Empty when a key or the header is refused before a MAC is computed. `canonical` is there when
    that is the form that matched.
    """
    stages = {}
    early = ("missing_signature", "malformed_signature")
    try:
        ring = reference.keyring(inputs["keys"])
    except reference.Refusal:
        return stages
    if answer[1] in early:
        return stages
    t = int(inputs["header"].split(b"&")[0][2:])
    index, form = answer[1:3] if answer[0] == "ok" else (0, "raw")
    body = inputs["body"]
    if form == "trimmed":
        body = body[:-1]
    elif form == "canonical":
        body, _ = reference.canonicalize(body)
        put(stages, "canonical", body)
    put_mac(stages, ring[index], body, t)
    return stages
