"""Numbers: rounding, range, and what is lossy."""

from .builder import SigningVectors


def vectors():
    out = SigningVectors(
        "Canonical JSON: the fidelity of numbers. Lossless means that the exact decimal value of every"
        " number, and the sign of zero, survive."
    )
    rounding(out)
    digits(out)
    zeros(out)
    extremes(out)
    mixed(out)
    return out


def rounding(out):
    for name, text, expected, comment in [
        ("tenth", "0.1000000000000000055511151231257827", "0.1", "near the exact double of a tenth"),
        ("tenth-17", "0.10000000000000001", "0.1", "17 digits that are not needed"),
        ("third", "333333333.33333329", "333333333.3333333", "the sample of RFC 8785, section 3.2.2"),
        ("sum", "0.30000000000000004441", "0.30000000000000004", "more digits than the shortest"),
        (
            "half-even-down",
            "1.00000000000000011102230246251565404236316680908203125",
            "1",
            "halfway above 1, to even",
        ),
        (
            "half-above",
            "1.00000000000000011102230246251565404236316680908203126",
            "1.0000000000000002",
            "a little more than halfway",
        ),
        ("half-below", "1.00000000000000011102230246251565404236316680908203124", "1", "a little less"),
        (
            "half-even-up",
            "1.00000000000000033306690738754696212708950042724609375",
            "1.0000000000000004",
            "halfway, to even, upwards",
        ),
        (
            "half-long",
            "1.00000000000000011102230246251565404236316680908203125" + "0" * 700 + "1",
            "1.0000000000000002",
            "decided by a digit far behind",
        ),
        (
            "half-long-zeros",
            "1.00000000000000011102230246251565404236316680908203125" + "0" * 700,
            "1",
            "zeros decide nothing",
        ),
        ("two-23", "8388608.000000000000000000000000001", "8388608", "a digit that is lost"),
        ("hard", "6929495644600919.5", "6929495644600920", "a known hard case: halfway between integers"),
        (
            "hard-2",
            "3.2378839133029012895883524125015321748630094872937889e-319",
            "3.23786e-319",
            "a little below halfway between two subnormals",
        ),
        ("hard-3", "2.2250738585072011e-308", "2.225073858507201e-308", "the number that hung two runtimes"),
        (
            "hard-4",
            "2.2250738585072012e-308",
            "2.2250738585072014e-308",
            "the other one, rounds to the least normal",
        ),
        ("hard-5", "9007199254740992.999", "9007199254740992", "below halfway, with a fraction"),
        ("shortest-17", "5e-324000", "0", "far below"),
    ]:
        out.lossy(f"number-rounding-{name}", text.encode(), expected.encode(), comment)


def digits(out):
    for text, comment in [
        ("0.30000000000000004", "17 digits, all needed"),
        ("1.7976931348623157", "17 digits"),
        ("0.1234567890123456", "16 digits"),
        ("123456.789012345", "15 digits always survive"),
        ("999999999999999.9", "16 digits that survive"),
        ("1.0000000000000002", "the double behind 1"),
        ("0.9999999999999999", "the double before 1"),
        ("1424953923781206.2", "from RFC 8785, appendix B"),
        ("4.35", "a fraction that no double holds exactly"),
        ("2.2250738585072014e-308", "the least normal number"),
        ("2.225073858507201e-308", "the largest subnormal number"),
    ]:
        out.canonical(f"number-digits-{text}", text.encode(), text.encode(), comment)
    for text, expected, comment in [
        ("0.12345678901234567", "0.12345678901234566", "17 digits, the last one rounded"),
        ("1.1111111111111111111", "1.1111111111111112", "20 digits"),
        ("9007199254740.993", "9007199254740.992", "16 digits with a point"),
        ("9999999999999999", "10000000000000000", "16 digits that do not survive"),
        ("0.99999999999999999", "1", "rounds up to 1"),
        (
            "0.00000000000000000000000000000010000000000000000001",
            "1e-31",
            "leading zeros are not significant",
        ),
        ("7.2057594037927933e+16", "72057594037927940", "the boundary of a binade: shorter digits"),
        ("9.5e-324", "1e-323", "a subnormal that rounds to another digit"),
    ]:
        out.lossy(f"number-digits-{text}", text.encode(), expected.encode(), comment)


