"""Questions: requests of the line protocol, for signkey and the peers alike."""

import hashlib
import hmac
import json
import random
from typing import NamedTuple

from conformance_runner import suites
from conformance_runner.protocol import FIELDS, encode

VERIFYING = {"verify", "verify_response"}
SIGNING = {"sign_request": "verify", "sign_response": "verify_response"}
ASKED = {*VERIFYING, *SIGNING, "bearer"}
WINDOW = 300
NOW = 1_700_000_000
KEY = b"signkey-prod-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
LETTERS = "abz0 '<&/\"\\\n\t\x00\x1f\x7f\u0080\u00e9\u20ac\u2028\ud7ff\ue000\ufeff\uffff\U00010000\U0001f600"


class Question(NamedTuple):
    """A request and its fields, encoded as the line protocol has them."""

    id: str
    request: str
    fields: tuple[str, ...]

    @property
    def line(self):
        return "\t".join([self.request, *self.fields]).encode()

    def field(self, name):
        return self.fields[FIELDS[self.request].index(name)]


def ask(id, request, *values):
    return Question(id, request, tuple(map(encode, values)))


def from_vectors():
    """Every vector about signatures and tokens, with the window that all peers have."""
    for suite in suites.vector_suites(suites.VECTORS / "signing"):
        for case in suite.cases:
            request, *fields = case.line.decode().split("\t")
            # The vectors about the line protocol itself are no concern of the peers.
            if suite.name == "protocol" or request not in ASKED:
                continue
            if request in VERIFYING:
                fields[-2:] = [str(WINDOW)] * 2
            yield Question(case.id, request, tuple(fields))


def about_empty_keys():
    """A signature that anybody can make, because the text of its key is empty."""
    body = b'{"a":1}'
    mac = hmac.new(b"", body + str(NOW).encode(), hashlib.sha256).hexdigest()
    header = f"t={NOW}&s={mac}".encode()
    keys = {"absent": [None], "empty": [b""], "prefix-only": [b"signkey-prod-"], "empty-fallback": [KEY, b""]}
    for name, texts in keys.items():
        for request in VERIFYING:
            yield ask(f"no-key-{request}-{name}", request, texts, body, header, NOW, WINDOW, WINDOW)


def about_documents(count, seed):
    """What a platform or an app may send: documents whose numbers and names mean one thing to everybody."""
    rng = random.Random(seed)
    for number in range(count):
        body = render(rng, {"event": document(rng, 3), "ctx": {"attempt": rng.randrange(4)}})
        for request in SIGNING:
            yield ask(f"document-{number}-{request}", request, KEY, body, NOW)


def document(rng, depth):
    kind = rng.random()
    if depth and kind < 0.3:
        return [document(rng, depth - 1) for _ in range(rng.randrange(4))]
    if depth and kind < 0.7:
        return {text(rng): document(rng, depth - 1) for _ in range(rng.randrange(6))}
    return rng.choice([None, True, False, text(rng), text(rng), integer(rng), fraction(rng)])


def text(rng):
    return "".join(rng.choices(LETTERS, k=rng.choice([0, 1, 2, 9])))


def integer(rng):
    return rng.randrange(-(2**53) + 1, 2**53) >> rng.randrange(53)


def fraction(rng):
    """Any decimal of up to 15 digits survives a double."""
    return rng.randrange(1, 10**15) / 10 ** rng.randrange(1, 20)


def render(rng, value):
    """As some serializer would."""
    items = list(value.items())
    rng.shuffle(items)
    separators = rng.choice([(",", ":"), (", ", ": ")])
    return json.dumps(dict(items), ensure_ascii=rng.random() < 0.5, separators=separators).encode()


def about_signatures(question, headers):
    """Is what each maker signed accepted? One question for each different header, naming its makers."""
    makers = {}
    for maker, header in headers.items():
        makers.setdefault(header, []).append(maker)
    key, body, t = (question.field(name) for name in ("key", "body", "t"))
    for header, names in makers.items():
        fields = (key, body, header, t, str(WINDOW), str(WINDOW))
        yield Question(f"{question.id}~{'+'.join(names)}", SIGNING[question.request], fields)
