"""The picture of cost against rows: both axes logarithmic, one line an engine, its name at the line's end."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

WIDTH, HEIGHT = 860, 560
LEFT, RIGHT, TOP, BOTTOM = 70, 190, 50, 60
COLOURS = {
    "portal": "#b3261e",
    "limit": "#5f6368",
    "cairo": "#00695c",
    "plutoprint": "#1565c0",
    "typst": "#6a1b9a",
    "reportlab": "#2e7d32",
    "reportlab_table": "#7cb342",
    "fpdf2": "#ef6c00",
    "chromium": "#0097a7",
    "weasyprint": "#795548",
}
LABEL_APART = 15.0


def ledger_plot(results: Sequence[dict[str, Any]]) -> str:
    """Wall seconds of each engine by rows, as SVG with a white ground."""
    from scripts.benchmarks.ledgers import NAMES

    lines: dict[str, list[tuple[float, float]]] = {}
    for result in sorted(results, key=lambda one: one["size"]):
        if not result["failed"]:
            lines.setdefault(result["name"], []).append((result["size"], result["wall"]))
    points = [point for line in lines.values() for point in line]
    if not points:
        return _svg(["<text x='20' y='40'>Nothing was measured.</text>"])
    across = _scale([x for x, _ in points], LEFT, WIDTH - RIGHT)
    up = _scale([y for _, y in points], HEIGHT - BOTTOM, TOP)
    parts = [*_grid(points, across, up)]
    ends = _spread({name: up(line[-1][1]) for name, line in lines.items()})
    for name, line in lines.items():
        colour, thick = COLOURS.get(name, "#000"), 3.5 if name == "portal" else 1.8
        path = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in line)
        dashes = ' stroke-dasharray="6 4"' if name == "limit" else ""
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{thick}"{dashes}/>'
        )
        parts += [f'<circle cx="{across(x):.1f}" cy="{up(y):.1f}" r="3.5" fill="{colour}"/>' for x, y in line]
        last_x, last_y = across(line[-1][0]), up(line[-1][1])
        at = WIDTH - RIGHT + 26
        parts.append(
            f'<path d="M{last_x + 5:.1f} {last_y:.1f}L{at - 4} {ends[name] - 4:.1f}" stroke="{colour}"'
            ' stroke-width="0.8" stroke-dasharray="1 3" fill="none"/>'
        )
        weight = ' font-weight="bold"' if name == "portal" else ""
        parts.append(
            f'<text x="{at}" y="{ends[name]:.1f}" fill="{colour}"{weight}>{escape(NAMES[name])}</text>'
        )
    return _svg(parts)


def _scale(values: Sequence[float], start: float, end: float) -> Callable[[float], float]:
    low, high = math.log10(min(values)) - 0.08, math.log10(max(values)) + 0.08
    return lambda value: start + (math.log10(value) - low) / (high - low) * (end - start)


def _grid(
    points: Sequence[tuple[float, float]], across: Callable[[float], float], up: Callable[[float], float]
) -> list[str]:
    parts = [
        f'<text x="{LEFT}" y="28" font-size="17" font-weight="bold">One ledger, from starting the process to the'
        " finished file</text>",
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 16}" text-anchor="middle">rows</text>',
        f'<text transform="translate(18 {(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">'
        "seconds</text>",
    ]
    for value in sorted({x for x, _ in points}):
        x = across(value)
        parts.append(f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#d0d4d8"/>')
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{value:,}</text>')
    low, high = min(y for _, y in points), max(y for _, y in points)
    for power in range(-3, 5):
        for digit in (1, 3):
            value = digit * 10.0**power
            if low * 0.83 <= value <= high * 1.2:
                y = up(value)
                parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#d0d4d8"/>')
                parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>')
    parts.append(f'<path d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}" stroke="#000" fill="none"/>')
    return parts


def _spread(wanted: dict[str, float]) -> dict[str, float]:
    """Places for the names that do not touch each other, near those wanted."""
    placed: dict[str, float] = {}
    lowest = float("-inf")
    for name in sorted(wanted, key=lambda one: wanted[one]):
        lowest = max(wanted[name] + 4, lowest + LABEL_APART)
        placed[name] = lowest
    over = lowest - (HEIGHT - BOTTOM)
    return {name: y - max(over, 0.0) for name, y in placed.items()}


def _svg(parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif"'
        f' font-size="13" role="img">\n<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )
