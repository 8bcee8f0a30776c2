"""Strings, escapes, surrogates and UTF-8."""

from .builder import SigningVectors


def vectors():
    out = SigningVectors("Canonical JSON: strings. RFC 8785 section 3.2.2.2, RFC 7493 section 2.1, RFC 3629.")
    verbatim(out)
    escapes(out)
    surrogates(out)
    utf8(out)
    out.canonical(
        "string-rfc8785-sample",
        b'"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/"',
        '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode(),
        "the string of RFC 8785, section 3.2.2",
    )
    return out


def verbatim(out):
    for name, text, comment in [
        ("ascii", bytes(c for c in range(0x20, 0x7F) if c not in b'"\\'), "all printable ASCII but two"),
        ("del", b"\x7f", "DEL is no control character to JSON"),
        ("c1", "\u0080\u0085\u009f".encode(), "nor are the C1 controls"),
        ("solidus", b"/", "a solidus needs no escape"),
        ("html", b"<a href='&'>", "nor does HTML"),
        ("latin1", "\u00e9".encode(), "two bytes of UTF-8"),
        ("euro", "\u20ac".encode(), "three"),
        ("emoji", "\U0001f600".encode(), "four"),
        ("combining", "e\u0301".encode(), "no normalization to one character"),
        ("composed", "\u00e9\u212b".encode(), "nor to two"),
        ("line-separators", "\u2028\u2029".encode(), "line separators, which JavaScript once refused"),
        ("bom-inside", "\ufeff".encode(), "a byte order mark inside is a character"),
        ("noncharacters", "\ufdd0\ufffe\uffff\U0001ffff\U0010ffff".encode(), "noncharacters are accepted"),
        ("replacement", "\ufffd".encode(), "a replacement character that was sent"),
        ("private-use", "\ue000\uf8ff\U000f0000".encode(), "private use"),
        ("around-surrogates", "\ud7ff\ue000".encode(), "the characters next to the surrogates"),
        ("highest", "\U0010ffff".encode(), "the last character"),
        ("first-of-length", "\u0080\u0800\U00010000".encode(), "the first character of each length"),
        ("long", b"ab" * 5000, "ten thousand bytes"),
    ]:
        out.canonical(f"string-{name}", b'"' + text + b'"', b'"' + text + b'"', comment)


