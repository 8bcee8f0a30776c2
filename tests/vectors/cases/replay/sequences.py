"""Messages that come again, with a guard."""

from ..builder import MINUTES_5, NOW
from ..common import CANONICAL, FALLBACK, REWRITTEN, STRANGER, signed
from .builder import BODY, ReplayVectors, message

OK, AGAIN = "verified", "replayed"


def vectors():
    out = ReplayVectors("A guard: each message once, from when it is accepted until its window is over.")
    times(out)
    same_message(out)
    refused(out)
    names(out)
    windows(out)
    return out


def times(out):
    last, over = NOW + MINUTES_5, NOW + MINUTES_5 + 1
    out.sequence("once", "a message that comes once", (message(), OK))
    out.sequence(
        "accepted-replayed-expired",
        "it is replayed to the end of its window, and expired behind it",
        *[(message(), OK), (message(), AGAIN), (message(now=NOW + 1), AGAIN), (message(now=last), AGAIN)],
        *[(message(now=over), "expired"), (message(now=NOW + 10_000), "expired")],
    )
    out.sequence(
        "first-at-the-end",
        "accepted at the last moment, and replayed within the same second",
        *[(message(now=last), OK), (message(now=last), AGAIN), (message(now=over), "expired")],
    )
    early = NOW - MINUTES_5
    out.sequence(
        "first-at-the-begin",
        "accepted at the first moment, and remembered for all of the window",
        *[(message(now=early - 1), "not_yet_valid"), (message(now=early), OK)],
        *[(message(now=early), AGAIN), (message(now=last), AGAIN), (message(now=over), "expired")],
    )
    out.sequence(
        "clock-back",
        "a clock that steps back is no way around",
        *[(message(now=last), OK), (message(now=early), AGAIN), (message(now=NOW), AGAIN)],
    )
    steps = [(message(t=NOW + at, now=NOW + at), OK) for at in range(0, 2000, 50)]
    out.sequence("long", "traffic of half an hour", *steps)
    again = [step for at in range(0, 900, 90) for step in repeated(NOW + at)]
    out.sequence("long-repeated", "each message of a quarter of an hour comes three times", *again)


def repeated(t):
    yield message(t=t, now=t), OK
    yield message(t=t, now=t + 150), AGAIN
    yield message(t=t, now=t + MINUTES_5), AGAIN


def same_message(out):
    other = b'{"event":{"name":"a/c"}}'
    out.sequence("another-body", "another body", (message(), OK), (message(body=other), OK), (message(), AGAIN))
    out.sequence("another-second", "signed again a second later", (message(), OK), (message(t=NOW + 1), OK))
    out.sequence("another-key", "signed with the other key", (message(), OK), (message(key=FALLBACK), OK))
    out.sequence(
        "another-method",
        "the method is not signed, so it makes no other message",
        *[(message(), OK), (message(method=b"PUT"), AGAIN), (message(method=b"GET"), AGAIN)],
    )
    out.sequence(
        "another-text",
        "another JSON text of the same document has the same signature",
        *[(message(body=CANONICAL), OK), (message(body=CANONICAL, sent=REWRITTEN), AGAIN)],
    )
    out.sequence(
        "another-text-first",
        "in either order",
        *[(message(body=CANONICAL, sent=REWRITTEN), OK), (message(body=CANONICAL), AGAIN)],
    )


def refused(out):
    header = signed(STRANGER, BODY, NOW)
    out.sequence(
        "refused-is-not-remembered",
        "what is refused claims nothing",
        *[(message(sent=b"{}"), "signature_mismatch"), (message(header=b"t=1"), "malformed_signature")],
        *[(message(now=NOW - 301), "not_yet_valid"), (message(), OK), (message(sent=b"{}"), "signature_mismatch")],
    )
    out.sequence(
        "mismatch-goes-first",
        "a signature that matches no key is not replayed, however often it comes",
        *[(message(header=header), "signature_mismatch")] * 3,
    )
    unsigned = list(message())
    unsigned[2] = None
    out.sequence("unsigned", "without a signature there is no message", *[(tuple(unsigned), "missing_signature")] * 2)


def names(out):
    names = [(b"shop", 300, 300), (b"mail", 300, 300), (b"", 300, 300), ("caf\u00e9".encode(), 300, 300)]
    once = [(message(endpoint=at), OK) for at in range(4)]
    again = [(message(endpoint=at), AGAIN) for at in range(4)]
    out.sequence("names", "each endpoint accepts a message once", *once, *again, endpoints=names)
    out.sequence(
        "names-equal",
        "endpoints of one name are one",
        *[(message(endpoint=0), OK), (message(endpoint=1), AGAIN)],
        endpoints=[(b"shop", 300, 300), (b"shop", 300, 300)],
    )


def windows(out):
    narrow = [(b"", 10, 0)]
    out.sequence(
        "narrow",
        "a window of ten seconds",
        *[(message(now=NOW + 10), OK), (message(now=NOW + 10), AGAIN)],
        *[(message(now=NOW + 11), "expired"), (message(now=NOW - 1), "not_yet_valid")],
        endpoints=narrow,
        guard="16:10:0",
    )
    out.sequence(
        "none",
        "a window of one second",
        *[(message(), OK), (message(), AGAIN), (message(now=NOW + 1), "expired")],
        endpoints=[(b"", 0, 0)],
        guard="16:0:0",
    )
    out.sequence(
        "two-windows",
        "endpoints of different windows with one guard",
        *[(message(now=NOW + 200, endpoint=0), "expired"), (message(now=NOW + 200, endpoint=1), OK)],
        *[(message(now=NOW + 5, endpoint=0), AGAIN), (message(now=NOW + 300, endpoint=1), AGAIN)],
        endpoints=[*narrow, (b"", 300, 300)],
    )
    out.fails("wider-past", "the guard would forget too early", "invalid_argument", endpoints=[(b"", 301, 300)])
    out.fails("wider-future", "the guard would forget too early", "invalid_argument", endpoints=[(b"", 300, 301)])
    out.fails("no-entry", "a guard without room", "invalid_argument", message(), guard="0:300:300")
    widest = 2**64 - 1
    out.sequence(
        "widest",
        "no window is too wide",
        *[(message(t=1, now=2 * NOW), OK), (message(t=1, now=NOW), AGAIN)],
        endpoints=[(b"", widest, widest)],
        guard=f"16:{widest}:{widest}",
    )
