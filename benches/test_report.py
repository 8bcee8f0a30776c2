"""What the report makes of known numbers."""

# ruff: noqa: PT009

from __future__ import annotations

import hmac
import itertools
import json
import math
import random
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any
from unittest import mock

import corpus
import documents
import plot
import report
import words
from targets import ADAPTER_TARGETS, TARGETS, MemoryTarget, Target

sys.path.append(str(Path(__file__).resolve().parent / "python"))

import handwritten

RACE = ("rust", "verify", "call", 800)


def row(contender: str, rounds: list[float], **other: Any) -> report.Row:
    place = dict(zip(("language", "path", "corpus", "size"), RACE, strict=True))
    return {**place, "contender": contender, "rounds": rounds, "bytes": 500, "bodies": 7, **other}


def at_most(bound: float, *against: str) -> Target:
    return Target("a target", *RACE, against, at_most=bound)


def at_least(bound: float, *against: str) -> Target:
    return Target("a target", *RACE, against, at_least=bound)


class Ratios(unittest.TestCase):
    # The machine is ten times as slow in the second round, and signkey takes half the time.
    rows = (
        row("signkey", [50.0, 500.0, 51.0]),
        row("slow", [400.0, 4000.0, 408.0]),
        row("fast", [100.0, 1000.0, 102.0]),
    )

    def judge(self, wanted: Target) -> report.Row:
        return report.judge(wanted, list(self.rows), report.races(self.rows))

    def test_a_ratio_is_taken_round_by_round(self) -> None:
        one, other = row("one", [1, 10, 11]), row("other", [2, 3, 22])
        # The ratio of the medians would be 10 to 3.
        self.assertEqual(report.ratio(one, other), 0.5)

    def test_bounds_hold_at_the_border(self) -> None:
        for bound, ok in ((0.51, True), (0.5, True), (0.49, False)):
            judged = self.judge(at_most(bound, "fast"))
            self.assertEqual((judged["ratio"], judged["ok"]), (0.5, ok), bound)
        for bound, ok in ((1.9, True), (2, True), (2.1, False)):
            judged = self.judge(at_least(bound, "fast"))
            self.assertEqual((judged["ratio"], judged["ok"]), (2, ok), bound)

    def test_the_best_peer_counts(self) -> None:
        self.assertEqual(self.judge(at_least(1, "slow", "absent", "fast"))["ratio"], 2)
        self.assertEqual(self.judge(at_least(1, "slow"))["ratio"], 8)

    def test_what_was_not_measured_is_short(self) -> None:
        for wanted in (at_most(9, "absent"), at_least(0, "absent")):
            judged = self.judge(wanted)
            self.assertEqual((judged["ratio"], judged["ok"]), (None, False))

    def test_times_speeds_and_spread(self) -> None:
        full = report.summary([row("signkey", [400.0, 500.0, 600.0])], [])["races"][0]
        [one] = full["contenders"]
        self.assertEqual((one["ns"], one["mb_per_s"], one["spread"]), (500, 1000, 0.4))

    def test_memory(self) -> None:
        rows = [{"language": "go", "memory": "stream", "corpus": "0", "bytes": 1000, "peak": 30}]
        for language, ratio, ok in (("go", 0.03, True), ("node", None, False)):
            judged = report.judge(MemoryTarget("m", language, "stream", "0", 0.03), rows, {})
            self.assertEqual((judged["ratio"], judged["ok"]), (ratio, ok))


class Additions(unittest.TestCase):
    # The machine is three times as slow in the second round.
    rows = (
        row("bare", [100.0, 300.0, 101.0]),
        row("signkey", [110.0, 330.0, 112.0]),
        row("by hand", [140.0, 420.0, 141.0]),
    )

    def test_what_is_added_to_a_bare_app_is_compared(self) -> None:
        for wanted, ratio in ((at_most(0.3, "by hand"), 0.25), (at_least(3, "by hand"), 4)):
            judged = report.judge(wanted, list(self.rows), report.races(self.rows))
            self.assertEqual((judged["ratio"], judged["ok"]), (ratio, True))

    def test_a_bare_app_is_no_peer(self) -> None:
        judged = report.judge(at_most(9, "bare"), list(self.rows), report.races(self.rows))
        self.assertEqual((judged["ratio"], judged["ok"]), (None, False))

    def test_a_peer_that_adds_nothing_is_not_reached(self) -> None:
        own, nothing = row("signkey", [20.0] * 3), row("nothing", [10.0, 9.0, 10.0])
        rows = [row("bare", [10.0] * 3), own, nothing]
        judged = report.judge(at_most(1000, "nothing"), rows, report.races(rows))
        self.assertEqual((judged["ratio"], judged["ok"]), (math.inf, False))

    def test_the_report_shows_what_is_added(self) -> None:
        [race] = report.summary(list(self.rows), [])["races"]
        shown = [(one["ns"], one["added_ns"], one["times_signkey"]) for one in race["contenders"]]
        self.assertEqual(shown, [(101, None, None), (112, 11, 1), (141, 40, 4)])
        text = words.race_in_words(race)
        self.assertIn("| | ns a call | ns added | x signkey |", text)
        self.assertIn("| bare | 101 |  |  | 3 |", text)
        self.assertIn("| by hand | 141 | 40 | 4 | 3 |", text)


