"""Line charts on logarithmic axes as SVG, for light and dark backgrounds.

Lines are told apart by colour, dash and marker, and each has its name at its end.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 300, 220
LEFT, RIGHT, TOP, BOTTOM = 64, 190, 44, 48
COLUMNS = 2

# Colours that the colour-blind tell apart, on white and on black, and how the line is dashed.
STYLES = [
    ("#0b62a8", "#6cb8f5", ""),
    ("#c2410c", "#ff9a5c", "6 3"),
    ("#047857", "#4ade9f", "2 3"),
    ("#a21a7a", "#f28bd0", "8 3 2 3"),
    ("#8a6100", "#e8c14a", "4 2"),
    ("#57606a", "#afb8c1", "1 2"),
]
MARKERS = [
    '<circle r="3.5"/>',
    '<rect x="-3" y="-3" width="6" height="6"/>',
    '<path d="M0-4 4 3H-4z"/>',
    '<path d="M0-4 4 0 0 4-4 0z"/>',
    '<path d="M0 4 4-3H-4z"/>',
    '<circle r="2.5"/>',
]


class Panel(NamedTuple):
    """A heading, what the vertical axis counts (`ns` or `MB/s`), and the points of each line."""

    heading: str
    unit: str
    lines: dict[str, list[tuple[float, float]]]


class Axis(NamedTuple):
    """From one power of ten to another, which need not be whole, drawn from `begin` to `end`."""

    low: float
    high: float
    begin: float
    end: float

    def place(self, value: float) -> float:
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return round(self.begin + share * (self.end - self.begin), 1)

    @property
    def ticks(self) -> list[int]:
        return [10**power for power in range(math.ceil(self.low), math.floor(self.high) + 1)]


def whole(values: Iterable[float], begin: float, end: float) -> Axis:
    """Whole decades, one at least."""
    logs = [math.log10(value) for value in values]
    low, high = math.floor(min(logs)), math.ceil(max(logs))
    return Axis(low, max(high, low + 1), begin, end)


def snug(values: Iterable[float], begin: float, end: float) -> Axis:
    """No longer than it has to be."""
    logs = [math.log10(value) for value in values]
    return Axis(min(logs) - 0.1, max(logs) + 0.1, begin, end)


def chart(title: str, panels: list[Panel]) -> str:
    """An SVG of panels side by side; panels of the same unit have the same scale."""
    names = list(dict.fromkeys(name for panel in panels for name in panel.lines))
    columns, rows = min(COLUMNS, len(panels)), math.ceil(len(panels) / COLUMNS)
    width, height = columns * (LEFT + WIDTH + RIGHT), 34 + rows * (TOP + HEIGHT + BOTTOM)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="title description">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="description">{escape(description(panels))}</desc>',
        f"<style>{style()}</style>",
        f'<rect class="paper" width="{width}" height="{height}"/>',
        f'<text class="title" x="16" y="26">{escape(title)}</text>',
    ]
    for index, panel in enumerate(panels):
        x = index % COLUMNS * (LEFT + WIDTH + RIGHT)
        y = 34 + index // COLUMNS * (TOP + HEIGHT + BOTTOM)
        alike = [other for other in panels if other.unit == panel.unit]
        parts += [f'<g transform="translate({x} {y})">', *draw(panel, alike, names), "</g>"]
    return "\n".join([*parts, "</svg>", ""])


def description(panels: list[Panel]) -> str:
    """The same in words: where each line begins and ends."""
    return " ".join(
        f"{panel.heading}, {name}: {points[0][1]:.3g} {panel.unit} at {count(points[0][0], 'B')}, "
        f"{points[-1][1]:.3g} {panel.unit} at {count(points[-1][0], 'B')}."
        for panel in panels
        for name, points in panel.lines.items()
    )


def style() -> str:
    light = "".join(f".s{i}{{--c:{colour}}}" for i, (colour, _, _) in enumerate(STYLES))
    dark = "".join(f".s{i}{{--c:{colour}}}" for i, (_, colour, _) in enumerate(STYLES))
    dashes = "".join(
        f".s{i}{{stroke-dasharray:{dash}}}" for i, (_, _, dash) in enumerate(STYLES) if dash
    )
    return (
        "svg{--ink:#1f2328;--grid:#d8dee4;--paper:#fff}"
        f"{light}{dashes}"
        "@media(prefers-color-scheme:dark){svg{--ink:#e6edf3;--grid:#30363d;--paper:#0d1117}"
        f"{dark}}}"
        "text{font:12px system-ui,sans-serif;fill:var(--ink)}"
        ".title{font-size:16px;font-weight:600}.heading{font-weight:600}"
        ".end{text-anchor:end}.middle{text-anchor:middle}"
        ".paper{fill:var(--paper)}.grid{stroke:var(--grid)}"
        ".line{fill:none;stroke:var(--c);stroke-width:1.5}.s0.line{stroke-width:3}"
        ".mark{fill:var(--c)}.lead{stroke:var(--c);stroke-width:.75;fill:none}"
    )


def draw(panel: Panel, alike: list[Panel], names: list[str]) -> list[str]:
    every = [point for other in alike for points in other.lines.values() for point in points]
    across = snug((x for x, _ in every), LEFT, LEFT + WIDTH)
    up = whole((y for _, y in every), TOP + HEIGHT, TOP)
    parts = [f'<text class="heading" x="{LEFT}" y="{TOP - 14}">{escape(panel.heading)}</text>']
    for tick in up.ticks:
        y = up.place(tick)
        parts.append(f'<path class="grid" d="M{LEFT} {y}h{WIDTH}"/>')
        parts.append(
            f'<text class="end" x="{LEFT - 6}" y="{y + 4}">{count(tick, panel.unit)}</text>'
        )
    for tick in across.ticks:
        x = across.place(tick)
        parts.append(f'<path class="grid" d="M{x} {TOP}v{HEIGHT}"/>')
        parts.append(
            f'<text class="middle" x="{x}" y="{TOP + HEIGHT + 18}">{count(tick, "B")}</text>'
        )
    middle, bottom = LEFT + WIDTH // 2, TOP + HEIGHT
    parts.append(f'<text class="middle" x="{middle}" y="{bottom + 36}">size of the body</text>')
    ends = {name: up.place(points[-1][1]) for name, points in panel.lines.items()}
    labels = apart(ends)
    # signkey is drawn last, on top.
    for name, points in reversed(panel.lines.items()):
        look = names.index(name) % len(STYLES)
        places = [(across.place(x), up.place(y)) for x, y in points]
        path = " ".join(f"{x} {y}" for x, y in places)
        last, label = places[-1], labels[name]
        parts.append(f'<path class="line s{look}" d="M{path}"/>')
        parts += [
            f'<g class="mark s{look}" transform="translate({x} {y})">{MARKERS[look]}</g>'
            for x, y in places
        ]
        parts.append(
            f'<path class="lead s{look}" d="M{last[0] + 5} {last[1]}L{LEFT + WIDTH + 10} {label}"/>'
        )
        parts.append(f'<text x="{LEFT + WIDTH + 14}" y="{label + 4}">{escape(name)}</text>')
    return parts


def apart(ends: dict[str, float]) -> dict[str, float]:
    """Places for the names, near the ends of their lines and a line of text from each other."""
    placed: dict[str, float] = {}
    lowest = TOP - 15.0
    for name, y in sorted(ends.items(), key=lambda end: end[1]):
        lowest = max(y, lowest + 15)
        placed[name] = lowest
    # What was pushed out below moves up again.
    highest = TOP + HEIGHT + 15.0
    for name in reversed(placed):
        highest = min(placed[name], highest - 15)
        placed[name] = highest
    return placed


def count(value: float, unit: str) -> str:
    """With the usual unit: 1 KB, 10 µs, 100 MB/s."""
    units = {"ns": ["ns", "µs", "ms", "s"], "B": ["B", "KB", "MB"], "MB/s": ["MB/s", "GB/s"]}[unit]
    while value >= 1000 and len(units) > 1:
        value, units = value / 1000, units[1:]
    return f"{value:.3g} {units[0]}"
