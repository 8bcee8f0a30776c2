"""Tests of the conformance runner itself: whatever is wrong with a driver, the run must fail."""

import io
import json
import os
import sys
import tempfile
import textwrap
import unittest
from pathlib import Path
from unittest import mock

from conformance_runner import differential, suites
from conformance_runner.cli import main
from conformance_runner.suites import BadVectors, Case, Suite

CASES = [Case(f"case-{n}", b"canonicalize\t%02x" % n, b"ok\t%02x\tlossless" % n) for n in range(48, 58)]
SUITES = [Suite("first", CASES[:4]), Suite("second", CASES[4:])]

RIGHT = """
    import sys
    for line in sys.stdin:
        print("ok", line.split()[1], "lossless", sep="\\t")
"""


class RunnerTest(unittest.TestCase):
    """Runs fake drivers, each a script given as text."""

    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(mock.patch.dict(os.environ, {"SIGNKEY_JCS": str(self.folder / "none")}))

    def run_main(self, drivers, load=lambda: SUITES, *, options=()):
        """Return the exit status and the output; a driver that is None cannot be built."""

        def launch(name):
            if drivers[name] is None:
                return None
            script = self.folder / f"{name}.py"
            script.write_text(textwrap.dedent(drivers[name]))
            return [sys.executable, script]

        out = io.StringIO()
        arguments = ["--drivers", ",".join(drivers), "--timeout", "20", *options]
        status = main(arguments, launch=launch, load=lambda _folder: load(), out=out)
        self.assertRegex(out.getvalue(), r"\n\d+ passed, \d+ failed\n\Z")
        return status, out.getvalue()

    def assert_fails(self, script, last_line, *wanted, **more):
        status, out = self.run_main({"fake": script}, **more)
        self.assertEqual(status, 1, out)
        self.assertEqual(out.splitlines()[-1], last_line)
        for text in wanted:
            self.assertIn(text, out)

    def test_right_answers_pass(self):
        status, out = self.run_main({"one": RIGHT, "two": RIGHT})
        self.assertEqual(status, 0, out)
        self.assertIn("20 passed, 0 failed\n", out)
        self.assertRegex(out, r"first +4 +4/4 +4/4\n")
        self.assertRegex(out, r"second +6 +6/6 +6/6\n")
        self.assertRegex(out, r"total +10 +10/10 +10/10\n")

    def test_wrong_answer(self):
        script = RIGHT.replace('print("ok"', 'print("ok" if "33" not in line else "no"')
        self.assert_fails(
            script,
            "9 passed, 1 failed",
            "DIFFERS case-51 (fake)",
            "expected  ok 33 lossless",
            "got       no 33 lossless",
        )

    def test_one_wrong_language_of_two(self):
        status, out = self.run_main({"good": RIGHT, "bad": RIGHT.replace("lossless", "lossy")})
        self.assertEqual(status, 1)
        self.assertIn("DIFFERS case-48 (bad)", out)
        self.assertNotIn("(good)", out)
        self.assertTrue(out.endswith("10 passed, 10 failed\n"))

    def test_many_disagreements_are_counted_and_cut(self):
        cases = [Case(f"c{n}", b"canonicalize\t", b"error\tinvalid_json") for n in range(33)]
        status, out = self.run_main(
            {"fake": RIGHT.replace("line.split()[1]", '"x"')}, lambda: [Suite("many", cases)]
        )
        self.assertEqual(status, 1)
        self.assertEqual(out.count("DIFFERS"), 20)
        self.assertTrue(out.endswith("... and 13 more\n0 passed, 33 failed\n"))

    def test_dies_early(self):
        script = """
            import sys
            sys.stdin.readline()
            print("ok", "30", "lossless", sep="\\t", flush=True)
            sys.exit("out of luck")
        """
        self.assert_fails(script, "1 passed, 10 failed", "fake: ended with status 1", "    out of luck")

    def test_dies_by_signal(self):
        self.assert_fails(
            "import os; os.kill(os.getpid(), 11)", "0 passed, 11 failed", "ended with status -11"
        )

    def test_dies_without_reading_many_requests(self):
        cases = [Case(f"c{n}", b"canonicalize\t" + b"00" * 1000, b"") for n in range(1000)]
        with mock.patch("threading.excepthook") as excepthook:
            self.assert_fails(
                "raise SystemExit(3)", "0 passed, 1001 failed", load=lambda: [Suite("many", cases)]
            )
        excepthook.assert_not_called()

    def test_right_answers_but_wrong_status(self):
        self.assert_fails(RIGHT + "    sys.exit(2)\n", "10 passed, 1 failed", "ended with status 2")

    def test_too_few_answers(self):
        script = RIGHT.replace("in sys.stdin", "in sys.stdin.readlines()[:-1]")
        self.assert_fails(script, "9 passed, 2 failed", "gave 9 answers to 10 requests")

    def test_no_answers(self):
        self.assert_fails(
            "import sys; sys.stdin.read()", "0 passed, 11 failed", "gave 0 answers to 10 requests"
        )

    def test_too_many_answers(self):
        self.assert_fails(RIGHT + "    print()\n", "10 passed, 1 failed", "gave 11 answers to 10 requests")

    def test_last_answer_without_line_feed(self):
        script = """
            import sys
            answers = ["ok\\t" + line.split()[1] + "\\tlossless" for line in sys.stdin]
            print("\\n".join(answers), end="")
        """
        self.assert_fails(script, "9 passed, 2 failed", "gave 9 answers and a piece to 10 requests")

    def test_more_than_all_answers_without_line_feed(self):
        self.assert_fails(RIGHT + "    print(end='ok')\n", "10 passed, 1 failed", "10 answers and a piece")

    def test_one_answer_missing_in_the_middle(self):
        script = RIGHT.replace("print(", 'if "33" not in line: print(')
        self.assert_fails(script, "3 passed, 8 failed", "gave 9 answers")

    def test_hangs(self):
        self.assert_fails(
            "import time; print('thinking', flush=True); time.sleep(60)",
            "0 passed, 11 failed",
            "killed after 0.5 s",
            options=["--timeout", "0.5"],
        )

    def test_pipes_do_not_fill_up(self):
        """Requests and answers that exceed the pipes' buffers, read only after all is written."""
        line = b"canonicalize\t" + b"30" * 2000
        cases = [Case(f"c{n}", line, b"ok\t" + b"30" * 2000 + b"\tlossless") for n in range(500)]
        for script in (RIGHT, RIGHT.replace("in sys.stdin", "in sys.stdin.readlines()")):
            status, out = self.run_main({"fake": script}, lambda: [Suite("many", cases)])
            self.assertEqual(status, 0, out)

    def test_cannot_be_built(self):
        status, out = self.run_main({"good": RIGHT, "absent": None})
        self.assertEqual(status, 1)
        self.assertIn("driver absent: could not be built or found", out)
        self.assertTrue(out.endswith("10 passed, 11 failed\n"))

    def test_no_drivers(self):
        status, out = self.run_main({})
        self.assertEqual(status, 1)
        self.assertIn("PROBLEM no drivers", out)

    def test_no_files(self):
        self.assert_fails(RIGHT, "0 passed, 1 failed", "PROBLEM no vector files", load=list)

    def test_empty_file(self):
        suites_and_empty = [*SUITES, Suite("third", [])]
        self.assert_fails(
            RIGHT, "10 passed, 1 failed", "PROBLEM file third: no cases", load=lambda: suites_and_empty
        )

    def test_missing_documents_are_announced(self):
        _, out = self.run_main({"fake": RIGHT})
        self.assertRegex(out, r"\ANO JCS DOCUMENTS in .*: the six documents .* were NOT run\n")

    def test_differential_adds_cases(self):
        status, out = self.run_main({"fake": RIGHT}, options=["--differential", "50", "--seed", "7"])
        self.assertEqual(status, 1)
        self.assertIn("differential: 50 cases from seed 7", out)
        self.assertIn("DIFFERS differential-7-", out)


