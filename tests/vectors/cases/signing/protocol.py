"""Driver protocol version 1: lines that no well-formed request can express."""

from ..builder import Vectors


def vectors():
    out = Vectors(
        "Driver protocol version 1: unknown requests, wrong numbers of fields, and malformed fields."
        " `line` is sent as it is."
    )
    for name, line, comment in [
        ("blank", b"", "a blank line"),
        ("unknown", b"frobnicate\t00", "an unknown request"),
        ("unknown-alone", b"frobnicate", "an unknown request without fields"),
        ("upper-case", b"VERIFY\t3132\t\t\t0\t0\t0", "requests are lower case"),
        ("space", b"bearer 3132", "fields are separated by tabs"),
        ("leading-space", b" bearer\t3132", "a space before"),
        ("tab", b"\t", "an empty request"),
        ("bearer-no-field", b"bearer", "no field"),
        ("bearer-two-fields", b"bearer\t3132\t", "a field too many, although empty"),
        ("key-id-two-fields", b"key_id\t3132\t3132", "a field too many"),
        ("canonicalize-no-field", b"canonicalize", "no field: not an empty one"),
        ("verify-five-fields", b"verify\t3132\t\t\t0\t0", "a field too few"),
        ("verify-seven-fields", b"verify\t3132\t\t\t0\t0\t0\t0", "a field too many"),
        ("verify-response-five-fields", b"verify_response\t3132\t\t\t0\t0", "a field too few"),
        ("sign-request-two-fields", b"sign_request\t3132\t7b7d", "a field too few"),
        ("sign-response-four-fields", b"sign_response\t3132\t7b7d\t0\t0", "a field too many"),
        ("count-before-encoding", b"bearer\t3\t3", "the number of fields comes before their encoding"),
    ]:
        out.line(f"protocol-{name}", line, "unsupported", comment)
    for name, line, comment in [
        ("odd-hex", b"bearer\t313", "an odd number of digits"),
        ("not-hex", b"bearer\tzz", "no hexadecimal digits"),
        ("not-hex-inside", b"canonicalize\t7b 7d", "a space inside"),
        ("0x", b"canonicalize\t0x7b7d", "0x in front"),
        ("absent-key", b"bearer\t-", "a single key cannot be absent"),
        ("absent-body", b"canonicalize\t-", "nor can a body"),
        ("absent-now", b"verify\t3132\t\t\t-\t0\t0", "nor can an integer"),
        ("odd-header", b"verify\t3132\t\t7\t0\t0\t0", "a header with an odd number of digits"),
        ("odd-second-key", b"verify\t3132,3\t\t\t0\t0\t0", "a second key with one"),
        ("empty-integer", b"verify\t3132\t\t\t\t0\t0", "an empty integer"),
        ("negative", b"sign_response\t3132\t\t-1", "a negative integer"),
        ("over-u64", b"sign_response\t3132\t\t18446744073709551616", "an integer past 64 bits"),
        ("fraction", b"sign_response\t3132\t\t1.5", "a fraction"),
        ("hex-integer", b"sign_response\t3132\t\tff", "hexadecimal"),
        ("negative-tolerance", b"verify\t3132\t\t\t0\t-300\t0", "a negative tolerance"),
        ("encoding-before-key", b"sign_request\t\t7\t0", "an encoding before an empty key"),
        ("encoding-before-keys", b"verify\t-\t\t\t0\t0\tx", "an encoding before a missing key"),
    ]:
        out.line(f"protocol-{name}", line, "invalid_argument", comment)
    return out
