"""Generated cases: requests near every border, each with the reference's answer.

The same number and seed give the same cases.
"""

import json
import random
from collections import Counter

import model
import reference
from model.rotation import ACTIONS

from . import random_keys
from .mutate import mutate
from .protocol import FIELDS, answer_line, request_line
from .random_admission import admission
from .random_key_fault import CHARACTERS, diagnosis
from .random_replay import sequence
from .random_rotation import facts
from .random_tree import tree
from .render_json import plain, write
from .suites import Case

NOW = 1_700_000_000
T_MAX = 10**19 - 1
U64_MAX = 2**64 - 1

WEIGHTS = {
    "verify": 40,
    "admit": 30,
    "canonicalize": 25,
    "verify_response": 10,
    "sign_request": 10,
    "sign_response": 5,
    "bearer": 5,
    "key_id": 5,
    "replay_messages": 5,
    "rotation_step": 15,
    "diagnose": 10,
}

# From this number on, every outcome must occur. Bodies of 16 MiB are left to the vectors.
ENOUGH = 5000
OUTCOMES = {
    "empty_key",
    "odd_key_length",
    "non_hex_key",
    "event_key",
    "malformed_key_prefix",
    "key_too_long",
    "too_many_keys",
    "missing_signing_key",
    "missing_signature",
    "malformed_signature",
    "signature_mismatch",
    "expired",
    "not_yet_valid",
    "invalid_json",
    "json_invalid_utf8",
    "json_lone_surrogate",
    "json_duplicate_member",
    "json_too_deep",
    "json_number_out_of_range",
    "json_number_lossy",
    "invalid_timestamp",
    "ok raw",
    "ok canonical",
    "ok trimmed",
    "ok lossless",
    "ok lossy",
    "ok sign_request",
    "ok sign_response",
    "ok bearer",
    "ok key_id",
    "invalid_setting",
    "body_too_large",
    "body_unavailable",
    "body_incomplete",
    "response_unsignable",
    "invalid_argument",
    "verified",
    "verified, forward",
    "verified, hold",
    "verified, hold_empty",
    "dev",
    "dev_without_key",
    "unsigned_method",
    "unsigned_sync",
    "replayed",
    "replay_guard_full",
    "replay_store_unavailable",
    *(f"step {action}" for action in ACTIONS),
    *(f"fault {cause}" for cause in CHARACTERS),
    "no fault",
}


def generate(count, seed):
    """Return the cases, and how often each outcome occurs among them."""
    rng = random.Random(seed)
    cases, counts = [], Counter()
    for number in range(count):
        request = rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        values, answer = CONSTRUCTED[request](rng) if request in CONSTRUCTED else computed(request, rng)
        counts.update(outcomes(request, answer))
        line = request_line(request, values)
        cases.append(Case(f"differential-{seed}-{number}", line, answer_line(*answer)))
    return cases, counts


def computed(request, rng):
    """The values of a request, and the answer that the reference or the model gives."""
    values = GENERATORS[request](rng)
    return values, (model if request in model.REQUESTS else reference).answer(request, *values)


def missing(count, counts):
    """The outcomes that a large enough number of cases ought to have had."""
    if count < ENOUGH:
        return []
    return [f"differential: no case had the outcome {name}" for name in sorted(OUTCOMES - set(counts))]


def outcomes(request, answer):
    verdict, *values = answer
    if verdict == "error":
        return [values[0]]
    if request == "admit":
        return [admitted(*values)]
    if request == "replay_messages":
        return set(values[0].split(","))
    if request == "diagnose":
        return [f"fault {values[1]}" if values[0] else "no fault"]
    if request == "rotation_step":
        return [f"step {json.loads(values[0])['action']}"]
    words = [value for value in values if isinstance(value, str)]
    return [f"ok {words[0] if words else request}"]


def admitted(_at_most, verdict, facts, _warning, response, signature, status, *_):
    """The code of the refusal, the reason of an unverified caller, or what becomes of the response."""
    if verdict != "verified":
        return facts
    if status is not None:
        return "response_unsignable"
    step = response and response.partition(":")[0]
    return f"verified, {step}" if step else "verified"


def request(rng):
    """A body, the keys and header of someone who may have signed it, and a clock."""
    value = tree(rng)
    body = write(rng, value)
    kind = rng.random()
    if kind < 0.1:
        body = rng.randbytes(rng.randrange(80))
    elif kind < 0.2:
        body = plain(value)
    signs = signed_form(rng, value, body)
    if rng.random() < 0.12:
        body = mutate(rng, body)
    return signed(rng, body, signs)


def signed_form(rng, value, body):
    """The sender signs the canonical form, these bytes, or another rendering of them."""
    kind = rng.random()
    if kind < 0.7:
        try:
            return reference.canonicalize(body)[0]
        except reference.Refusal:
            return body
    return body if kind < 0.9 else write(rng, value)


def response(rng):
    signs = rng.choice([plain(tree(rng)), rng.randbytes(rng.randrange(40)), b""])
    body = signs + rng.choice([b"", b"", b"\n", b"\n", b"\r\n", b"\n\n"])
    signs += rng.choice([b"", b"", b"", b"\n"])
    return signed(rng, mutate(rng, body) if rng.random() < 0.1 else body, signs)


def signed(rng, body, signs):
    keys = random_keys.ring(rng)
    past, future = (rng.choice([300, 300, 0, 1, 60, rng.randrange(10**6), U64_MAX]) for _ in range(2))
    t = rng.choice([NOW, NOW, NOW, 0, 1, rng.randrange(10**10), rng.randrange(T_MAX), T_MAX])
    now = clock(rng, t, past, future)
    return [keys, body, header(rng, keys, signs, t), now, past, future]


def clock(rng, t, past, future):
    """Mostly inside the window, often at a border or a second beyond it."""
    offsets = [0, 0, 0, 1, -1, past, past + 1, -future, -future - 1, rng.randrange(-1000, 1000), NOW, -NOW]
    return min(max(t + rng.choice(offsets), 0), U64_MAX)


def header(rng, keys, signs, t):
    usable = [key for key in map(random_keys.parsed, keys) if key]
    if usable and rng.random() < 0.95:
        key = rng.choice(usable)
    else:
        key = reference.parse_key(random_keys.valid(rng))
    value = reference.header_for(key, signs, t)
    kind = rng.random()
    if kind < 0.75:
        return value
    if kind < 0.8:
        return None
    if kind < 0.85:
        return value[:-1] + rng.choice(b"0123456789abcdef").to_bytes()
    return mutate(rng, value)


def timestamp(rng):
    return rng.choice([NOW, 0, rng.randrange(10**10), rng.randrange(U64_MAX + 1), T_MAX, T_MAX + 1])


def document(rng):
    text = write(rng, tree(rng))
    return mutate(rng, text) if rng.random() < 0.35 else text


def sign(rng):
    return [random_keys.single(rng), document(rng), timestamp(rng)]


GENERATORS = {
    "verify": request,
    "admit": admission,
    "verify_response": response,
    "sign_request": sign,
    "sign_response": sign,
    "canonicalize": lambda rng: [document(rng)],
    "bearer": lambda rng: [random_keys.single(rng, weird=0.6)],
    "key_id": lambda rng: [random_keys.single(rng, weird=0.6)],
    "replay_messages": sequence,
    "rotation_step": facts,
}
# Where the answer is known from how the values are made.
CONSTRUCTED = {"diagnose": diagnosis}
assert GENERATORS.keys() | CONSTRUCTED.keys() == WEIGHTS.keys() <= FIELDS.keys()
