"""What a reader asks of a ledger: period, unit, the ledger's own conditions, which columns, in which order and groups. Read
from words and checked here once for the page, the files, the jobs and the command.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal import clock
from portal.actor import Actor
from portal.errors import N_, PortalError, RuleBroken
from portal.ledgers import queries
from portal.ledgers.definition import POSITION, Choices, Ledger

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
UNGROUPED = "none"  # what `group` says where a reader wants no groups at all
DESCENDING = "1"


@dataclass(frozen=True)
class Asked:
    """A period (both days included), a unit with all below it (None: everything the actor may see), and the conditions.

    `columns` are the keys of the columns wanted, in order (none: all); `sort` and `group` keys of columns or empty.
    """

    first: dt.date
    last: dt.date
    unit_id: int | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    sort: str = ""
    descending: bool = False
    group: str = ""

    def of(self, key: str) -> str:
        """The value of a condition, empty where none was set."""
        return self.chosen.get(key, "")

    def words(self) -> dict[str, str]:
        """The same as an address says it, with nothing left to what day it is: `read` gives it back from these."""
        said = {
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "unit": str(self.unit_id or ""),
            "columns": ",".join(self.columns),
            "sort": self.sort,
            "desc": DESCENDING if self.descending else "",
            "group": self.group or UNGROUPED,
            **self.chosen,
        }
        return {key: text for key, text in said.items() if text}


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
    if ledger.opens_today:
        first = last
    words = {"from": first.isoformat(), "to": last.isoformat(), "unit": "", **dict.fromkeys(choices, "")}
    words |= {"columns": "", "sort": "", "desc": "", "group": ledger.default_group or UNGROUPED}
    words.update({key: given[key].strip() for key in words if given.get(key, "").strip()})
    return Question(ledger, units, choices, words)


def read(asking: Question) -> Asked:
    """The question in checked values; raises NotAsked with a sentence for each condition that cannot be met."""
    refusals: dict[str, RuleBroken] = {}
    given = asking.given
    first, last = (_day(key, given[key], refusals) for key in ("from", "to"))
    if first and last and last < first:
        refusals["to"] = RuleBroken("to", N_("截止日期不能早于起始日期。"))
    unit = _choice("unit", given["unit"], asking.units, refusals)
    chosen = {key: _choice(key, given[key], pairs, refusals) for key, pairs in asking.choices.items()}
    layout = _layout(asking, refusals)
    if refusals or first is None or last is None:
        raise NotAsked(asking, refusals)
    wanted = {key: value for key, value in chosen.items() if value}
    return Asked(first, last, int(unit) if unit else None, wanted, **layout)


def chosen_columns(asking: Question) -> tuple[str, ...]:
    """The keys of the columns that were named, each once, in their order; none where nothing was named."""
    return tuple(dict.fromkeys(key.strip() for key in asking.given["columns"].split(",") if key.strip()))


def _layout(asking: Question, refusals: dict[str, RuleBroken]) -> dict[str, Any]:
    ledger, given = asking.ledger, asking.given
    columns = chosen_columns(asking)
    unknown = [key for key in columns if ledger.find_column(key) is None]
    if unknown:
        refusals["columns"] = RuleBroken(
            "columns", N_("台账没有这一列：%(keys)s。"), keys="、".join(key[:40] for key in unknown[:5])
        )
    sorts = [(c.key, c.heading) for c in ledger.columns if c.sorts and c.key != POSITION]
    groups = [(UNGROUPED, ""), *((c.key, c.heading) for c in ledger.groupings)]
    sort = given["sort"]
    if sort and sort not in dict(sorts):
        refusals["sort"] = RuleBroken("sort", N_("台账不能按这一列排序。"))
    group = _choice("group", given["group"], groups, refusals)
    everything = tuple(c.key for c in ledger.columns if c.key != POSITION)
    return {
        "columns": () if columns == everything else columns,
        "sort": sort,
        "descending": bool(sort) and given["desc"] == DESCENDING,
        "group": "" if group == UNGROUPED else group,
    }


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
    """From the first day of the month to today: what a ledger opens on, unless it is one of the day."""
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
