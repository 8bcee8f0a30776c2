"""Who sends a request to an endpoint."""

from ..builder import NOW
from ..common import CANONICAL, FALLBACK, PRIMARY, REWRITTEN, STRANGER, signed
from .builder import AppVectors

NAME = b"X-Inngest-Signature"
KIND = b"X-Inngest-Server-Kind"
METHODS = [b"GET", b"PUT", b"POST", b"PATCH", b"OPTIONS", b"DELETE", b"HEAD"]


def vectors():
    out = AppVectors(
        "Endpoints: every request is signed, whatever its method; a signature that is there is always verified."
        " Unverified answers say why nothing was proved."
    )
    cloud(out)
    opt_ins(out)
    dev(out)
    header_names(out)
    warnings(out)
    return out


def signature(body=b"", key=PRIMARY, t=NOW):
    return [(NAME, signed(key, body, t))]


def cloud(out):
    for method in METHODS:
        name = method.decode().lower()
        out.authenticate(f"endpoint-{name}-signed", "signed", (0, "raw"), method=method, headers=signature())
        out.authenticate(f"endpoint-{name}-unsigned", "unsigned", method=method, error="missing_signature")
        out.authenticate(
            f"endpoint-{name}-stranger",
            "signed by a stranger",
            method=method,
            headers=signature(key=STRANGER),
            error="signature_mismatch",
        )
    both = [PRIMARY, FALLBACK]
    out.authenticate(
        "endpoint-fallback", "a fallback", (1, "raw"), keys=both, body=CANONICAL, headers=signature(CANONICAL, FALLBACK)
    )
    out.authenticate(
        "endpoint-canonical",
        "the canonical form, as with syncs",
        (0, "canonical"),
        method=b"PUT",
        body=REWRITTEN,
        headers=signature(CANONICAL),
    )
    out.authenticate(
        "endpoint-get-body",
        "a GET with a body",
        (0, "raw"),
        method=b"GET",
        body=CANONICAL,
        headers=signature(CANONICAL),
    )
    out.authenticate("endpoint-expired", "old", headers=signature(t=NOW - 301), error="expired")
    out.authenticate("endpoint-ahead", "ahead", headers=signature(t=NOW + 301), error="not_yet_valid")
    out.authenticate("endpoint-window", "another window", headers=signature(t=NOW - 11), past=10, error="expired")
    out.authenticate("endpoint-window-border", "its border", (0, "raw"), headers=signature(t=NOW - 10), past=10)
    out.authenticate(
        "endpoint-empty-header", "an empty header is there", headers=[(NAME, b"")], error="malformed_signature"
    )
    out.authenticate("endpoint-no-keys", "no key", keys=[None, b" "], headers=signature(), error="missing_signing_key")
    out.authenticate(
        "endpoint-no-keys-unsigned", "no key comes before no signature", keys=[], error="missing_signing_key"
    )
    out.authenticate(
        "endpoint-bad-key", "a malformed key", keys=[b"123"], headers=signature(), error="odd_key_length"
    )
    out.authenticate("endpoint-bad-key-unsigned", "before no signature", keys=[PRIMARY, b"xyz"], error="non_hex_key")


