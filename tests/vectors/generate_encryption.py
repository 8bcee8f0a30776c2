#!/usr/bin/env python3
"""Write the vector files of encryption, or check that they are what it would write.

    generate_encryption.py            rewrite encryption/*.json
    generate_encryption.py --check    fail if a file differs, is missing, or is not known here

Envelopes come from `reference/secretbox.py`, which first has to reproduce the published example of
NaCl, from the authors of the cases, and from the published packages.
"""

import argparse
import importlib
import pkgutil
import sys
from pathlib import Path

from cases import encryption
from generate import render, require_unique_ids
from reference import secretbox

FOLDER = Path(__file__).resolve().parent / "encryption"

# D. J. Bernstein, "Cryptography in NaCl" (2009): key, nonce, message, and tag with ciphertext.
NACL_EXAMPLE = """
    1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389
    69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37
    be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c6129\
6cdc3c01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde\
048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705
    f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186a\
c0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae\
90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74\
e355a5
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing; fail on any difference")
    check = parser.parse_args().check
    key, nonce, message, published = map(bytes.fromhex, NACL_EXAMPLE.split())
    if secretbox.seal(key, nonce, message) != published:
        raise SystemExit("generate_encryption.py: the reference does not reproduce the example of NaCl")
    texts = {f"encryption_{name}.json": render(vectors.document()) for name, vectors in files()}
    require_unique_ids(texts)
    stale = [name for name, text in texts.items() if read(name) != text]
    unknown = sorted({path.name for path in FOLDER.glob("*.json")} - set(texts))
    if check:
        for name in stale + unknown:
            print(f"generate_encryption.py: {name} is not what it writes", file=sys.stderr)
        return 1 if stale or unknown else 0
    FOLDER.mkdir(exist_ok=True)
    for name in stale:
        (FOLDER / name).write_text(texts[name], encoding="ascii")
        print(f"wrote {name}")
    for name in unknown:
        (FOLDER / name).unlink()
        print(f"removed {name}")
    return 0


def files():
    for module in sorted(info.name for info in pkgutil.iter_modules(encryption.__path__)):
        build = getattr(importlib.import_module(f"{encryption.__name__}.{module}"), "vectors", None)
        if build:
            yield module, build()


def read(name):
    path = FOLDER / name
    return path.read_text(encoding="ascii") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
