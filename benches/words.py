"""The report for people to read."""

from __future__ import annotations

from typing import Any

from targets import LANGUAGES

Row = dict[str, Any]


def markdown(report: Row) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in report["versions"].items())
    parts = ["# signkey beside its peers", f"On {report['machine']}. {versions}."]
    for row in report["left_out"]:
        place = f"{LANGUAGES[row['language']]}, {row['path']}"
        parts.append(f"**Left out: {row['left_out']}** ({place}): {row['why']}")
    if report["rows"]:
        parts.append(table(report["rows"]))
    parts += (race_in_words(race) for race in report["races"])
    return "\n\n".join(parts) + "\n"


def table(rows: list[Row]) -> str:
    """What is bounded from above is signkey's share of the other; from below, the other's of it."""
    lines = ["| | ratio | target | |", "| --- | ---: | ---: | --- |"]
    for row in rows:
        verdict = "pass" if row["ok"] else "**short**"
        lines.append(f"| {row['name']} | {figure(row['ratio'])} | {row['target']} | {verdict} |")
    return "\n".join(lines)


def figure(measured: float | None) -> str:
    return "not measured" if measured is None else f"{measured:.3g}"


def race_in_words(race: Row) -> str:
    place = f"{LANGUAGES[race['language']]}, {race['path']}"
    second = "ns added" if race["added"] else "MB/s"
    lines = [
        f"## {place}: {race['corpus']}, {race['bytes']} bytes",
        "",
        f"{race['bodies']} distinct bodies.",
        "",
        f"| | ns a call | {second} | x signkey | rounds | spread |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for one in race["contenders"]:
        speed = one["added_ns"] if race["added"] else one["mb_per_s"]
        cells = (
            one["name"],
            f"{one['ns']:,.0f}",
            "" if speed is None else f"{speed:,.0f}",
            # An app without a check has nothing that could be compared.
            "" if race["added"] and speed is None else figure(one["times_signkey"]),
            f"{one['rounds']} | {one['spread']:.0%}",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
