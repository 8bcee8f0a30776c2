"""The documents that all contenders read: JSON as a platform sends it, and as nobody should.

A kind makes distinct documents of about the size asked for and writes each twice: as it is sent,
and in the canonical form (RFC 8785). Both are known by construction, so no canonicalizer has a say
in them: doubles stay where `repr` and ECMAScript write the same digits, names are sorted by UTF-16.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
# What is sent, and its canonical form.
Document = tuple[str, str]

WORDS = ["order", "invoice", "refund", "café", "señal", "parcel", "account", "paid", "€", "status"]
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def ulid(chance: random.Random) -> str:
    return "01J" + "".join(chance.choices(ALPHABET, k=23))


def sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words))


def order(chance: random.Random) -> dict[str, Json]:
    """What an event or a step is about; mostly text, some numbers."""
    return {
        "currency": "EUR",
        "customer": {"email": f"user{chance.randrange(10**6)}@example.com", "id": ulid(chance)},
        "items": [{"count": chance.randrange(1, 9), "sku": f"{chance.getrandbits(48):012x}"}],
        "note": sentence(chance, 6),
        "paid": chance.random() < 0.5,
        # The last digit is never 0, so that no canonical form is an integer.
        "total": (chance.randrange(10**5) * 10 + chance.randrange(1, 10)) / 100,
    }


def call_request(chance: random.Random, size: int) -> Json:
    """A function call: an event, and the steps that ran before, as many as fill the size."""
    event: Json = {
        "data": order(chance),
        "id": ulid(chance),
        "name": "shop/order.created",
        "ts": 1_700_000_000_000 + chance.randrange(10**9),
    }
    steps: dict[str, Json] = {}
    left = size - 610
    while left > 150:
        step: Json = {"data": order(chance), "type": "data"}
        steps[f"{chance.getrandbits(160):040x}"] = step
        left -= len(compact(step)) + 44
    stack: Json = {"current": len(steps), "stack": list(steps)}
    return {
        "ctx": {
            "attempt": chance.randrange(4),
            "disable_immediate_execution": False,
            "fn_id": f"{chance.getrandbits(128):032x}",
            "run_id": ulid(chance),
            "stack": stack if size < 5_000 else {"current": len(steps), "stack": []},
            "use_api": False,
        },
        "event": event,
        "steps": steps,
        "version": 1,
    }


def compact(value: Json, indent: int | None = None) -> str:
    separators = (",", ":") if indent is None else (",", ": ")
    return json.dumps(value, ensure_ascii=False, separators=separators, indent=indent)


def by_utf16(value: Json) -> Json:
    """The value with the members of its objects in canonical order."""
    if isinstance(value, dict):
        return {
            name: by_utf16(value[name])
            for name in sorted(value, key=lambda name: name.encode("utf-16-be"))
        }
    return [by_utf16(item) for item in value] if isinstance(value, list) else value


def shuffled(value: Json, chance: random.Random) -> Json:
    if isinstance(value, dict):
        names = chance.sample(list(value), len(value))
        return {name: shuffled(value[name], chance) for name in names}
    return [shuffled(item, chance) for item in value] if isinstance(value, list) else value


def canonical(value: Json) -> str:
    return compact(by_utf16(value))


def call(chance: random.Random, size: int) -> Document:
    text = canonical(call_request(chance, size))
    return text, text


def reordered(chance: random.Random, size: int) -> Document:
    value = call_request(chance, size)
    return compact(shuffled(value, chance)), canonical(value)


def pretty(chance: random.Random, size: int) -> Document:
    """As `JSON.stringify(value, null, 2)` writes it."""
    value = by_utf16(call_request(chance, size * 5 // 8))
    return compact(value, indent=2), compact(value)


def filled(size: int, item: Callable[[], Json]) -> list[Json]:
    """As many items as make about this many bytes."""
    items: list[Json] = []
    length = len('{"items":[]}')
    while length < size:
        items.append(item())
        length += len(compact(items[-1]).encode()) + 1
    return items


def text(chance: random.Random, size: int) -> Document:
    """Canonical, and no number in it."""

    def item() -> Json:
        say = sentence(chance, chance.randrange(4, 40))
        return {
            "body": say,
            "done": False,
            "id": ulid(chance),
            "quote": f'"{say[:9]}"\n',
            "to": None,
        }

    sent = canonical({"items": filled(size, item)})
    return sent, sent


def floats(chance: random.Random, size: int) -> Document:
    """Canonical; doubles of up to 17 digits for the most part."""

    def number(scale: float) -> float:
        return (chance.random() + 0.001) * scale

    def item() -> Json:
        return {"at": [number(90), number(180)], "score": number(1), "weight": number(1e9)}

    sent = canonical({"items": filled(size, item)})
    return sent, sent


def escaped_names(chance: random.Random, size: int) -> Document:
    """Each name is full of escapes, some that have to stay and some that have to go."""

    def item() -> Json:
        return {
            f'"{chance.getrandbits(40)}\n\t\\{mark}/': index for index, mark in enumerate("dcba")
        }

    value: Json = {"items": filled(size, item)}
    return compact(shuffled(value, chance)).replace("/", "\\/").replace(
        "\\n", "\\u000a"
    ), canonical(value)


def foreign_names(chance: random.Random, size: int) -> Document:
    """No name is ASCII, and UTF-16 sorts them otherwise than UTF-8; half are written as escapes."""

    def item() -> Json:
        return {
            f"{mark}日本{chance.getrandbits(20)}": index for index, mark in enumerate("é😀\ufb01ж")
        }

    value: Json = {"items": filled(size, item)}
    sent = compact(shuffled(value, chance))
    return sent.replace("😀", "\\ud83d\\ude00").replace("ж", "\\u0436"), canonical(value)


def nested(chance: random.Random, size: int) -> Document:
    """Objects in objects, the members of each in descending order."""

    def item() -> Json:
        value: Json = chance.getrandbits(40)
        for level in range(24):
            value = {"z": value, "m": level, "a": None}
        return value

    value: Json = {"items": filled(size, item)}
    return compact(value), canonical(value)


def exponents(chance: random.Random, size: int) -> Document:
    """Five bytes become twenty-one, as often as it can be."""
    digits = chance.choices("123456789", k=size // 5)
    long = ",".join(digit + "0" * 20 for digit in digits)
    return f"[{','.join(digit + 'e20' for digit in digits)}]", f"[{long}]"


KINDS: dict[str, Callable[[random.Random, int], Document]] = {
    "call": call,
    "reordered": reordered,
    "pretty": pretty,
    "text": text,
    "floats": floats,
    "escaped-names": escaped_names,
    "foreign-names": foreign_names,
    "nested": nested,
    "exponents": exponents,
}
