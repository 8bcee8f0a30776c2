"""Driver protocol version 1: lines about admission that no well-formed request can express."""

from ..builder import Vectors

# Settings, variables, options, method, headers, received, body, now, status, content type, body, timestamp.
GOOD = ["", "", "", "504f5354", "", "ended", "", "0", "-", "-", "", "0"]


def vectors():
    out = Vectors("Driver protocol version 1: wrong numbers of fields and malformed fields of `admit`.")
    out.line("protocol-admit-eleven", line(GOOD[:-1]), "unsupported", "a field too few")
    out.line("protocol-admit-thirteen", line([*GOOD, ""]), "unsupported", "a field too many")
    for id, at, field, comment in [
        ("setting", 0, "78=79", "an unknown setting"),
        ("variable", 1, "61", "a pair without its value"),
        ("option", 2, "78=79", "an unknown option"),
        ("option-word", 2, hexed("past=soon"), "an option that is no number"),
        ("option-negative", 2, hexed("max_body_size=-1"), "a negative limit"),
        ("option-past-u64", 2, hexed(f"max_json_size={2**64}"), "a limit past 64 bits"),
        ("option-flag", 2, hexed("sign_responses=2"), "neither 0 nor 1"),
        ("option-flag-word", 2, hexed("unsigned_sync=true"), "neither 0 nor 1"),
        ("option-method", 2, hexed("unsigned_method=get"), "a method in lower case"),
        ("method", 3, "ff", "text that is not UTF-8"),
        ("headers", 4, "61=62,", "an empty pair"),
        ("received-empty", 5, "", "it arrives in some way"),
        ("received-word", 5, "later", "an unknown way"),
        ("received-number", 5, "declared", "how many?"),
        ("received-no-number", 5, "declared:", "how many?"),
        ("received-other-number", 5, "declared:0x1", "a decimal number"),
        ("received-past-u64", 5, f"declared:{2**64}", "within 64 bits"),
        ("received-extra", 5, "ended:1", "a number that does not belong there"),
        ("body", 6, "-", "a body cannot be absent"),
        ("now", 7, "-", "nor can a clock"),
        ("status-word", 8, "ok", "a status is a number"),
        ("status-past-u16", 8, "65536", "of 16 bits"),
        ("content-type", 9, "7", "an odd number of digits"),
        ("response-body", 10, "-", "a body cannot be absent"),
        ("timestamp", 11, "-1", "a negative time"),
    ]:
        fields = [*GOOD[:at], field, *GOOD[at + 1 :]]
        out.line(f"protocol-admit-{id}", line(fields), "invalid_argument", comment)
    return out


def line(fields):
    return "\t".join(["admit", *fields]).encode()


def hexed(pair):
    return "=".join(part.encode().hex() for part in pair.split("="))
