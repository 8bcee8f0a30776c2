"""Random sequences of messages to endpoints that accept each once: a small guard, a store, a clock that jumps."""

import reference

NOW = 1_700_000_000
KEYS = [b"signkey-test-12345678", b"signkey-test-9abcdef0"]
BODIES = [b"", b"", b"{}", b'{"a":1}', b"1", b"2", b"3"]
WINDOWS = [(300, 300), (300, 300), (10, 0), (0, 0), (37, 600)]


def sequence(rng):
    """The fields of `replay_messages`."""
    past, future = rng.choice(WINDOWS)
    guard = f"{rng.choice([1, 16, 40, 1000])}:{past}:{future}" if rng.random() < 0.8 else None
    store = f"{rng.choice([0, 300])}:{rng.randrange(2)}" if rng.random() < 0.4 else None
    endpoints = [(rng.choice([b"", b"", b"shop"]), b"%d" % past, b"%d" % future) for _ in range(rng.choice([1, 1, 2]))]
    clock, messages, sent = NOW, [], []
    for _ in range(rng.randrange(1, 30)):
        clock += rng.choice([0, 0, 0, 1, 5, 38, 300, 2000, -40])
        messages.append(message(rng, len(endpoints), clock, past, future, sent))
    return [KEYS, guard, store, endpoints, messages]


def message(rng, endpoints, now, past, future, sent):
    """A new message, or one that was sent before: as a request or as a response."""
    if sent and rng.random() < 0.4:
        header, body = rng.choice(sent)
    else:
        body = rng.choice(BODIES)
        t = now + rng.choice([0, 0, 0, -past, future, -past - 1, future + 1, rng.randint(-past, future)])
        header = reference.header_for(reference.parse_key(rng.choice(KEYS)), body, t)
        sent.append((header, body))
    response, timestamp, signature = None, None, None
    if rng.random() < 0.3:
        response = rng.choice(BODIES)
        timestamp = now + rng.choice([0, 0, 1, 86_400, 100_000, 1000 * NOW])
        sent.append((reference.header_for(reference.parse_key(KEYS[0]), response, timestamp), response))
    elif rng.random() < 0.1:
        signature = rng.choice(sent)[0]
    return (
        b"%d" % rng.randrange(endpoints),
        rng.choice([b"POST", b"POST", b"POST", b"PUT", b"GET"]),
        header if rng.random() < 0.97 else None,
        body if rng.random() < 0.97 else b"other",
        b"%d" % now,
        rng.choice([b"first", b"first", b"first", b"again", b"unavailable"]),
        response,
        None if timestamp is None else b"%d" % timestamp,
        signature,
    )
