"""Random keys and keyrings, good and bad. Key texts are always UTF-8."""

import reference

HEX = "0123456789abcdef"
PREFIXES = [
    "",
    "signkey-prod-",
    "signkey-test-",
    "signkey-branch-",
    "signkey-A_1-",
    "signkey-" + "p" * 55 + "-",
]
BLANKS = [None, b"", b" ", b"\t\r\n\x0c "]

# A few keys that come again and again, so that keyrings hold duplicates and headers find their key.
POOL = [
    b"signkey-prod-12345678",
    b"12345678",
    b"signkey-test-" + b"ab" * 32,
    b"signkey-prod-" + b"AB" * 32,
    b"00",
]


def digits(rng, count):
    text = "".join(rng.choices(HEX, k=count))
    return text.upper() if rng.random() < 0.15 else text


def valid(rng):
    if rng.random() < 0.3:
        return rng.choice(POOL)
    size = rng.choice([2, 8, 16, 64, 64, 64, 66, 128, 440])
    return (rng.choice(PREFIXES) + digits(rng, size)).encode()


def single(rng, weird=0.25):
    return bad(rng) if rng.random() < weird else surrounded(rng, valid(rng))


def surrounded(rng, key):
    """White space before and behind, now and then."""
    if rng.random() < 0.8:
        return key
    before, behind = ("".join(rng.choices(" \t\n\r\x0c", k=rng.randrange(3))) for _ in range(2))
    return before.encode() + key + behind.encode()


def bad(rng):
    """A key near one of the borders; some are valid after all."""
    prefix = rng.choice(PREFIXES)
    text = digits(rng, rng.choice([8, 31, 32, 64]))
    kind = rng.randrange(9)
    if kind == 0:
        return prefix.encode()
    if kind == 1:
        return (prefix + text[1:]).encode()
    if kind == 2:
        return rng.choice(
            [b"signkey-", b"signkey", b"signkey--12", b"signkey-12345678", b"signkey-a.b-12", b"SIGNKEY-a-12"]
        )
    if kind == 3:
        length = rng.choice([511, 512, 513, 514])
        return (prefix + digits(rng, length - len(prefix))).encode()
    if kind == 4:
        return (
            "signkey-" + "n" * rng.choice([54, 55, 56, 57]) + "-" + rng.choice([text, "", "xyz"])
        ).encode()
    if kind == 5:
        return like_event_key(rng).encode()
    if kind == 6:
        return rng.choice([b"", b" ", b"\n\t", b"\x0b", "\u00a0".encode(), "\ufeff1234".encode()])
    at = rng.randrange(len(text) + 1)
    odd_one = rng.choice(["g", "G", "/", ":", "@", "`", " ", "\n", "\x00", "-", "_", "x", "\u00e9", "\uff11"])
    return (prefix + text[:at] + odd_one + text[at + rng.randrange(2) :]).encode()


def like_event_key(rng):
    """Around a quarter of the characters are not hexadecimal."""
    size = rng.choice([31, 32, 33, 36, 64])
    others = max(0, size // 4 + rng.choice([-1, 0, 1, 5]))
    characters = rng.choices(HEX, k=size - others) + rng.choices("ghijklmnopqrstuvwxyzGHIJKLM-_", k=others)
    rng.shuffle(characters)
    return "".join(characters)


def ring(rng):
    """Mostly one to three keys, sometimes none, eight or nine, sometimes a bad one, with gaps."""
    count = rng.choice([1, 1, 1, 2, 2, 2, 3, 0, 8, 9]) if rng.random() < 0.5 else rng.choice([1, 2])
    keys = [surrounded(rng, valid(rng)) for _ in range(count)]
    if rng.random() < 0.08:
        keys.insert(rng.randrange(len(keys) + 1), bad(rng))
    while rng.random() < 0.25:
        keys.insert(rng.randrange(len(keys) + 1), rng.choice(BLANKS))
    return keys


def parsed(key):
    """The key, or None if it is absent or refused."""
    try:
        return None if key is None else reference.parse_key(key)
    except reference.Refusal:
        return None
