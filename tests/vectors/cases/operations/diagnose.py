"""Texts that are no keys, and what is wrong with them."""

from model.key_fault import FAULTS

from ..common import PRIMARY
from .builder import OperationsVectors

DIGITS = PRIMARY.removeprefix(b"signkey-prod-")
FRONT, BACK = PRIMARY[:20], PRIMARY[20:]

# Character, its name, and where in the key it has no business.
UNSEEN = [
    ("\u200b", "zero-width space (U+200B)"),
    ("\u200c", "zero-width non-joiner (U+200C)"),
    ("\u200d", "zero-width joiner (U+200D)"),
    ("\u2060", "word joiner (U+2060)"),
    ("\u00ad", "soft hyphen (U+00AD)"),
    ("\u200e", "left-to-right mark (U+200E)"),
    ("\u200f", "right-to-left mark (U+200F)"),
    ("\u202e", "mark of writing direction"),
    ("\u2066", "mark of writing direction"),
]
SEEN = {
    "white_space": [
        ("\u00a0", "no-break space (U+00A0)"),
        ("\u202f", "narrow no-break space (U+202F)"),
        ("\u3000", "ideographic space (U+3000)"),
        ("\u2003", "wide space"),
        ("\u205f", "wide space"),
        ("\n", "line break"),
        ("\u2028", "line break"),
        ("\t", "tab"),
        (" ", "space"),
    ],
    "separator": [(",", "comma"), (";", "semicolon")],
    "smart_quote": [
        ("\u201c", "left double quotation mark (U+201C)"),
        ("\u201d", "right double quotation mark (U+201D)"),
        ("\u201e", "low double quotation mark (U+201E)"),
        ("\u2018", "left single quotation mark (U+2018)"),
        ("\u2019", "right single quotation mark (U+2019)"),
        ("\u00ab", "angle quotation mark"),
    ],
    "smart_dash": [
        ("\u2010", "Unicode hyphen (U+2010)"),
        ("\u2011", "non-breaking hyphen (U+2011)"),
        ("\u2013", "en dash (U+2013)"),
        ("\u2014", "em dash (U+2014)"),
        ("\u2212", "minus sign (U+2212)"),
    ],
    "look_alike": [
        ("O", "letter O, not the digit 0"),
        ("o", "letter O, not the digit 0"),
        ("l", "letter, not the digit 1"),
        ("I", "letter, not the digit 1"),
        ("\u0430", "Cyrillic letter"),
        ("\uff11", "full-width character"),
        ("\ufffd", "byte that is not UTF-8"),
    ],
}


def vectors():
    out = OperationsVectors(
        "What is wrong with a text that is no key: the cause, the character to look at as a person counts, and what to do."
    )
    keys(out)
    characters(out)
    whole(out)
    unknown(out)
    return out.has_each(FAULTS)


def keys(out):
    for id, text in [("key", PRIMARY), ("bare", DIGITS), ("padded", b" \t" + PRIMARY + b"\r\n"), ("short", b"AB")]:
        out.is_key(f"diagnose-{id}", "a key", text)


