"""Parsing of one key, seen through its id."""

from .builder import SigningVectors


def vectors():
    out = SigningVectors(
        "Key texts: trimming, prefixes, digits, lengths, and each reason for a refusal in its order."
    )
    accepted(out)
    trimming(out)
    prefixes(out)
    digits(out)
    lengths(out)
    event_keys(out)
    return out


def accepted(out):
    out.key_id("key-prod", b"signkey-prod-12345678", "the common form")
    out.key_id("key-bare", b"12345678", "no prefix: the same id, for self-hosted servers")
    out.key_id("key-other-environment", b"signkey-test-12345678", "the prefix is no part of the id")
    out.key_id("key-branch", b"signkey-branch-12345678", "the key of the branch environments")
    out.key_id("key-one-byte", b"ab", "the shortest key")
    out.key_id("key-zero-byte", b"00", "a decoded zero byte is data, not an end")
    out.key_id("key-zeros", b"0" * 64, "a placeholder key is still a key")
    out.key_id("key-upper-case", b"signkey-prod-ABCDEF12", "upper case decodes to the same bytes")
    out.key_id("key-lower-case", b"signkey-prod-abcdef12", "the id of key-upper-case")
    out.key_id("key-mixed-case", b"signkey-prod-AbCdEf12", "the id of key-upper-case")
    out.key_id("key-all-digits-and-letters", b"0123456789abcdefABCDEF00", "every hexadecimal digit")


def trimming(out):
    for name, space in {"space": b" ", "tab": b"\t", "lf": b"\n", "ff": b"\f", "cr": b"\r"}.items():
        out.key_id(f"key-trim-{name}", space + b"12345678" + space, "ASCII white space goes")
    out.key_id("key-trim-crlf", b"signkey-prod-12345678\r\n", "as read from a file of lines")
    out.key_id("key-trim-run", b" \t\r\n\f 12345678 \f\n\r\t ", "all of it goes, in any order")
    for name, text, comment in [
        ("vt", b"\x0b12345678", "a vertical tab is not among the white space removed"),
        ("nul", b"12345678\x00", "a trailing NUL is a character"),
        ("nbsp", "12345678\u00a0".encode(), "white space beyond ASCII is not removed"),
        ("bom", "\ufeff12345678".encode(), "nor is a byte order mark"),
        ("inner-space", b"1234 5678", "white space inside is no digit"),
        ("inner-lf", b"1234\n5678", "nor is a line feed"),
        ("after-prefix", b"signkey-prod- 12345678", "white space behind the prefix is inside"),
        ("double-quotes", b'"12345678"', "quotes from a shell or an env file are characters"),
    ]:
        out.key_id(f"key-keep-{name}", text, comment, error="non_hex_key")
    out.key_id("key-empty", b"", "nothing", error="empty_key")
    out.key_id("key-blank", b" \t\n\f\r", "nothing but white space", error="empty_key")
    out.key_id("key-blank-vt", b"\x0b", "a vertical tab alone is not blank", error="non_hex_key")


def prefixes(out):
    for name, prefix, comment in [
        ("one-letter", b"signkey-x-", "the shortest"),
        ("digits", b"signkey-2-", "digits may form it"),
        ("underscore", b"signkey-_-", "so may underscores"),
        ("mixed", b"signkey-My_Env_42-", "and upper case"),
        ("hex-name", b"signkey-deadbeef-", "a name of hexadecimal digits is no key"),
        ("brand-name", b"signkey-signkey-", "the brand may be the name as well"),
    ]:
        out.key_id(f"key-prefix-{name}", prefix + b"12345678", comment)
    for name, text, comment in [
        ("brand-only", b"signkey-", "a name and a hyphen are missing"),
        ("no-second-hyphen", b"signkey-prod", "a hyphen is missing"),
        ("digits-only", b"signkey-12345678", "the digits are taken for a name"),
        ("no-name", b"signkey--12345678", "the name is empty"),
        ("dot", b"signkey-pr.od-12345678", "a dot is no letter, digit or underscore"),
        ("space", b"signkey-pr od-12345678", "nor is a space"),
        ("umlaut", "signkey-pr\u00f6d-12345678".encode(), "nor is a letter beyond ASCII"),
        ("nul", b"signkey-pr\x00d-12345678", "nor is NUL"),
        ("no-end-long", b"signkey-" + b"a" * 100, "malformed before too long"),
    ]:
        out.key_id(f"key-prefix-{name}", text, comment, error="malformed_key_prefix")
    out.key_id("key-prefix-alone", b"signkey-prod-", "no digits", error="empty_key")
    out.key_id("key-prefix-alone-lf", b"signkey-prod-\n", "no digits but a newline", error="empty_key")
    for name, text, comment in [
        ("upper-case", b"SIGNKEY-prod-12345678", "the brand is lower case"),
        ("brand-no-hyphen", b"signkey", "not the brand: the hyphen belongs to it"),
        ("underscores", b"signkey_prod_12345678", "hyphens, not underscores"),
        ("twice", b"signkey-prod-signkey-prod-12345678", "a prefix is read once"),
        ("two-names", b"signkey-prod-eu-12345678", "a name has no hyphen"),
        ("not-in-front", b"x-signkey-prod-12345678", "a prefix stands in front"),
        ("bearer", b"Bearer signkey-prod-12345678", "an Authorization value is no key"),
    ]:
        out.key_id(f"key-prefix-{name}", text, comment, error="non_hex_key")


