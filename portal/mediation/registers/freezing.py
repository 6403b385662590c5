"""Freezing statistics as they stand: the lines of both tables by code, in words and in numbers, and what has changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.errors import N_
from portal.mediation.registers import team
from portal.mediation.registers.figures import DEFINITIONS
from portal.mediation.registers.statistics import Statistics, figure_words

# What stands in another book (排查台账) and is written by whoever fills the report in.
BY_HAND = {
    "screenings": N_("排查次数"),
    "found": N_("排查发现纠纷"),
    "prevented": N_("预防纠纷"),
}
_HAND_UNITS = {"screenings": N_("次"), "found": N_("件"), "prevented": N_("件")}
RATE = N_("成功率")
UNITS = {"cases": N_("件"), "people": N_("人"), "fen": N_("万元")}


@dataclass(frozen=True)
class Line:
    """A line of a report: its figure's code (empty: no list behind it), marked label, figure and unit in words, how far it stands
    in."""

    code: str
    label: str
    words: str
    unit: str
    depth: int = 0


def freeze(
    found: Statistics, team_values: Mapping[str, int], by_hand: Mapping[str, int | None]
) -> dict[str, Any]:
    """Everything that the report says, as plain values."""
    return {
        "values": dict(found.values),
        "team_values": dict(team_values),
        "cases": [[title, [vars(line) for line in lines]] for title, lines in case_lines(found, by_hand)],
        "team": [[title, [vars(line) for line in lines]] for title, lines in team_lines(team_values)],
        "definitions": list(DEFINITIONS),
    }


def case_lines(found: Statistics, by_hand: Mapping[str, int | None]) -> list[tuple[str, list[Line]]]:
    """The first table: sections with their lines; the rate stands behind the settled ones."""
    shown = []
    for section in found.sections:
        lines = []
        for one in section.figures:
            words = figure_words(one, found.of(one.code))
            lines.append(Line(one.code, one.label, words, UNITS[one.unit], one.depth))
            if one.code == "settled":
                lines.append(Line("", RATE, found.rate, ""))
        shown.append((section.title, lines))
    handed = []
    for code, label in BY_HAND.items():
        value = by_hand.get(code)
        handed.append(Line("", label, "—" if value is None else f"{value:,}", _HAND_UNITS[code]))
    return [*shown, (N_("排查和预防（由填表人填写）"), handed)]


def team_lines(values: Mapping[str, int]) -> list[tuple[str, list[Line]]]:
    """The second table."""
    return [
        (
            section.title,
            [
                Line(
                    one.code,
                    one.label,
                    f"{values.get(one.code, 0):,}",
                    N_("个") if one.of == "committees" else UNITS["people"],
                    one.depth,
                )
                for one in section.figures
            ],
        )
        for section in team.SECTIONS
    ]


def thawed(plain: list[Any]) -> list[tuple[str, list[Line]]]:
    """The lines of a report that was frozen."""
    return [(title, [Line(**line) for line in lines]) for title, lines in plain]


def changed_since(frozen: Mapping[str, Any], now: Statistics) -> list[tuple[str, int, int]]:
    """The figures that the register gives otherwise today, as (marked label, then, now)."""
    labels = {one.code: one.label for section in now.sections for one in section.figures}
    before = frozen["values"]
    return [
        (label, int(before.get(code, 0)), now.of(code))
        for code, label in labels.items()
        if int(before.get(code, 0)) != now.of(code)
    ]
