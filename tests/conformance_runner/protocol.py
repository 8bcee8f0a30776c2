"""Driver protocol version 1: requests and answers as lines of bytes, without their line feed."""

FIELDS = {
    "verify": ("keys", "body", "header", "now", "past", "future"),
    "verify_response": ("keys", "body", "header", "now", "past", "future"),
    "sign_request": ("key", "body", "t"),
    "sign_response": ("key", "body", "t"),
    "canonicalize": ("body",),
    "bearer": ("key",),
    "key_id": ("key",),
}

# The fields of an `ok`, in order. Words stand as they are; bytes and text are hexadecimal.
ANSWERS = {
    "verify": ("key_index", "form", "t"),
    "verify_response": ("key_index", "form", "t"),
    "sign_request": ("header",),
    "sign_response": ("header",),
    "canonicalize": ("canonical", "fidelity"),
    "bearer": ("token",),
    "key_id": ("id",),
}


def request_line(request, values):
    """Encode a request; `values` are in the order of FIELDS."""
    return "\t".join([request, *map(encode, values)]).encode()


def answer_line(verdict, *values):
    """Encode an answer: `ok` with its values, or `error` with a code."""
    return "\t".join([verdict, *map(encode, values)]).encode()


def encode(value):
    if value is None:
        return "-"
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list):
        return ",".join(map(encode, value))
    return str(value)
