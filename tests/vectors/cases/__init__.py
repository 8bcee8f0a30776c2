"""The case lists: one module per vector file, each with a function `vectors`."""

import importlib
import pkgutil

from . import around


def files():
    """Yield (name, Vectors) for every case module, in alphabetical order; those in `around/` with that folder."""
    yield from modules(__name__, __path__, "")
    yield from modules(around.__name__, around.__path__, "around/")


def modules(package, path, folder):
    for module in sorted(info.name for info in pkgutil.iter_modules(path) if not info.ispkg):
        build = getattr(importlib.import_module(f"{package}.{module}"), "vectors", None)
        if build:
            yield folder + module, build()
