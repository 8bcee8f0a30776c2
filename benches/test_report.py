#!/usr/bin/env python3
"""The report on rows whose ratios are known."""

# ruff: noqa: PT009, S314 - unittest needs no package, and the XML is our own.

from __future__ import annotations

import json
import tempfile
import unittest
import xml.etree.ElementTree as ET
from pathlib import Path

import report
from targets import MemoryTarget, Target

PLACE = {"language": "rust", "path": "verify", "corpus": "call", "bodies": 9}


def row(contender: str, rounds: list[float], size: int = 800) -> report.Row:
    return {**PLACE, "contender": contender, "size": size, "bytes": size, "rounds": rounds}


# The second round was slow for both, and the third for the peer alone.
ROWS = [
    row("signkey", [100.0, 900.0, 100.0, 110.0, 100.0]),
    row("slow", [500.0, 990.0, 500.0, 500.0, 500.0]),
    row("fast", [200.0, 1800.0, 4000.0, 220.0, 200.0]),
    row("signkey", [1000.0] * 5, size=9000),
    row("fast", [2000.0] * 5, size=9000),
    {"language": "rust", "path": "verify", "left_out": "absent <peer>", "why": "not installed"},
    {"language": "rust", "memory": "canonicalize", "corpus": "call", "bytes": 1000, "peak": 500},
]
PEERS = ("slow", "fast", "absent <peer>")


def target(name: str, **bounds: float) -> Target:
    return Target(name, "rust", "verify", "call", 800, PEERS, **bounds)


class Report(unittest.TestCase):
    def judge(self, judged: Target | MemoryTarget) -> tuple[float | None, bool]:
        verdict = report.judge(judged, ROWS, report.races(ROWS))
        self.assertEqual(verdict["name"], judged.name)
        return verdict["ratio"], verdict["ok"]

    def test_a_ratio_is_the_median_over_rounds_with_the_fastest_peer(self) -> None:
        self.assertEqual(self.judge(target("at the bound", at_most=0.5)), (0.5, True))
        self.assertEqual(self.judge(target("over it", at_most=0.49)), (0.5, False))
        self.assertEqual(self.judge(target("at the bound", at_least=2)), (2.0, True))
        self.assertEqual(self.judge(target("under it", at_least=2.1)), (2.0, False))

    def test_what_was_not_measured_is_not_reached(self) -> None:
        absent = Target("absent", "go", "verify", "call", 800, PEERS, at_most=9)
        self.assertEqual(self.judge(absent), (None, False))
        alone = Target("alone", "rust", "verify", "call", 800, ("absent <peer>",), at_least=0)
        self.assertEqual(self.judge(alone), (None, False))
        memory = MemoryTarget("memory", "rust", "verify a stream", "call", 9)
        self.assertEqual(self.judge(memory), (None, False))

    def test_memory_is_a_share_of_the_bytes(self) -> None:
        for at_most, reached in ((0.5, True), (0.4, False)):
            memory = MemoryTarget("memory", "rust", "canonicalize", "call", at_most)
            self.assertEqual(self.judge(memory), (0.5, reached))

    def test_the_files(self) -> None:
        targets = [target("reached", at_most=0.5), target("missed", at_least=3)]
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            report.write(ROWS, folder, targets)
            text = (folder / "report.md").read_text()
            rows = json.loads((folder / "report.json").read_text())["rows"]
            plots = {plot.stem: ET.parse(plot).getroot() for plot in folder.glob("*.svg")}
        self.assertIn("| reached | 0.5 | <= 0.5 | pass |", text)
        self.assertIn("| missed | 2 | >= 3 | **short** |", text)
        self.assertIn("**Left out: absent <peer>**", text)
        self.assertEqual([set(row) for row in rows], [{"name", "ratio", "target", "ok"}] * 2)
        self.assertEqual(set(plots), {"verify-rust", "overview"})
        lines = [path for path in plots["verify-rust"].iter() if "line" in path.get("class", "")]
        # Three contenders, in time and in speed.
        self.assertEqual(len(lines), 6)


if __name__ == "__main__":
    unittest.main()
