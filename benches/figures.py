"""Which figures are drawn: times and speeds against the size of the body, by language."""

from __future__ import annotations

from typing import Any

from plot import Panel, chart
from targets import LANGUAGES

# What stands in the overview, under one name in all languages.
BARE = {"hmac, keyed clone", "hmac.digest", "createHmac", "hmac.New"}
SHORT = {"signkey": "signkey", "inngest SDK": "published SDK"} | dict.fromkeys(BARE, "bare HMAC")

Races = list[dict[str, Any]]
Points = dict[str, list[tuple[float, float]]]


def lines(races: Races, figure: str, names: dict[str, str] | None = None) -> Points:
    """The points of each contender, of those in `names` if it is given."""
    found: Points = {}
    for race in sorted(races, key=lambda race: int(race["size"])):
        for contender in race["contenders"]:
            name = contender["name"] if names is None else names.get(contender["name"])
            # signkey takes part in more than one race over the same bodies.
            if name and not any(size == race["bytes"] for size, _ in found.get(name, [])):
                found.setdefault(name, []).append((race["bytes"], contender[figure]))
    return found


def figures(races: Races) -> dict[str, str]:
    def of(language: str, corpus: str, *paths: str) -> Races:
        place = (language, corpus)
        return [
            race
            for race in races
            if (race["language"], race["corpus"]) == place and race["path"] in paths
        ]

    drawn = {}
    overview = []
    for language, title in LANGUAGES.items():
        calls = of(language, "call", "verify", "verify, libraries")
        if calls:
            overview.append(Panel(title, "ns", lines(calls, "ns", SHORT)))
            drawn[f"verify-{language}"] = chart(
                f"Verifying a request in {title}",
                [
                    Panel("time a call", "ns", lines(calls, "ns")),
                    Panel("speed", "MB/s", lines(calls, "mb_per_s")),
                ],
            )
        for action in ("canonicalize", "encrypt", "decrypt"):
            panels = [
                Panel(f"{corpus}: {heading}", unit, points)
                for corpus in ("call", "reordered", "floats")
                for heading, unit, figure in (("time", "ns", "ns"), ("speed", "MB/s", "mb_per_s"))
                if (points := lines(of(language, corpus, action), figure))
            ]
            if panels:
                drawn[f"{action}-{language}"] = chart(f"To {action} in {title}", panels)
    if overview:
        drawn["overview"] = chart("Verifying a request, time a call", overview)
    return drawn
