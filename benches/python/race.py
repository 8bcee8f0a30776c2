"""Contenders on the same messages, in turn, so that a drifting machine hits all alike."""

from __future__ import annotations

import gc
import importlib
import json
import os
import platform
import ssl
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from messages import Message, messages

SECONDS = float(os.environ.get("SIGNKEY_BENCH_SECONDS", "1.5"))
MOST_ROUNDS = 301


class Contender(NamedTuple):
    """A name, what the function takes of a message, and the function.

    The function has a loop of its own over all the arguments, some 10 ns a turn, since a call from
    a common one would cost as much as what is measured. It gives the last result.
    """

    name: str
    prepare: Callable[[Message], Any]
    run: Callable[[list[Any]], object]
    is_right: Callable[[Message, object], bool]


def accepts(_: Message, result: object) -> bool:
    """Whether the result is no refusal; refusals that are raised do not come here."""
    return not isinstance(result, Exception)


def is_mac(message: Message, result: object) -> bool:
    return result == message.mac


def is_canonical(message: Message, result: object) -> bool:
    return result == message.canonical


def race(
    path: str,
    corpus: str,
    size: int,
    contenders: list[Contender],
    clock: Callable[[], int] = time.perf_counter_ns,
) -> None:
    """Print a row for each contender: the nanoseconds a message of each round, by the clock.

    Who gives a wrong answer to any message is left out, and the row says so.
    """
    sent = messages(corpus, size)
    racing = []
    for contender in contenders:
        if all(check(contender, message) for message in sent):
            arguments = [contender.prepare(message) for message in sent]
            racing.append((contender, arguments, list[float]()))
        else:
            left_out(contender.name, path, f"gives wrong answers: {corpus}, {size} bytes")
    # No one pays for the garbage of another.
    gc.collect()
    gc.disable()
    begin = time.perf_counter()
    for count in range(MOST_ROUNDS):
        if count >= 9 and time.perf_counter() - begin > SECONDS:
            break
        # Each has another one before it from round to round.
        first = count % len(racing)
        for contender, arguments, rounds in racing[first:] + racing[:first]:
            start = clock()
            last = contender.run(arguments)
            rounds.append((clock() - start) / len(sent))
            if not contender.is_right(sent[-1], last):  # refusing would be quicker
                raise SystemExit(f"{contender.name} gives wrong answers")
    gc.enable()
    size_of_all = sum(len(message.body) for message in sent)
    for contender, _, rounds in racing:
        print_row(
            path=path,
            contender=contender.name,
            corpus=corpus,
            size=size,
            bytes=size_of_all // len(sent),
            bodies=len(sent),
            rounds=rounds,
        )


def check(contender: Contender, message: Message) -> bool:
    """Whether the answer is right; who verifies has to refuse a tampered message, too."""
    _, prepare, run, is_right = contender
    if not is_right(message, run([prepare(message)])):
        return False
    if is_right is not accepts:
        return True
    argument, tampered = prepare(message), message.tampered()
    try:
        return not accepts(tampered, run([(tampered.body, *argument[1:])]))
    except Exception:  # each has its own way to refuse
        return True


def peer(module: str, path: str) -> Any:
    """A module of a peer, or `None`, which the report then says."""
    try:
        return importlib.import_module(module)
    except ImportError as problem:
        left_out(module.split(".", maxsplit=1)[0], path, str(problem))
        return None


def left_out(name: str, path: str, why: str) -> None:
    print_row(path=path, left_out=name, why=why)


def print_versions() -> None:
    openssl = ssl.OPENSSL_VERSION.split()[1]
    versions = {"Python": platform.python_version(), "Python's OpenSSL": openssl}
    print_row(versions=versions)


def print_row(**row: object) -> None:
    """One line for the report."""
    print(json.dumps({"language": "python", **row}), flush=True)
