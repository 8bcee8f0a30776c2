"""A guard without room."""

from ..builder import NOW
from .builder import ReplayVectors, message

OK, AGAIN, FULL = "verified", "replayed", "replay_guard_full"
# At the default window, a slice of time is 38 seconds long.
START = NOW // 38 * 38


def vectors():
    out = ReplayVectors("A guard that is full refuses rather than forgets: a sixteenth of its room for each slice of time.")
    first, second = message(body=b"1"), message(body=b"2")
    out.sequence("full", "room for one", (first, OK), (second, FULL), (first, AGAIN), guard="1:300:300", fullness=100)
    out.sequence("full-sixteen", "one for each slice", (first, OK), (second, FULL), guard="16:300:300", fullness=100)
    out.sequence("full-seventeen", "or two", (first, OK), (second, OK), guard="17:300:300", fullness=100)
    out.sequence("half", "half full", (first, OK), guard="32:300:300", fullness=50)
    out.sequence("empty", "empty", (message(sent=b"x"), "signature_mismatch"), guard="32:300:300", fullness=0)
    ten = [(message(body=b"%d" % number), OK) for number in range(10)]
    out.sequence("ten", "room for ten", *ten, (message(), FULL), guard="160:300:300", fullness=100)
    out.sequence("thirds", "a third", *ten[:1], guard="48:300:300", fullness=33)
    borders = [(slot(0), OK), (slot(37), FULL), (slot(38), OK), (slot(75), FULL), (slot(76), OK)]
    out.sequence("slices", "a slice is 38 seconds of signed time", *borders, guard="16:300:300")
    turns = [(slot(at), OK) for at in range(0, 38 * 40, 38)]
    out.sequence("ring", "each slice has room of its own, whatever came before", *turns, guard="16:300:300", fullness=100)
    out.sequence(
        "later-slice",
        "room that was given to a later slice is full for an earlier one",
        *[(slot(0), OK), (message(body=b"x", t=START + 684, now=START + 684), OK)],
        *[(message(body=b"y", t=START, now=START), FULL), (slot(0), FULL)],
        guard="160:300:300",
        fullness=100,
    )
    out.sequence(
        "many",
        "half of the window, one message a second",
        *[(slot(at, b"%d" % at), OK) for at in range(0, 300, 3)],
        *[(slot(at, b"%d" % at), AGAIN) for at in range(0, 300, 3)],
        guard="208:300:300",
        fullness=100,
    )
    return out


def slot(offset, body=b"x"):
    """A message of this second of time, which arrives at once."""
    return message(body=body, t=START + offset, now=START + offset)
