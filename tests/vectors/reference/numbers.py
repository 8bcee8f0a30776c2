"""Numbers as ECMAScript writes them (RFC 8785, section 3.2.2.3), and whether the value survives."""

import re

NUMBER = re.compile(r"(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?)([0-9]+))?")
# Larger than any exponent that the digits of a document of 16 MiB could bring back into range.
FAR = 10**10


def ecmascript(value):
    """Write a finite float as ECMAScript's Number::toString does.

    `repr` gives the shortest digits that read back as the same double, and of those the closest;
    only the notation differs between the two languages.
    """
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    _, digits, exponent = exact(repr(abs(value)))
    point = len(digits) + exponent  # the value is 0.digits times ten to the power of point
    if 0 < point <= 21:
        if exponent >= 0:
            return sign + digits + "0" * exponent
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    fraction = "." + digits[1:] if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{fraction}e{point - 1:+d}"


def exact(token):
    """The exact value of a decimal as (negative, significant digits, exponent), comparable with ==.

    Zero has no digits and the exponent 0.
    """
    sign, whole, fraction, exponent_sign, exponent = NUMBER.fullmatch(token).groups(default="")
    digits = (whole + fraction).lstrip("0")
    significant = digits.rstrip("0")
    if not significant:
        return (sign == "-", "", 0)
    exponent = exponent.lstrip("0") or "0"
    power = int(exponent) if len(exponent) <= 10 else FAR
    if exponent_sign == "-":
        power = -power
    return (sign == "-", significant, power - len(fraction) + len(digits) - len(significant))


def canonical_number(token):
    """Return the canonical form, or None beyond the range of a double, and whether it is lossless."""
    value = float(token)
    if value in (float("inf"), float("-inf")):
        return None, False
    text = ecmascript(value)
    return text, exact(text) == exact(token)
