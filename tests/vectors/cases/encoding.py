"""How values stand in the vector files; README.md of tests/ describes it for readers.

Bytes of printable ASCII are a string under the field's name, others lowercase hex under `name_hex`.
Long repetitions are a list under `name_parts`. An absent value is null.
"""

import re

# Beyond this, JSON readers that know doubles only would round: such integers are strings.
EXACT_INTEGER = 2**53 - 1
PARTS_FROM = 600

RUN = re.compile(rb"(.{1,12}?)\1{31,}+", re.DOTALL)


def put(fields, name, value):
    """Store a value under its name and form."""
    if isinstance(value, bytes):
        suffix, stored = stored_bytes(value)
        fields[name + suffix] = stored
    elif isinstance(value, int) and value > EXACT_INTEGER:
        fields[name] = str(value)
    else:
        fields[name] = value


def put_list(fields, name, values):
    """Store a list of bytes or None; what is not a plain string becomes {"hex"} or {"parts"}."""
    fields[name] = [stored_item(value) for value in values]


def stored_item(value):
    if value is None:
        return None
    suffix, stored = stored_bytes(value)
    return {suffix[1:]: stored} if suffix else stored


def stored_bytes(value):
    parts = stored_parts(value) if len(value) >= PARTS_FROM else None
    return ("_parts", parts) if parts else stored_plainly(value)


def stored_parts(value):
    """Split at long runs of a short unit; None unless that makes the value much shorter."""
    parts, at = [], 0
    for run in RUN.finditer(value):
        unit = run.group(1)
        parts += [value[at : run.start()], {"repeat": part(unit), "times": len(run.group()) // len(unit)}]
        at = run.end()
    parts.append(value[at:])
    parts = [part(piece) if isinstance(piece, bytes) else piece for piece in parts if piece]
    return parts if len(str(parts)) < len(value) // 2 else None


def part(value):
    suffix, stored = stored_plainly(value)
    return {"hex": stored} if suffix else stored


def stored_plainly(value):
    if all(0x20 <= byte <= 0x7E for byte in value):
        return "", value.decode()
    return "_hex", value.hex()
