"""Random documents, as trees that can be written in many ways.

A tree is a text to be copied (bytes), a Number, a str, a list, or Members: so that two renderings of
one tree mean the same, and members can come twice and in any order.
"""

import math
import struct
from typing import NamedTuple

NAMES = ["", "a", "b", "aa", "A", "id", "ts", "data", "event", "events", "12345678", "12345679", "123456789"]
NAMES += ["e\u0301", *'\n\x00"\\/\x7f\u00e9\u20ac\ue000\uffff\U0001f600\U0010ffff']
LETTERS = "abz0 '<&/\"\\\n\t\x00\x1f\x7f\u0080\u00e9\u20ac\u2028\ud7ff\ue000\ufeff\uffff\U00010000\U0001f600\U0010ffff"
LITERALS = [b"null", b"true", b"false"]
# Borders of notation, of exactness and of range.
TOKENS = b"""
    0 -0 0.0 -0.0 0e5 1e20 1e21 999999999999999999999 1e-6 1e-7 0.000001 4.50 1E30
    9007199254740991 9007199254740992 9007199254740993 9223372036854775807
    0.1 0.1000000000000000055511151231257827 0.30000000000000004 333333333.33333329
    5e-324 2e-324 1e-400 2.2250738585072011e-308
    1e400 -1e400 1.7976931348623157e308 1.7976931348623159e308
""".split()


class Number(NamedTuple):
    """The value (-1)^negative times digits times ten to the exponent."""

    negative: bool
    digits: str
    exponent: int


class Members(list):
    """The (name, value) pairs of an object."""


def tree(rng, depth=4):
    kind = rng.random()
    if depth == 4 and kind < 0.03:
        return nested(rng)
    if depth == 0 or (depth < 4 and kind < 0.5):
        return scalar(rng)
    if kind < 0.65:
        return [tree(rng, depth - 1) for _ in range(rng.choice([0, 1, 2, 3]))]
    members = Members((name(rng), tree(rng, depth - 1)) for _ in range(rng.choice([0, 1, 2, 3, 4 * depth])))
    if rng.random() < 0.93:
        members = Members(dict(members).items())
    return members


def nested(rng):
    """Around the depth limit, as text: a tree as deep would need recursion."""
    opened = rng.choices([b"[", b"[ ", b'{"":'], k=rng.choice([510, 511, 512, 513, 514]))
    closed = (b"}" if text.startswith(b"{") else b"]" for text in reversed(opened))
    return b"".join([*opened, rng.choice(TOKENS), *closed])


def scalar(rng):
    kind = rng.random()
    if kind < 0.45:
        return number(rng)
    return string(rng) if kind < 0.85 else rng.choice(LITERALS)


def name(rng):
    return rng.choice(NAMES) if rng.random() < 0.8 else string(rng)


def string(rng):
    return "".join(rng.choices(LETTERS, k=rng.choice([0, 1, 2, 5, 40])))


def number(rng):
    """A literal token from the borders, a number to be written in any way, or a double's digits."""
    kind = rng.random()
    if kind < 0.08:
        return rng.choice(TOKENS)
    if kind < 0.65:
        return Number(
            rng.random() < 0.3, str(rng.randrange(10 ** rng.randrange(1, 7))), rng.choice([0, 0, 0, -1, -3])
        )
    if kind < 0.85:
        size = rng.choice([1, 2, 8, 14, 15, 15, 16, 17, 25])
        digits = str(rng.randrange(10 ** (size - 1), 10**size))
        return Number(
            rng.random() < 0.3,
            digits,
            rng.choice([0, -size, -size - 6, 21 - size, 22 - size, rng.randrange(-340, 310)]),
        )
    value = struct.unpack("<d", rng.randbytes(8))[0]
    if not math.isfinite(value):
        return b"0"
    return rng.choice(["{!r}", "{!r}", "{!r}", "{:.16e}", "{:.14e}", "{:.25e}"]).format(value).encode()
