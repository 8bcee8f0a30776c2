#!/usr/bin/env python3
"""Tests of the runner: the table passes on the reference, and whatever is wrong with a server, the run fails."""

import bootstrap

if __name__ == "__main__":
    bootstrap.enter()

import fnmatch
import io
import os
import re
import shutil
import sys
import tempfile
import textwrap
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest import mock

from http_runner import http1, http2, servers
from http_runner.case import load
from http_runner.cli import main
from mutants import MUTANTS

HERE = Path(__file__).resolve().parent
REFERENCE = HERE / "servers" / "reference"
LIST = REFERENCE / "servers.toml"
LAST_LINE = r"(^|\n)\d+ passed, \d+ failed\n\Z"

ENTRY = """
[[server]]
name = "one"
language = "none"
command = {command}
protocol = "h1"
{more}
"""
# A server that says where it listens; the rest of its script follows.
LISTENS = """
    import socket, sys, time
    listener = socket.create_server(("127.0.0.1", 0))
    print("listening", listener.getsockname()[1], flush=True)
"""


class Base(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(mock.patch.dict(os.environ))
        os.environ.pop("CI", None)
        self.enterContext(mock.patch.object(servers, "LOGS", self.folder / "logs"))
        # Only servers that never answer wait for it.
        self.enterContext(mock.patch.object(http1, "DEADLINE", 1.0))
        self.enterContext(mock.patch.object(http2, "DEADLINE", 1.0))

    def run_main(self, *arguments, **more):
        out = io.StringIO()
        status = main([*map(str, arguments)], out=out, **more)
        return status, out.getvalue()

    def run_list(self, text, *arguments, **more):
        """Run the servers of a list given as text."""
        path = self.folder / "servers.toml"
        path.write_text(text)
        return self.run_main("--servers", path, "--no-build", *arguments, **more)

    def run_reference(self, more="", *arguments, **others):
        """Run the reference as the server `one`, its entry in the list with more lines."""
        return self.run_list(self.entry([sys.executable, str(REFERENCE / "serve")], more), *arguments, **others)

    def run_script(self, script, *arguments, more=""):
        path = self.folder / "server.py"
        path.write_text(textwrap.dedent(script))
        return self.run_list(self.entry([sys.executable, str(path)], more), *arguments)

    @staticmethod
    def entry(command, more=""):
        return ENTRY.format(command=command, more=more)

    def assert_fails(self, ran, *wanted):
        status, out = ran
        self.assertEqual(status, 1, out)
        self.assertRegex(out, LAST_LINE)
        for text in wanted:
            self.assertIn(text, out)

    def assert_passes(self, ran, *wanted):
        status, out = ran
        self.assertEqual(status, 0, out)
        self.assertRegex(out, LAST_LINE)
        for text in wanted:
            self.assertIn(text, out)


class ReferenceTest(Base):
    def test_the_reference_passes_every_case(self):
        http1.DEADLINE = http2.DEADLINE = 5.0
        cases = load()
        counts = [sum(protocol in case.protocols for case in cases) for protocol in ("h1", "h2")]
        status, out = self.run_main("--servers", LIST)
        self.assertEqual(status, 0, out)
        for protocol, count in zip(("h1", "h2"), counts, strict=True):
            line = f"reference {protocol}: {count} cases, {count} passed, 0 failed, 0 refused by the server, 0 hidden"
            self.assertIn(line, out)
        self.assertTrue(out.endswith(f"\n{sum(counts)} passed, 0 failed\n"), out)

    def test_every_mutant_of_the_reference_is_caught(self):
        os.environ["PYTHONPATH"] = str(HERE.parent / "vectors")
        with ThreadPoolExecutor(4) as pool:
            for mutant, ran in zip(MUTANTS, pool.map(self.run_mutant, range(len(MUTANTS))), strict=True):
                with self.subTest(case=mutant.case, new=mutant.new):
                    self.assert_fails(ran, f"FAILS {mutant.case} ")

    def run_mutant(self, number):
        mutant = MUTANTS[number]
        copy = self.folder / str(number)
        shutil.copytree(REFERENCE, copy, ignore=shutil.ignore_patterns("__pycache__"))
        file = copy / "reference_app" / mutant.file
        text = file.read_text()
        self.assertEqual(text.count(mutant.old), 1, f"{mutant.old!r} in {mutant.file}")
        file.write_text(text.replace(mutant.old, mutant.new))
        path = copy / "servers.toml"
        path.write_text(path.read_text().replace("servers/reference/serve", str(copy / "serve")))
        return self.run_main("--servers", path, "--no-build", "--server", mutant.server, "--case", mutant.case)

    def test_the_control_must_be_there_and_fail(self):
        for new in ("Endpoint()", "None"):
            copy = self.folder / new
            shutil.copytree(REFERENCE, copy)
            file = copy / "reference_app" / "server.py"
            file.write_text(file.read_text().replace("Endpoint(broken=True)", new))
            os.environ["PYTHONPATH"] = str(HERE.parent / "vectors")
            ran = self.run_list(self.entry([sys.executable, str(copy / "serve")]), "--case", "verdicts/forged")
            self.assert_fails(ran, "control: verdicts/forged", "1 passed, 1 failed")


class ReadmeTest(unittest.TestCase):
    def test_the_cases_that_the_readme_names_exist(self):
        ids = [case.id for case in load()]
        themes = "|".join({case.theme for case in load()})
        named = re.findall(rf"`((?:{themes})/[a-z0-9*-]+)`", (HERE / "README.md").read_text())
        self.assertGreater(len(named), 20)
        for name in named:
            with self.subTest(name):
                self.assertTrue(fnmatch.filter(ids, name))


class ListTest(Base):
    def test_a_difference_that_does_not_occur_fails(self):
        more = 'server_refuses = { "verdicts/primary" = "why" }'
        self.assert_fails(self.run_reference(more, "--case", "verdicts/primary"), "take it off the list")

    def test_a_refusal_by_the_server_is_counted(self):
        more = 'server_refuses = { "routes/signed-deep-path" = "why" }'
        ran = self.run_changed("int(number)", "418 // 0", more, "--case", "routes/signed")
        self.assert_passes_differing(ran, "0 passed, 0 failed, 1 refused by the server, 0 hidden by the server")

    def test_a_hidden_case_is_counted(self):
        more = 'server_hides = { "verdicts/primary" = "why" }'
        ran = self.run_changed('"content_length": ', '"content_length": "?" or ', more, "--case", "verdicts/primary")
        self.assert_passes_differing(ran, "0 passed, 0 failed, 0 refused by the server, 1 hidden by the server")

    def test_an_admission_is_no_refusal_by_the_server(self):
        more = 'server_refuses = { "verdicts/primary" = "why" }'
        ran = self.run_changed('"content_length": ', '"content_length": "?" or ', more, "--case", "verdicts/primary")
        self.assert_fails(ran, "listed under server_refuses, but that is no refusal")

    def test_no_list_turns_a_refusal_into_an_admission(self):
        for kind in ("server_refuses", "server_hides"):
            more = f'{kind} = {{ "verdicts/expired" = "why" }}'
            ran = self.run_changed("WINDOW = 300", "WINDOW = 3000", more, "--case", "verdicts/expired")
            self.assert_fails(ran, "a refusal became an admission")

    def test_a_rewritten_method_is_shown_by_the_facts(self):
        more = 'server_rewrites = { "verdicts/expired" = "why" }'
        ran = self.run_changed("WINDOW = 300", "WINDOW = 3000", more, "--case", "verdicts/expired")
        self.assert_fails(ran, "the handler was told no other method")

    def test_a_list_excuses_no_silence(self):
        more = 'server_hides = { "verdicts/primary" = "why" }'
        ran = self.run_script(LISTENS + "    time.sleep(60)", "--case", "verdicts/primary", more=more)
        self.assert_fails(ran, "listed under server_hides, but no answer in time")

    def test_unknown_names_in_a_list_fail(self):
        more = 'lacks = { none-such = "why" }\nserver_hides = { "no/such" = "why" }'
        ran = self.run_reference(more, "--case", "verdicts/primary")
        self.assert_fails(ran, "one lists no/such, which is no case of it", "one lacks none-such, which is no variant")

    def test_a_variant_that_is_left_out_must_be_left_out(self):
        more = 'lacks = { replaced = "why" }'
        self.assert_fails(self.run_reference(more, "--case", "parsers/"), "lacks /replaced, but it answers")
        ran = self.run_changed('"replaced": Endpoint', '"elsewhere": Endpoint', more, "--case", "parsers/")
        self.assert_passes(ran)

    def test_entries_that_are_wrong_are_errors(self):
        for more in ('lacks = { odd = "" }', "unknown = 1", 'server_refuses = { "a/b" = 1 }'):
            with self.assertRaises(servers.BadList):
                self.run_reference(more)
        both = 'server_refuses = { "a/b" = "why" }\nserver_hides = { "a/b" = "why" }'
        with self.assertRaises(servers.BadList):
            self.run_reference(both)
        with self.assertRaises(servers.BadList):
            self.run_list(self.entry(["x"]) * 2)

    def test_too_few_cases_fail(self):
        cases = [case for case in load() if case.id.startswith("verdicts/")]
        entry = self.entry([sys.executable, str(REFERENCE / "serve")])
        ran = self.run_list(f"[minimum]\nh1 = 500\n{entry}", cases=cases)
        self.assert_fails(ran, f"one: {len(cases)} cases, at least 500 expected", f"{len(cases)} passed, 1 failed")

    def test_a_missing_toolchain_is_said_and_fails_in_ci(self):
        text = LIST.read_text() + self.entry(["x"], 'needs = ["no-such-program"]')
        arguments = ("--server", "reference h1", "--server", "one", "--case", "verdicts/primary")
        wanted = ("one: NOT RUN, 1 cases: no-such-program not found", "1 OF 2 SERVERS WERE NOT RUN: one")
        self.assert_passes(self.run_list(text, *arguments), *wanted, "1 passed, 0 failed")
        os.environ["CI"] = "true"
        self.assert_fails(self.run_list(text, *arguments), *wanted, "1 passed, 1 failed")

    def test_nothing_to_run_fails(self):
        self.assert_fails(self.run_reference("", "--case", "no such case"), "nothing to run")
        status, out = self.run_reference("", "--server", "nobody")
        self.assertEqual(status, 2)
        self.assertIn("no such server: nobody", out)

    def test_a_missing_build_fails(self):
        path = self.folder / "servers.toml"
        path.write_text(self.entry(["x"]))
        ran = self.run_main("--servers", path, "--case", "verdicts/primary")
        self.assert_fails(ran, "servers/none/build is missing", "0 passed, 2 failed")

    def test_the_list_of_the_project_can_be_read(self):
        status, out = self.run_main("--list")
        self.assertEqual(status, 0)
        self.assertGreaterEqual(len(servers.read(servers.HTTP / "servers.toml").servers), 17)
        self.assertIn("verdicts/primary (h1, h2)", out)

    def run_changed(self, old, new, more, *arguments):
        """Run a reference in which a text is another."""
        copy = self.folder / f"changed-{new.replace('/', '')}-{more[:12]}"
        shutil.copytree(REFERENCE, copy)
        changed = 0
        for file in (copy / "reference_app").glob("*.py"):
            text = file.read_text()
            changed += text.count(old)
            file.write_text(text.replace(old, new))
        self.assertEqual(changed, 1, old)
        os.environ["PYTHONPATH"] = str(HERE.parent / "vectors")
        return self.run_list(self.entry([sys.executable, str(copy / "serve")], more), *arguments)

    def assert_passes_differing(self, ran, line):
        """Nothing failed, but nothing passed as expected either, which is no success by itself."""
        self.assertIn(line, ran[1])
        self.assertIn("1 differ as listed\n0 passed, 0 failed\n", ran[1])


class ProcessTest(Base):
    ONE = ("--case", "verdicts/primary")

    def test_a_server_that_says_something_else(self):
        ran = self.run_script("print('hello')", *self.ONE)
        self.assert_fails(ran, "not started: `listening PORT` expected, got b'hello", "1 NOT RUN", "0 passed, 2 failed")

    def test_a_server_that_ends_at_once(self):
        ran = self.run_script("import sys; sys.exit('no such module')", *self.ONE)
        self.assert_fails(ran, "not started", "no such module")

    def test_a_server_that_says_nothing(self):
        with mock.patch.object(servers, "START", 0.5):
            self.assert_fails(self.run_script("input()", *self.ONE), "got nothing within 0.5 s")

    def test_a_server_that_is_not_there(self):
        self.assert_fails(self.run_list(self.entry([str(self.folder / "nothing")]), *self.ONE), "not started")

    def test_a_server_that_never_answers(self):
        ran = self.run_script(LISTENS + "    time.sleep(60)", *self.ONE)
        self.assert_fails(ran, "FAILS verdicts/primary", "200, verified expected, got no answer in time")

    def test_a_server_that_closes_early(self):
        ran = self.run_script(LISTENS + "    while True: listener.accept()[0].close()", *self.ONE)
        self.assert_fails(ran, "FAILS verdicts/primary", "got closed without an answer")

    def test_a_server_that_speaks_no_http(self):
        script = """
    while True:
        connection = listener.accept()[0]
        connection.recv(1000)
        connection.sendall(b"220 hello\\r\\n")
        connection.close()
        """
        self.assert_fails(self.run_script(LISTENS + script, *self.ONE), "not an HTTP answer: status line b'220 hello'")

    def test_a_server_that_says_less_than_it_declares(self):
        script = """
    while True:
        connection = listener.accept()[0]
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 9\\r\\nX-Probe: {}\\r\\n\\r\\nshort")
        connection.close()
        """
        self.assert_fails(self.run_script(LISTENS + script, *self.ONE), "not an HTTP answer: behind b'short'")

    def test_a_server_that_dies_on_the_way(self):
        ran = self.run_script(LISTENS + "    listener.accept(); sys.exit('out of memory')", *self.ONE)
        self.assert_fails(ran, "it ended with status 1 on the way", "out of memory")

    def test_a_server_that_does_not_end(self):
        script = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
        with mock.patch.object(servers, "STOP", 0.5):
            ran = self.run_script(
                script + textwrap.dedent(LISTENS) + "while True: listener.accept()[0].close()", *self.ONE
            )
        self.assert_fails(ran, "did not end within 0.5 s of SIGTERM")


if __name__ == "__main__":
    unittest.main()
