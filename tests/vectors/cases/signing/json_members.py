"""The order of members, and duplicates."""

from .builder import SigningVectors


def vectors():
    out = SigningVectors(
        "Canonical JSON: members. Sorted by the UTF-16 code units of their unescaped names (RFC 8785,"
        " section 3.2.3); duplicates are refused (RFC 7493, section 2.3)."
    )
    order(out)
    nesting(out)
    duplicates(out)
    distinct(out)
    return out


def order(out):
    """Each list is in canonical order; members are numbered by it and given in reverse."""
    for name, names, comment in [
        ("two", ["a", "b"], "two names"),
        ("three", ["a", "b", "c"], "three"),
        ("prefix", ["", "a", "aa", "aaa", "ab", "b"], "a prefix comes first, the empty name before all"),
        ("case", ["A", "B", "a", "b"], "upper case before lower case"),
        ("digits", ["1", "10", "2"], "digits are characters, not numbers"),
        ("ascii", [" ", "!", "#", "/", "0", ":", "A", "[", "_", "a", "{", "~"], "code units, no collation"),
        ("accents", ["e", "z", "\u00e9", "\u0113"], "letters with accents behind z"),
        ("normalization", ["e\u0301", "\u00e9"], "composed and combining forms are two names"),
        ("lengths", ["a", "\u00e9", "\u20ac", "\ue000"], "one, two and three bytes of UTF-8"),
        ("supplementary", ["\u20ac", "\U0001f600", "\ue000", "\uffff"], "surrogates sort before U+E000"),
        ("supplementary-two", ["\U00010000", "\U0010ffff", "\ufb33"], "all of them"),
        ("supplementary-pair", ["\ud7ff", "\U00010000", "\ue000"], "between U+D7FF and U+E000"),
        (
            "supplementary-second",
            ["\U0001f600\u0001", "\U0001f600a", "\U0001f601"],
            "then the second character",
        ),
        ("supplementary-low", ["\U0001f600", "\U0001f601", "\U0001f640"], "by the low half"),
        ("supplementary-behind", ["a\U0001f600", "a\ufb33", "b"], "behind a common prefix"),
        ("supplementary-long", ["common-prefix-\U0001f600", "common-prefix-\uff00"], "behind a long one"),
        (
            "controls",
            ["\u0000", "\u0001", "\t", "\n", "\u001f", " "],
            "controls, whose escapes sort otherwise",
        ),
        ("escapes", ["!", '"', "#", "[", "\\", "]"], "quote and backslash by what they are"),
        ("escape-prefix", ["a", "a\u0000", "a\n", "a!", 'a"', "aa"], "escapes behind a prefix"),
        ("del", ["~", "\u007f", "\u0080"], "DEL and the C1 controls"),
        ("same-lead", ["12345678", "123456780", "12345679"], "a difference beyond eight bytes"),
        ("same-lead-nul", ["1234567", "1234567\u0000", "12345678"], "a NUL against the end"),
        ("hundred", [f"{n:03d}" for n in range(100)], "a hundred"),
        ("json-like", ["{}", "{}}", "{}}}"], "names that look like JSON"),
    ]:
        members = [encode(name) + b":%d" % i for i, name in enumerate(names)]
        given = b"{" + b",".join(reversed(members)) + b"}"
        expected = b"{" + b",".join(members) + b"}"
        out.canonical(f"members-order-{name}", given, expected, comment)
    out.canonical(
        "members-order-escaped-names",
        b'{"\\u20ac":1,"\\r":2,"\\ufb33":3,"1":4,"\\ud83d\\ude00":5,"\\u0080":6,"\\u00f6":7}',
        '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\U0001f600":5,"\ufb33":3}'.encode(),
        "the names of RFC 8785, section 3.2.3",
    )
    sorted_already = b'{"a":1,"b":2,"c":3}'
    out.canonical("members-order-kept", sorted_already, sorted_already, "in order already")
    out.canonical(
        "members-order-last-first",
        b'{"b":1,"c":2,"d":3,"a":4}',
        b'{"a":4,"b":1,"c":2,"d":3}',
        "the last comes first",
    )
    out.canonical(
        "members-order-swap", b'{"a":1,"c":2,"b":3,"d":4}', b'{"a":1,"b":3,"c":2,"d":4}', "two in the middle"
    )
    out.canonical(
        "members-order-escape-sorts",
        b'{"b":1,"\\u0061":2}',
        b'{"a":2,"b":1}',
        "an escaped letter sorts as the letter",
    )


