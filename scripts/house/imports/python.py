"""Imports of Python: a package is a folder of modules that import each other by name."""

import ast
from pathlib import PurePosixPath

FOLDERS = [
    "bindings-python/python",
    "benches",
    "scripts",
    "tests",
    "tests/e2e",
    "tests/http",
    "tests/interop",
    "tests/vectors",
]


def packages(_root, sources):
    for folder in FOLDERS:
        modules = {}
        for source in sources:
            if source.language == "python" and source.path.startswith(f"{folder}/"):
                name = module_name(PurePosixPath(source.path).relative_to(folder))
                modules[name] = source
        graph = {source.path: {} for source in modules.values()}
        for name, source in modules.items():
            # A stub describes a native module, and imports nothing when that is imported.
            is_stub = source.path.endswith(".pyi")
            for line, wanted in [] if is_stub else imports(name, source, modules):
                target = modules.get(wanted)
                if target and target.path != source.path:
                    graph[source.path].setdefault(target.path, line)
        yield graph


def module_name(path):
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(name, source, modules):
    """Yield (line, module) for every import; those of other packages, too."""
    is_package = source.path.endswith("/__init__.py")
    for node in ast.walk(ast.parse(source.text)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = absolute(name, node, is_package)
            for alias in node.names:
                # `from package import module` asks for the module, not for the package.
                inner = f"{base}.{alias.name}" if base else alias.name
                yield node.lineno, inner if inner in modules else base


def absolute(name, node, is_package):
    if not node.level:
        return node.module
    parts = name.split(".")
    parts = parts[: len(parts) - node.level + is_package]
    return ".".join([*parts, node.module] if node.module else parts)