def opt_ins(out):
    get, sync = [b"GET"], 1
    out.authenticate("endpoint-unsigned-get", "asked for", "unsigned_method", method=b"GET", unsigned=get)
    out.authenticate(
        "endpoint-unsigned-get-signed",
        "a signature is verified all the same",
        (0, "raw"),
        method=b"GET",
        unsigned=get,
        headers=signature(),
    )
    out.authenticate(
        "endpoint-unsigned-get-stranger",
        "and may fail",
        method=b"GET",
        unsigned=get,
        headers=signature(key=STRANGER),
        error="signature_mismatch",
    )
    out.authenticate(
        "endpoint-unsigned-get-old",
        "in every way",
        method=b"GET",
        unsigned=get,
        headers=signature(t=1),
        error="expired",
    )
    out.authenticate(
        "endpoint-unsigned-get-empty",
        "an empty header is no missing one",
        method=b"GET",
        unsigned=get,
        headers=[(NAME, b"")],
        error="malformed_signature",
    )
    out.authenticate(
        "endpoint-unsigned-get-repeated",
        "nor are two",
        method=b"GET",
        unsigned=get,
        headers=[(NAME, b"")] * 2,
        error="malformed_signature",
    )
    for method in [b"POST", b"HEAD", b"get", b"GET ", b"", b"GETX"]:
        name = method.decode().replace(" ", "-space") or "empty"
        out.authenticate(
            f"endpoint-unsigned-get-not-{name}",
            "another method",
            method=method,
            unsigned=get,
            error="missing_signature",
        )
    out.authenticate(
        "endpoint-unsigned-two", "two methods", "unsigned_method", method=b"HEAD", unsigned=[b"GET", b"HEAD"]
    )
    out.authenticate("endpoint-unsigned-put", "PUT as a method", "unsigned_method", method=b"PUT", unsigned=[b"PUT"])
    out.authenticate(
        "endpoint-unsigned-get-no-key",
        "no key is a fault all the same",
        method=b"GET",
        unsigned=get,
        keys=[b""],
        error="missing_signing_key",
    )
    out.authenticate("endpoint-sync", "asked for", "unsigned_sync", method=b"PUT", allow_sync=sync)
    out.authenticate(
        "endpoint-sync-signed",
        "a signature is verified all the same",
        (0, "raw"),
        method=b"PUT",
        allow_sync=sync,
        headers=signature(),
    )
    out.authenticate(
        "endpoint-sync-stranger",
        "and may fail",
        method=b"PUT",
        allow_sync=sync,
        headers=signature(key=STRANGER),
        error="signature_mismatch",
    )
    for method in [b"POST", b"GET", b"put", b"PATCH"]:
        out.authenticate(
            f"endpoint-sync-not-{method.decode()}",
            "another method",
            method=method,
            allow_sync=sync,
            error="missing_signature",
        )
    out.authenticate(
        "endpoint-sync-no-key",
        "no key is a fault all the same",
        method=b"PUT",
        allow_sync=sync,
        keys=[],
        error="missing_signing_key",
    )


def dev(out):
    for method in METHODS:
        out.authenticate(
            f"endpoint-dev-{method.decode().lower()}", "nothing is signed", "dev", mode="dev", method=method
        )
    out.authenticate("endpoint-dev-no-key", "no key is needed", "dev", mode="dev", keys=[None])
    out.authenticate("endpoint-dev-bad-key", "nor does a malformed one matter", "dev", mode="dev", keys=[b"test"])
    out.authenticate("endpoint-dev-signed", "a signature is verified", (0, "raw"), mode="dev", headers=signature())
    out.authenticate(
        "endpoint-dev-stranger", "and may fail", mode="dev", headers=signature(key=STRANGER), error="signature_mismatch"
    )
    out.authenticate("endpoint-dev-old", "in every way", mode="dev", headers=signature(t=NOW - 301), error="expired")
    out.authenticate(
        "endpoint-dev-malformed", "in every way", mode="dev", headers=[(NAME, b"junk")], error="malformed_signature"
    )
    out.authenticate(
        "endpoint-dev-signed-no-key",
        "without a key there is nothing to verify it with",
        "dev_without_key",
        mode="dev",
        keys=[b" "],
        headers=signature(),
    )
    out.authenticate(
        "endpoint-dev-malformed-no-key",
        "whatever it looks like",
        "dev_without_key",
        mode="dev",
        keys=[],
        headers=[(NAME, b"junk")] * 2,
    )
    out.authenticate(
        "endpoint-dev-signed-bad-key",
        "a malformed key is not a missing one",
        mode="dev",
        keys=[b"test"],
        headers=signature(),
        error="non_hex_key",
    )


