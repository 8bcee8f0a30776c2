#!/usr/bin/env python3
"""Write the vector files beside this script, or check that they are what it would write.

    generate.py            rewrite the files
    generate.py --check    fail if a file differs, is missing, or is not known here

Expected values come from `reference/`, which shares nothing with signkey, and from the authors of
the cases, who state the outcome by hand. On every run the reference first has to reproduce the
documents and numbers published with RFC 8785, and the example of NaCl; the published signatures are
cases themselves.
"""

import argparse
import json
import re
import sys
from pathlib import Path

import cases
from reference import selfcheck

HERE = Path(__file__).resolve().parent
ID = re.compile(r"[A-Za-z0-9.+_/,-]+")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing; fail on any difference")
    check = parser.parse_args().check
    prove_reference()
    texts = {f"{name}.json": render(vectors.document()) for name, vectors in cases.files()}
    require_unique_ids(texts)
    stale = [name for name, text in texts.items() if read(name) != text]
    found = {str(path.relative_to(HERE)) for path in HERE.rglob("*.json")}
    unknown = sorted(found - set(texts))
    if check:
        for name in stale + unknown:
            print(f"generate.py: {name} is not what generate.py writes", file=sys.stderr)
        return 1 if stale or unknown else 0
    for name in stale:
        path = HERE / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(texts[name], encoding="ascii")
        print(f"wrote {name}")
    for name in unknown:
        (HERE / name).unlink()
        print(f"removed {name}")
    return 0


def prove_reference():
    selfcheck.check_numbers()
    selfcheck.check_secretbox()
    if not selfcheck.check_documents():
        print(
            f"generate.py: NO JCS DOCUMENTS in {selfcheck.jcs_folder()}:"
            " the reference was NOT checked against them",
            file=sys.stderr,
        )


def require_unique_ids(texts):
    seen = {}
    for name, text in texts.items():
        for case in json.loads(text)["cases"]:
            if not ID.fullmatch(case["id"]):
                raise SystemExit(f"generate.py: {name}: bad id {case['id']!r}")
            if case["id"] in seen:
                raise SystemExit(f"generate.py: {case['id']} is in {seen[case['id']]} and in {name}")
            seen[case["id"]] = name


def read(name):
    path = HERE / name
    return path.read_text(encoding="ascii") if path.exists() else None


def render(document):
    """One key of a case a line, so that a difference reads well."""
    head = f'{{\n"schema": {document["schema"]},\n"comment": {compact(document["comment"])},\n"cases": ['
    return head + ",".join(render_case(case) for case in document["cases"]) + "\n]\n}\n"


def render_case(case):
    lines = (f"  {compact(name)}: {compact(value)}" for name, value in case.items())
    return "\n {\n" + ",\n".join(lines) + "\n }"


def compact(value):
    return json.dumps(value, ensure_ascii=True)


if __name__ == "__main__":
    sys.exit(main())