class Targets(unittest.TestCase):
    def test_each_has_a_name_and_a_bound_of_its_own(self) -> None:
        names = [target.name for target in TARGETS]
        self.assertEqual(sorted(set(names)), sorted(names))
        for target in TARGETS:
            least = target.at_least if isinstance(target, Target) else None
            self.assertNotEqual(target.at_most is None, least is None, target.name)

    def test_adapters_are_held_against_both_peers_at_both_sizes(self) -> None:
        wanted = {
            (target.path.removesuffix(", libraries"), target.size, target.against): (
                target.at_most,
                target.at_least,
            )
            for target in ADAPTER_TARGETS
        }
        hand, sdk = ("hand-written",), ("inngest SDK",)
        for interface, small in (("ASGI", 0.8), ("WSGI", 0.8), ("Express", 0.8), ("net/http", 1)):
            path = f"admit, {interface}"
            self.assertEqual(wanted.pop((path, 800, hand)), (small, None))
            self.assertEqual(wanted.pop((path, 15_000, hand)), (1, None))
            for size in (800, 15_000):
                self.assertEqual(wanted.pop((path, size, sdk)), (None, 8))
        self.assertEqual(wanted, {})


class Handwritten(unittest.TestCase):
    """The check that the adapters are measured against checks, in Python for all languages."""

    now = 1_700_000_000.0
    body = b'{"a":1}'

    def header(self, then: int) -> str:
        mac = hmac.digest(handwritten.KEY, self.body + str(then).encode(), "sha256").hex()
        return f"t={then}&s={mac}"

    def verdict(self, body: bytes, header: str) -> bool:
        with mock.patch("time.time", return_value=self.now):
            return handwritten.is_valid(body, header)

    def test_a_signature_is_good_for_five_minutes(self) -> None:
        for offset, is_good in ((0, True), (300, True), (-300, True), (301, False), (-301, False)):
            header = self.header(int(self.now) + offset)
            self.assertEqual(self.verdict(self.body, header), is_good, offset)

    def test_nothing_else_is_good(self) -> None:
        header = self.header(int(self.now))
        self.assertFalse(self.verdict(self.body + b" ", header))
        for other in ("", header[:-1], header + "0", header.upper(), " " + header, header + "\n"):
            self.assertFalse(self.verdict(self.body, other), other)


class Written(unittest.TestCase):
    def test_the_files(self) -> None:
        left_out = {
            "language": "rust",
            "path": "verify",
            "left_out": "OpenSSL",
            "why": "no <headers>",
        }
        rows = [*Ratios.rows, row("signkey", [9000.0] * 3, size=15_000, bytes=15_000), left_out]
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            report.write(rows, folder, [at_most(0.4, "fast"), at_least(2, "fast")])
            written = json.loads((folder / "report.json").read_text())
            text = (folder / "report.md").read_text()
            for path in folder.glob("*.svg"):
                ET.parse(path)  # noqa: S314 - our own
            plotted = (folder / "verify-rust.svg").read_text()
        first = {"name": "a target", "ratio": 0.5, "target": "<= 0.4", "ok": False}
        self.assertEqual(
            written["rows"], [first, {**first, "ratio": 2.0, "target": ">= 2", "ok": True}]
        )
        self.assertIn(
            "| a target | 0.5 | <= 0.4 | **short** |\n| a target | 2 | >= 2 | pass |", text
        )
        self.assertIn("**Left out: OpenSSL** (Rust, verify): no <headers>", text)
        self.assertIn(">slow</text>", plotted)

    def test_the_machine_is_not_named(self) -> None:
        model = Path("/proc/cpuinfo")
        names = [line for line in model.read_text().splitlines() if line.startswith("model name")]
        for word in " ".join(names[:1]).partition(":")[2].split():
            self.assertNotIn(word, report.machine().split())


class Plots(unittest.TestCase):
    def test_an_axis_is_logarithmic(self) -> None:
        axis = plot.whole([200.0, 50_000.0], 0, 300)
        self.assertEqual(axis.ticks, [100, 1000, 10_000, 100_000])
        self.assertEqual([axis.place(tick) for tick in axis.ticks], [0, 100, 200, 300])
        self.assertEqual(
            plot.snug([851.0, 1_006_000.0], 0, 300).ticks, [1000, 10_000, 100_000, 10**6]
        )

    def test_names_do_not_overlap(self) -> None:
        places = sorted(plot.apart(dict.fromkeys("abcdef", 100.0)).values())
        self.assertTrue(all(b - a >= 15 for a, b in itertools.pairwise(places)))

    def test_units(self) -> None:
        counted = [
            plot.count(*pair) for pair in ((999, "ns"), (1000, "ns"), (15_000, "B"), (2e6, "B"))
        ]
        self.assertEqual(counted, ["999 ns", "1 µs", "15 KB", "2 MB"])


class Corpus(unittest.TestCase):
    def test_records_are_read_as_they_are_written(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "records"
            corpus.write(path, [b"", b"one", b"\0" * 300])
            self.assertEqual(path.read_bytes()[:11], b"\0\0\0\0\3\0\0\0one")
            self.assertEqual(list(corpus.read(path)), [b"", b"one", b"\0" * 300])

    def test_both_forms_are_the_same_document(self) -> None:
        for kind, make in documents.KINDS.items():
            for seed in range(20):
                chance = random.Random(seed)  # noqa: S311
                sent, form = make(chance, 2000)
                self.assertEqual(json.loads(sent), json.loads(form), kind)
                self.assertTrue(sent == form or kind not in ("call", "text", "floats"), kind)


if __name__ == "__main__":
    unittest.main()
