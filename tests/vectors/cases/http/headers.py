"""Which headers matter, and how they are found."""

from ..builder import NOW
from ..common import STRANGER
from .builder import BODY, KIND, LENGTH, NAME, AdmissionVectors, length, signature

VALUE = signature()[1]
CLEAR = length(len(BODY))


def vectors():
    out = AdmissionVectors(
        "Headers of a request: five names matter, in any case of their letters, wherever they stand. No other header"
        " changes anything, whatever it holds."
    )
    names(out)
    order(out)
    repeated(out)
    foreign(out)
    kinds(out)
    values(out)
    return out


def names(out):
    for id, name in [
        ("canonical", NAME),
        ("lower", NAME.lower()),
        ("upper", NAME.upper()),
        ("mixed", b"x-INNGEST-sIgNaTuRe"),
        ("ends", b"X-inngest-signaturE"),
    ]:
        out.verified(f"name-{id}", "the signature is found in any case", headers=[(name, VALUE), CLEAR])
    for id, name in [
        ("underscores", b"X_Inngest_Signature"),
        ("cgi", b"HTTP_X_INNGEST_SIGNATURE"),
        ("space-behind", NAME + b" "),
        ("space-before", b" " + NAME),
        ("colon", NAME + b":"),
        ("shorter", NAME[:-1]),
        ("longer", NAME + b"s"),
        ("kelvin", "X-Inngest-\u017fignature".encode()),
        ("nul", NAME + b"\0"),
        ("empty", b""),
        ("hyphen", b"X-Inngest\xe2\x80\x91Signature"),
    ]:
        out.refused(
            f"name-not-{id}",
            "another name is another header",
            "missing_signature",
            reads=False,
            unread=True,
            headers=[(name, VALUE), CLEAR],
        )


def order(out):
    others = [(b"Host", b"app.example"), (b"Accept", b"*/*"), (b"Via", b"1.1 proxy"), (b"Cookie", b"a=b")]
    for at in range(len(others) + 1):
        headers = [*others[:at], signature(), *others[at:], CLEAR]
        out.verified(f"order-{at}", "wherever the signature stands", headers=headers)
    out.verified("order-length-first", "the length may come first", headers=[CLEAR, signature()])
    many = [(b"X-Other-%d" % number, b"x") for number in range(200)]
    out.verified("order-many", "the signature behind 200 other headers", headers=[*many, signature(), CLEAR])


def repeated(out):
    for id, headers in [
        ("same", [signature(), signature()]),
        ("other-case", [signature(), (NAME.lower(), VALUE)]),
        ("apart", [signature(), (b"Host", b"a"), signature()]),
        ("stranger-behind", [signature(), signature(key=STRANGER)]),
        ("stranger-before", [signature(key=STRANGER), signature()]),
        ("empty-behind", [signature(), (NAME, b"")]),
        ("empty-before", [(NAME, b""), signature()]),
        ("three", [signature()] * 3),
        ("malformed", [(NAME, b"junk"), (NAME, b"junk")]),
        ("joined", [(NAME, VALUE + b", " + VALUE)]),
        ("joined-tight", [(NAME, VALUE + b"," + VALUE)]),
    ]:
        out.refused(
            f"repeated-{id}",
            "two signatures are none",
            "malformed_signature",
            reads=False,
            unread=True,
            headers=[*headers, CLEAR],
        )


def foreign(out):
    for id, header in [
        ("empty", (b"", b"")),
        ("binary", (b"X-Other", bytes(range(256)))),
        ("binary-name", (b"\xff\xfe", b"x")),
        ("long", (b"X-Other", b"x" * 10000)),
        ("authorization", (b"Authorization", b"Bearer nothing")),
        ("signature-inside", (b"X-Other", b"X-Inngest-Signature: " + VALUE)),
        ("line-feeds", (b"X-Other", b"a\r\nX-Inngest-Signature: t=0&s=0")),
        ("method-override", (b"X-HTTP-Method-Override", b"PUT")),
        ("content-type", (b"Content-Type", b"text/event-stream")),
        ("content-encoding", (b"Content-Encoding", b"gzip")),
        ("expect", (b"Expect", b"100-continue")),
        ("trailer", (b"Trailer", NAME)),
        ("websocket", (b"Upgrade", b"websocket")),
    ]:
        out.verified(f"foreign-{id}", "changes nothing", headers=[header, signature(), CLEAR, header])
    out.refused(
        "foreign-override-sync",
        "a method in a header is no method",
        "missing_signature",
        reads=False,
        unread=False,
        headers=[(b"X-HTTP-Method-Override", b"PUT")],
        endpoint=[("unsigned_sync", b"1")],
    )


