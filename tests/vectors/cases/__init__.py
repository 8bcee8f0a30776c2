"""The case lists: one module per vector file, each with a function `vectors`."""

import importlib
import pkgutil


def files():
    """Yield (name, Vectors) for every case module, in alphabetical order."""
    for module in sorted(info.name for info in pkgutil.iter_modules(__path__)):
        build = getattr(importlib.import_module(f"{__name__}.{module}"), "vectors", None)
        if build:
            yield module, build()
