"""Driver protocol version 1: lines about operators' questions that no well-formed request can express."""

from ..builder import Vectors

EXPLAIN = ["request", "6b=3031", "", "-", "7b7d", "1700000000", "300:300", "-"]


def vectors():
    out = Vectors("Driver protocol version 1: wrong numbers of fields and malformed fields of operators' questions.")
    for request in ["diagnose", "rotation_step", "read_introspection"]:
        id = f"protocol-{request.replace('_', '-')}"
        out.line(f"{id}-none", request.encode(), "unsupported", "no field")
        out.line(f"{id}-two", f"{request}\t7b7d\t7b7d".encode(), "unsupported", "a field too many")
        for name, field, comment in [("odd", "7b7", "half a byte"), ("upper", "7B7D", "upper case"), ("absent", "-", "nothing can be absent")]:
            out.line(f"{id}-{name}", f"{request}\t{field}".encode(), "invalid_argument", comment)
    out.line("protocol-explain-seven", line(EXPLAIN[:-1]), "unsupported", "a field too few")
    out.line("protocol-explain-nine", line([*EXPLAIN, ""]), "unsupported", "a field too many")
    for id, at, field, comment in [
        ("kind", 0, "message", "neither a request nor a response"),
        ("kind-case", 0, "Request", "upper case"),
        ("keys-one", 1, "6b", "a name alone"),
        ("keys-three", 1, "6b=3031=", "three parts"),
        ("keys-odd", 1, "6=3031", "half a byte"),
        ("keys-name", 1, "ff=3031", "a name that is not UTF-8"),
        ("keys-empty", 1, "6b=3031,", "an empty row"),
        ("others-one", 2, "6b", "a name alone"),
        ("headers", 3, "7", "half a byte"),
        ("body", 4, "-", "a body cannot be absent"),
        ("now", 5, "-", "nor can a clock"),
        ("now-negative", 5, "-1", "a negative number"),
        ("window-one", 6, "300", "a number too few"),
        ("window-three", 6, "300:300:300", "a number too many"),
        ("window-absent", 6, "-", "a window cannot be absent"),
        ("size", 7, "", "no number"),
        ("size-past-u64", 7, str(2**64), "past 64 bits"),
    ]:
        fields = [*EXPLAIN[:at], field, *EXPLAIN[at + 1 :]]
        out.line(f"protocol-explain-{id}", line(fields), "invalid_argument", comment)
    return out


def line(fields):
    return "\t".join(["explain", *fields]).encode()
