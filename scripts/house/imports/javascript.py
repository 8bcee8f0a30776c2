"""Imports of TypeScript and JavaScript: relative ones, of types as well."""

import posixpath
import re
from pathlib import PurePosixPath

from .. import code

IMPORT = re.compile(r"""(?:\bfrom|\bimport|\brequire|\bimport\s*\()\s*\(?\s*["'](\.[^"']*)["']""")
# What an import names, and which sources it may mean.
SOURCES = {".js": [".js", ".ts"], ".mjs": [".mjs", ".mts"], ".cjs": [".cts"]}


def packages(_root, sources):
    files = {source.path: source for source in sources if source.language == "javascript"}
    graph = {}
    for path, source in files.items():
        edges = graph.setdefault(path, {})
        for number, line in enumerate(code.without_comments(source).splitlines(), 1):
            for wanted in IMPORT.findall(line):
                target = resolve(posixpath.join(posixpath.dirname(path), wanted), files)
                if target:
                    edges.setdefault(target, number)
    yield graph


def resolve(wanted, files):
    wanted = posixpath.normpath(wanted)
    suffix = PurePosixPath(wanted).suffix
    names = [wanted.removesuffix(suffix) + other for other in SOURCES.get(suffix, [])]
    names += [wanted, *(wanted + other for other in (".ts", ".mts", ".d.ts", "/index.ts"))]
    return next((name for name in names if name in files), None)