def kinds(out):
    for id, kind, warning in [
        ("dev", b"dev", "dev_server_in_cloud_mode"),
        ("cloud", b"cloud", None),
        ("case", b"Dev", None),
        ("unknown", b"other", None),
        ("space", b"dev ", None),
        ("empty", b"", None),
        ("binary", b"dev\xff", None),
        ("long", b"dev" * 11, None),
        ("joined", b"dev, dev", None),
    ]:
        out.verified(
            f"kind-{id}", "a claim changes no verdict", headers=[signature(), CLEAR, (KIND, kind)], warning=warning
        )
    for id, kinds in [
        ("twice", [b"dev", b"dev"]),
        ("dev-and-cloud", [b"dev", b"cloud"]),
        ("dev-and-empty", [b"dev", b""]),
    ]:
        headers = [signature(), CLEAR, *[(KIND, kind) for kind in kinds]]
        out.verified(f"kind-{id}", "two claims are none", headers=headers)
    out.refused(
        "kind-refused",
        "a refused request has its warning, too",
        "missing_signature",
        reads=False,
        unread=False,
        headers=[(KIND.upper(), b"dev")],
        warning="dev_server_in_cloud_mode",
    )
    out.unverified(
        "kind-cloud-in-dev",
        "the platform calls an app in dev mode",
        "dev",
        mode=b"dev",
        headers=[(KIND, b"cloud")],
        warning="cloud_server_in_dev_mode",
    )
    out.verified(
        "kind-cloud-in-dev-signed",
        "signed or not",
        mode=b"dev",
        headers=[(KIND, b"cloud"), signature(), CLEAR],
        warning="cloud_server_in_dev_mode",
    )


def values(out):
    mac = VALUE.partition(b"&s=")[2]
    for id, value in [
        ("empty", b""),
        ("space", b" "),
        ("space-before", b" " + VALUE),
        ("space-behind", VALUE + b" "),
        ("tab-behind", VALUE + b"\t"),
        ("line-feed-behind", VALUE + b"\n"),
        ("nul-behind", VALUE + b"\0"),
        ("quoted", b'"' + VALUE + b'"'),
        ("upper-mac", b"t=%d&s=" % NOW + mac.upper()),
        ("short-mac", VALUE[:-1]),
        ("long-mac", VALUE + b"0"),
        ("swapped", b"s=" + mac + b"&t=%d" % NOW),
        ("no-t", b"s=" + mac),
        ("no-s", b"t=%d" % NOW),
        ("sign", b"t=+%d&s=" % NOW + mac),
        ("leading-zero", b"t=0%d&s=" % NOW + mac),
        ("twenty-digits", b"t=" + b"1" * 20 + b"&s=" + mac),
        ("other-field", VALUE + b"&v=1"),
        ("binary", b"\xff" * 80),
        ("number", b"1700000000"),
    ]:
        out.refused(
            f"value-{id}",
            "decided before the body is read",
            "malformed_signature",
            reads=False,
            unread=True,
            headers=[(NAME, value), CLEAR],
        )
    out.refused(
        "value-malformed-no-body",
        "no body was announced",
        "malformed_signature",
        reads=False,
        unread=False,
        method=b"GET",
        headers=[(NAME, b"junk")],
    )
    out.refused(
        "value-malformed-empty-body",
        "nothing is left unread of an empty body",
        "malformed_signature",
        reads=False,
        unread=False,
        headers=[(NAME, b"junk"), (LENGTH, b"0")],
    )