def nesting(out):
    for name, text, expected, comment in [
        ("inner", b'{"a":{"d":1,"c":2}}', b'{"a":{"c":2,"d":1}}', "an inner object alone"),
        ("both", b'{"b":{"d":1,"c":2},"a":3}', b'{"a":3,"b":{"c":2,"d":1}}', "inner and outer"),
        ("outer", b'{"b":{"c":1,"d":2},"a":3}', b'{"a":3,"b":{"c":1,"d":2}}', "the outer alone"),
        ("in-arrays", b'[{"b":1,"a":2},[{"d":1,"c":2}]]', b'[{"a":2,"b":1},[{"c":2,"d":1}]]', "in arrays"),
        (
            "siblings",
            b'{"b":{"y":1,"x":2},"a":{"w":1,"v":2}}',
            b'{"a":{"v":2,"w":1},"b":{"x":2,"y":1}}',
            "two inner objects",
        ),
        (
            "spaces",
            b'{ "b" : [ 1 , 2 ] , "a" : { } }',
            b'{"a":{},"b":[1,2]}',
            "values move with their names, spaces do not",
        ),
        ("rewritten-values", b'{"b":1.0,"a":"\\u0061"}', b'{"a":"a","b":1}', "values that change size"),
        (
            "deep",
            b'{"b":0,"a":' * 200 + b"1" + b"}" * 200,
            b'{"a":' * 200 + b"1" + b',"b":0}' * 200,
            "200 objects out of order, nested",
        ),
        ("empty-values", b'{"b":[],"a":{}}', b'{"a":{},"b":[]}', "empty values"),
        (
            "structural-strings",
            b'{"b":"}","a":"{\\""}',
            b'{"a":"{\\"","b":"}"}',
            "strings that look like structure",
        ),
    ]:
        out.canonical(f"members-nested-{name}", text, expected, comment)


def duplicates(out):
    for name, text, comment in [
        ("adjacent", b'{"a":1,"a":2}', "side by side"),
        ("equal", b'{"a":1,"a":1}', "with equal values"),
        ("apart", b'{"a":1,"b":2,"a":3}', "apart"),
        ("unordered", b'{"b":1,"a":2,"b":3}', "apart, out of order"),
        ("last-two", b'{"c":1,"b":2,"a":3,"a":4}', "the last two of an unordered object"),
        ("first-two", b'{"b":1,"b":2,"a":3}', "the first two, then out of order"),
        ("empty", b'{"":1,"":2}', "the empty name"),
        ("escaped-letter", b'{"a":1,"\\u0061":2}', "a letter and its escape"),
        ("escaped-both", b'{"\\u0061":1,"\\u0061":2}', "two escapes"),
        ("escaped-case", b'{"\\u00e9":1,"\\u00E9":2}', "escapes in either case"),
        ("escaped-utf8", '{"\u20ac":1,"\\u20ac":2}'.encode(), "three bytes and an escape"),
        ("escaped-pair", '{"\U0001f600":1,"\\ud83d\\ude00":2}'.encode(), "four bytes and a pair of escapes"),
        ("escaped-short", b'{"\\n":1,"\\u000a":2}', "a short and a long escape"),
        ("escaped-solidus", b'{"/":1,"\\/":2}', "a solidus and its escape"),
        ("escaped-quote", b'{"\\"":1,"\\u0022":2}', "a quote"),
        ("escaped-backslash", b'{"\\\\":1,"\\u005c":2}', "a backslash"),
        ("escaped-nul", b'{"\\u0000":1,"\\u0000":2}', "NUL"),
        ("nested", b'{"x":{"a":1,"a":2}}', "in an inner object"),
        ("nested-deep", b"[" * 500 + b'{"a":1,"a":2}' + b"]" * 500, "deep inside"),
        ("behind-object", b'{"a":{"b":1},"a":{"b":1}}', "with objects as values"),
        ("three", b'{"a":1,"a":2,"a":3}', "three times"),
        ("long", b'{"' + b"n" * 1000 + b'":1,"' + b"n" * 1000 + b'":2}', "a long name"),
        ("proto", b'{"__proto__":1,"__proto__":2}', "a name that some parsers treat in another way"),
        (
            "many",
            b"{" + b",".join(b'"%d":0' % (n % 999) for n in range(1000)) + b"}",
            "the last of a thousand",
        ),
    ]:
        out.refused(f"members-duplicate-{name}", text, "json_duplicate_member", comment)


def distinct(out):
    for name, text, comment in [
        ("case", b'{"A":1,"a":2}', "case"),
        ("space", b'{" a":1,"a":2,"a ":3}', "spaces"),
        ("nul", b'{"a":1,"a\\u0000":2,"a\\u0000b":3}', "what follows a NUL"),
        ("normalization", '{"e\u0301":1,"\u00e9":2}'.encode(), "normalization"),
        ("compatibility", '{"K":1,"\u212a":2}'.encode(), "a Kelvin sign is no K"),
        ("number-like", b'{"1":1,"1.0":2}', "names that are equal as numbers"),
        ("backslash-u", b'{"\\\\u0061":1,"a":2}', "a backslash before u0061 is no escape"),
        ("proto", b'{"__proto__":1,"constructor":2,"toString":3}', "names with a meaning elsewhere"),
    ]:
        out.canonical(f"members-distinct-{name}", text, text, comment)


def encode(name):
    """A JSON string with the least escapes, apart from the reference's."""
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
    text = "".join(short.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in name)
    return f'"{text}"'.encode()
