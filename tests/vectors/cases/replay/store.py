"""Claims in a store that several processes share."""

from .. import example
from ..builder import NOW
from ..common import signed
from .builder import BODY, ReplayVectors, message

OK, AGAIN, SILENT = "verified", "replayed", "replay_store_unavailable"
STORE, LENIENT = "300:0", "300:1"


def vectors():
    out = ReplayVectors("A store is asked behind signature and time, with an id and a lifetime that depends on no clock.")
    spec_example(out)
    answers(out)
    lifetimes(out)
    names(out)
    responses(out)
    with_guard(out)
    out.fails("store-no-answer", "it has to answer", "invalid_argument", message(), guard=None, store=STORE)
    return out


def spec_example(out):
    header = signed(example.KEY, b'{"a":"\xe2\x82\xac","b":1}', example.T)
    sent = message(
        body=example.SENT,
        header=header,
        now=example.RECEIVED_AT,
        claim=b"first",
        response=example.RESPONSE,
        timestamp=example.RESPONDED_AT,
    )
    out.sequence(
        "example",
        "the example of SPEC.md",
        (sent, OK),
        guard=None,
        store=f"{example.SKEW}:0",
        endpoints=[(example.ENDPOINT, 300, 300)],
        keys=[example.KEY],
    )


def claimed(claim, **inputs):
    return message(claim=claim, **inputs)


def answers(out):
    for claim, strict, lenient in [(b"first", OK, OK), (b"again", AGAIN, AGAIN), (b"unavailable", SILENT, OK)]:
        word = claim.decode()
        sent = claimed(claim)
        out.sequence(f"store-{word}", "a store's answer", (sent, strict), guard=None, store=STORE, asks=[True])
        out.sequence(
            f"store-{word}-lenient",
            "to an app that chose to admit while the store is silent",
            (sent, lenient),
            guard=None,
            store=LENIENT,
            asks=[True],
        )
    out.sequence(
        "store-not-asked",
        "what is refused before claims nothing",
        *[(claimed(b"first", sent=b"{}"), "signature_mismatch"), (claimed(b"first", header=b"t="), "malformed_signature")],
        *[(claimed(b"first", now=NOW + 301), "expired"), (claimed(b"first", now=NOW - 301), "not_yet_valid")],
        guard=None,
        store=STORE,
        asks=[False] * 4,
    )
    out.sequence(
        "store-believed",
        "what the store says counts, not what the endpoint saw",
        *[(claimed(b"first"), OK), (claimed(b"first"), OK), (claimed(b"again", body=b"{}"), AGAIN)],
        guard=None,
        store=STORE,
    )


def lifetimes(out):
    most = 2**64 - 1
    out.lasts("lifetime", "past, future, skew, and the second of the border", 901, store=STORE)
    out.lasts("lifetime-no-skew", "clocks that agree", 601, store="0:0")
    out.lasts("lifetime-window", "the endpoint's window", 1 + 20 + 3 + 40, store="40:0", endpoint=(b"", 20, 3))
    out.lasts("lifetime-least", "a second at least", 1, store="0:0", endpoint=(b"", 0, 0))
    out.lasts("lifetime-most", "as long as can be said", most, store=f"{most}:0")
    out.lasts("lifetime-widest", "as long as can be said", most, store="0:0", endpoint=(b"", most, most))


def names(out):
    for id, name in [("none", b""), ("plain", b"shop"), ("unicode", "caf\u00e9 \u2603".encode()), ("long", b"x" * 1000)]:
        out.lasts(f"store-name-{id}", "the name of the endpoint is in the id", 901, store=STORE, endpoint=(name, 300, 300))


def responses(out):
    out.sequence(
        "store-response",
        "a response is claimed under the id of the request that it would be",
        *[(claimed(b"first", response=b'{"status":"ok"}'), OK), (claimed(b"again", body=b'{"status":"ok"}'), AGAIN)],
        guard=None,
        store=STORE,
    )
    refused = claimed(b"again", response=b"ok")
    out.sequence("store-response-none", "a replayed request has no response", (refused, AGAIN), guard=None, store=STORE)


def with_guard(out):
    silent = claimed(b"unavailable")
    out.sequence(
        "store-before-guard",
        "a message that the store could not claim is not remembered by the guard",
        *[(silent, SILENT), (silent, SILENT), (claimed(b"first"), OK), (claimed(b"first"), AGAIN)],
        store=STORE,
        asks=[True] * 4,
    )
    out.sequence(
        "store-lenient-guard",
        "while the store is silent, the guard decides",
        *[(silent, OK), (silent, AGAIN), (claimed(b"first"), AGAIN), (claimed(b"unavailable", sent=BODY + b" "), AGAIN)],
        store=LENIENT,
    )
    out.sequence(
        "store-full-guard",
        "a guard without room",
        *[(claimed(b"first", body=b"1"), OK), (claimed(b"first", body=b"2"), "replay_guard_full")],
        *[(claimed(b"again", body=b"1"), AGAIN)],
        guard="1:300:300",
        store=STORE,
    )
