"""Random requests to an endpoint: whole and cut ones, signed and unsigned, with the response that follows."""

import reference

from . import random_keys

NOW = 1_700_000_000
METHODS = [b"POST", b"POST", b"PUT", b"PUT", b"GET", b"GET", b"HEAD", b"get", b"DELETE"]
BODIES = [
    (b"", b""),
    (b"{}", b"{}"),
    (b'{"b": 4.50, "a": []}', b'{"a":[],"b":4.5}'),
    (b'{"a":1,"a":2}', b'{"a":1,"a":2}'),
    (b"\x00\xff", b"\x00\xff"),
]
STATUSES = [None, 100, 101, 200, 201, 204, 205, 206, 304, 404, 500]
MEDIA_TYPES = [None, None, b"application/json", b"text/event-stream", b"Text/Event-Stream ; a=b", b"text/event-streams"]
LENGTHS = [b"0", b"1", b"00", b"", b"+2", b"2 ", b"x", b"18446744073709551616", b"1099511627776"]


def admission(rng):
    """The fields of `admit`."""
    keys, body, signs = random_keys.ring(rng)[:2], *rng.choice(BODIES)
    if rng.random() < 0.3:
        signs = body
    settings, variables = surroundings(rng, keys)
    return [
        settings,
        variables,
        options(rng, len(body)),
        rng.choice(METHODS),
        headers(rng, keys, body, signs),
        received(rng, len(body)),
        body if rng.random() < 0.93 else b"",
        NOW + rng.choice([0, 0, 0, 0, 0, 300, -300, 301, -301, 10]),
        rng.choice(STATUSES),
        rng.choice(MEDIA_TYPES),
        rng.choice([b"", b"ok", b"x" * 40]),
        rng.choice([NOW, NOW + 1000, 10**19 - 1, 10**19]),
    ]


def surroundings(rng, keys):
    """Options of the configuration, and variables; now and then one that says nothing that is known."""
    names = (b"signing_key", b"signing_key_fallback")
    settings = [(name, key) for name, key in zip(names, keys, strict=False) if key is not None and is_text(key)]
    if rng.random() < 0.7:
        settings.append((b"mode", rng.choice([b"cloud", b"cloud", b"dev"])))
    variables = [(b"INNGEST_DEV", rng.choice([b"1", b"0", b"http://localhost:8288", b'"0"', b"cloud"]))]
    variables.append((b"INNGEST_ENABLE_UNAUTHED_SYNC", rng.choice([b"1", b"0", b"", b"", b"maybe"])))
    return settings, [pair for pair in variables if rng.random() < 0.3]


def is_text(key):
    try:
        key.decode()
    except UnicodeDecodeError:
        return False
    return True


def options(rng, size):
    """The endpoint's options, near the size of the body."""
    numbers = [b"%d" % max(size + offset, 0) for offset in (-1, 0, 1, 1000)]
    loosened = [(b"unsigned_method", b"GET"), (b"unsigned_method", b"HEAD"), (b"unsigned_sync", b"1")]
    chosen = [
        (b"unsigned_method", rng.choice([b"PATCH", b"get"])),
        (b"max_body_size", rng.choice(numbers)),
        (b"max_json_size", rng.choice(numbers)),
        (b"max_response_size", rng.choice([b"0", b"2", b"39", b"40"])),
        (b"past", rng.choice([b"0", b"10", b"300"])),
        (b"future", rng.choice([b"0", b"10", b"300"])),
    ]
    often = [pair for pair in [(b"sign_responses", b"1"), *loosened] if rng.random() < 0.5]
    return often + [pair for pair in chosen if rng.random() < 0.1]


def headers(rng, keys, body, signs):
    """In any order, with names in any case."""
    length = b"%d" % len(body)
    fields = [
        (b"X-Inngest-Signature", signature(rng, keys, signs)) for _ in range(rng.choice([0, 0, 1, 1, 1, 1, 1, 1, 2]))
    ]
    lengths = [length if rng.random() < 0.85 else rng.choice(LENGTHS) for _ in range(rng.choice([0, 1, 1, 1, 2]))]
    fields += [(b"Content-Length", value) for value in lengths]
    if rng.random() < 0.15:
        fields.append((b"Transfer-Encoding", rng.choice([b"chunked", b"identity", b""])))
    kinds = [rng.choice([b"dev", b"cloud", b"other", b"dev "]) for _ in range(rng.choice([0, 0, 1, 1, 2]))]
    fields += [(b"X-Inngest-Server-Kind", kind) for kind in kinds]
    fields += [(b"X-Other", rng.randbytes(5)), (b"X-Inngest-Signatures", b"")]
    return [
        (rng.choice([bytes, bytes.lower, bytes.upper, bytes.swapcase])(name), value)
        for name, value in shuffled(rng, fields)
    ]


def shuffled(rng, fields):
    return rng.sample(fields, len(fields))


def signature(rng, keys, signs):
    usable = [key for key in map(random_keys.parsed, keys) if key]
    if not usable or rng.random() < 0.08:
        usable = [reference.parse_key(random_keys.valid(rng))]
    value = reference.header_for(rng.choice(usable), signs, NOW)
    return value if rng.random() < 0.9 else rng.choice([b"", value + b" ", value.upper(), value[:-1]])


def received(rng, size):
    declared = f"declared:{max(size + rng.choice([0, 0, 0, 1, -1]), 0)}"
    ways = ["ended", "ended", "head", "head", "http2", "unknown", declared]
    return rng.choice([*ways, *ways, *ways, "too_large", "parsed", "unframed", "aborted"])
