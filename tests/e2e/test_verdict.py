"""Tests of the verdict, over records that are made up."""

import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

from e2e_runner import signing, verdict
from e2e_runner.gateway import METHODS
from e2e_runner.record import ApiCall, Call, Record
from e2e_runner.scenario import CONTROL, PHASES, PROBE

KEYS = {"old": "00" * 32, "new": "ff" * 32}
NAMES = [name for name, _, _ in PHASES]


class Verdict(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.log = Path(folder.name) / "go.log"
        self.log.touch()
        record = Record(KEYS)
        for name, key in zip(NAMES, ["old", "old", "new", "new", "new"], strict=True):
            record.add(Call("go", name, "POST", 206, key, key), b"")
            record.add_api(ApiCall("go", name, 200, key))
        record.add_api(ApiCall("go", verdict.RESTART, 401, "old"))
        for method in METHODS:
            record.add(Call("go", CONTROL, method, 401, None, None), b"")
            record.add(Call("go", PROBE, method, 405, "new", "new"), b"")
        record.add(Call("go", CONTROL, "POST", 401, "old", None), b"")
        apps = [SimpleNamespace(name="go", log=self.log)]
        self.scenario = SimpleNamespace(record=record, apps=apps, secrets=KEYS, canary="canary")
        self.record = record

    def problems(self):
        return list(verdict.problems(self.scenario))

    def test_a_good_run_has_no_problem(self):
        self.assertEqual(self.problems(), [])

    def test_calls(self):
        bad = [
            Call("go", NAMES[3], "POST", 401, "new", None),  # refused
            Call("go", NAMES[3], "POST", 500, "new", "new"),  # failed
            Call("go", NAMES[3], "POST", 200, "new", None),  # answered without a signature
            Call("go", NAMES[3], "POST", 200, "new", "old"),  # or under another key
            Call("go", NAMES[3], "POST", 200, "old", "old"),  # under a key that the server has no more
            Call("go", NAMES[3], "POST", 200, None, None),  # not signed by the server
            Call("go", CONTROL, "POST", 200, None, None),  # let through
            Call("go", PROBE, "POST", 401, "new", None),
        ]
        for call in bad:
            with self.subTest(call):
                self.record.calls.append(call)
                self.assertEqual(len(self.problems()), 1)
                self.record.calls.pop()

    def test_a_phase_without_calls(self):
        self.record.calls.pop(0)
        self.assertEqual(len(self.problems()), 1)

    def test_a_token_refused_out_of_turn(self):
        self.record.add_api(ApiCall("go", NAMES[0], 401, "old"))
        self.assertEqual(len(self.problems()), 1)

    def test_no_token_refused_where_one_must_be(self):
        self.record.api_calls.pop()
        self.assertEqual(len(self.problems()), 1)

    def test_secrets(self):
        for secret in [KEYS["old"], signing.token(KEYS["new"]), "canary"]:
            self.record.said.append(secret.encode())
            self.assertEqual(len(self.problems()), 1)
            self.record.said.pop()
            self.log.write_text(secret)
            self.assertEqual(len(self.problems()), 1)
            self.log.write_text("")


if __name__ == "__main__":
    unittest.main()
