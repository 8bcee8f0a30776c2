"""Documents, containers, literals and white space."""

from .builder import SigningVectors


def vectors():
    out = SigningVectors("Canonical JSON: structure. RFC 8259 grammar, RFC 8785 section 3.2.1.")
    accepted(out)
    white_space(out)
    syntax(out)
    depth(out)
    size(out)
    first_fault(out)
    return out


def accepted(out):
    for name, text, comment in [
        ("object", b"{}", "the empty object"),
        ("array", b"[]", "the empty array"),
        ("null", b"null", "a literal is a document"),
        ("true", b"true", "so is true"),
        ("false", b"false", "and false"),
        ("zero", b"0", "and a number"),
        ("string", b'""', "and an empty string"),
        ("nested-empty", b"[[],{},[[]],[{}]]", "empty containers inside"),
        ("member", b'{"a":[1,"2",null,true,false,{}]}', "every kind of value"),
        ("array-order", b"[3,1,2,1]", "items keep their order, and may repeat"),
        ("same-name-nested", b'{"a":{"a":{"a":1}}}', "one name at several depths"),
        ("same-name-siblings", b'[{"a":1},{"a":1}]', "one name in several objects"),
        ("literal-names", b'{"":0,"null":1,"true":2}', "names that look like literals"),
        ("many-items", b"[" + b"0," * 9999 + b"0]", "ten thousand items"),
        ("deep-mixed", b'[{"a":' * 256 + b"1" + b"}]" * 256, "512 containers of both kinds"),
        (
            "close-and-reopen",
            b"[" * 300 + b"]" * 299 + b"," + b"[" * 300 + b"]" * 301,
            "depth is what is open at once",
        ),
    ]:
        out.canonical(f"json-{name}", text, text, comment)


def white_space(out):
    for name, text, expected, comment in [
        ("around", b" \t\r\n[] \t\r\n", b"[]", "every kind, around"),
        ("in-array", b"[ 1 , 2 ]", b"[1,2]", "between items"),
        ("in-object", b'{ "a" : 1 , "b" : 2 }', b'{"a":1,"b":2}', "between members"),
        ("in-empty", b"[ ]", b"[]", "in an empty array"),
        ("in-empty-object", b"{\n}", b"{}", "in an empty object"),
        ("pretty", b'{\n  "b": [\n    1\n  ],\n  "a": {}\n}\n', b'{"a":{},"b":[1]}', "as an editor writes"),
        ("in-strings", b'[ " a  b " ]', b'[" a  b "]', "white space in strings stays"),
        ("long", b"[" + b" " * 5000 + b"]", b"[]", "a long run"),
    ]:
        out.canonical(f"json-space-{name}", text, expected, comment)
    for name, space, comment in [
        ("vt", b"\x0b", "a vertical tab"),
        ("ff", b"\x0c", "a form feed"),
        ("nbsp", b"\xc2\xa0", "a no-break space"),
        ("line-separator", b"\xe2\x80\xa8", "a line separator"),
        ("ideographic", b"\xe3\x80\x80", "an ideographic space"),
        ("bom", b"\xef\xbb\xbf", "a byte order mark"),
        ("nul", b"\x00", "a NUL"),
    ]:
        out.refused(f"json-space-{name}-before", space + b"[]", "invalid_json", f"{comment} before")
        out.refused(f"json-space-{name}-behind", b"[]" + space, "invalid_json", f"{comment} behind")


def syntax(out):
    for name, text, comment in [
        ("nothing", b"", "an empty text"),
        ("only-space", b" \n", "white space alone"),
        ("word", b"hey", "a word"),
        ("two-documents", b"{}{}", "two documents"),
        ("two-documents-space", b"1 2", "two documents and a space"),
        ("trailing-comma-behind", b"[],", "a comma behind"),
        ("trailing-comma-array", b"[1,]", "a trailing comma in an array"),
        ("trailing-comma-object", b'{"a":1,}', "a trailing comma in an object"),
        ("leading-comma", b"[,1]", "a leading comma"),
        ("leading-comma-object", b'{,"a":1}', "a leading comma in an object"),
        ("double-comma", b"[1,,2]", "two commas"),
        ("only-comma", b"[,]", "a comma alone"),
        ("missing-comma", b"[1 2]", "no comma"),
        ("missing-comma-object", b'{"a":1 "b":2}', "no comma between members"),
        ("missing-colon", b'{"a" 1}', "no colon"),
        ("missing-value", b'{"a":}', "no value"),
        ("missing-value-end", b'{"a":', "no value, and no end"),
        ("name-only", b'{"a"}', "a name alone"),
        ("double-colon", b'{"a"::1}', "two colons"),
        ("colon-in-array", b"[1:2]", "a colon in an array"),
        ("equals", b'{"a"=1}', "an equals sign"),
        ("bare-name", b"{a:1}", "a name without quotes"),
        ("number-name", b"{1:1}", "a number as name"),
        ("null-name", b"{null:1}", "a literal as name"),
        ("array-name", b"{[]:1}", "an array as name"),
        ("single-quotes", b"['a']", "single quotes"),
        ("unclosed-array", b"[", "an unclosed array"),
        ("unclosed-array-item", b"[1", "an unclosed array with an item"),
        ("unclosed-array-comma", b"[1,", "an unclosed array behind a comma"),
        ("unclosed-object", b"{", "an unclosed object"),
        ("unclosed-object-member", b'{"a":1', "an unclosed object with a member"),
        ("unclosed-object-comma", b'{"a":1,', "an unclosed object behind a comma"),
        ("unopened-array", b"]", "an array that was not opened"),
        ("unopened-object", b"}", "an object that was not opened"),
        ("closed-twice", b"[]]", "an array closed twice"),
        ("mismatched", b"[}", "closed as the other kind"),
        ("mismatched-object", b'{"a":1]', "closed as the other kind, with a member"),
        ("crossed", b'[{"a":1]}', "closed in the wrong order"),
        ("line-comment", b"[1]//", "a comment"),
        ("block-comment", b"[/**/1]", "a comment inside"),
        ("hash-comment", b"#\n[1]", "another comment"),
        ("literal-case", b"True", "a literal in another case"),
        ("literal-upper", b"[NULL]", "a literal in upper case"),
        ("literal-cut", b"tru", "a literal cut off"),
        ("literal-cut-inside", b"[nul]", "a literal cut off inside"),
        ("literal-long", b"truee", "a letter behind a literal"),
        ("literal-longer", b"[nulll]", "a letter behind a literal inside"),
        ("literal-joined", b"[truefalse]", "two literals"),
        ("undefined", b"[undefined]", "undefined"),
        ("nan", b"NaN", "not a number"),
        ("infinity", b"Infinity", "infinity"),
        ("minus-infinity", b"[-Infinity]", "negative infinity"),
        ("escaped-space", b"\\n[]", "an escape outside strings"),
        ("record-separator", b"\x1e{}\n", "a JSON text sequence"),
        ("prefix", b")]}',\n{}", "a guard prefix"),
    ]:
        out.refused(f"json-syntax-{name}", text, "invalid_json", comment)


