"""Who sent a request: every verdict, and which comes first."""

from ..builder import NOW
from ..common import CANONICAL, FALLBACK, PRIMARY, REWRITTEN, STRANGER
from .builder import BODY, NAME, AdmissionVectors, length, signature

QUOTED_DEV = {"INNGEST_DEV": b'"0"'}
CLEAR = length(len(BODY))


def vectors():
    out = AdmissionVectors(
        "Verdicts on requests in their order: switches, the keys, the signature's presence and form, the body's size"
        " and framing, the MAC, the time."
    )
    keys(out)
    bodies(out)
    dev(out)
    switches(out)
    precedence(out)
    return out


def keys(out):
    out.verified("key-primary", "the primary key")
    out.verified("key-fallback", "the fallback", key=1, headers=[signature(key=FALLBACK)])
    out.verified("key-alone", "a primary key alone", keys=[PRIMARY])
    same = [PRIMARY, PRIMARY]
    out.verified("key-twice", "the first of two that are equal", keys=same)
    out.verified(
        "key-variables",
        "keys of the environment",
        settings=[(b"mode", b"cloud")],
        mode=None,
        vars={"INNGEST_SIGNING_KEY": PRIMARY, "INNGEST_SIGNING_KEY_FALLBACK": FALLBACK},
    )
    out.refused(
        "key-stranger", "another key", "signature_mismatch", reads=True, unread=False, headers=[signature(key=STRANGER)]
    )
    for id, given, code, header in [
        ("none", [], "missing_signing_key", True),
        ("none-unsigned", [], "missing_signing_key", False),
        ("odd", [b"signkey-prod-123"], "odd_key_length", True),
        ("odd-unsigned", [b"signkey-prod-123"], "odd_key_length", False),
        ("fallback", [PRIMARY, b"signkey-prod-12x4"], "non_hex_key", True),
        ("fallback-unsigned", [PRIMARY, b"signkey-prod-12x4"], "non_hex_key", False),
        ("first-of-two", [b"signkey-prod-", b"12x4"], "empty_key", True),
        ("event", [b"abcdefghijklmnopqrstuvwxyz012345"], "event_key", True),
        ("prefix", [b"signkey-prod"], "malformed_key_prefix", True),
        ("long", [b"a" * 514], "key_too_long", True),
    ]:
        out.refused(
            f"key-bad-{id}",
            "refused without a look at the body",
            code,
            reads=False,
            unread=True,
            keys=given,
            headers=[signature(), CLEAR] if header else [CLEAR],
        )
    for id, inputs in [
        ("method", {"method": b"GET", "endpoint": [("unsigned_method", b"GET")]}),
        ("sync", {"method": b"PUT", "endpoint": [("unsigned_sync", b"1")]}),
    ]:
        comment = "no key is a fault, even where nothing is verified"
        out.refused(
            f"key-none-{id}", comment, "missing_signing_key", reads=False, unread=False, keys=[], headers=[], **inputs
        )


def bodies(out):
    out.verified("body-canonical", "in another form", form="canonical", headers=[signature(CANONICAL)], body=REWRITTEN)
    out.verified(
        "body-canonical-fallback",
        "in another form, under the fallback",
        key=1,
        form="canonical",
        headers=[signature(CANONICAL, FALLBACK)],
        body=REWRITTEN,
    )
    out.verified("body-raw", "bytes that are no JSON", headers=[signature(b"\x00\xff")], body=b"\x00\xff")
    for id, body in [("changed", BODY[:-2] + b"x}"), ("cut", BODY[:-1]), ("longer", BODY + b"x"), ("empty", b"")]:
        out.refused(
            f"body-{id}",
            "another body",
            "signature_mismatch",
            reads=True,
            unread=False,
            headers=[signature()],
            body=body,
        )
    out.refused(
        "body-trimmed",
        "a request is not a response: no line feed is left out",
        "signature_mismatch",
        reads=True,
        unread=False,
        headers=[signature(b"text")],
        body=b"text\n",
    )


