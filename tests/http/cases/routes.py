"""A route is protected behind the router: what a router takes for it is protected, too."""

from http_runner.case import H1, case
from http_runner.expect import Admitted, NeverAdmitted, Refused
from http_runner.request import get, signed, unsigned


def spelled(slug, path, why="however it is spelled", **more):
    return case(slug, why, get(path), NeverAdmitted(), **more)


CASES = [
    spelled("upper-case", "/PLAIN/echo"),
    spelled("mixed-case", "/Plain/Echo"),
    spelled("double-slash", "/plain//echo"),
    spelled("double-slash-in-front", "//plain/echo"),
    spelled("slash-behind", "/plain/echo/"),
    spelled("escaped-letter", "/%70lain/echo"),
    spelled("escaped-slash", "/plain%2Fecho"),
    spelled("escaped-twice", "/%2570lain/echo"),
    spelled("dot", "/plain/./echo"),
    spelled("dots", "/open/../plain/echo"),
    spelled("escaped-dots", "/open/%2e%2e/plain/echo"),
    spelled("backslash", "/plain\\echo"),
    spelled("semicolon", "/plain/echo;x=1"),
    spelled("null-byte", "/plain/echo%00"),
    spelled("not-utf-8", "/plain/echo%ff"),
    spelled("absolute", "http://127.0.0.1/plain/echo", "in the absolute form", protocols=H1),
    spelled("from-an-open-route", "/open/../plain/status/200", "beside a route that is open"),
    case("plain-spelling", "a control of the above", get("/plain/echo"), Refused("missing_signature")),
    case("other-behaviour", "every path below the prefix is protected", get("/plain/no/such/path"), NeverAdmitted()),
    case("other-route", "a path of nobody", unsigned("/nowhere/echo"), NeverAdmitted()),
    case("signed-deep-path", "the handler's own path", signed("/plain/status/418"), Admitted(status=418, answers=b"x")),
]