def escapes(out):
    for name, text, expected, comment in [
        ("short", b'\\"\\\\\\b\\f\\n\\r\\t', b'\\"\\\\\\b\\f\\n\\r\\t', "the seven short escapes stay"),
        ("solidus", b"\\/", b"/", "an escaped solidus"),
        (
            "short-as-long",
            b"\\u0022\\u005c\\u0008\\u000c\\u000a\\u000d\\u0009",
            b'\\"\\\\\\b\\f\\n\\r\\t',
            "long ones become short",
        ),
        ("solidus-as-long", b"\\u002f", b"/", "but for the solidus"),
        (
            "controls",
            b"".join(b"\\u%04x" % c for c in range(8)),
            b"".join(b"\\u%04x" % c for c in range(8)),
            "controls without a short form",
        ),
        ("vt", b"\\u000b", b"\\u000b", "a vertical tab has no short form"),
        ("upper-controls", b"\\u000E\\u000F\\u001F", b"\\u000e\\u000f\\u001f", "lower case digits"),
        ("last-control", b"\\u001f\\u0020", b"\\u001f ", "a space is no control character"),
        ("nul", b"a\\u0000b", b"a\\u0000b", "NUL is a character"),
        ("del", b"\\u007f", b"\x7f", "DEL is written as it is"),
        ("letter", b"\\u0061\\u0041", b"aA", "letters"),
        ("html", b"\\u003c\\u003E\\u0026", b"<>&", "as Go's encoder escapes HTML"),
        ("latin1", b"\\u00e9\\u00E9", "\u00e9\u00e9".encode(), "either case of digits"),
        ("c1", b"\\u0080", "\u0080".encode(), "a C1 control"),
        ("euro", b"\\u20ac", "\u20ac".encode(), "three bytes"),
        ("line-separators", b"\\u2028\\u2029", "\u2028\u2029".encode(), "line separators"),
        ("noncharacters", b"\\ufdd0\\uffff", "\ufdd0\uffff".encode(), "noncharacters"),
        (
            "around-surrogates",
            b"\\ud7ff\\ue000",
            "\ud7ff\ue000".encode(),
            "the characters next to the surrogates",
        ),
        ("backslash-u", b"\\\\u0061", b"\\\\u0061", "an escaped backslash before u0061 is no escape"),
        ("backslash-n", b"\\\\n", b"\\\\n", "nor before n"),
        ("backslash-quote", b'\\\\\\"', b'\\\\\\"', "a backslash and a quote"),
        ("five-digits", b"\\u00410", b"A0", "an escape has four digits"),
        ("mixed", b'a\\u0062c\\/d\\"e', b'abc/d\\"e', "among text"),
    ]:
        out.canonical(f"escape-{name}", b'["' + text + b'"]', b'["' + expected + b'"]', comment)
    for name, text, comment in [
        ("unknown", b'"\\a"', "an unknown letter"),
        ("upper-n", b'"\\N"', "upper case"),
        ("upper-u", b'"\\U0041"', "upper case U"),
        ("hex", b'"\\x41"', "\\x"),
        ("octal", b'"\\101"', "an octal escape"),
        ("nul", b'"\\0"', "\\0"),
        ("quote", b'"\\\'"', "an escaped single quote"),
        ("line", b'"\\\n"', "a line continuation"),
        ("space", b'"\\ "', "an escaped space"),
        ("utf8", '"\\\u20ac"'.encode(), "a backslash before a character beyond ASCII"),
        ("three-digits", b'"\\u041"', "three digits"),
        ("no-digits", b'"\\u"', "no digits"),
        ("not-hex", b'"\\u00g1"', "not a hexadecimal digit"),
        ("sign", b'"\\u+041"', "a sign, which a number parser may take"),
        ("minus", b'"\\u-041"', "a minus sign"),
        ("inner-space", b'"\\u 041"', "a space"),
        ("0x", b'"\\u0x41"', "0x"),
        ("braces", b'"\\u{41}"', "braces"),
        ("full-width", '"\\u004\uff11"'.encode(), "a digit beyond ASCII"),
        ("cut-backslash", b'"\\', "cut behind the backslash"),
        ("cut-u", b'"\\u', "cut behind the u"),
        ("cut-digits", b'"\\u004', "cut among the digits"),
        ("cut-closed", b'"\\"', "the closing quote is escaped"),
        ("unclosed", b'"abc', "no closing quote"),
        ("only-quote", b'"', "a quote alone"),
        ("unopened", b'abc"', "no opening quote"),
        ("concatenated", b'"a""b"', "two strings"),
    ]:
        out.refused(f"escape-bad-{name}", text, "invalid_json", comment)
    for code in (0x00, 0x01, 0x08, 0x09, 0x0A, 0x0D, 0x1F):
        out.refused(
            f"string-raw-{code:02x}",
            b'"' + bytes([code]) + b'"',
            "invalid_json",
            "a control character as it is",
        )
    out.refused(
        "string-raw-late",
        b'"' + b"a" * 100 + b'\x1f"',
        "invalid_json",
        "a control character behind a long run",
    )
    out.refused("string-raw-in-name", b'{"a\tb":1}', "invalid_json", "a tab in a name")