def digits(out):
    for name, text, comment in [
        ("first", b"g2345678", "the first character"),
        ("last", b"1234567g", "the last character"),
        ("behind-prefix", b"signkey-prod-x2345678", "the first behind the prefix"),
        ("upper-g", b"1234567G", "upper case past F"),
        ("slash", b"1234567/", "the byte before 0"),
        ("colon", b"1234567:", "the byte after 9"),
        ("at", b"1234567@", "the byte before A"),
        ("backtick", b"1234567`", "the byte before a"),
        ("0x", b"0x123456", "no 0x"),
        ("plus", b"+1234567", "no sign"),
        ("base64", b"q83vEjRWeJo=", "base64 of a key"),
        ("full-width", "\uff11\uff12".encode(), "digits beyond ASCII"),
        ("nul", b"12\x0034", "NUL does not end the text"),
        ("odd", b"12345xg", "before the odd length is seen"),
        ("placeholder", b"<your signing key>", "a placeholder"),
    ]:
        out.key_id(f"key-digit-{name}", text, comment, error="non_hex_key")
    out.key_id("key-odd-one", b"a", "one digit", error="odd_key_length")
    out.key_id("key-odd-bare", b"123456789", "nine digits", error="odd_key_length")
    out.key_id("key-odd-prefixed", b"signkey-test-12345", "the prefix does not count", error="odd_key_length")
    out.key_id("key-odd-63", b"a" * 63, "a digit of a pasted key is lost", error="odd_key_length")


def lengths(out):
    out.key_id("key-512-bare", b"ab" * 256, "the longest key")
    out.key_id("key-512-prefixed", b"signkey-x-" + b"ab" * 251, "the limit counts the prefix")
    out.key_id("key-512-trimmed", b" " * 400 + b"ab" * 256 + b"\n" * 400, "and no white space around")
    out.key_id("key-513", b"a" * 513, "too long before odd", error="key_too_long")
    out.key_id("key-514-bare", b"ab" * 257, "one byte too many", error="key_too_long")
    out.key_id("key-514-prefixed", b"signkey-x-" + b"ab" * 252, "with its prefix", error="key_too_long")
    out.key_id("key-513-not-hex", b"z" * 513, "too long before not hexadecimal", error="key_too_long")
    out.key_id("key-513-prefix", b"signkey-" + b"-" * 505, "too long before malformed", error="key_too_long")
    name = b"n" * 55
    out.key_id("key-prefix-64", b"signkey-" + name + b"-12345678", "the longest prefix")
    for id, text, comment in [
        ("key-prefix-65", b"signkey-n" + name + b"-12345678", "one byte too many"),
        ("key-prefix-65-alone", b"signkey-n" + name + b"-", "too long before empty"),
        ("key-prefix-65-not-hex", b"signkey-n" + name + b"-xyz", "too long before not hexadecimal"),
    ]:
        out.key_id(id, text, comment, error="key_too_long")


def event_keys(out):
    hex24 = b"0123456789abcdef01234567"
    for name, text, comment in [
        ("typical", b"Hx8kq-NzVw_3tYpLm2RsJ9uGoXiKeZ7vQyTnWhUjPl0MsIgOkZrNxVtYwLpHuJqG", "base64url"),
        ("quarter", hex24 + b"ghijklmn", "32 characters, 8 of them not hexadecimal"),
        ("quarter-in-front", b"zyxwvuts" + hex24, "wherever they stand"),
        ("hyphens", hex24 + b"--------", "hyphens count as not hexadecimal"),
        ("underscores", hex24 + b"________", "so do underscores"),
        ("none-hex", b"n" * 32, "all of them"),
        ("odd-length", hex24 + b"ghijklmno", "33 characters, 9 of them"),
        ("trimmed", b" " + hex24 + b"ghijklmn\n", "white space around is gone before"),
        ("plus-slash", hex24 + b"ghijkl+/", "the other alphabet of base64"),
        ("padded", hex24 + b"ghijklmn=", "with padding"),
        ("padded-2", hex24 + b"ghijklmn==", "of one or two signs"),
        ("uuid", b"k23e4567-s89b-z2d3-y456-w26614174000", "36 characters, 9 of them, hyphens too"),
    ]:
        out.key_id(f"key-event-{name}", text, comment, error="event_key")
    for name, text, comment in [
        ("short", b"n" * 31, "31 characters are too few to tell"),
        ("under-quarter", hex24 + b"ghijklm7", "7 of 32 are a typing error"),
        ("under-quarter-33", hex24 + b"ghijklmn7", "8 of 33 are less than a quarter"),
        ("real-uuid", b"123e4567-e89b-12d3-a456-426614174000", "4 of 36"),
        ("dot", hex24 + b"ghijklm.", "a dot is not of the alphabet"),
        ("space", hex24 + b"ghijklm n", "nor is a space"),
        ("padding", hex24 + b"ghijklm=", "padding is no character of the key: 7 of 31"),
        ("padding-3", hex24 + b"ghijklmn===", "three signs are no padding"),
        ("padding-inside", hex24 + b"=ghijklmn", "nor is one within"),
        ("prefixed", b"signkey-prod-" + b"n" * 32, "a prefix makes it a signing key"),
    ]:
        out.key_id(f"key-not-event-{name}", text, comment, error="non_hex_key")
    out.key_id(
        "key-not-event-prefix", b"signkey-" + b"n" * 32, "the brand comes first", error="malformed_key_prefix"
    )