class VectorFilesTest(unittest.TestCase):
    """Reading of vector files."""

    def load(self, *documents):
        with tempfile.TemporaryDirectory() as folder:
            for number, document in enumerate(documents):
                Path(folder, f"{number}.json").write_text(json.dumps(document))
            return list(suites.vector_suites(Path(folder)))

    def document(self, **changes):
        case = {"id": "a", "request": "canonicalize", "body": "{}", "expect": {"error": "invalid_json"}}
        return {"schema": 1, "comment": "", "cases": [case | changes]}

    def test_every_form_of_a_value(self):
        case = {
            "id": "all",
            "request": "verify",
            "keys": [None, "ab", {"hex": "ff"}, {"parts": ["a", {"repeat": {"hex": "00"}, "times": 2}]}],
            "body_parts": [{"repeat": "[]", "times": 3}, {"hex": "0a"}],
            "header": None,
            "now": "18446744073709551615",
            "past": 0,
            "future": 1,
            "expect": {"ok": {"key_index": 2, "form": "raw", "t": "9999999999999999999"}},
        }
        [suite] = self.load({"schema": 1, "cases": [case]})
        line = "verify\t-,6162,ff,610000\t5b5d5b5d5b5d0a\t-\t18446744073709551615\t0\t1"
        self.assertEqual(suite.cases, [Case("all", line.encode(), b"ok\t2\traw\t9999999999999999999")])

    def test_folders_are_read_with_their_names(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("signing/keys", "app/keys"):
                path = Path(folder, f"{name}.json")
                path.parent.mkdir()
                path.write_text(json.dumps({"schema": 1, "cases": []}))
            names = [suite.name for suite in suites.vector_suites(Path(folder))]
        self.assertEqual(names, ["app/keys", "signing/keys"])

    def test_text_in_answers_is_hexadecimal(self):
        changes = {"request": "key_id", "key_hex": "0a", "expect": {"ok": {"id": "b2"}}}
        [suite] = self.load(self.document(**changes))
        self.assertEqual(suite.cases[0][1:], (b"key_id\t0a", b"ok\t6232"))

    def test_refused_files(self):
        for name, documents in {
            "schema": [self.document() | {"schema": 2}],
            "no cases": [{"schema": 1}],
            "not an object": [[]],
            "same id in one file": [{"schema": 1, "cases": self.document()["cases"] * 2}],
            "same id in two files": [self.document(), self.document()],
            "unknown request": [self.document(request="frobnicate")],
            "no expectation": [self.document(expect={})],
            "not ASCII": [self.document(body="\u20ac")],
            "no body": [self.document(body=1)],
        }.items():
            with self.subTest(name), self.assertRaises(BadVectors):
                self.load(*documents)


class DifferentialTest(unittest.TestCase):
    """Generated cases."""

    def test_a_seed_gives_the_same_cases(self):
        self.assertEqual(differential.generate(200, 3), differential.generate(200, 3))
        self.assertNotEqual(differential.generate(200, 3), differential.generate(200, 4))

    def test_every_outcome_occurs(self):
        _, counts = differential.generate(differential.ENOUGH, 1)
        self.assertEqual(differential.missing(differential.ENOUGH, counts), [])

    def test_a_missing_outcome_is_a_problem(self):
        _, counts = differential.generate(differential.ENOUGH, 1)
        del counts["json_too_deep"]
        [problem] = differential.missing(differential.ENOUGH, counts)
        self.assertIn("json_too_deep", problem)


if __name__ == "__main__":
    unittest.main()