def surrogates(out):
    for name, text, expected, comment in [
        ("pair", b"\\ud83d\\ude00", "\U0001f600", "a pair is one character"),
        ("upper", b"\\uD83D\\uDE00", "\U0001f600", "in upper case"),
        ("mixed-case", b"\\uD83d\\udE00", "\U0001f600", "in both"),
        ("first", b"\\ud800\\udc00", "\U00010000", "the first pair"),
        ("last", b"\\udbff\\udfff", "\U0010ffff", "the last pair"),
        ("corner-low", b"\\ud800\\udfff", "\U000103ff", "the last low half"),
        ("corner-high", b"\\udbff\\udc00", "\U0010fc00", "the last high half"),
        ("two", b"\\ud83d\\ude00\\ud83d\\ude01", "\U0001f600\U0001f601", "two pairs"),
        ("among", b"a\\ud83d\\ude00b", "a\U0001f600b", "among text"),
    ]:
        out.canonical(f"surrogate-{name}", b'"' + text + b'"', f'"{expected}"'.encode(), comment)
    for name, text, comment in [
        ("high", b"\\ud800", "a high half alone"),
        ("high-last", b"\\udbff", "the last high half alone"),
        ("low", b"\\udc00", "a low half alone"),
        ("low-last", b"\\udfff", "the last low half alone"),
        ("high-text", b"\\ud800a", "text behind a high half"),
        ("high-utf8", b"\\ud83d\xf0\x9f\x98\x80", "a whole character behind a high half"),
        ("high-escape", b"\\ud800\\n", "another escape behind a high half"),
        ("high-letter", b"\\ud800\\u0061", "an escaped letter behind a high half"),
        ("high-high", b"\\ud800\\ud800", "two high halves"),
        ("high-high-low", b"\\ud800\\ud800\\udc00", "a high half before a pair"),
        ("low-high", b"\\udc00\\ud800", "a pair in the wrong order"),
        ("pair-low", b"\\ud800\\udc00\\udc00", "a low half behind a pair"),
        ("high-e000", b"\\ud800\\ue000", "the character behind the low halves"),
        ("high-dbff", b"\\ud800\\udbff", "the character before them"),
        ("high-backslash", b"\\ud800\\\\udc00", "an escaped backslash between"),
        ("high-space-low", b"\\ud800 \\udc00", "a space between"),
        ("high-bad-escape", b"\\ud800\\u12", "a high half before an escape cut off"),
    ]:
        out.refused(f"surrogate-lone-{name}", b'"' + text + b'"', "json_lone_surrogate", comment)
    out.refused("surrogate-lone-in-name", b'{"\\ud800":1}', "json_lone_surrogate", "in a name")
    out.refused("surrogate-lone-at-end", b'"\\ud800', "json_lone_surrogate", "before the missing quote")
    for name, text in [("backslash", b"\\"), ("u", b"\\u"), ("three-digits", b"\\ude0"), ("not-hex", b"\\ude0g")]:
        comment = "a high half whose low half is cut off"
        out.refused(f"surrogate-lone-at-end-{name}", b'"\\ud83d' + text, "json_lone_surrogate", comment)
    for name, text in [("high", b"\\ud83"), ("low", b"\\ude0"), ("not-hex", b"\\ud83g")]:
        comment = "an escape that is not whole is no half"
        out.refused(f"surrogate-cut-{name}", b'"' + text + b'"', "invalid_json", comment)


def utf8(out):
    for name, text, comment in [
        ("ff", b"\xff", "a byte that never occurs"),
        ("fe", b"\xfe", "another"),
        ("continuation", b"\x80", "a continuation alone"),
        ("lead-2", b"\xc3", "a lead of two alone"),
        ("lead-3", b"\xe2\x82", "a character of three cut off"),
        ("lead-4", b"\xf0\x9f\x98", "a character of four cut off"),
        ("lead-ascii", b"\xc3a", "a lead before ASCII"),
        ("overlong-nul", b"\xc0\x80", "NUL in two bytes"),
        ("overlong-slash", b"\xc0\xaf", "a solidus in two bytes"),
        ("overlong-2", b"\xc1\xbf", "DEL in two bytes"),
        ("overlong-3", b"\xe0\x9f\xbf", "two bytes' worth in three"),
        ("overlong-4", b"\xf0\x8f\xbf\xbf", "three bytes' worth in four"),
        ("surrogate-high", b"\xed\xa0\x80", "a high half in UTF-8"),
        ("surrogate-low", b"\xed\xbf\xbf", "a low half in UTF-8"),
        ("cesu-8", b"\xed\xa0\xbd\xed\xb8\x80", "a pair, each half in UTF-8"),
        ("beyond", b"\xf4\x90\x80\x80", "past the last character"),
        ("f5", b"\xf5\x80\x80\x80", "a lead past the last"),
        ("five-bytes", b"\xf8\x88\x80\x80\x80", "five bytes"),
        ("latin1", b"caf\xe9", "Latin-1"),
    ]:
        out.refused(f"utf8-{name}", b'"' + text + b'"', "json_invalid_utf8", comment)
    out.refused("utf8-in-name", b'{"\xff":1}', "json_invalid_utf8", "in a name")
    out.refused("utf8-outside", b"\xff", "json_invalid_utf8", "outside of strings")
    out.refused("utf8-utf16", b"\xff\xfe[\x00]\x00", "json_invalid_utf8", "UTF-16 with its mark")
    out.refused("utf8-utf16-no-mark", b"[\x00]\x00", "invalid_json", "UTF-16 without: NULs")
    out.refused("utf8-long", b'"' + b"a" * 1000 + b'\xff"', "json_invalid_utf8", "behind a long run")
