"""Turns a sequence of messages into a case; the author says the verdicts, the model computes the rest."""

import model

from ..builder import NOW, Vectors, require
from ..common import FALLBACK, PRIMARY, signed
from ..encoding import put, put_list, stored_item

KEYS = [PRIMARY, FALLBACK]
BODY = b'{"event":{"name":"a/b"}}'
GUARD = "160:300:300"
ENDPOINT = (b"", 300, 300)


class ReplayVectors(Vectors):
    """The cases of one file."""

    def sequence(
        self, id, comment, *steps, guard=GUARD, store=None, endpoints=(ENDPOINT,), fullness=None, asks=None, keys=KEYS
    ):
        """`steps` are pairs of a message and its verdict; `asks` says which of them the store is asked about."""
        messages, verdicts = [message for message, _ in steps], [verdict for _, verdict in steps]
        answer = self._case(id, comment, guard, store, endpoints, messages, keys=keys)
        found, claims, _, percent = answer
        require(id, found.split(","), verdicts)
        if fullness is not None:
            require(id, percent, fullness)
        if asks is not None:
            require(id, [claim != "-" for claim in claims.split(",")], asks)

    def lasts(self, id, comment, seconds, *, store, endpoint=ENDPOINT):
        """A message and its response are claimed for so many seconds."""
        sent = message(claim=b"first", response=b"ok")
        _, claims, responses, _ = self._case(id, comment, None, store, [endpoint], [sent])
        require(id, {claim.partition(":")[2] for claim in (claims, responses)}, {str(seconds)})

    def fails(self, id, comment, code, *messages, guard=GUARD, store=None, endpoints=(ENDPOINT,)):
        """The guard, the endpoint or the sequence is refused to the app itself."""
        self._case(id, comment, guard, store, endpoints, messages, error=code)

    def _case(self, id, comment, guard, store, endpoints, messages, error=None, keys=KEYS):
        endpoints = [(name, b"%d" % past, b"%d" % future) for name, past, future in endpoints]
        case = {"id": f"replay-{id}", "comment": comment, "request": "replay_messages"}
        put_list(case, "keys", keys)
        case |= {"guard": guard, "store": store}
        for field, rows in [("endpoints", endpoints), ("messages", messages)]:
            case[field] = [[stored_item(part) for part in row] for row in rows]
        verdict, *values = model.answer("replay_messages", keys, guard, store, endpoints, messages)
        if verdict == "error":
            require(id, values[0], error)
            self._add(case, {"error": error})
            return None
        require(id, None, error)
        ok = {}
        for name, value in zip(("verdicts", "claims", "response_claims", "fullness"), values, strict=True):
            put(ok, name, value)
        self._add(case, {"ok": ok})
        return values


def message(
    *,
    endpoint=0,
    method=b"POST",
    body=BODY,
    sent=None,
    key=PRIMARY,
    t=NOW,
    now=NOW,
    header=None,
    claim=None,
    response=None,
    timestamp=None,
    signature=None,
):
    """A signed message and what the app answers; `sent` are other bytes than those that were signed."""
    if response is not None and timestamp is None:
        timestamp = now
    return (
        b"%d" % endpoint,
        method,
        header or signed(key, body, t),
        body if sent is None else sent,
        b"%d" % now,
        claim,
        response,
        None if timestamp is None else b"%d" % timestamp,
        signature,
    )
