"""Responses that come back as requests."""

from ..builder import NOW
from ..common import PRIMARY, signed
from .builder import ReplayVectors, message

OK, AGAIN = "verified", "replayed"
ANSWER = b'{"status":"ok"}'


def vectors():
    out = ReplayVectors("What the endpoint signs as a response cannot come back as a request, and is always sent.")
    answered = message(response=ANSWER)
    back = message(body=ANSWER)
    out.sequence("response-back", "a response comes back", (answered, OK), (back, AGAIN))
    out.sequence("response-later", "at any time of its window", (answered, OK), (message(body=ANSWER, now=NOW + 300), AGAIN))
    out.sequence("response-expired", "behind it, it is old", (answered, OK), (message(body=ANSWER, now=NOW + 301), "expired"))
    out.sequence("response-unsigned", "a response that was not signed claims nothing", (message(), OK), (back, OK))
    out.sequence(
        "response-twice",
        "the same answer to two requests in one second is sent twice",
        *[(answered, OK), (message(body=b"{}", response=ANSWER), OK), (back, AGAIN)],
    )
    out.sequence(
        "response-taken",
        "a request came first with the same bytes, and the response is still sent",
        *[(back, OK), (answered, OK), (back, AGAIN)],
    )
    out.sequence(
        "response-of-a-refused",
        "a request that is refused has no signed response",
        *[(message(sent=b"{}", response=ANSWER), "signature_mismatch"), (back, OK)],
    )
    out.sequence(
        "response-of-a-replayed",
        "nor has one that is replayed",
        *[(message(), OK), (answered, AGAIN), (back, OK)],
    )
    out.sequence(
        "response-slow",
        "a handler that runs for an hour",
        *[(message(response=ANSWER, timestamp=NOW + 3600), OK)],
        *[(message(body=ANSWER, t=NOW + 3600, now=NOW + 3600), AGAIN)],
    )
    out.sequence(
        "response-day",
        "a handler that runs for a day",
        *[(message(response=ANSWER, timestamp=NOW + 86_400), OK)],
        *[(message(body=ANSWER, t=NOW + 86_400, now=NOW + 86_400), AGAIN)],
    )
    moments = range(NOW, NOW + 1400, 38)
    milliseconds = [(message(t=at, now=at, response=ANSWER, timestamp=1000 * at), OK) for at in moments]
    out.sequence("response-milliseconds", "a wrong time of responses takes no room from requests", *milliseconds)
    out.sequence(
        "response-empty",
        "an empty response is the empty body of its second, and a POST without a body is refused then",
        *[(message(response=b""), OK), (message(body=b""), AGAIN), (message(method=b"GET", body=b""), OK)],
    )
    out.sequence(
        "response-names",
        "a response is claimed under the name of its endpoint",
        *[(message(response=ANSWER, endpoint=0), OK), (message(body=ANSWER, endpoint=1), OK)],
        *[(message(body=ANSWER, endpoint=0), AGAIN)],
        endpoints=[(b"one", 300, 300), (b"two", 300, 300)],
    )
    elsewhere = message(signature=signed(PRIMARY, ANSWER, NOW))
    out.sequence("response-elsewhere", "one that was signed by a registration", (elsewhere, OK), (back, AGAIN))
    out.sequence(
        "response-elsewhere-malformed",
        "what is no signature claims nothing",
        *[(message(signature=signed(PRIMARY, ANSWER, NOW).upper()), OK), (back, OK)],
    )
    out.sequence(
        "response-full",
        "a guard that is full",
        *[(answered, OK), (back, "replay_guard_full"), (message(), AGAIN)],
        guard="1:300:300",
        fullness=100,
    )
    return out
