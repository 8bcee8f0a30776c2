"""Proof of the reference against data that others have published; run before vectors are written."""

import json
import os
import struct
from pathlib import Path

from . import secretbox
from .canonical import canonicalize
from .numbers import ecmascript

# RFC 8785, appendix B, but for the rows that are no JSON numbers (NaN and infinity).
APPENDIX_B = [
    ("0000000000000000", "0"),
    ("8000000000000000", "0"),
    ("0000000000000001", "5e-324"),
    ("8000000000000001", "-5e-324"),
    ("7fefffffffffffff", "1.7976931348623157e+308"),
    ("ffefffffffffffff", "-1.7976931348623157e+308"),
    ("4340000000000000", "9007199254740992"),
    ("c340000000000000", "-9007199254740992"),
    ("4430000000000000", "295147905179352830000"),
    ("44b52d02c7e14af5", "9.999999999999997e+22"),
    ("44b52d02c7e14af6", "1e+23"),
    ("44b52d02c7e14af7", "1.0000000000000001e+23"),
    ("444b1ae4d6e2ef4e", "999999999999999700000"),
    ("444b1ae4d6e2ef4f", "999999999999999900000"),
    ("444b1ae4d6e2ef50", "1e+21"),
    ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
    ("3eb0c6f7a0b5ed8d", "0.000001"),
    ("41b3de4355555553", "333333333.3333332"),
    ("41b3de4355555554", "333333333.33333325"),
    ("41b3de4355555555", "333333333.3333333"),
    ("41b3de4355555556", "333333333.3333334"),
    ("41b3de4355555557", "333333333.33333343"),
    ("becbf647612f3696", "-0.0000033333333333333333"),
    ("43143ff3c1cb0959", "1424953923781206.2"),
]

# D. J. Bernstein, "Cryptography in NaCl" (2009): key, nonce, message, and tag with ciphertext.
NACL_EXAMPLE = """
    1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389
    69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37
    be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c6129\
6cdc3c01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde\
048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705
    f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186a\
c0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae\
90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74\
e355a5
"""

JCS_DOCUMENTS = ("arrays", "french", "structures", "unicode", "values", "weird")


class Unproven(Exception):
    """The reference does not reproduce published data."""


def check_secretbox():
    key, nonce, message, published = map(bytes.fromhex, NACL_EXAMPLE.split())
    if secretbox.seal(key, nonce, message) != published:
        raise Unproven("the published example of NaCl")


def check_numbers():
    for bits, published in APPENDIX_B:
        value = struct.unpack(">d", bytes.fromhex(bits))[0]
        if ecmascript(value) != published:
            raise Unproven(f"RFC 8785 appendix B, {bits}: {ecmascript(value)}, not {published}")


def jcs_folder():
    """Where the documents of RFC 8785's authors are: $SIGNKEY_JCS, or beside the repository."""
    beside = Path(__file__).resolve().parents[4] / "shared" / "jcs"
    return Path(os.environ.get("SIGNKEY_JCS", beside))


def jcs_documents():
    """Return [(name, input, output)] of the six published documents, or None without them."""
    folder = jcs_folder()
    if not folder.is_dir():
        return None
    return [
        (
            name,
            (folder / "input" / f"{name}.json").read_bytes(),
            (folder / "output" / f"{name}.json").read_bytes(),
        )
        for name in JCS_DOCUMENTS
    ]


def check_documents():
    """Check the six documents; return False if they are not there."""
    documents = jcs_documents()
    for name, given, published in documents or ():
        if canonicalize(given)[0] != published:
            raise Unproven(f"JCS document {name}")
    return documents is not None


def second_opinion(body, answer):
    """Hold an answer to `canonicalize` against the standard library's JSON parser.

    That parser is laxer in what it accepts, but knows the same grammar: what was refused as
    `invalid_json` it refuses, and a canonical form means to it what the body meant.
    """
    if answer == ("error", "invalid_json"):
        try:
            parse(body)
        except ValueError:
            return
        raise Unproven(f"json accepts {body[:80]!r}")
    if answer[0] == "ok" and parse(body) != parse(answer[1]):
        raise Unproven(f"json reads another value from the canonical form of {body[:80]!r}")


def parse(text):
    return json.loads(text.decode("utf-8"), parse_int=float, parse_constant=refuse_constant)


def refuse_constant(name):
    raise ValueError(f"{name} is no JSON")
