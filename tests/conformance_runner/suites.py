"""Suites of cases: the vector files, and the documents published with RFC 8785."""

import json
from pathlib import Path
from typing import NamedTuple

import reference
from reference import selfcheck

from .protocol import ANSWERS, FIELDS, INTEGERS, LISTS, PAIRS, WORDS, answer_line, request_line

VECTORS = Path(__file__).resolve().parent.parent / "vectors"


class Case(NamedTuple):
    """A request line and the only right answer."""

    id: str
    line: bytes
    expected: bytes


class Suite(NamedTuple):
    name: str
    cases: list[Case]


class BadVectors(Exception):
    """A vector file does not follow the schema."""


def vector_suites(folder=VECTORS):
    """Read every vector file of a folder and the folders in it, in alphabetical order."""
    seen = set()
    for path in sorted(folder.rglob("*.json")):
        name = str(path.relative_to(folder).with_suffix(""))
        cases = [read_case(name, case) for case in read_file(path, name)]
        ids = {case.id for case in cases}
        if len(ids) != len(cases) or ids & seen:
            raise BadVectors(f"{name}: an id is used twice")
        seen |= ids
        yield Suite(name, cases)


def jcs_suite():
    """The six published documents, or None where they are not."""
    documents = selfcheck.jcs_documents()
    if documents is None:
        return None
    cases = []
    for name, given, published in documents:
        # Published are the bytes; whether the numbers survive is the reference's word.
        fidelity = reference.canonicalize(given)[1]
        line = request_line("canonicalize", [given])
        cases.append(Case(f"jcs-{name}", line, answer_line("ok", published, fidelity)))
    return Suite("jcs", cases)


def read_file(path, name):
    try:
        document = json.loads(path.read_bytes())
        schema, cases = document["schema"], document["cases"]
    except (KeyError, TypeError, ValueError) as problem:
        raise BadVectors(f"{name}: {problem!r}") from problem
    if schema != 1:
        raise BadVectors(f"{name}: schema {schema!r} is not known")
    return cases


def read_case(file, case):
    try:
        return Case(case["id"], read_line(case), read_answer(case))
    except (KeyError, TypeError, ValueError) as problem:
        raise BadVectors(f"{file}: case {case.get('id')!r}: {problem!r}") from problem


def read_line(case):
    request = case["request"]
    if request == "line":
        return read_bytes(case, "line")
    return request_line(request, [read_field(case, name) for name in FIELDS[request]])


def read_answer(case):
    expect = case["expect"]
    if "error" in expect:
        return answer_line("error", expect["error"])
    ok = expect["ok"]
    if ok is None:
        return answer_line("ok", None)
    return answer_line("ok", *(read_field(ok, name) for name in ANSWERS[case["request"]]))


def read_field(fields, name):
    if name in WORDS:
        return fields[name]
    if name in LISTS:
        return [read_item(item) for item in fields[name]]
    if name in PAIRS:
        return [tuple(map(read_item, pair)) for pair in fields[name]]
    if name in INTEGERS:
        return None if fields[name] is None else int(fields[name])
    return read_bytes(fields, name)


def read_bytes(fields, name):
    """Bytes under `name`, `name_hex` or `name_parts`; None for null."""
    if f"{name}_hex" in fields:
        return bytes.fromhex(fields[f"{name}_hex"])
    if f"{name}_parts" in fields:
        return b"".join(map(read_item, fields[f"{name}_parts"]))
    return read_item(fields[name])


def read_item(item):
    """Bytes as a string, {"hex"}, {"repeat", "times"} or {"parts"}; None for null."""
    if item is None:
        return None
    if isinstance(item, str):
        return item.encode("ascii")
    if "hex" in item:
        return bytes.fromhex(item["hex"])
    if "repeat" in item:
        return read_item(item["repeat"]) * item["times"]
    return b"".join(map(read_item, item["parts"]))
