"""Names that the vocabulary of the house has replaced."""

import re
from pathlib import PurePosixPath

from . import code
from .files import Finding

# The old word, and what the thing is called now.
WORDS = {
    "around": "app",
    "authenticated": "Caller",
    "bless": "generate",
    "blessed": "generate",
    "growing": "extensible",
    "guarded": "Caller",
    "handshake": "Registration",
    "handshakes": "Registration",
    "introspector": "Admission",
    "lender": "borrowed",
    "lent": "borrowed",
    "sender": "Caller",
    "sized": "extensible",
}
IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# Of the languages themselves.
FOREIGN = {"Sized"}


def check(sources):
    for source in sources:
        for word in old_words(PurePosixPath(source.path).stem):
            yield Finding(source.path, 1, "word", f"the file's name says {word}: {WORDS[word]}")
        for number, line in enumerate(code.identifiers_only(source).splitlines(), 1):
            for name in IDENTIFIER.findall(line):
                for word in old_words(name) if name not in FOREIGN else ():
                    yield Finding(source.path, number, "word", f"{name} says {word}: {WORDS[word]}")


def old_words(name):
    return [word for word in (part.lower() for part in PART.findall(name)) if word in WORDS]
