"""Where a credential may be sent."""

from .builder import AppVectors

API = b"https://api.inngest.com"


def vectors():
    out = AppVectors(
        "Whether a credential for an origin may be sent to a URL: only if no reader could see another host in it."
    )
    origins(out)
    return out


def origins(out):
    for id, url in [
        ("same", API),
        ("slash", API + b"/"),
        ("path", API + b"/v1/runs/01/actions?x=https://evil.example#y"),
        ("query", API + b"?x"),
        ("fragment", API + b"#x"),
        ("case", b"HTTPS://API.Inngest.COM/v1"),
        ("port", b"https://api.inngest.com:443/v1"),
        ("at-in-path", API + b"/@evil.example"),
    ]:
        out.may_send_to(f"origin-{id}", "the same origin", API, url, "yes")
    for id, url in [
        ("http", b"http://api.inngest.com/v1"),
        ("other-port", b"https://api.inngest.com:444/v1"),
        ("http-port", b"http://api.inngest.com:443/v1"),
        ("sub", b"https://x.api.inngest.com/"),
        ("super", b"https://inngest.com/"),
        ("longer", b"https://api.inngest.com.evil.example/"),
        ("prefix", b"https://evil-api.inngest.com/"),
        ("user", b"https://api.inngest.com@evil.example/"),
        ("user-empty", b"https://@api.inngest.com/"),
        ("password", b"https://api.inngest.com:443@evil.example/"),
        ("backslash", b"https://api.inngest.com\\@evil.example/"),
        ("backslashes", b"https:\\\\api.inngest.com/"),
        ("encoded-host", b"https://api%2einngest.com/"),
        ("encoded-slash", b"https://api.inngest.com%2f.evil.example/"),
        ("tab", b"https://api.inngest.com\t.evil.example/"),
        ("newline", b"https://api.inngest.com/\n"),
        ("space-in-front", b" https://api.inngest.com/"),
        ("nul", b"https://api.inngest.com\0.evil.example/"),
        ("dot", b"https://api.inngest.com./"),
        ("wide", "https://api.inngest\uff0ecom/".encode()),
        ("cyrillic", "https://\u0430pi.inngest.com/".encode()),
        ("relative", b"/v1/runs"),
        ("no-scheme", b"//api.inngest.com/"),
        ("no-slashes", b"https:api.inngest.com/"),
        ("three-slashes", b"https:///api.inngest.com/"),
        ("scheme", b"javascript://api.inngest.com/"),
        ("wss", b"wss://api.inngest.com/"),
        ("brackets", b"https://[api.inngest.com]/"),
        ("bracket-behind", b"https://api.inngest.com]/"),
        ("empty", b""),
    ]:
        out.may_send_to(f"origin-not-{id}", "another origin, or none", API, url, "no")
    self_hosted = b"http://[::1]:8288"
    for id, origin, url, allowed in [
        ("v6", self_hosted, b"http://[0:0:0:0:0:0:0:1]:8288/x", "yes"),
        ("v6-case", b"https://[2001:DB8::A]", b"https://[2001:db8:0::a]/x", "yes"),
        ("v6-mapped", b"http://[::ffff:127.0.0.1]", b"http://[::ffff:7f00:1]/", "yes"),
        ("v6-not-v4", b"http://[::ffff:127.0.0.1]", b"http://127.0.0.1/", "no"),
        ("v6-port", self_hosted, b"http://[::1]/", "no"),
        ("v4", b"http://127.0.0.1:8288", b"http://127.0.0.1:8288/fn/register", "yes"),
        ("v4-not-name", b"http://127.0.0.1:8288", b"http://localhost:8288/", "no"),
        ("v4-short", b"http://127.0.0.1", b"http://127.1/", "no"),
        ("default-port", b"http://inngest.internal:80", b"http://inngest.internal/", "yes"),
        ("underscore", b"http://inngest_server:8288", b"http://INNGEST_server:8288/", "yes"),
        ("name-with-digits", b"https://1.example", b"https://1.example/", "yes"),
        ("label-hex", b"https://face.cafe", b"https://face.cafe/", "yes"),
        ("longest-host", b"https://" + b"a." * 126 + b"a", b"https://" + b"a." * 126 + b"A", "yes"),
        ("dot", b"https://api.example.", b"https://API.example./x", "yes"),
        ("dot-missing", b"https://api.example.", b"https://api.example/x", "no"),
        ("base-path", b"https://api.example/inngest", b"https://api.example/other", "yes"),
    ]:
        out.may_send_to(f"origin-{id}", "one host, one form", origin, url, allowed)
    for id, origin in [
        ("too-long", b"https://" + b"a." * 126 + b"aa"),
        ("user", b"https://a@b.example"),
        ("empty", b""),
        ("v4-overflow", b"http://256.0.0.1"),
        ("v4-five", b"http://1.2.3.4.5"),
        ("v6-v4-zero", b"http://[::ffff:127.0.0.01]"),
        ("v6-empty", b"http://[]"),
        ("v6-text-behind", b"http://[::1]x:80"),
        ("port-sign", b"http://a.example:+80"),
        ("port-letters", b"http://a.example:8o"),
        ("port-two", b"http://a.example:80:80"),
        ("port-long", b"http://a.example:000080"),
    ]:
        out.bad_origin(f"origin-malformed-{id}", "no origin", origin)
    return out
