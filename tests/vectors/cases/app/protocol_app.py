"""Driver protocol version 1: lines about an app that no well-formed request can express."""

from ..builder import Vectors

APP = b"73646b=783a7631,6672616d65776f726b=78,66756e6374696f6e73=30"


def vectors():
    out = Vectors(
        "Driver protocol version 1: wrong numbers of fields and malformed fields in the requests about an app."
        " `line` is sent as it is."
    )
    for name, line in [
        ("config-one", b"config\t"),
        ("config-three", b"config\t\t\t"),
        ("serve-url-two", b"serve_url\t\t"),
        ("authenticate-nine", b"authenticate\tcloud\t3132\t\t0\t\t\t\t0\t0"),
        ("api-auth-one", b"api_auth\t3132"),
        ("may-send-to-three", b"may_send_to\t\t\t"),
        ("verify-token-one", b"verify_token\t3132"),
        ("handshake-nine", b"handshake\t\t\t\t\t\t\t\t0\t"),
        ("introspect-four", b"introspect\t\t\t\t-"),
    ]:
        out.line(f"protocol-{name}", line, "unsupported", "a wrong number of fields")
    for name, line, comment in [
        ("pair-no-equals", b"config\t6d6f6465\t", "a pair without its value"),
        ("pair-two-equals", b"config\t\t61=62=63", "a pair of three"),
        ("pair-empty", b"config\t\t61=62,", "an empty pair"),
        ("pair-odd", b"config\t\t6=62", "a name with an odd number of digits"),
        ("pair-absent", b"config\t\t61=-", "a value cannot be absent"),
        ("pair-not-utf8", b"config\t\t61=ff", "text that is not UTF-8"),
        ("url-not-utf8", b"serve_url\t\t\tff", "text that is not UTF-8"),
        ("mode-other", b"authenticate\tprod\t3132\t\t0\t\t\t\t0\t0\t0", "an unknown mode"),
        ("mode-hex", b"authenticate\t646576\t3132\t\t0\t\t\t\t0\t0\t0", "a mode is a word"),
        ("flag-two", b"authenticate\tcloud\t3132\t\t2\t\t\t\t0\t0\t0", "neither 0 nor 1"),
        ("methods-odd", b"authenticate\tcloud\t3132\t4\t0\t\t\t\t0\t0\t0", "a method with an odd number of digits"),
        ("statuses-empty", b"api_auth\t3132\t", "a call has at least one answer"),
        ("statuses-word", b"api_auth\t3132\t200,ok", "a status is a number"),
        ("statuses-over", b"api_auth\t3132\t65536", "a status has 16 bits"),
        ("statuses-empty-call", b"api_auth\t3132\t200;;200", "a call has at least one answer"),
        ("answer-status-word", b"handshake\t\t\t" + APP + b"\t\t\t\t\t0\t6f6b=\t", "a status is a number"),
        ("functions-missing", b"introspect\t\t\t\t-\t0", "an app has a number of functions"),
        ("functions-word", b"introspect\t\t\t66756e6374696f6e73=78\t-\t0", "which is a number"),
        ("encoding-before-option", b"introspect\t78=79\t\t\t-\tx", "an encoding before an unknown option"),
    ]:
        out.line(f"protocol-{name}", line, "invalid_argument", comment)
    return out
