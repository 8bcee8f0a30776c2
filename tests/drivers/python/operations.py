"""The questions of operators: about a key, a refused message, a rotation, and what an app says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from fields import read_bytes, read_integer, read_optional, read_pairs, read_text, write

import signkey
from signkey.errors import InvalidArgumentError

KINDS = {b"request", b"response"}


def diagnose(text_field: bytes) -> list[str]:
    fault = signkey.SigningKey.diagnose(read_bytes(text_field))
    if fault is None:
        return ["-"]
    character = "-" if fault.character is None else write(fault.character)
    sentence = write(str(fault))
    return [fault.code, fault.cause, number(fault.position), character, write(fault.hint), sentence]


def explain(  # noqa: PLR0913, PLR0917 - the fields of the request
    kind: bytes,
    keys_field: bytes,
    others_field: bytes,
    headers_field: bytes,
    body_field: bytes,
    now_field: bytes,
    window: bytes,
    size: bytes,
) -> list[str]:
    keys, others = read_keys(keys_field), read_keys(others_field)
    headers = [read_optional(field) for field in headers_field.split(b",")]
    values = [value for value in headers if value is not None]
    body, now = read_bytes(body_field), read_integer(now_field)
    numbers = list(map(read_integer, window.split(b":")))
    if kind not in KINDS or len(numbers) != 2:
        raise InvalidArgumentError
    options: dict[str, Any] = {
        "kind": kind.decode(),
        "past": numbers[0],
        "future": numbers[1],
    }
    if size != b"-":
        options["max_json_size"] = read_integer(size)
    report = signkey.explain(body, values, keys, others, now=now, **options)
    return [
        "ok" if report.code == "verified" else report.code,
        report.cause or "-",
        "-" if report.key is None else write(report.key),
        number(report.position),
        write(report.json),
    ]


def read_keys(field: bytes) -> list[tuple[str, bytes]]:
    return [(read_text(name), text) for name, text in read_pairs(field)]


def number(value: int | None) -> str:
    return "-" if value is None else str(value)


def rotation_step(facts_field: bytes) -> list[str]:
    step = signkey.rotation_step(read_bytes(facts_field))
    return [write(step.json), write(str(step))]


def read_introspection(body_field: bytes) -> list[str]:
    read = signkey.read_introspection(read_bytes(body_field))
    return [write(json.dumps(read, ensure_ascii=False, separators=(",", ":")))]


# What answers a request, and how many fields it has.
REQUESTS: dict[bytes, tuple[Callable[..., list[str]], int]] = {
    b"diagnose": (diagnose, 1),
    b"explain": (explain, 8),
    b"rotation_step": (rotation_step, 1),
    b"read_introspection": (read_introspection, 1),
}
