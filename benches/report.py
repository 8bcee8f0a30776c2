"""Gathers the rows of all languages and writes report.md, report.json and the plots.

A ratio is the median of the ratios of single rounds, in which the contenders took turns: what slows
the machine for a while slows both. Where an app without a check takes part, a contender's time is
what it adds to that app's time in the same round.
"""

from __future__ import annotations

import json
import math
import os
import platform
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import figures
import words
from targets import MemoryTarget, Target

Row = dict[str, Any]
# Language, path, corpus, size.
Race = tuple[str, str, str, int]
# The rows of a race by contender.
Races = dict[Race, dict[str, Row]]

OWN = "signkey"
# The app that lets everyone in.
BARE = "bare"


def races(rows: Iterable[Row]) -> Races:
    found: Races = defaultdict(dict)
    for row in rows:
        if "rounds" in row:
            race = (row["language"], row["path"], row["corpus"], row["size"])
            found[race][row["contender"]] = row
    return dict(found)


def nanoseconds(row: Row) -> float:
    rounds: list[float] = row["rounds"]
    return statistics.median(rounds)


def spread(row: Row) -> float:
    """The distance of the quartiles, as a share of the median."""
    rounds: list[float] = row["rounds"]
    low, middle, high = statistics.quantiles(rounds, n=4)
    return (high - low) / middle


def ratio(one: Row, other: Row) -> float:
    rounds: list[float] = one["rounds"]
    others: list[float] = other["rounds"]
    # What a noisy round leaves nothing of is infinitely exceeded.
    pairs = zip(rounds, others, strict=True)
    return statistics.median(a / b if b > 0 else math.inf for a, b in pairs)


def added(contenders: dict[str, Row]) -> dict[str, Row]:
    """The contenders of a race, and what is compared of each: all, or what it adds to the app."""
    if BARE not in contenders:
        return contenders
    app: list[float] = contenders[BARE]["rounds"]
    return {
        name: {**row, "rounds": [a - b for a, b in zip(row["rounds"], app, strict=True)]}
        for name, row in contenders.items()
        if name != BARE
    }


def judge(target: Target | MemoryTarget, rows: list[Row], found: Races) -> Row:
    """A row of the table: `name`, `ratio` (or none, if it was not measured), `target` and `ok`."""
    if isinstance(target, MemoryTarget):
        return verdict(target.name, share_of_memory(target, rows), target.at_most, None)
    race = added(found.get((target.language, target.path, target.corpus, target.size), {}))
    peers = [race[name] for name in target.against if name in race]
    measured = None
    if OWN in race and peers:
        own, best = race[OWN], min(peers, key=nanoseconds)
        measured = ratio(own, best) if target.at_most is not None else ratio(best, own)
    return verdict(target.name, measured, target.at_most, target.at_least)


def share_of_memory(target: MemoryTarget, rows: list[Row]) -> float | None:
    place = (target.language, target.path, target.corpus)
    memory = (row for row in rows if "memory" in row)
    found = (row for row in memory if (row["language"], row["memory"], row["corpus"]) == place)
    return next((row["peak"] / row["bytes"] for row in found), None)


def verdict(name: str, measured: float | None, most: float | None, least: float | None) -> Row:
    target = f"<= {most:g}" if most is not None else f">= {least:g}"
    reached = measured is not None and (most is None or measured <= most)
    ok = reached and (least is None or (measured or 0) >= least)
    return {"name": name, "ratio": measured, "target": target, "ok": ok}


def machine() -> str:
    """The processor by what it can do, for no one needs to know whose it is."""
    try:
        flags = set(Path("/proc/cpuinfo").read_text().split())
    except OSError:
        flags = set()
    names = {
        "sha_ni": "SHA extensions",
        "avx2": "AVX2",
        "avx512f": "AVX-512",
        "sha2": "SHA-2 instructions",
        "asimd": "NEON",
    }
    able = [name for flag, name in names.items() if flag in flags]
    cores = os.cpu_count() or 1
    return ", ".join([platform.machine().replace("_", "-"), *able, f"{cores} cores"])


def summary(rows: list[Row], targets: Sequence[Target | MemoryTarget]) -> Row:
    found = races(rows)
    versions: dict[str, str] = {}
    for row in rows:
        versions |= row.get("versions", {})
    return {
        "machine": machine(),
        "versions": versions,
        "rows": [judge(target, rows, found) for target in targets],
        "left_out": [row for row in rows if "left_out" in row],
        "races": [race_in_full(race, contenders) for race, contenders in found.items()],
    }


def race_in_full(race: Race, contenders: dict[str, Row]) -> Row:
    any_row = next(iter(contenders.values()))
    compared = added(contenders)
    own = compared.get(OWN)
    return {
        **dict(zip(("language", "path", "corpus", "size"), race, strict=True)),
        **{name: any_row[name] for name in ("bytes", "bodies")},
        "added": BARE in contenders,
        "contenders": [
            {
                "name": name,
                "ns": nanoseconds(row),
                "mb_per_s": row["bytes"] / nanoseconds(row) * 1e3,
                "added_ns": nanoseconds(compared[name]) if name in compared else None,
                "times_signkey": ratio(compared[name], own) if own and name in compared else None,
                "rounds": len(row["rounds"]),
                "spread": spread(row),
            }
            for name, row in contenders.items()
        ],
    }


def write(rows: list[Row], folder: Path, targets: Sequence[Target | MemoryTarget]) -> None:
    """Write the report and its plots."""
    report = summary(rows, targets)
    (folder / "report.json").write_text(json.dumps(report, indent=1) + "\n")
    (folder / "report.md").write_text(words.markdown(report))
    for name, plot in figures.figures(report["races"]).items():
        (folder / f"{name}.svg").write_text(plot)
