"""RFC 8785 canonical JSON, strict: RFC 8259 syntax, I-JSON strings and members, limits.

Checks run in this order: size, UTF-8 of the whole input, then one scan from left to right that
stops at the first fault. Duplicate members are found when their object closes.
"""

import re

from .numbers import NUMBER, canonical_number
from .refusal import Refusal

SIZE_LIMIT = 16 * 1024 * 1024
DEPTH_LIMIT = 512

SPACE = re.compile(r"[ \t\n\r]*")
PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
UNICODE_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})")
LOW_SURROGATE_ESCAPE = re.compile(r"\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})")
ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
MUST_ESCAPE = re.compile(r'["\\\x00-\x1f]')


class Array:
    """An array being read: its items are canonical already."""

    end = "]"

    def __init__(self):
        self.items = []

    def begin(self, scanner):
        """Nothing stands before an item."""

    def add(self, value):
        self.items.append(value)

    def text(self):
        return "[" + ",".join(self.items) + "]"


class Object:
    """An object being read: its members are (name, canonical value)."""

    end = "}"

    def __init__(self):
        self.members = []
        self.name = None

    def begin(self, scanner):
        self.name = scanner.string()
        scanner.space()
        scanner.take(":")
        scanner.space()

    def add(self, value):
        self.members.append((self.name, value))

    def text(self):
        if len({name for name, _ in self.members}) != len(self.members):
            raise Refusal("json_duplicate_member")
        # Section 3.2.3: by UTF-16 code units, which big-endian bytes order the same way.
        self.members.sort(key=lambda member: member[0].encode("utf-16-be"))
        return "{" + ",".join(quote(name) + ":" + value for name, value in self.members) + "}"


class Scanner:
    """A position in the text, and whether every number so far kept its value."""

    def __init__(self, text):
        self.text = text
        self.at = 0
        self.lossless = True

    def peek(self):
        return self.text[self.at : self.at + 1]

    def space(self):
        self.at = SPACE.match(self.text, self.at).end()

    def take(self, expected):
        if not self.text.startswith(expected, self.at):
            raise Refusal("invalid_json")
        self.at += len(expected)

    def scalar(self):
        first = self.peek()
        if first == '"':
            return quote(self.string())
        for literal in ("true", "false", "null"):
            if first == literal[0]:
                self.take(literal)
                return literal
        return self.number()

    def number(self):
        token = NUMBER.match(self.text, self.at)
        if not token:
            raise Refusal("invalid_json")
        self.at = token.end()
        if self.peek() and self.peek() in unfinished(token):
            raise Refusal("invalid_json")
        text, lossless = canonical_number(token.group())
        if text is None:
            raise Refusal("json_number_out_of_range")
        self.lossless = self.lossless and lossless
        return text

    def string(self):
        self.take('"')
        parts = []
        while True:
            plain = PLAIN.match(self.text, self.at)
            parts.append(plain.group())
            self.at = plain.end()
            if self.peek() == "\\":
                parts.append(self.escape())
            else:
                self.take('"')
                return "".join(parts)

    def escape(self):
        short = ESCAPES.get(self.text[self.at + 1 : self.at + 2])
        if short:
            self.at += 2
            return short
        unit = self.code_unit(UNICODE_ESCAPE)
        if unit is None:
            raise Refusal("invalid_json")
        if not 0xD800 <= unit <= 0xDFFF:
            return chr(unit)
        low = self.code_unit(LOW_SURROGATE_ESCAPE) if unit < 0xDC00 else None
        if low is None:
            raise Refusal("json_lone_surrogate")
        return chr(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))

    def code_unit(self, pattern):
        matched = pattern.match(self.text, self.at)
        if not matched:
            return None
        self.at = matched.end()
        return int(matched.group(1), 16)


def unfinished(token):
    """The characters that, behind this number, begin a part of it that has no digits."""
    _, _, fraction, _, exponent = token.groups()
    if exponent is not None:
        return ""
    return "eE" if fraction is not None else ".eE"


def quote(text):
    """Write a string as section 3.2.2.2 asks."""
    return '"' + MUST_ESCAPE.sub(lambda found: short_escape(found.group()), text) + '"'


def short_escape(character):
    return SHORT.get(character) or f"\\u{ord(character):04x}"


def document(scanner):
    """Read one whole document without recursion and return its canonical text."""
    opened = []
    scanner.space()
    while True:
        if scanner.peek() in ("[", "{"):
            if len(opened) == DEPTH_LIMIT:
                raise Refusal("json_too_deep")
            opened.append(Array() if scanner.peek() == "[" else Object())
            scanner.at += 1
            scanner.space()
            if scanner.peek() != opened[-1].end:
                opened[-1].begin(scanner)
                continue
            scanner.at += 1
            value = opened.pop().text()
        else:
            value = scanner.scalar()
        while opened:
            scanner.space()
            opened[-1].add(value)
            if scanner.peek() != opened[-1].end:
                break
            scanner.at += 1
            value = opened.pop().text()
        else:
            scanner.space()
            if scanner.peek():
                raise Refusal("invalid_json")
            return value
        scanner.take(",")
        scanner.space()
        opened[-1].begin(scanner)


def canonicalize(body):
    """Return the canonical bytes and `lossless` or `lossy`."""
    if len(body) > SIZE_LIMIT:
        raise Refusal("json_too_large")
    try:
        scanner = Scanner(body.decode("utf-8"))
    except UnicodeDecodeError:
        raise Refusal("json_invalid_utf8") from None
    text = document(scanner)
    return text.encode("utf-8"), "lossless" if scanner.lossless else "lossy"
