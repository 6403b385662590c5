"""What a reader asks of a ledger: a period, a unit, and the ledger's own conditions, read from words and checked here once
for the page, the files and the command."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from portal import clock
from portal.actor import Actor
from portal.errors import N_, PortalError, RuleBroken
from portal.ledgers import queries
from portal.ledgers.definition import Choices, Ledger

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Asked:
    """A period (both days included), a unit with all below it (None: everything the actor may see), and the conditions."""

    first: dt.date
    last: dt.date
    unit_id: int | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)

    def of(self, key: str) -> str:
        """The value of a condition, empty where none was set."""
        return self.chosen.get(key, "")


@dataclass(frozen=True)
class Question:
    """The conditions that a reader may set on a ledger, with the choices of each, and the words that were given."""

    ledger: Ledger
    units: Choices
    choices: Mapping[str, Choices]
    given: Mapping[str, str]


class NotAsked(PortalError):
    """What was asked cannot be answered; `refusals` holds a broken rule for each condition at fault."""

    def __init__(self, asking: Question, refusals: Mapping[str, RuleBroken]) -> None:
        super().__init__("; ".join(f"{key}: {refusal}" for key, refusal in refusals.items()))
        self.asking = asking
        self.refusals = refusals


def question(ledger: Ledger, actor: Actor, given: Mapping[str, str]) -> Question:
    """What this reader may choose from, and what they wrote."""
    units = [(str(key), name) for key, name in queries.list_choosable_units(actor, ledger.unit_kinds)]
    choices = {f.key: list(f.choices(actor)) for f in ledger.filters}
    first, last = this_month()
    words = {"from": first.isoformat(), "to": last.isoformat(), "unit": "", **dict.fromkeys(choices, "")}
    words.update({key: given[key].strip() for key in words if given.get(key, "").strip()})
    return Question(ledger, units, choices, words)


def read(asking: Question) -> Asked:
    """The question in checked values; raises NotAsked with a sentence for each condition that cannot be met."""
    refusals: dict[str, RuleBroken] = {}
    first, last = (_day(key, asking.given[key], refusals) for key in ("from", "to"))
    if first and last and last < first:
        refusals["to"] = RuleBroken("to", N_("截止日期不能早于起始日期。"))
    unit = _choice("unit", asking.given["unit"], asking.units, refusals)
    chosen = {key: _choice(key, asking.given[key], pairs, refusals) for key, pairs in asking.choices.items()}
    if refusals or first is None or last is None:
        raise NotAsked(asking, refusals)
    return Asked(first, last, int(unit) if unit else None, {k: v for k, v in chosen.items() if v})


def _day(key: str, text: str, refusals: dict[str, RuleBroken]) -> dt.date | None:
    if _ISO.fullmatch(text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            refusals[key] = RuleBroken(key, N_("没有这一天，请检查年月日。"))
            return None
    refusals[key] = RuleBroken(key, N_("日期请写成 2026-11-22 的样式。"))
    return None


def _choice(key: str, text: str, choices: Choices, refusals: dict[str, RuleBroken]) -> str:
    if text and text not in {code for code, _label in choices}:
        refusals[key] = RuleBroken(key, N_("请从所列选项中选择。"))
    return text


def this_month() -> tuple[dt.date, dt.date]:
    """From the first day of the month to today: what a ledger opens on."""
    today = clock.today()
    return today.replace(day=1), today


def presets() -> list[tuple[str, dt.date, dt.date]]:
    """Periods that are asked for every day, as (marked text, first day, last day)."""
    today = clock.today()
    monday = today - dt.timedelta(days=today.weekday())
    month_ago = today.replace(day=1) - dt.timedelta(days=1)
    return [
        (N_("今天"), today, today),
        (N_("本周"), monday, today),
        (N_("本月"), *this_month()),
        (N_("上月"), month_ago.replace(day=1), month_ago),
        (N_("今年"), today.replace(month=1, day=1), today),
    ]


def period_words(first: dt.date, last: dt.date) -> str:
    """A period as a ledger's heading names it: 2026年11月, 2026年度, one day, or from – to. For paper: always Chinese."""
    if first == last:
        return PAPER_DAY.format(d=first)
    end_of_month = calendar.monthrange(last.year, last.month)[1]
    if first.year == last.year and first.day == 1 and last.day == end_of_month:
        if first.month == last.month:
            return PAPER_MONTH.format(d=first)
        if (first.month, last.month) == (1, 12):
            return PAPER_YEAR.format(d=first)
    return PAPER_DAY.format(d=first) + PAPER_UNTIL + PAPER_DAY.format(d=last)


PAPER_DAY = "{d.year}年{d.month}月{d.day}日"
PAPER_MONTH = "{d.year}年{d.month}月"
PAPER_YEAR = "{d.year}年度"
PAPER_UNTIL = "至"
