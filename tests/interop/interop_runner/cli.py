"""The command line."""

import argparse
import subprocess

from conformance_runner import drivers

from . import peers, questions, table
from .panel import Failed, Panel, ask_server
from .results import Results

DOCUMENTS = 300
SEED = 1


def main(arguments):
    options = parse(arguments)
    try:
        for peer in [*peers.SDKS, peers.SERVER]:
            peers.prepare(peer, say)
        results = collect(Panel(options.drivers), options)
    except (Failed, OSError, subprocess.CalledProcessError) as problem:
        say(f"PROBLEM {problem}")
        return 1
    problems = [*results.problems, *results.unused_reasons()]
    text = table.render(results, options.documents)
    if options.write:
        table.PATH.write_text(text)
    else:
        problems += table.drift(text)
    say("\n".join(table.counts(results)))
    for problem in problems:
        say(f"PROBLEM {problem}")
    explained = sum(results.needed.values())
    say(f"{results.questions} questions, {explained} differences explained, {len(problems)} problems")
    return 1 if problems else 0


def collect(panel, options):
    """Ask everything, then whether what was signed is accepted, and whether tokens are."""
    results = Results()
    first = [
        *questions.from_vectors(),
        *questions.about_empty_keys(),
        *questions.about_documents(options.documents, options.seed),
    ]
    signatures, tokens = [], []
    for question, (ours, theirs) in zip(first, panel.ask(first), strict=True):
        results.add(question, ours, theirs)
        made = {name: answer.detail for name, answer in {"signkey": ours, **theirs}.items() if answer.accepts}
        if question.request in questions.SIGNING:
            signatures += questions.about_signatures(question, made)
        if question.request == "bearer" and ours.accepts:
            tokens += (
                (question, name, token) for name, token in made.items() if is_token(token, ours.detail)
            )
    for question, (ours, theirs) in zip(signatures, panel.ask(signatures), strict=True):
        results.add(question, ours, theirs)
    check_tokens(tokens, results)
    return results


def is_token(token, ours):
    """Whether it is the right one, with its prefix or without: others are differences that have a reason."""
    return ours.endswith(token)


def check_tokens(tokens, results):
    """The server, which has the key without white space around it, accepts everybody's token."""
    keys = (bytes.fromhex(question.field("key")).strip().hex() for question, _, _ in tokens)
    accepted = ask_server([(key, token) for key, (_, _, token) in zip(keys, tokens, strict=True)])
    for (question, name, _), good in zip(tokens, accepted, strict=True):
        if not good:
            results.problems.append(f"{question.id}: the server refuses the token that {name} made")
    say(f"{sum(accepted)} of {len(accepted)} tokens accepted by the {peers.SERVER.title}")


def say(line):
    print(line, flush=True)


def parse(arguments):
    parser = argparse.ArgumentParser(prog="tests/interop/run", description=__doc__)
    parser.add_argument(
        "--drivers",
        type=lambda names: [name for name in names.split(",") if name],
        default=drivers.present(),
        metavar="LANG,...",
        help="signkey's languages; default: every one that has a driver",
    )
    parser.add_argument("--documents", type=int, default=DOCUMENTS, metavar="N", help=f"default {DOCUMENTS}")
    parser.add_argument("--seed", type=int, default=SEED, help=f"of the documents; default {SEED}")
    parser.add_argument("--write", action="store_true", help="write TABLE.md instead of checking it")
    return parser.parse_args(arguments)