def zeros(out):
    for text, comment in [
        ("0", "zero"),
        ("0.0", "as a fraction"),
        ("0.000", "with more digits"),
        ("0e0", "with an exponent"),
        ("0e5", "with a positive one"),
        ("0E-5", "with a negative one"),
        ("0e400", "with one out of range"),
        ("0e-400", "and a negative one"),
        ("0.0e99999999999999999999", "and one beyond 64 bits"),
        ("0e-99999999999999999999", "and its negative"),
    ]:
        out.canonical(f"number-zero-{text}", text.encode(), b"0", comment)
    for text, comment in [
        ("-0", "minus zero"),
        ("-0.0", "as a fraction"),
        ("-0e5", "with an exponent"),
        ("-0E-400", "with one out of range"),
    ]:
        out.lossy(f"number-zero-{text}", text.encode(), b"0", comment)


def extremes(out):
    for text, comment in [
        ("1.7976931348623157e+308", "the largest double"),
        ("-1.7976931348623157e+308", "the smallest"),
        ("5e-324", "the least above zero"),
        ("-5e-324", "the greatest below"),
        ("1e-323", "the next subnormal"),
        ("1e+308", "the largest power of ten"),
        ("1e-307", "a small normal number"),
    ]:
        out.canonical(f"number-extreme-{text}", text.encode(), text.encode(), comment)
    for text, expected, comment in [
        ("1.79769313486231570814e308", "1.7976931348623157e+308", "the largest double, more digits"),
        ("1.7976931348623158e308", "1.7976931348623157e+308", "above it, rounds down"),
        ("1.797693134862315807e308", "1.7976931348623157e+308", "the last that rounds down"),
        ("4.9406564584124654e-324", "5e-324", "the least above zero, more digits"),
        ("4e-324", "5e-324", "rounds to it"),
        ("2.4703282292062328e-324", "5e-324", "just above half of it"),
        ("2.4703282292062327e-324", "0", "just below half of it"),
        ("8e-324", "1e-323", "of 8e-324, 9e-324 and 1e-323, which all round to it, the closest"),
        ("1.3e-323", "1.5e-323", "of 1.3e-323 to 1.7e-323, the closest"),
        ("2e-324", "0", "underflow"),
        ("1e-400", "0", "far below"),
        ("-1e-400", "0", "negative underflow"),
        ("1e-99999999999999999999", "0", "an exponent beyond 64 bits"),
        ("1e-18446744073709551617", "0", "an exponent that wraps around to -1"),
        ("1e-4294967297", "0", "an exponent that wraps around 32 bits"),
        ("0." + "0" * 400 + "1", "0", "underflow in plain notation"),
    ]:
        name = text if len(text) < 40 else f"{len(text)}-characters"
        out.lossy(f"number-extreme-{name}", text.encode(), expected.encode(), comment)
    for text, comment in [
        ("1e309", "a power of ten too much"),
        ("-1e309", "its negative"),
        ("1.797693134862315808e308", "the first that rounds to infinity"),
        ("1.7976931348623159e308", "the next 17 digits"),
        ("1e400", "far above"),
        ("-1e400", "far below"),
        ("1e99999999999999999999", "an exponent beyond 64 bits"),
        ("1e18446744073709551617", "an exponent that wraps around to 1"),
        ("1e4294967297", "an exponent that wraps around 32 bits"),
        ("1" + "0" * 309, "310 digits"),
        ("9" * 400, "400 digits"),
        ("0." + "0" * 100 + "1e500", "out of range although it begins with zeros"),
    ]:
        name = text if len(text) < 40 else f"{len(text)}-characters-{text[0]}"
        out.refused(f"number-range-{name}", text.encode(), "json_number_out_of_range", comment)


def mixed(out):
    out.canonical("number-many", b"[1.0,2.50,3e2,-4]", b"[1,2.5,300,-4]", "several, all lossless")
    out.lossy("number-many-one-lossy", b"[1.0,-0,3]", b"[1,0,3]", "one of several is lossy")
    out.lossy(
        "number-many-first-lossy", b"[-0,1,2.5]", b"[0,1,2.5]", "a later number does not make up for it"
    )
    out.lossy(
        "number-lossy-in-object",
        b'{"b":9007199254740993,"a":1}',
        b'{"a":1,"b":9007199254740992}',
        "as a value that moves",
    )
    out.canonical(
        "number-in-string",
        b'["-0","1e400","9007199254740993"]',
        b'["-0","1e400","9007199254740993"]',
        "strings are no numbers",
    )
    out.canonical("number-in-name", b'{"-0":1,"1e400":2}', b'{"-0":1,"1e400":2}', "names are no numbers")