def nested(count):
    return b"[" * count + b"]" * count


def members(count):
    return b'{"":' * count + b"0" + b"}" * count


def depth(out):
    out.canonical("json-depth-512-arrays", nested(512), nested(512), "512 open arrays")
    out.canonical("json-depth-512-objects", members(512), members(512), "512 open objects")
    out.canonical(
        "json-depth-512-value",
        b"[" * 512 + b"0" + b"]" * 512,
        b"[" * 512 + b"0" + b"]" * 512,
        "a value inside",
    )
    for name, text, comment in [
        ("513-arrays", nested(513), "one array more"),
        ("513-objects", members(513), "one object more"),
        ("513-object-in-arrays", b"[" * 512 + b"{}" + b"]" * 512, "an empty object counts"),
        ("513-array-in-objects", b'{"":' * 512 + b"[]" + b"}" * 512, "so does an empty array"),
        ("513-unclosed", b"[" * 513, "too deep is seen before the end"),
        ("million-arrays", b"[" * 1_000_000, "no recursion"),
        ("million-objects", b'{"":' * 1_000_000, "nor in objects"),
        ("later", b"[" * 500 + b"]" * 499 + b"," + b"[" * 512, "too deep at the second attempt"),
    ]:
        out.refused(f"json-depth-{name}", text, "json_too_deep", comment)
    out.refused("json-depth-512-unclosed", b"[" * 512, "invalid_json", "as deep as allowed, unclosed")


def size(out):
    limit = 16 * 1024 * 1024
    largest = b'"' + b"a" * (limit - 2) + b'"'
    out.canonical("json-size-limit", largest, largest, "16 MiB")
    out.refused("json-size-over", largest + b" ", "json_too_large", "a byte more, although white space")
    out.refused(
        "json-size-over-not-utf8", b"\xff" * (limit + 1), "json_too_large", "too large before invalid UTF-8"
    )


def first_fault(out):
    """The scan stops at the first fault; UTF-8 is checked for the whole text before."""
    for name, text, error, comment in [
        ("utf8-behind-syntax", b"[x \xff", "json_invalid_utf8", "invalid UTF-8 behind a syntax error"),
        ("utf8-behind-end", b"[]\xff", "json_invalid_utf8", "invalid UTF-8 behind the document"),
        (
            "utf8-behind-duplicate",
            b'{"a":1,"a":1}\xff',
            "json_invalid_utf8",
            "invalid UTF-8 behind duplicates",
        ),
        ("range-then-syntax", b"[1e400,]", "json_number_out_of_range", "a number out of range, then syntax"),
        ("syntax-then-range", b"[,1e400]", "invalid_json", "syntax, then a number out of range"),
        ("surrogate-then-syntax", b'["\\ud800",]', "json_lone_surrogate", "a surrogate, then syntax"),
        ("syntax-then-surrogate", b'[,"\\ud800"]', "invalid_json", "syntax, then a surrogate"),
        ("duplicate-then-syntax", b'[{"a":1,"a":1},]', "json_duplicate_member", "duplicates, then syntax"),
        ("duplicate-unclosed", b'{"a":1,"a":1', "invalid_json", "duplicates count when the object closes"),
        ("duplicate-unclosed-unordered", b'{"b":1,"a":1,"a":1', "invalid_json", "in any order of names"),
        (
            "range-in-duplicate",
            b'{"a":1,"a":1e400}',
            "json_number_out_of_range",
            "a fault within the object comes before",
        ),
        (
            "range-in-duplicate-unordered",
            b'{"b":1,"b":2,"a":1e400}',
            "json_number_out_of_range",
            "wherever it is",
        ),
        (
            "inner-duplicate-first",
            b'{"x":{"a":1,"a":1},"y":"\\ud800"}',
            "json_duplicate_member",
            "an inner object closes first",
        ),
        ("surrogate-in-name", b'{"\\ud800":1,"\\ud800":1}', "json_lone_surrogate", "a name is a string"),
        ("deep-then-duplicate", b'{"a":1,"a":' + b"[" * 512, "json_too_deep", "too deep within the object"),
        ("range-then-deep", b"[1e400," + b"[" * 512, "json_number_out_of_range", "a number before the depth"),
        (
            "trailing-behind-duplicate",
            b'{"a":1,"a":1} x',
            "json_duplicate_member",
            "the object closes before the rest is read",
        ),
    ]:
        out.refused(f"json-first-{name}", text, error, comment)
