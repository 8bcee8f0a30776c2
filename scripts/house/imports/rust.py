"""Paths of Rust: between the modules of a crate. A name counts where it is defined, not where it is exported again."""

import re
from pathlib import PurePosixPath

from .. import code

USE = re.compile(r"\b(?:pub(?:\([^)]*\))?\s+)?use\s+([^;]+);")
INLINE = re.compile(r"(?<![\w:])(\w+(?:::\w+)+)")
CHILD = re.compile(r"\bmod\s+(\w+)\s*;")
WORD = re.compile(r"\w+")


def packages(root, sources):
    crates = [path.parent for path in sorted(root.glob("**/Cargo.toml")) if (path.parent / "src").is_dir()]
    for crate in crates:
        folder = crate.relative_to(root).as_posix()
        files = [source for source in sources if source.language == "rust" and source.path.startswith(f"{folder}/src/")]
        yield Crate(f"{folder}/src", files).graph()


class Crate:
    """The modules of a crate, by their path from its root."""

    def __init__(self, folder, files):
        self.modules = {}
        for source in files:
            parts = PurePosixPath(source.path).relative_to(folder).with_suffix("").parts
            is_root = parts[-1] in ("mod", "lib", "main")
            self.modules[parts[:-1] if is_root else parts] = (source.path, code.without_comments(source))
        self.names = {module: names(module, text) for module, (_, text) in self.modules.items()}

    def graph(self):
        graph = {path: {} for path, _ in self.modules.values()}
        for module, (path, text) in self.modules.items():
            for line, wanted in paths(module, text):
                target = self.owner(wanted)
                if target is not None and target != module:
                    graph[path].setdefault(self.modules[target][0], line)
        return graph

    def owner(self, wanted, seen=()):
        """The module that defines what a path from the root means; None if that is no module of this crate."""
        module = ()
        if module not in self.modules:
            return None
        for at, part in enumerate(wanted):
            if (*module, part) in self.modules:
                module = (*module, part)
            elif part in self.names[module] and (module, part) not in seen:
                again = (*self.names[module][part], *wanted[at + 1 :])
                return self.owner(again, (*seen, (module, part))) or module
            else:
                break
        return module


def names(module, text):
    """What a module names with `use`, and the paths from the root."""
    return {name: wanted for _, wanted, name in uses(module, text) if name != "*"}


def paths(module, text):
    """Yield (line, path from the root) of everything that a module uses."""
    for line, wanted, _ in uses(module, text):
        yield line, wanted
    children = CHILD.findall(text)
    for found in INLINE.finditer(USE.sub(lambda match: code.blank(match.group()), text)):
        wanted = from_root(module, children, found.group(1).split("::"))
        if wanted is not None:
            yield text.count("\n", 0, found.start()) + 1, wanted


def uses(module, text):
    """Yield (line, path from the root, name) of every `use` of something in this crate."""
    children = CHILD.findall(text)
    for found in USE.finditer(text):
        line = text.count("\n", 0, found.start(1)) + 1
        for parts, name in leaves(found.group(1)):
            wanted = from_root(module, children, parts)
            if wanted is not None:
                yield line, wanted, name


def leaves(tree, head=()):
    """Yield (parts, name) for every leaf of `a::{b, c as d, e::*}`."""
    tree = tree.strip()
    before, brace, inside = tree.partition("{")
    if brace:
        head = (*head, *WORD.findall(before))
        for branch in split(inside[: inside.rindex("}")]):
            yield from leaves(branch, head)
        return
    path, _, alias = tree.partition(" as ")
    parts = (*head, *(part.strip() for part in path.split("::")))
    if parts[-1] == "self":
        parts = parts[:-1]
    if parts and parts[-1]:
        yield parts, alias.strip() or parts[-1]


def split(text):
    """The branches of a tree, at the commas that no brace encloses."""
    depth, start = 0, 0
    for at, letter in enumerate(text):
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            yield text[start:at]
            start = at + 1
    yield text[start:]


def from_root(module, children, parts):
    """A path from the root of the crate, or None if it begins elsewhere."""
    first, *rest = parts
    if first == "crate":
        return tuple(rest)
    if first == "self":
        return (*module, *rest)
    if first in children:
        return (*module, *parts)
    if first != "super":
        return None
    while rest[:1] == ["super"]:
        module, rest = module[:-1], rest[1:]
    return (*module[:-1], *rest)
