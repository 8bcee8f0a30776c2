"""Empty bodies: genuine requests of one second share a signature."""

from ..builder import NOW
from .builder import ReplayVectors, message

OK, AGAIN = "verified", "replayed"


def vectors():
    out = ReplayVectors("Empty bodies are claimed for POST alone; every other body is claimed whatever the method.")
    for method in [b"GET", b"PUT", b"HEAD", b"DELETE", b"PATCH", b"OPTIONS", b"post", b"POSTS", b""]:
        id = {b"post": "lower-case", b"": "none"}.get(method, method.decode().lower())
        empty = message(method=method, body=b"")
        out.sequence(f"empty-{id}", "a request of any other method without a body", *[(empty, OK)] * 3)
        if method:
            full = message(method=method)
            out.sequence(f"full-{id}", "the same method with a body", (full, OK), (full, AGAIN))
    post = message(body=b"")
    out.sequence("empty-post", "a POST without a body", (post, OK), (post, AGAIN))
    out.sequence(
        "empty-mixed",
        "others of the same second do not take the claim of the POST",
        *[(message(method=b"GET", body=b""), OK), (post, OK), (message(method=b"PUT", body=b""), OK), (post, AGAIN)],
    )
    out.sequence("empty-seconds", "one POST a second", *[(message(body=b"", t=NOW + at), OK) for at in range(5)])
    out.sequence(
        "empty-store",
        "nor is a store asked",
        *[(message(method=b"GET", body=b""), OK), (message(body=b"", claim=b"first"), OK)],
        guard=None,
        store="300:0",
        asks=[False, True],
    )
    return out
