"""The grammar of the signature header: one form and nothing else."""

from ..builder import NOW
from ..common import CANONICAL, PRIMARY, signed
from .builder import SigningVectors

GOOD = signed(PRIMARY, CANONICAL, NOW)
T = b"t=1700000000"
S = GOOD.split(b"&")[1]
MAC = S[2:]


def vectors():
    out = SigningVectors(
        "Header grammar. Every malformed header carries the MAC that would match, if it has one,"
        " and a wide window: only its form is wrong."
    )
    wide = {"past": 2**64 - 1, "future": 2**64 - 1}

    def accept(name, t, comment):
        header = signed(PRIMARY, CANONICAL, t)
        out.verify(
            f"header-{name}", comment, keys=[PRIMARY], body=CANONICAL, header=header, ok=(0, "raw"), **wide
        )

    def refuse(name, header, comment):
        out.verify(
            f"header-{name}",
            comment,
            keys=[PRIMARY],
            body=CANONICAL,
            header=header,
            error="malformed_signature",
            **wide,
        )

    accept("plain", NOW, "the one form")
    accept("t-0", 0, "a single zero is a number")
    accept("t-1", 1, "one digit")
    accept("t-19-digits", 9999999999999999999, "the largest timestamp")
    accept("t-19-digits-least", 10**18, "the smallest of 19 digits")
    accept("t-over-i64", 2**63, "beyond a signed 64-bit integer")
    accept("t-over-double", 2**53 + 1, "an integer that a double cannot hold")
    timestamps(refuse)
    macs(refuse)
    shapes(refuse)
    characters(refuse)
    return out


def timestamps(refuse):
    for name, t, comment in [
        ("t-empty", b"", "no digit"),
        ("t-leading-zero", b"01700000000", "a leading zero"),
        ("t-00", b"00", "two zeros"),
        ("t-20-digits", b"10000000000000000000", "20 digits, within 64 bits"),
        ("t-over-u64", b"18446744073709551616", "20 digits, one past 64 bits"),
        ("t-wraps", b"18446744075409551616", "20 digits that wrap around to now"),
        ("t-40-digits", b"1700000000" * 4, "40 digits"),
        ("t-minus", b"-1700000000", "a sign"),
        ("t-plus", b"+1700000000", "a plus sign, which a form decoder reads as a space"),
        ("t-fraction", b"1700000000.0", "a fraction"),
        ("t-exponent", b"17e8", "an exponent"),
        ("t-hex", b"0x6553f100", "hexadecimal"),
        ("t-underscore", b"1_700_000_000", "a separator"),
        ("t-comma", b"1,700,000,000", "another separator"),
        ("t-space-before", b" 1700000000", "a space before the digits"),
        ("t-space-after", b"1700000000 ", "a space behind them"),
        ("t-milliseconds-suffix", b"1700000000ms", "a unit"),
        ("t-word", b"what", "a word"),
        ("t-nan", b"NaN", "not a number"),
        (
            "t-arabic-digits",
            "\u0661\u0667\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660".encode(),
            "digits beyond ASCII",
        ),
        ("t-full-width-digit", "\uff11700000000".encode(), "one digit beyond ASCII"),
        ("t-percent", b"%31700000000", "a percent escape is not decoded"),
    ]:
        refuse(name, b"t=" + t + b"&" + S, comment)


def macs(refuse):
    for name, mac, comment in [
        ("s-empty", b"", "no digit"),
        ("s-word", b"yea", "a word"),
        ("s-63-digits", MAC[:63], "a digit short"),
        ("s-62-digits", MAC[:62], "a byte short: no prefix of a MAC is enough"),
        ("s-32-digits", MAC[:32], "half of the MAC"),
        ("s-2-digits", MAC[:2], "one byte of the MAC"),
        ("s-65-digits", MAC + b"0", "a digit more"),
        ("s-66-digits", MAC + b"00", "a byte more"),
        ("s-128-digits", MAC * 2, "the MAC twice"),
        ("s-upper-case", MAC.upper(), "upper case"),
        ("s-one-upper-case", MAC.replace(b"a", b"A", 1), "one digit in upper case"),
        ("s-g", MAC[:63] + b"g", "not a hexadecimal digit"),
        ("s-0x", b"0x" + MAC[2:], "0x in front, 64 characters"),
        ("s-space-inside", MAC[:32] + b" " + MAC[33:], "a space for a digit"),
        ("s-colons", b":".join(MAC[i : i + 2] for i in range(0, 64, 2)), "colons between the bytes"),
        ("s-sha256", b"sha256=" + MAC, "the algorithm in front, as in other webhooks"),
        ("s-base64", b"q83vEjRWeJqrze8SNFZ4mqvN7xI0VniaAAAAAAAAAAA=", "base64"),
        ("s-percent", b"%" + MAC[:2] + MAC[1:62], "a percent escape is not decoded"),
        ("s-full-width-digit", MAC[:61] + "\uff11".encode(), "64 bytes, the last three one character"),
    ]:
        refuse(name, T + b"&s=" + mac, comment)


