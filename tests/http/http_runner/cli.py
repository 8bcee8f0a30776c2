"""The command line of the runner."""

import argparse
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import report, servers
from .case import load
from .suite import Tally, apply, run_process, unknown_listings

# The runner and two servers share two cores.
AT_ONCE = 2


def main(arguments, *, cases=None, out=None):
    """Run the cases on the servers; return 0 if every server gave every expected answer."""
    options = parse(arguments)
    printing = threading.Lock()

    def say(lines):
        with printing:
            for line in lines:
                print(line, file=out or sys.stdout, flush=True)

    all_cases = load() if cases is None else cases
    list_ = servers.read(options.servers)
    names = [server.name for server in list_.servers]
    if unknown := [name for name in options.server if name not in names]:
        say([f"no such server: {', '.join(unknown)}; there are {', '.join(names)}"])
        return 2
    chosen = [server for server in list_.servers if not options.server or server.name in options.server]
    picked = [case for case in all_cases if options.case in case.id]
    if options.list:
        say(listing(chosen, picked))
        return 0

    problems = [f"{server.name} {fault}" for server in chosen for fault in unknown_listings(all_cases, server)]
    problems += [] if options.case else too_few(list_, chosen, all_cases)
    problems += [] if chosen and picked else ["nothing to run"]
    tallies = run(chosen, picked, options, say)
    missing_fails = bool(os.environ.get("CI"))
    say(report.last_lines(tallies, problems, missing_fails=missing_fails))
    passed, failed = report.total(tallies, problems, missing_fails=missing_fails)
    return 1 if failed or not passed else 0


def run(chosen, cases, options, say):
    """All processes, two at a time; a process may be several servers."""
    tallies = {server.name: Tally(server, len(apply(cases, server)), missing=server.missing) for server in chosen}
    present = [server for server in chosen if not tallies[server.name].missing]
    for language in dict.fromkeys(server.language for server in present):
        fault = None if options.no_build else servers.build(language)
        if fault:
            for server in [server for server in present if server.language == language]:
                tallies[server.name].problems.append(fault)
                present.remove(server)

    def one(same):
        done = run_process(same, cases)
        for tally in done:
            say(report.server_lines(tally))
        return done

    commands = dict.fromkeys(server.command for server in present)
    groups = [[server for server in present if server.command == command] for command in commands]
    for server in chosen:
        if server not in present:
            say(report.server_lines(tallies[server.name]))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in pool.map(one, groups):
            tallies |= {tally.server.name: tally for tally in done}
    return list(tallies.values())


def too_few(list_, chosen, cases):
    """Which servers have fewer cases than expected; each variant that is left out lowers it."""
    for server in chosen:
        left_out = [case for case in cases if server.protocol in case.protocols and case.variants & server.lacks.keys()]
        least = list_.minimum.get(server.protocol, 1) - len(left_out)
        count = len(apply(cases, server))
        if count < least:
            yield f"{server.name}: {count} cases, at least {least} expected"


def listing(chosen, cases):
    for server in chosen:
        yield f"{server.name}: {len(apply(cases, server))} cases, {' '.join(server.command)}"
    for case in cases:
        yield f"{case.id} ({', '.join(case.protocols)}): {case.why}"


def parse(arguments):
    parser = argparse.ArgumentParser(prog="tests/http/run", description=__doc__)
    parser.add_argument("--server", action="append", default=[], metavar="NAME", help="one of them; may be repeated")
    parser.add_argument("--case", default="", metavar="TEXT", help="cases whose id holds this text")
    parser.add_argument("--list", action="store_true", help="show servers and cases, run nothing")
    parser.add_argument("--no-build", action="store_true", help="the servers are built")
    parser.add_argument(
        "--servers", type=Path, default=servers.HTTP / "servers.toml", metavar="FILE", help="the list of servers"
    )
    return parser.parse_args(arguments)
