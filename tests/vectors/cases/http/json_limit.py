"""The limit of the canonical form where a request is verified without an endpoint."""

from ..builder import NOW
from ..common import PRIMARY, signed
from ..signing.builder import SigningVectors

LIMIT = 4 * 1024 * 1024


def vectors():
    out = SigningVectors("A body is tried in its canonical form up to 4 MiB, with an endpoint or without.")
    for id, size, ok, error in [
        ("border", LIMIT, (0, "canonical"), None),
        ("over", LIMIT + 1, None, "signature_mismatch"),
    ]:
        body = b'[ "' + b"0" * (size - 5) + b'"]'
        out.verify(
            f"json-limit-{id}",
            "the border belongs to it",
            keys=[PRIMARY],
            body=body,
            header=signed(PRIMARY, body.replace(b" ", b""), NOW),
            ok=ok,
            error=error,
        )
        out.verify(
            f"json-limit-{id}-raw",
            "bytes as they were signed have no such limit",
            keys=[PRIMARY],
            body=body,
            header=signed(PRIMARY, body, NOW),
            ok=(0, "raw"),
        )
    return out