def dev(out):
    free = {"mode": b"dev", "headers": []}
    out.unverified("dev-post", "nothing is signed", "dev", **free)
    out.unverified("dev-put", "nothing is signed", "dev", method=b"PUT", **free)
    out.unverified("dev-no-key", "no key is needed", "dev", keys=[], **free)
    out.unverified("dev-bad-key", "a malformed key matters where one is needed", "dev", keys=[b"test"], **free)
    out.unverified(
        "dev-unsigned-method",
        "dev says more than an opt-in",
        "dev",
        method=b"GET",
        endpoint=[("unsigned_method", b"GET")],
        **free,
    )
    out.unverified("dev-huge", "no limit applies to what is not read", "dev", mode=b"dev", headers=[length(1 << 40)])
    out.unverified("dev-variable", "as the environment says", "dev", mode=None, vars={"INNGEST_DEV": b"1"}, headers=[])
    out.verified("dev-signed", "a signature is verified", mode=b"dev")
    out.refused(
        "dev-stranger",
        "and may fail",
        "signature_mismatch",
        reads=True,
        unread=False,
        mode=b"dev",
        headers=[signature(key=STRANGER)],
    )
    out.refused(
        "dev-malformed",
        "in every way",
        "malformed_signature",
        reads=False,
        unread=False,
        mode=b"dev",
        headers=[(NAME, b"")],
    )
    out.refused(
        "dev-large",
        "a body that is to be verified has its limit",
        "body_too_large",
        reads=False,
        unread=True,
        mode=b"dev",
        endpoint=[("max_body_size", b"1")],
    )
    for id, header in [("signed", signature()), ("malformed", (NAME, b"junk"))]:
        out.unverified(
            f"dev-no-key-{id}",
            "there is nothing to verify it with",
            "dev_without_key",
            mode=b"dev",
            keys=[],
            headers=[header, header, CLEAR],
        )
    out.refused(
        "dev-bad-key-signed",
        "a malformed key is not a missing one",
        "odd_key_length",
        reads=False,
        unread=True,
        mode=b"dev",
        keys=[b"signkey-prod-123"],
    )


def switches(out):
    for variable in ["INNGEST_DEV", "INNGEST_ENABLE_UNAUTHED_SYNC", "INNGEST_ALLOW_IN_BAND_SYNC"]:
        name = variable.removeprefix("INNGEST_").lower().replace("_", "-")
        for id, headers in [
            ("signed", [signature(), CLEAR]),
            ("unsigned", [CLEAR]),
            ("malformed", [(NAME, b""), CLEAR]),
        ]:
            out.refused(
                f"switch-{name}-{id}",
                "a switch that says nothing that is known refuses every request",
                "invalid_setting",
                reads=False,
                unread=True,
                mode=None,
                vars={variable: b'"0"'},
                headers=headers,
            )
    everything = [("unsigned_method", b"GET"), ("unsigned_sync", b"1")]
    for method in [b"GET", b"PUT"]:
        out.refused(
            f"switch-before-opt-in-{method.decode().lower()}",
            "whatever was allowed",
            "invalid_setting",
            reads=False,
            unread=False,
            mode=None,
            vars=QUOTED_DEV,
            method=method,
            headers=[],
            endpoint=everything,
        )
    out.refused(
        "switch-in-dev",
        "in dev mode, too",
        "invalid_setting",
        reads=False,
        unread=False,
        mode=b"dev",
        vars={"INNGEST_ENABLE_UNAUTHED_SYNC": b"maybe"},
        headers=[],
    )
    out.refused(
        "switch-before-keys",
        "before the keys",
        "invalid_setting",
        reads=False,
        unread=True,
        mode=None,
        keys=[],
        vars=QUOTED_DEV,
    )
    out.verified("switch-option-first", "an option goes before the variable", mode=b"cloud", vars=QUOTED_DEV)


def precedence(out):
    """Each case has every fault from its own on."""
    over = [("max_body_size", b"1")]
    bad = [b"signkey-prod-123"]
    malformed, late = [(NAME, b"junk"), CLEAR], {"now": NOW + 301}
    for id, code, reads, unread, inputs in [
        ("key-malformed", "odd_key_length", False, True, {"keys": bad, "headers": malformed}),
        ("key-missing", "odd_key_length", False, True, {"keys": bad, "headers": [CLEAR]}),
        ("key-large", "odd_key_length", False, True, {"keys": bad, "endpoint": over}),
        ("missing-large", "missing_signature", False, True, {"headers": [CLEAR], "endpoint": over}),
        ("malformed-large", "malformed_signature", False, True, {"headers": malformed, "endpoint": over}),
        ("large-old", "body_too_large", False, True, {"endpoint": over} | late),
        ("large-parsed", "body_too_large", True, True, {"headers": [signature()], "endpoint": over} | late),
        ("parsed-old", "body_unavailable", True, False, {"received": "parsed", "body": b""} | late),
        ("aborted-old", "body_incomplete", True, True, {"received": "aborted", "body": b""} | late),
        ("mismatch-old", "signature_mismatch", True, False, {"headers": [signature(key=STRANGER), CLEAR]} | late),
        ("old", "expired", True, False, late),
    ]:
        comment = "the first fault in the order decides"
        out.refused(f"first-{id}", comment, code, reads=reads, unread=unread, **inputs)
