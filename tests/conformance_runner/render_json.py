"""Renderings of the trees of `random_tree`."""

from .random_tree import Members, Number

SHORT = {
    '"': '\\"',
    "\\": "\\\\",
    "/": "\\/",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
}
LONE_SURROGATES = ["\\ud800", "\\udfff", "\\ud83d\\u0041"]


class Plain:
    """One fixed compact rendering, like a common serializer's."""

    def render(self, value):
        if isinstance(value, bytes):
            return value
        if isinstance(value, Number):
            return self.number(value)
        if isinstance(value, str):
            return self.string(value)
        if isinstance(value, Members):
            members = (
                self.padded(self.string(name)) + b":" + self.padded(self.render(item))
                for name, item in self.order(value)
            )
            return b"{" + (b",".join(members) or self.space()) + b"}"
        items = (self.padded(self.render(item)) for item in value)
        return b"[" + (b",".join(items) or self.space()) + b"]"

    def padded(self, text):
        return self.space() + text + self.space()

    def space(self):
        return b""

    def order(self, members):
        return members

    def number(self, value):
        return f"{'-' * value.negative}{value.digits}e{value.exponent}".removesuffix("e0").encode()

    def string(self, value):
        return ('"' + "".join(map(self.character, value)) + '"').encode()

    def character(self, character):
        if character == "/" or character not in SHORT:
            return f"\\u{ord(character):04x}" if character < " " else character
        return SHORT[character]


class Varied(Plain):
    """A random rendering: white space, escapes, notation and order of members vary."""

    def __init__(self, rng):
        self.rng = rng
        self.loose = rng.random() < 0.5
        self.lone_surrogates = rng.random() < 0.02

    def space(self):
        if not self.loose:
            return b""
        return "".join(self.rng.choices(" \t\n\r", k=self.rng.choice([0, 0, 1, 2]))).encode()

    def order(self, members):
        return self.rng.sample(members, len(members)) if self.rng.random() < 0.6 else members

    def character(self, character):
        kind = self.rng.random()
        if self.lone_surrogates and kind > 0.97:
            return self.rng.choice(LONE_SURROGATES)
        return self.escape(character) if kind < 0.15 else super().character(character)

    def escape(self, character):
        if character in SHORT and self.rng.random() < 0.5:
            return SHORT[character]
        units = character.encode("utf-16-be")
        form = self.rng.choice(["\\u{:04x}", "\\u{:04X}"])
        return "".join(form.format(int.from_bytes(units[at : at + 2])) for at in range(0, len(units), 2))

    def number(self, value):
        """The same value with another point and exponent, and zeros behind."""
        whole, fraction, exponent = self.split(value)
        fraction += "0" * self.rng.choice([0, 0, 0, 1, 3])
        text = "-" * value.negative + (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")
        if exponent:
            text += self.rng.choice("eE") + self.rng.choice(["{}", "{:+d}", "{:+03d}"]).format(exponent)
        return text.encode()

    def split(self, value):
        """The digits before and behind the point, and the exponent that is left."""
        _, digits, exponent = value
        kind = self.rng.random()
        if kind < 0.4 and -40 < exponent < 0:
            digits = digits.rjust(1 - exponent, "0")
            return digits[:exponent], digits[exponent:], 0
        if kind < 0.5 and 0 <= exponent < 40:
            return digits + "0" * exponent, "", 0
        point = self.rng.randrange(1, len(digits) + 1)
        return digits[:point], digits[point:], exponent + len(digits) - point


def plain(value):
    return Plain().render(value)


def write(rng, value):
    varied = Varied(rng)
    return varied.padded(varied.render(value))