def header_names(out):
    value = signed(PRIMARY, b"", NOW)
    for id, name in [("lower", NAME.lower()), ("upper", NAME.upper()), ("mixed", b"x-INNGEST-sIgnature")]:
        out.authenticate(
            f"endpoint-name-{id}", "in any case", (0, "raw"), headers=[(b"Host", b"a"), (name, value), (b"Via", b"b")]
        )
    for id, name in [
        ("underscore", NAME.replace(b"-", b"_")),
        ("space", NAME + b" "),
        ("prefix", NAME[:-1]),
        ("longer", NAME + b"s"),
        ("cgi", b"HTTP_X_INNGEST_SIGNATURE"),
        ("empty", b""),
    ]:
        out.authenticate(
            f"endpoint-name-not-{id}", "another header", headers=[(name, value)], error="missing_signature"
        )
    out.authenticate("endpoint-repeated", "the same twice", headers=[(NAME, value)] * 2, error="malformed_signature")
    out.authenticate(
        "endpoint-repeated-case",
        "in two cases",
        headers=[(NAME, value), (NAME.lower(), value)],
        error="malformed_signature",
    )
    out.authenticate(
        "endpoint-repeated-stranger",
        "a good one and another",
        headers=[(NAME, value), *signature(key=STRANGER)],
        error="malformed_signature",
    )
    out.authenticate(
        "endpoint-repeated-empty",
        "a good one and an empty one",
        headers=[(NAME, value), (NAME, b"")],
        error="malformed_signature",
    )
    out.authenticate("endpoint-repeated-three", "three", headers=[(NAME, value)] * 3, error="malformed_signature")
    out.authenticate(
        "endpoint-joined", "joined by a proxy", headers=[(NAME, value + b", " + value)], error="malformed_signature"
    )


def warnings(out):
    from_dev, from_cloud = [(KIND, b"dev")], [(KIND.lower(), b"cloud")]
    out.authenticate("endpoint-kind-agrees", "cloud calls cloud", (0, "raw"), headers=signature() + from_cloud)
    out.authenticate(
        "endpoint-kind-dev-in-cloud",
        "no weaker check, but a warning",
        (0, "raw"),
        headers=signature() + from_dev,
        warning="dev_server_in_cloud_mode",
    )
    out.authenticate(
        "endpoint-kind-dev-in-cloud-unsigned", "no weaker check", headers=from_dev, error="missing_signature"
    )
    out.authenticate(
        "endpoint-kind-dev-in-cloud-stranger",
        "no weaker check",
        headers=signature(key=STRANGER) + from_dev,
        error="signature_mismatch",
    )
    out.authenticate(
        "endpoint-kind-dev-in-cloud-get",
        "with an opt-in",
        "unsigned_method",
        method=b"GET",
        unsigned=[b"GET"],
        headers=from_dev,
        warning="dev_server_in_cloud_mode",
    )
    out.authenticate(
        "endpoint-kind-cloud-in-dev",
        "a warning",
        "dev",
        mode="dev",
        headers=from_cloud,
        warning="cloud_server_in_dev_mode",
    )
    out.authenticate(
        "endpoint-kind-cloud-in-dev-signed",
        "a warning",
        (0, "raw"),
        mode="dev",
        headers=signature() + from_cloud,
        warning="cloud_server_in_dev_mode",
    )
    out.authenticate("endpoint-kind-dev-agrees", "dev calls dev", "dev", mode="dev", headers=from_dev)
    for id, kind in [
        ("unknown", b"other"),
        ("case", b"DEV"),
        ("space", b" dev"),
        ("empty", b""),
        ("binary", b"\xff"),
        ("long", b"d" * 33),
    ]:
        out.authenticate(
            f"endpoint-kind-{id}", "a kind that nobody knows", (0, "raw"), headers=signature() + [(KIND, kind)]
        )
    out.authenticate("endpoint-kind-twice", "two kinds are none", (0, "raw"), headers=signature() + from_dev + from_dev)
