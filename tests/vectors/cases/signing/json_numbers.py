"""Numbers: notation and syntax."""

import struct
from decimal import Decimal

from reference.selfcheck import APPENDIX_B

from .builder import SigningVectors


def vectors():
    out = SigningVectors(
        "Canonical JSON: numbers as ECMAScript writes them (RFC 8785, section 3.2.2.3), and the samples"
        " of its appendix B."
    )
    appendix_b(out)
    integers(out)
    notation(out)
    syntax(out)
    return out


def appendix_b(out):
    """Each sample as the exact decimal value of its double, and as its published form."""
    for bits, published in APPENDIX_B:
        value = struct.unpack(">d", bytes.fromhex(bits))[0]
        text = published.encode()
        comment = f"RFC 8785, appendix B: the double {bits}"
        if bits == "8000000000000000":
            out.lossy(f"number-b-{bits}", b"-0", text, comment)
            continue
        out.canonical(f"number-b-{bits}", text, text, comment)
        exact = f"{value:.1100f}".rstrip("0").rstrip(".")
        if exact != published and value:
            add = out.canonical if Decimal(exact) == Decimal(published) else out.lossy
            add(f"number-b-{bits}-exact", exact.encode(), text, f"{comment}, its exact decimal value")


def integers(out):
    for text in ("1", "-1", "10", "123456789", "-2147483648", "4294967295", "999999999999999"):
        out.canonical(f"number-integer-{text}", text.encode(), text.encode(), "an integer")
    for text, comment in [
        ("9007199254740991", "2^53 - 1"),
        ("9007199254740992", "2^53"),
        ("-9007199254740992", "-2^53"),
        ("9007199254740994", "even integers beyond 2^53"),
        ("1000000000000000000", "10^18"),
        ("100000000000000000000", "10^20: the last power of ten without an exponent"),
        ("295147905179352830000", "digits that a double keeps"),
    ]:
        out.canonical(f"number-integer-{text}", text.encode(), text.encode(), comment)
    for text, expected, comment in [
        ("9007199254740993", "9007199254740992", "2^53 + 1: halfway, to even"),
        ("-9007199254740993", "-9007199254740992", "its negative"),
        ("9007199254740995", "9007199254740996", "2^53 + 3: halfway, to even, upwards"),
        ("9007199254740997", "9007199254740996", "2^53 + 5: halfway, to even, downwards"),
        ("9223372036854775807", "9223372036854776000", "2^63 - 1"),
        (
            "9223372036854775808",
            "9223372036854776000",
            "2^63: exact as a double, but not in its shortest form",
        ),
        ("-9223372036854775808", "-9223372036854776000", "-2^63"),
        ("18446744073709551615", "18446744073709552000", "2^64 - 1"),
        ("12345678901234567890", "12345678901234567000", "20 digits"),
        ("123456789012345678901234567890", "1.2345678901234568e+29", "30 digits"),
        ("999999999999999999999", "1e+21", "rounds up to a power of ten"),
    ]:
        out.lossy(f"number-integer-{text}", text.encode(), expected.encode(), comment)