def characters(out):
    for number, (character, name) in enumerate(UNSEEN):
        text = FRONT + character.encode() + BACK
        out.diagnose(f"diagnose-unseen-{number}", name, text, "non_hex_key", "invisible_character", 21, name, "within")
    for cause, found in SEEN.items():
        for number, (character, name) in enumerate(found):
            text = FRONT + character.encode() + BACK
            id = f"diagnose-{cause.replace('_', '-')}-{number}"
            out.diagnose(id, name, text, "non_hex_key", cause, 21, name, "within")
    space, quote = UNSEEN[0], SEEN["smart_quote"][1]
    zero = space[0].encode()
    out.diagnose("diagnose-start", "in front", zero + PRIMARY, "non_hex_key", "invisible_character", None, space[1], "start")
    out.diagnose("diagnose-end", "behind", PRIMARY + zero, "non_hex_key", "invisible_character", None, space[1], "end")
    mark = "byte order mark (U+FEFF)"
    bom = "\ufeff".encode()
    out.diagnose("diagnose-bom", "a file with a mark", bom + PRIMARY, "non_hex_key", "byte_order_mark", None, mark, "start")
    out.diagnose("diagnose-bom-within", "files put together", FRONT + bom + BACK, "non_hex_key", "byte_order_mark", 21, mark, "within")
    out.diagnose("diagnose-quote-end", "behind", PRIMARY + quote[0].encode(), "non_hex_key", "smart_quote", None, quote[1], "end")
    dash = PRIMARY.replace(b"-", "\u2013".encode(), 1)
    out.diagnose("diagnose-dash-first", "the first hyphen", dash, "non_hex_key", "smart_dash", 8, "en dash (U+2013)", "within")
    out.diagnose("diagnose-two-keys", "two keys", PRIMARY + b"," + PRIMARY, "non_hex_key", "separator", 78, "comma", "within")
    out.diagnose("diagnose-two-lines", "two lines", PRIMARY + b"\n" + PRIMARY, "non_hex_key", "white_space", 78, "line break", "within")
    second = FRONT + "\u00e9".encode() + "\u00a0".encode() + BACK
    out.diagnose("diagnose-counted", "characters count, not bytes", second, "non_hex_key", "white_space", 22, "no-break space (U+00A0)", "within")


def whole(out):
    for cause, code, texts in [
        ("quoted", "non_hex_key", [b'"%s"' % PRIMARY, b"'%s' " % PRIMARY, b"`%s`" % DIGITS]),
        ("assignment", "non_hex_key", [b"export INNGEST_SIGNING_KEY=" + PRIMARY, b"INNGEST_SIGNING_KEY=" + PRIMARY, b"KEY=" + PRIMARY]),
        ("credential", "non_hex_key", [b"Bearer " + PRIMARY, b"Authorization: Bearer " + PRIMARY]),
        ("hash", "non_hex_key", [b"sha256:" + DIGITS, b"sha256=" + DIGITS, b"$2b$12$abcdefghijklmnopqrstuv"]),
        ("placeholder", "non_hex_key", [b"${SIGNING_KEY}", b"signkey-prod-<your key>", b"signkey-prod-{{ key }}"]),
        ("masked", "non_hex_key", [b"signkey-prod-****", b"signkey-prod-8ee2...", "signkey-prod-8ee2\u2026".encode()]),
        ("escape", "non_hex_key", [PRIMARY + b"\\n", PRIMARY + b"\\"]),
        ("prefix", "non_hex_key", [b"SIGNKEY-PROD-" + DIGITS, b"sign-key-prod-" + DIGITS, b"Signkey-Prod-" + DIGITS]),
        ("utf16", "non_hex_key", [b"".join(bytes([byte, 0]) for byte in b"sign"), b"0\x001\x00"]),
    ]:
        for number, text in enumerate(texts):
            out.diagnose(f"diagnose-{cause}-{number}", f"what is found: {cause}", text, code, cause)


def unknown(out):
    for id, text, code, position in [
        ("event-key", b"Hx8kq+NzVw/3tYpLm2RsJ9uGwXiKeZ7vQw==", "event_key", None),
        ("event-key-url", b"Hx8kq-NzVw_3tYpLm2RsJ9uGoXiKeZ7v", "event_key", None),
        ("no-environment", b"signkey-" + DIGITS, "malformed_key_prefix", None),
        ("odd", PRIMARY + b"0", "odd_key_length", None),
        ("letters", FRONT + b"xy" + BACK, "non_hex_key", 21),
        ("empty", b"", "empty_key", None),
        ("blank", b" \n", "empty_key", None),
        ("no-digits", b"signkey-test-", "empty_key", None),
        ("long", b"ab" * 300, "key_too_long", None),
    ]:
        out.diagnose(f"diagnose-{id}", "the error says it all", text, code, position=position)
