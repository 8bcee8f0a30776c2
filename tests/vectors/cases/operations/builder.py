"""Turns what an author says into a case; the model writes it the way signkey puts it into words."""

import json
from collections import Counter

from model import explanation, key_fault, rotation, rotation_rules

from ..builder import NOW, Vectors, require
from ..common import PRIMARY
from ..encoding import put, stored_item

NAME = b"INNGEST_SIGNING_KEY"
CURRENT, NEXT = "6e0c6ba3ca84", "e4bf4a2e7f55"


class OperationsVectors(Vectors):
    """The cases of one file."""

    def __init__(self, comment):
        super().__init__(comment)
        self.seen = Counter()

    def has_each(self, names, times=1):
        """Every one of these causes or actions has so many cases at least."""
        require("cases", [name for name in names if self.seen[name] < times], [])
        return self

    def diagnose(self, id, comment, text, code, cause=None, position=None, character=None, place=None):
        """A text that is no key; `place` says where its character stands: at the `start`, at the `end` or `within`."""
        fault = key_fault.fault(text, cause, 1 if place == "start" else position, character, place)
        require(id, fault and fault[0], code)
        case = self._begin("diagnose", id, comment, text=text)
        self.seen[cause] += 1
        names = ("code", "cause", "position", "character", "hint", "sentence")
        self._finish(case, names, [encoded(at, value) for at, value in enumerate(fault)])

    def is_key(self, id, comment, text):
        require(id, key_fault.fault(text, None, None, None, None), None)
        self._add(self._begin("diagnose", id, comment, text=text), {"ok": None})

    def explain(
        self,
        id,
        comment,
        code,
        cause,
        header,
        body,
        *,
        kind="request",
        keys=(PRIMARY,),
        others=(),
        now=NOW + 5,
        window=(300, 300),
        max_json_size=None,
        key=None,
        position=None,
        fault=None,
        lossy_at=None,
    ):
        """`header` is a value, or a list of values; `others` are (name, text)."""
        headers = header if isinstance(header, list) else [header]
        named = list(zip([NAME, NAME + b"_FALLBACK", *(b"key %d" % at for at in range(2, 20))], keys))
        evidence = explanation.Evidence(kind, named, list(others), headers, body, now, *window, max_json_size)
        finding = explanation.Finding(cause, key, position, fault) if cause else None
        found, report = explanation.report(evidence, finding, lossy_at)
        require(id, found, code)
        case = self._begin("explain", id, comment)
        case["kind"] = kind
        case["named_keys"] = [[stored_item(part) for part in row] for row in named]
        case["other_keys"] = [[stored_item(part) for part in row] for row in others]
        case["values"] = [stored_item(value) for value in headers] or [None]
        put(case, "body", body)
        case |= {"now": now, "window": ":".join(map(str, window)), "max_json_size": max_json_size}
        secrets = [text for _, text in [*named, *others] if len(text) > 16]
        leaks = [text for text in secrets if text.rpartition(b"-")[2].lower() in report.lower()]
        require(id, leaks, [])
        self.seen[cause] += 1
        names = ("code", "cause", "key", "position", "report")
        self._finish(case, names, [code, cause, key and key.encode(), position, report])

    def step(self, id, comment, facts, action, apps=(), keys=None, wait=None):
        """`facts` is the document, or its text."""
        text = facts if isinstance(facts, bytes) else json.dumps(facts, ensure_ascii=False).encode()
        require(id, rotation_rules.next_step(by_ids(json.loads(text))), (action, list(apps), keys, wait))
        case = self._begin("rotation_step", id, comment, document=text)
        self.seen[action] += 1
        self._finish(case, ("step", "sentence"), rotation.step(action, list(apps), keys, wait))

    def step_refused(self, id, comment, facts, code="invalid_argument"):
        text = facts if isinstance(facts, bytes) else json.dumps(facts, ensure_ascii=False).encode()
        self._add(self._begin("rotation_step", id, comment, document=text), {"error": code})

    def read(self, id, comment, body, **says):
        case = self._begin("read_introspection", id, comment, body=body)
        self._finish(case, ("read",), [rotation.introspection(**says)])

    def read_refused(self, id, comment, body, code):
        self._add(self._begin("read_introspection", id, comment, body=body), {"error": code})

    def _begin(self, request, id, comment, **inputs):
        case = {"id": id, "comment": comment, "request": request}
        for name, value in inputs.items():
            put(case, name, value)
        return case

    def _finish(self, case, names, values):
        ok = {}
        for name, value in zip(names, values, strict=True):
            put(ok, name, value)
        self._add(case, {"ok": ok})


def encoded(at, value):
    """Behind the code and the cause, text is bytes."""
    return value.encode() if at > 1 and isinstance(value, str) else value


def by_ids(facts):
    """The facts with the id in place of every hash, which may have a prefix."""
    if isinstance(facts, dict):
        ids = {"current", "next", "primary", "fallback"}
        return {name: id_of(value) if name in ids and value else by_ids(value) for name, value in facts.items()}
    return list(map(by_ids, facts)) if isinstance(facts, list) else facts


def id_of(text):
    return text.rpartition("-")[2][:12].lower()
