"""Keys with a character that no key has, at random places, and what is said of them."""

from model import key_fault

UNSEEN = {"\u200b": "zero-width space (U+200B)", "\u2060": "word joiner (U+2060)", "\u202e": "mark of writing direction"}
SEEN = {
    "\u00a0": ("white_space", "no-break space (U+00A0)"),
    "\u3000": ("white_space", "ideographic space (U+3000)"),
    "\u2028": ("white_space", "line break"),
    " ": ("white_space", "space"),
    "\n": ("white_space", "line break"),
    ",": ("separator", "comma"),
    "\u201d": ("smart_quote", "right double quotation mark (U+201D)"),
    "\u00ab": ("smart_quote", "angle quotation mark"),
    "\u2013": ("smart_dash", "en dash (U+2013)"),
    "\u2212": ("smart_dash", "minus sign (U+2212)"),
    "\u0435": ("look_alike", "Cyrillic letter"),
    "\uff11": ("look_alike", "full-width character"),
    "o": ("look_alike", "letter O, not the digit 0"),
    "I": ("look_alike", "letter, not the digit 1"),
    "g": (None, None),
    "\u00e9": (None, None),
}
PREFIXES = ["signkey-prod-", "signkey-test-", "signkey-branch_1-", "signkey-Lilo-", ""]
BOM = "\ufeff"
# The causes that are one character.
CHARACTERS = {"byte_order_mark", "invisible_character", *(cause for cause, _ in SEEN.values() if cause)}


def diagnosis(rng):
    """Return the values of a request, and the answer to it."""
    text, fault = damaged(rng)
    return [text.encode()], answer(text, fault)


def damaged(rng):
    """Return a text, and what is wrong with it; None for a key."""
    prefix = rng.choice(PREFIXES)
    digits = "".join(rng.choices("0123456789abcdefABCDEF", k=2 * rng.randrange(1, 40)))
    kind = rng.random()
    if kind < 0.1:
        return prefix + digits, None
    character = rng.choice([*UNSEEN, *SEEN, BOM])
    if character == BOM:
        cause, name = "byte_order_mark", "byte order mark (U+FEFF)"
    else:
        cause, name = SEEN.get(character) or ("invisible_character", UNSEEN[character])
    # White space of ASCII is removed at both ends.
    at = rng.randrange(1, len(digits)) if character.isspace() or kind < 0.8 else rng.choice([0, len(digits)])
    text = prefix + digits[:at] + character + digits[at:]
    position = len(prefix) + at + 1
    place = "start" if position == 1 else "end" if at == len(digits) else "within"
    if cause and place != "within":
        position = 1 if place == "start" else None
    return text, (cause, position, name, place)


def answer(text, fault):
    """The whole answer, by the model."""
    if fault is None:
        return ("ok", None)
    code, cause, position, *others = key_fault.fault(text.encode(), *fault)
    return ("ok", code, cause, position, *(value and value.encode() for value in others))
