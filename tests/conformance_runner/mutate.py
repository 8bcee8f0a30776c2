"""Mutations of bytes."""

# What parsers trip over, besides random bytes.
TOKENS = [
    *(bytes([c]) for c in b' \t\r\n\x0b\x0c\x00"\\/{}[]:,&=.-+eE019aAfFgGuUtsn\x7f\x80\xff'),
    b"\xc3\xa9",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\xf0\x9f\x98\x80",
    b"\\u0000",
    b"\\ud800",
    b"\\u0061",
    b"1e400",
    b"-0",
    b"00",
    b"null",
    b"&s=",
    b"t=",
]


def mutate(rng, value):
    """Change a value in one to three places."""
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        value = rng.choice(MUTATIONS)(rng, value)
    return value


def flip_bit(rng, value):
    if not value:
        return value
    at = rng.randrange(len(value))
    return value[:at] + bytes([value[at] ^ 1 << rng.randrange(8)]) + value[at + 1 :]


def truncate(rng, value):
    return value[: rng.randrange(len(value) + 1)]


def insert(rng, value):
    at = rng.randrange(len(value) + 1)
    return value[:at] + rng.choice(TOKENS) + value[at:]


def replace(rng, value):
    if not value:
        return value
    at = rng.randrange(len(value))
    return value[:at] + rng.choice(TOKENS) + value[at + 1 :]


def delete(rng, value):
    start, end = span(rng, value)
    return value[:start] + value[end:]


def repeat(rng, value):
    start, end = span(rng, value)
    return value[:end] + value[start:end] + value[end:]


def move(rng, value):
    start, end = span(rng, value)
    rest = value[:start] + value[end:]
    at = rng.randrange(len(rest) + 1)
    return rest[:at] + value[start:end] + rest[at:]


def change_case(rng, value):
    start, end = span(rng, value)
    return value[:start] + value[start:end].swapcase() + value[end:]


def span(rng, value):
    start = rng.randrange(len(value) + 1)
    return start, min(len(value), start + rng.randrange(1, 9))


MUTATIONS = [flip_bit, truncate, insert, insert, replace, replace, delete, repeat, move, change_case]
