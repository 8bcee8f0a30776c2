"""The case lists: a package for each folder of vector files, a module for each file."""

import importlib
import pkgutil

FOLDERS = ("signing", "app", "http", "encryption", "replay", "operations")


def files():
    """Yield (folder/name, Vectors) for every module with a function `vectors`."""
    for folder in FOLDERS:
        package = importlib.import_module(f"{__name__}.{folder}")
        for module in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
            build = getattr(importlib.import_module(f"{package.__name__}.{module}"), "vectors", None)
            if build:
                yield f"{folder}/{module}", build()
