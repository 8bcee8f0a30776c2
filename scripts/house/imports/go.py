"""Imports of Go: between the packages of a module, tests apart. A folder is a package."""

import posixpath
import re

MODULE = re.compile(r"^module (\S+)", re.MULTILINE)
BLOCK = re.compile(r"^import \((.*?)^\)|^import [^\n(]*", re.DOTALL | re.MULTILINE)
PATH = re.compile(r'"([^"\n]+)"')


def packages(root, sources):
    modules = {}
    for path in sorted(root.rglob("go.mod")):
        folder = path.parent.relative_to(root).as_posix()
        modules[folder] = MODULE.search(path.read_text(encoding="utf-8")).group(1)
    for folder, name in modules.items():
        graph = {}
        for source in sources:
            inside = source.path.startswith(f"{folder}/") and source.path.endswith(".go")
            if not inside or source.path.endswith("_test.go"):
                continue
            own = posixpath.dirname(source.path)
            edges = graph.setdefault(own, {})
            for line, wanted in imports(source.text):
                if wanted == name or wanted.startswith(f"{name}/"):
                    edges.setdefault(folder + wanted.removeprefix(name), line)
        yield graph


def imports(text):
    for block in BLOCK.finditer(text):
        for found in PATH.finditer(block.group()):
            yield text.count("\n", 0, block.start() + found.start()) + 1, found.group(1)
