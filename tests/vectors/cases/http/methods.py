"""Methods: compared byte for byte, and judged where they are set."""

from ..common import STRANGER
from .builder import BODY, AdmissionVectors, length, signature

METHODS = [b"GET", b"HEAD", b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS", b"TRACE", b"QUERY"]


def vectors():
    out = AdmissionVectors("Methods of requests, and those whose requests may come without a signature.")
    every(out)
    unsigned(out)
    names(out)
    return out


def every(out):
    for method in METHODS:
        name = method.decode().lower()
        out.verified(f"method-{name}", "signed, with a body", method=method)
        out.verified(
            f"method-{name}-empty", "signed, without a body", method=method, body=b"", headers=[signature(b"")]
        )
        out.refused(
            f"method-{name}-unsigned",
            "no method lets anyone in",
            "missing_signature",
            reads=False,
            unread=False,
            method=method,
            headers=[],
        )
        out.refused(
            f"method-{name}-stranger",
            "signed by a stranger",
            "signature_mismatch",
            reads=True,
            unread=False,
            method=method,
            headers=[signature(key=STRANGER), length(len(BODY))],
        )


def unsigned(out):
    get = [("unsigned_method", b"GET")]
    out.unverified("unsigned-get", "as it was asked for", "unsigned_method", method=b"GET", headers=[], endpoint=get)
    out.unverified(
        "unsigned-get-body",
        "its body stays where it is",
        "unsigned_method",
        method=b"GET",
        headers=[length(len(BODY))],
        endpoint=get,
    )
    out.unverified(
        "unsigned-get-huge",
        "no limit applies to what is not read",
        "unsigned_method",
        method=b"GET",
        headers=[length(1 << 40)],
        endpoint=get,
    )
    out.verified("unsigned-get-signed", "a signature is verified all the same", method=b"GET", endpoint=get)
    out.refused(
        "unsigned-get-malformed",
        "a malformed one is no missing one",
        "malformed_signature",
        reads=False,
        unread=False,
        method=b"GET",
        headers=[(b"x-inngest-signature", b"")],
        endpoint=get,
    )
    for method in [b"POST", b"HEAD", b"get", b"Get", b"GET ", b" GET", b"GETX", b"", b"\xc7\x82ET"]:
        name = method.decode().replace(" ", "_") or "empty"
        name = "".join(letter if letter.isascii() else "x" for letter in name)
        out.refused(
            f"unsigned-get-not-{name}",
            "another method",
            "missing_signature",
            reads=False,
            unread=False,
            method=method,
            headers=[],
            endpoint=get,
        )
    several = [("unsigned_method", method) for method in (b"GET", b"HEAD", b"QUERY")]
    for method in [b"GET", b"HEAD", b"QUERY"]:
        out.unverified(
            f"unsigned-several-{method.decode().lower()}",
            "one of several",
            "unsigned_method",
            method=method,
            headers=[],
            endpoint=several,
        )
    out.refused(
        "unsigned-several-post",
        "none of several",
        "missing_signature",
        reads=False,
        unread=False,
        headers=[],
        endpoint=several,
    )
    sync = [("unsigned_sync", b"1")]
    out.unverified("unsigned-sync", "a sync, as asked for", "unsigned_sync", method=b"PUT", headers=[], endpoint=sync)
    out.unverified(
        "unsigned-sync-setting",
        "as the settings say",
        "unsigned_sync",
        method=b"PUT",
        headers=[],
        vars={"INNGEST_ENABLE_UNAUTHED_SYNC": b"1"},
    )
    out.unverified(
        "unsigned-sync-and-method",
        "the method is asked first",
        "unsigned_method",
        method=b"PUT",
        headers=[],
        endpoint=[*sync, ("unsigned_method", b"PUT")],
    )
    out.verified("unsigned-sync-signed", "a signature is verified all the same", method=b"PUT", endpoint=sync)
    for method in [b"put", b"POST", b"PATCH", b"PUTS", b"PUT "]:
        out.refused(
            f"unsigned-sync-not-{method.decode().replace(' ', '_')}",
            "another method",
            "missing_signature",
            reads=False,
            unread=False,
            method=method,
            headers=[],
            endpoint=sync,
        )


def names(out):
    for id, method in [
        ("lower", b"get"),
        ("capitalized", b"Get"),
        ("one-lower", b"GEt"),
        ("empty", b""),
        ("space", b" "),
        ("space-behind", b"GET "),
        ("space-before", b" GET"),
        ("two", b"GET HEAD"),
        ("comma", b"GET,HEAD"),
        ("colon", b"GET:"),
        ("slash", b"GET/"),
        ("quoted", b'"GET"'),
        ("line-feed", b"GET\n"),
        ("nul", b"GET\0"),
        ("accent", "G\u00c9T".encode()),
        ("full-width", "\uff27ET".encode()),
        ("delete", b"GET\x7f"),
        ("parenthesis", b"GET("),
    ]:
        out.fails(
            f"option-{id}",
            "found out where it is set",
            "invalid_argument",
            method=b"GET",
            endpoint=[("unsigned_method", method)],
        )
    out.fails(
        "option-second",
        "one of two is no method",
        "invalid_argument",
        endpoint=[("unsigned_method", b"GET"), ("unsigned_method", b"post")],
    )
    out.fails(
        "option-without-key",
        "whatever else is wrong",
        "invalid_argument",
        keys=[],
        endpoint=[("unsigned_method", b"get")],
    )
    for id, method in [("marks", b"!#$%&'*+-.^_`|~"), ("digits", b"V2"), ("hyphen", b"M-SEARCH")]:
        out.unverified(
            f"option-token-{id}",
            "a token of RFC 9110 without lower-case letters",
            "unsigned_method",
            method=method,
            headers=[],
            endpoint=[("unsigned_method", method)],
        )
