"""Driver protocol version 1: lines about replay protection that no well-formed request can express."""

from ..builder import Vectors

KEY = b"signkey-test-12345678".hex()
GOOD = [KEY, "16:300:300", "300:0", "=333030=333030", "30=504f5354=-=7b7d=30=-=-=-=-"]


def vectors():
    out = Vectors("Driver protocol version 1: wrong numbers of fields and malformed fields of `replay_messages`.")
    out.line("protocol-replay-four", line(GOOD[:-1]), "unsupported", "a field too few")
    out.line("protocol-replay-six", line([*GOOD, ""]), "unsupported", "a field too many")
    for id, at, field, comment in [
        ("keys", 0, "7", "an odd number of digits"),
        ("guard-empty", 1, "", "a guard is three numbers or absent"),
        ("guard-two", 1, "16:300", "a number too few"),
        ("guard-four", 1, "16:300:300:300", "a number too many"),
        ("guard-word", 1, "many:300:300", "not a number"),
        ("guard-negative", 1, "-1:300:300", "a negative number"),
        ("guard-past-u64", 1, f"16:{2**64}:300", "past 64 bits"),
        ("store-one", 2, "300", "a flag is missing"),
        ("store-three", 2, "300:0:0", "a field too many"),
        ("store-flag", 2, "300:2", "neither 0 nor 1"),
        ("endpoints-two", 3, "=333030", "a part too few"),
        ("endpoints-four", 3, "=333030=333030=", "a part too many"),
        ("endpoints-name", 3, "ff=333030=333030", "a name that is not UTF-8"),
        ("endpoints-past", 3, "=78=333030", "a window that is no number"),
        ("endpoints-digits", 3, "=300=333030", "an odd number of digits"),
        ("messages-eight", 4, "30=504f5354=-=7b7d=30=-=-=-", "a part too few"),
        ("messages-ten", 4, "30=504f5354=-=7b7d=30=-=-=-=-=-", "a part too many"),
        ("messages-empty", 4, f"{GOOD[4]},", "an empty message"),
        ("messages-endpoint", 4, "31=504f5354=-=7b7d=30=-=-=-=-", "an endpoint that is not there"),
        ("messages-method", 4, "30=ff=-=7b7d=30=-=-=-=-", "text that is not UTF-8"),
        ("messages-body", 4, "30=504f5354=-=-=30=-=-=-=-", "a body cannot be absent"),
        ("messages-now", 4, "30=504f5354=-=7b7d=-=-=-=-=-", "nor can a clock"),
        ("messages-claim", 4, f"30=504f5354=-=7b7d=30={b'maybe'.hex()}=-=-=-", "an unknown answer"),
        ("messages-timestamp", 4, "30=504f5354=-=7b7d=30=-=6f6b=-=-", "a response that is signed at no time"),
    ]:
        fields = [*GOOD[:at], field, *GOOD[at + 1 :]]
        out.line(f"protocol-replay-{id}", line(fields), "invalid_argument", comment)
    return out


def line(fields):
    return "\t".join(["replay_messages", *fields]).encode()