def shapes(refuse):
    for name, header, comment in [
        ("empty", b"", "present but empty is malformed, not missing"),
        ("blank", b" ", "present but blank"),
        ("word", b"lol", "a word"),
        ("t-only", T, "no signature"),
        ("t-only-ampersand", T + b"&", "no signature behind the ampersand"),
        ("s-only", S, "no timestamp"),
        ("mac-only", MAC, "the MAC alone"),
        ("swapped", S + b"&" + T, "the other order"),
        ("swapped-again", S + b"&" + T + b"&" + S, "the one form behind another signature"),
        ("t-twice", T + b"&" + T + b"&" + S, "a repeated timestamp"),
        ("t-twice-behind", GOOD + b"&" + T, "a timestamp more"),
        ("s-twice", GOOD + b"&" + S, "a repeated signature"),
        ("s-wrong-then-right", T + b"&s=" + b"0" * 64 + b"&" + S, "two signatures, the last one right"),
        ("extra-parameter", GOOD + b"&v=1", "a parameter more"),
        ("extra-parameter-between", T + b"&v=1&" + S, "a parameter between"),
        ("extra-parameter-before", b"v=1&" + GOOD, "a parameter before"),
        ("trailing-ampersand", GOOD + b"&", "an ampersand behind"),
        ("leading-ampersand", b"&" + GOOD, "an ampersand before"),
        ("double-ampersand", T + b"&&" + S, "an empty parameter"),
        ("question-mark", b"?" + GOOD, "the mark of a query"),
        ("semicolon", T + b";" + S, "a semicolon for the ampersand"),
        ("comma", T + b"," + S, "a comma, as in other webhooks"),
        ("comma-space", T + b", " + S, "a comma and a space"),
        ("amp-entity", T + b"&amp;" + S, "an HTML entity"),
        ("joined", GOOD + b", " + GOOD, "two headers joined by a proxy"),
        ("joined-no-space", GOOD + b"," + GOOD, "joined without a space"),
        ("concatenated", GOOD + GOOD, "two headers with nothing between"),
        ("quoted", b'"' + GOOD + b'"', "quotes"),
        ("name-included", b"X-Inngest-Signature: " + GOOD, "the name of the header"),
        ("json", b'{"t":1700000000,"s":"' + MAC + b'"}', "JSON"),
        ("no-equals", b"t1700000000&s" + MAC, "no equals signs"),
        ("colon", b"t:1700000000&s:" + MAC, "colons for the equals signs"),
        ("double-equals", b"t==1700000000&" + S, "an equals sign more"),
        ("v1", T + b"&v1=" + MAC, "another name for the signature"),
        ("upper-t", b"T=1700000000&" + S, "the names are lower case"),
        ("upper-s", T + b"&S=" + MAC, "both of them"),
        ("percent-ampersand", T + b"%26" + S, "a percent escape is not decoded"),
        ("long", GOOD + b"x" * 10_000, "ten thousand bytes more"),
    ]:
        refuse(name, header, comment)


def characters(refuse):
    for name, extra, comment in [
        ("space", b" ", "a space"),
        ("tab", b"\t", "a tab"),
        ("lf", b"\n", "a line feed, which an end-of-text anchor may let pass"),
        ("cr", b"\r", "a carriage return"),
        ("nul", b"\x00", "a NUL, which ends a C string"),
        ("nbsp", b"\xc2\xa0", "a no-break space"),
        ("bom", b"\xef\xbb\xbf", "a byte order mark"),
        ("not-utf8", b"\xff", "a byte that is not UTF-8"),
    ]:
        refuse(f"{name}-behind", GOOD + extra, f"{comment}, behind")
        refuse(f"{name}-before", extra + GOOD, f"{comment}, before")
        refuse(f"{name}-between", T + extra + b"&" + S, f"{comment}, before the ampersand")
