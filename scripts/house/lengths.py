"""How long a source may be."""

from .files import Finding

CEILING = 400


def check(sources):
    for source in sources:
        length = source.text.count("\n")
        if length > CEILING:
            yield Finding(source.path, length, "length", f"{length} lines, the ceiling is {CEILING}")
