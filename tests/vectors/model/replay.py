"""Each message once: a guard and a store behind endpoints (SPEC.md, section 13)."""

import hashlib

import reference
from reference import Refusal
from reference.signature import HEADER

U64_MAX = 2**64 - 1
SLICES, TABLES = 16, 18
# How long after its request a response is remembered.
RESPONSE_DELAY_MAX = 86_400


def claim_id(name, mac):
    """The id of a message; `mac` is 32 bytes."""
    return hashlib.sha256(hashlib.sha256(name).digest()[:16] + mac).digest()[:16].hex()


class Guard:
    """What one process remembers: a set for each slice of time, in a ring."""

    def __init__(self, entries, past, future):
        if entries == 0:
            raise Refusal("invalid_argument")
        self.past, self.future = past, future
        self.capacity = -(-entries // SLICES)
        self.length = -(-min(past + future + 1, U64_MAX) // SLICES)
        self.ring = {place: (-1, set()) for place in range(TABLES)}

    def claim(self, id, t):
        number = t // self.length
        current, ids = self.ring[number % TABLES]
        if number < current:
            return "replay_guard_full"
        if number > current:
            ids = set()
            self.ring[number % TABLES] = number, ids
        if id in ids:
            return "replayed"
        if len(ids) == self.capacity:
            return "replay_guard_full"
        ids.add(id)
        return None

    def percent_full(self, now):
        """How full the fullest slice of the window around `now` is; one that belongs to a later time is full."""
        fullest = 0
        for number in range(max(now - self.past, 0) // self.length, (now + self.future) // self.length + 1):
            current, ids = self.ring[number % TABLES]
            held = {number: len(ids)}.get(current, self.capacity if current > number else 0)
            fullest = max(fullest, held)
        return (200 * fullest + self.capacity) // (2 * self.capacity)


class Endpoint:
    def __init__(self, name, past, future, guard, store):
        self.name, self.past, self.future = name, past, future
        self.guard, self.store = guard, store
        if guard and (past > guard.past or future > guard.future):
            raise Refusal("invalid_argument")

    def ask(self, mac):
        """What is claimed in the store: id and lifetime."""
        skew = self.store[0]
        return f"{claim_id(self.name, mac)}:{min(self.past + self.future + skew + 1, U64_MAX)}"

    def judge(self, mac, t, claim):
        """None, or why a verified message is refused."""
        if self.store:
            if claim == b"again":
                return "replayed"
            if claim == b"unavailable" and not self.store[1]:
                return "replay_store_unavailable"
        return self.guard and self.guard.claim(claim_id(self.name, mac), t)


def messages(keys, guard, store, endpoints, steps):
    guard = Guard(*map(int, guard.split(":"))) if guard else None
    store = store and tuple(map(int, store.split(":")))
    endpoints = [Endpoint(name, int(past), int(future), guard, store) for name, past, future in endpoints]
    verdicts, asked, asked_for_responses, now = [], [], [], 0
    for at, *step in steps:
        now = int(step[3])
        verdict, claim, response = message(keys, endpoints[int(at)], *step)
        verdicts.append(verdict)
        asked.append(claim or "-")
        asked_for_responses.append(response or "-")
    fullness = guard.percent_full(now) if guard else None
    return ",".join(verdicts), ",".join(asked), ",".join(asked_for_responses), fullness


def message(keys, endpoint, method, header, body, now, answer, response, timestamp, signature):
    """Return the verdict, what the store is asked for the request, and what for its response."""
    if header is None:
        return "missing_signature", None, None
    try:
        index, _, t = reference.verify(keys, body, header, int(now), endpoint.past, endpoint.future)
    except Refusal as refusal:
        return refusal.code, None, None
    asked = None
    if body or method == b"POST":
        mac = mac_of(header)
        if endpoint.store:
            asked = endpoint.ask(mac)
            if answer is None:
                raise Refusal("invalid_argument")
        code = endpoint.judge(mac, t, answer)
        if code:
            return code, asked, None
    if response is not None:
        ring = [key for key in keys if key and key.strip()]
        signature = reference.sign_response(ring[index], response, int(timestamp))
    return "verified", asked, remember(endpoint, t, signature)


def remember(endpoint, t, signature):
    """Claim a response that is signed like this, as well as that goes."""
    if signature is None or not HEADER.fullmatch(signature):
        return None
    signed_at = int(HEADER.fullmatch(signature).group(1))
    if endpoint.guard and signed_at <= t + RESPONSE_DELAY_MAX:
        endpoint.guard.claim(claim_id(endpoint.name, mac_of(signature)), signed_at)
    return endpoint.store and endpoint.ask(mac_of(signature))


def mac_of(header):
    return bytes.fromhex(HEADER.fullmatch(header).group(2).decode())
