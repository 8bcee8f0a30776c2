"""The replay window."""

from ..builder import NOW
from ..common import CANONICAL, FALLBACK, PRIMARY, REWRITTEN, STRANGER, signed
from .builder import SigningVectors

U64_MAX = 2**64 - 1
T_MAX = 10**19 - 1


def vectors():
    out = SigningVectors(
        "The replay window: both borders are inclusive, the tolerances are separate, nothing overflows."
        " now, t, past and future are unsigned 64-bit seconds."
    )

    def case(id, comment, *, error=None, t=NOW, key=PRIMARY, body=CANONICAL, ok=(0, "raw"), **inputs):
        header = signed(key, CANONICAL, t)
        ok = None if error else ok
        inputs = {"keys": [PRIMARY], "body": body, "header": header} | inputs
        out.verify(f"window-{id}", comment, ok=ok, error=error, **inputs)

    case("now", "signed this second")
    for delta, comment in [(1, "a second ago"), (299, "just inside"), (300, "the border is inside")]:
        case(f"past-{delta}", comment, now=NOW + delta)
    for delta, comment in [(301, "a second too old"), (600, "ten minutes"), (86_400, "yesterday")]:
        case(f"past-{delta}", comment, now=NOW + delta, error="expired")
    for delta, comment in [(1, "a second ahead"), (299, "just inside"), (300, "the border is inside")]:
        case(f"future-{delta}", comment, now=NOW - delta)
    for delta, comment in [(301, "a second too far ahead"), (86_400, "tomorrow")]:
        case(f"future-{delta}", comment, now=NOW - delta, error="not_yet_valid")

    strict = {"past": 0, "future": 0}
    case("zero-now", "with no tolerance only this second passes", **strict)
    case("zero-past", "a second ago does not", now=NOW + 1, error="expired", **strict)
    case("zero-future", "nor does a second ahead", now=NOW - 1, error="not_yet_valid", **strict)

    case("past-only-border", "past without future: the border", now=NOW + 10, past=10, future=0)
    case("past-only-over", "past without future: beyond", now=NOW + 11, past=10, future=0, error="expired")
    case(
        "past-only-ahead", "past without future: ahead", now=NOW - 1, past=10, future=0, error="not_yet_valid"
    )
    case("future-only-border", "future without past: the border", now=NOW - 10, past=0, future=10)
    case(
        "future-only-over",
        "future without past: beyond",
        now=NOW - 11,
        past=0,
        future=10,
        error="not_yet_valid",
    )
    case("future-only-old", "future without past: old", now=NOW + 1, past=0, future=10, error="expired")
    case("not-swapped-past", "the past tolerance is not the future's", now=NOW + 20, past=30, future=10)
    case("not-swapped-future", "nor the other way round", now=NOW - 20, past=10, future=30)

    case("milliseconds-as-t", "a timestamp in milliseconds is far ahead", t=NOW * 1000, error="not_yet_valid")
    case("milliseconds-as-now", "a clock in milliseconds makes all old", now=NOW * 1000, error="expired")
    case("t-0-now-0", "the epoch itself", t=0, now=0, **strict)
    case("t-0", "the epoch, today", t=0, error="expired")
    case("t-0-border", "the epoch at the border", t=0, now=300)
    case("t-0-over", "the epoch a second past it", t=0, now=301, error="expired")
    case("now-0", "a clock that was never set", now=0, error="not_yet_valid")
    case("now-0-border", "a clock at the epoch and the border", t=300, now=0)
    case("now-below-tolerance", "now less the tolerance would be negative", t=0, now=100)
    case("t-max", "the largest timestamp", t=T_MAX, error="not_yet_valid")
    case("t-max-now", "the largest timestamp, now", t=T_MAX, now=T_MAX, **strict)
    case("t-max-old", "the largest timestamp, past the border", t=T_MAX, now=T_MAX + 301, error="expired")
    case(
        "t-i63",
        "a difference that does not fit a signed 64-bit integer",
        t=2**63,
        now=0,
        error="not_yet_valid",
    )
    case("now-max", "the last second of the clock", now=U64_MAX, error="expired")
    case("now-max-t-0", "the widest difference", t=0, now=U64_MAX, error="expired", past=U64_MAX - 1)
    case("now-max-t-0-open", "the widest difference, tolerated", t=0, now=U64_MAX, past=U64_MAX)
    case(
        "now-max-future-max",
        "now plus the tolerance would overflow",
        t=T_MAX,
        now=U64_MAX,
        past=U64_MAX,
        future=U64_MAX,
    )
    case("past-max", "an open past", t=1, past=U64_MAX)
    case("past-max-ahead", "an open past opens no future", now=NOW - 301, past=U64_MAX, error="not_yet_valid")
    case("future-max", "an open future", t=T_MAX, now=0, future=U64_MAX)
    case("future-max-old", "an open future opens no past", now=NOW + 301, future=U64_MAX, error="expired")
    case("future-t-exactly", "the tolerance that just reaches t", t=T_MAX, now=1, future=T_MAX - 1)
    case("future-t-short", "a second less", t=T_MAX, now=1, future=T_MAX - 2, error="not_yet_valid")

    both = [PRIMARY, FALLBACK]
    case(
        "fallback-old",
        "a fallback has the same window",
        keys=both,
        key=FALLBACK,
        now=NOW + 301,
        error="expired",
    )
    case("fallback-border", "and the same border", keys=both, key=FALLBACK, now=NOW + 300, ok=(1, "raw"))
    case("canonical-old", "so has the canonical form", body=REWRITTEN, now=NOW + 301, error="expired")
    case("canonical-border", "and its border", body=REWRITTEN, now=NOW + 300, ok=(0, "canonical"))
    case(
        "mismatch-old",
        "old and not authentic is not expired",
        key=STRANGER,
        now=NOW + 301,
        error="signature_mismatch",
    )
    case("mismatch-ahead", "nor not yet valid", key=STRANGER, now=NOW - 301, error="signature_mismatch")
    return out
