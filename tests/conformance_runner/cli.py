"""The command line of the runner."""

import argparse
import sys
from pathlib import Path

from reference.selfcheck import jcs_folder

from . import differential, drivers
from .report import Report
from .suites import VECTORS, BadVectors, Suite, jcs_suite, vector_suites

TIMEOUT = 120


def main(arguments, *, launch=drivers.launch, load=vector_suites, out=sys.stdout):
    """Run the drivers over all suites; return 0 if every driver gave every expected answer."""

    def say(line):
        print(line, file=out, flush=True)

    options = parse(arguments)
    suites, problems = gather(options, load, say)
    if not options.drivers:
        problems.append("no drivers")
    report = Report(suites, problems)
    lines = [case.line for suite in suites for case in suite.cases]
    for language in options.drivers:
        command = launch(language)
        if command is None:
            report.failed_to_start(language)
        else:
            report.add(language, drivers.run(command, lines, options.timeout))
    for line in report.lines():
        say(line)
    return 1 if report.failed() or not report.passed() else 0


def gather(options, load, say):
    """Return the suites to run, and what is wrong with them."""
    suites, problems = [], []
    try:
        suites += load(options.vectors)
    except BadVectors as bad:
        problems.append(str(bad))
    if not suites:
        problems.append("no vector files")
    problems += [f"file {suite.name}: no cases" for suite in suites if not suite.cases]
    if options.vectors == VECTORS:
        documents = jcs_suite()
        if documents:
            suites.append(documents)
        else:
            say(f"NO JCS DOCUMENTS in {jcs_folder()}: the six documents published with RFC 8785 were NOT run")
    if options.differential:
        cases, counts = differential.generate(options.differential, options.seed)
        suites.append(Suite("differential", cases))
        problems += differential.missing(options.differential, counts)
        say(f"differential: {len(cases)} cases from seed {options.seed}, with these outcomes:")
        for outcome, count in sorted(counts.items()):
            say(f"    {count:7} {outcome}")
    return suites, problems


def parse(arguments):
    parser = argparse.ArgumentParser(prog="tests/conformance", description=__doc__)
    parser.add_argument(
        "--drivers",
        type=lambda names: [name for name in names.split(",") if name],
        default=drivers.present(),
        metavar="LANG,...",
        help="default: every language that has a folder under tests/drivers",
    )
    parser.add_argument(
        "--vectors", type=Path, default=VECTORS, metavar="FOLDER", help="whose files to run; default tests/vectors"
    )
    parser.add_argument("--differential", type=int, default=0, metavar="N", help="add N generated cases")
    parser.add_argument("--seed", type=int, default=1, help="of the generated cases; default 1")
    parser.add_argument(
        "--timeout",
        type=float,
        default=TIMEOUT,
        metavar="SECONDS",
        help=f"for each driver; default {TIMEOUT}",
    )
    return parser.parse_args(arguments)