def notation(out):
    for text, expected, comment in [
        ("1e0", "1", "an exponent of zero"),
        ("1E0", "1", "upper case"),
        ("1e+0", "1", "a plus sign"),
        ("1e-0", "1", "a minus sign"),
        ("1e00", "1", "zeros in the exponent"),
        ("1e0000000000000000000001", "10", "many zeros in the exponent"),
        ("-1e2", "-100", "negative"),
        ("1.0", "1", "a fraction of zero"),
        ("1.50", "1.5", "a zero behind"),
        ("4.50", "4.5", "the sample of RFC 8785, section 3.2.2"),
        ("2e-3", "0.002", "the next sample"),
        ("1E30", "1e+30", "the next"),
        ("0.000000000000000000000000001", "1e-27", "and the last"),
        ("10e-1", "1", "digits before, exponent behind"),
        ("0.1e1", "1", "a fraction with an exponent"),
        ("123.456e3", "123456", "a point that moves to the end"),
        ("123456e-3", "123.456", "a point that moves inside"),
        ("123.456e-5", "0.00123456", "a point that moves in front"),
        ("0.10", "0.1", "a tenth"),
        ("0.00001", "0.00001", "1e-5 in plain notation"),
        ("1e-5", "0.00001", "from exponent notation"),
        ("0.000001", "0.000001", "1e-6: the smallest power of ten in plain notation"),
        ("1e-6", "0.000001", "from exponent notation"),
        ("0.0000010", "0.000001", "with a zero behind"),
        ("0.0000015", "0.0000015", "two digits"),
        ("9.99999e-7", "9.99999e-7", "just below"),
        ("0.000000999999", "9.99999e-7", "just below, from plain notation"),
        ("1e-7", "1e-7", "the largest power of ten with a negative exponent"),
        ("0.0000001", "1e-7", "from plain notation"),
        ("-0.0000001", "-1e-7", "negative"),
        ("1.5e-7", "1.5e-7", "two digits"),
        ("123e-10", "1.23e-8", "a point behind the first digit"),
        ("1e20", "100000000000000000000", "the largest power of ten in plain notation"),
        ("123456789e12", "123456789000000000000", "21 digits"),
        ("999999999999999e6", "999999999999999000000", "21 digits, 15 of them significant"),
        ("1e21", "1e+21", "the smallest power of ten with a positive exponent"),
        ("1000000000000000000000", "1e+21", "from plain notation"),
        ("1234567890000000000000", "1.23456789e+21", "22 digits"),
        ("-1e21", "-1e+21", "negative"),
        ("1e+22", "1e+22", "the largest power of ten that a double holds exactly"),
        ("1e23", "1e+23", "one that a double does not hold, but whose shortest form it is"),
        ("1e100", "1e+100", "three digits of exponent"),
        ("1e-100", "1e-100", "and negative"),
        ("12e99", "1.2e+100", "the exponent grows"),
        ("1" + "0" * 308, "1e+308", "309 digits"),
        ("0." + "0" * 322 + "5", "5e-323", "a subnormal in plain notation"),
        ("1" + "0" * 400 + "e-400", "1", "an exponent that takes the digits back"),
        ("0." + "0" * 400 + "1e401", "1", "and the other way round"),
    ]:
        name = text if len(text) < 40 else f"{len(text)}-characters"
        out.canonical(f"number-notation-{name}", text.encode(), expected.encode(), comment)


def syntax(out):
    for text, comment in [
        ("01", "a leading zero"),
        ("-01", "a leading zero behind the sign"),
        ("00", "two zeros"),
        ("00.5", "two zeros before the point"),
        ("+1", "a plus sign"),
        ("-", "a sign alone"),
        ("--1", "two signs"),
        ("- 1", "a space behind the sign"),
        (".5", "no digit before the point"),
        ("-.5", "no digit between sign and point"),
        ("5.", "no digit behind the point"),
        ("5.e1", "no digit between point and exponent"),
        ("1.2.3", "two points"),
        ("1e", "no digit in the exponent"),
        ("1e+", "a sign alone in the exponent"),
        ("1e-", "a minus sign alone"),
        ("1e1.5", "a fraction in the exponent"),
        ("1ee1", "two exponents"),
        ("1e1e1", "two whole exponents"),
        ("e1", "an exponent alone"),
        ("0x10", "hexadecimal"),
        ("0b1", "binary"),
        ("1_000", "a separator"),
        ("1,000", "a comma outside of an array"),
        ("1f", "a suffix"),
        ("1n", "another suffix"),
        ("1/2", "a fraction with a bar"),
        ("\u0661", "a digit beyond ASCII"),
        ("1\u0661", "one behind a digit"),
        ("\u22121", "a minus sign beyond ASCII"),
        ("1" * 400 + "e", "an exponent without digits behind a number out of range"),
    ]:
        name = text if text.isascii() else "-".join(f"{ord(c):x}" for c in text)
        name = name.replace(" ", "space") if len(name) < 40 else "long-unfinished"
        out.refused(f"number-syntax-{name}", text.encode(), "invalid_json", comment)
    out.refused("number-syntax-in-array", b"[1.]", "invalid_json", "no digit behind the point, in an array")
    out.refused("number-syntax-name", b"{1:2}", "invalid_json", "a number is no name")
