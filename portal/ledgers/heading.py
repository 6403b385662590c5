"""The heading of a ledger on paper (单位、台账名称、期间、制表人、审核人、打印日期) and its closing lines. Always Chinese."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from portal import clock
from portal.actor import Actor
from portal.ledgers import queries
from portal.ledgers.asking import Asked, Question
from portal.ledgers.definition import Measure

PAPER_TITLES = {
    "unit": "单位",
    "period": "期间",
    "conditions": "条件",
    "made_by": "制表人",
    "checked_by": "审核人",
    "printed_on": "打印日期",
}
PAPER_ALL_UNITS = "全部单位"
PAPER_TOTAL = "合计："
PAPER_ROWS = "{rows} 件"
PAPER_STRUCK = "，其中作废 {struck} 件"
PAPER_STRUCK_NOT_SUMMED = "（划线，不计入合计）"
PAPER_AS_OF = "数据截至 {at:%Y-%m-%d %H:%M:%S}，其后的变动不在本台账内。"
PAPER_BLANK = "　　　　　"
PAPER_LAYOUT = {"columns": "所列各栏", "group": "分组", "sort": "排序"}
PAPER_LIST = "、"
PAPER_DESCENDING = "{0}（倒序）"
PAPER_PAIR = "{0}：{1}"
PAPER_NEXT = "；"
PAPER_DAY = "{d.year}年{d.month}月{d.day}日"
PAPER_MONTH = "{d.year}年{d.month}月"
PAPER_YEAR = "{d.year}年度"
PAPER_UNTIL = "至"


@dataclass(frozen=True)
class Heading:
    """What stands above the table; the reviewer signs by hand."""

    title: str
    unit: str
    period: str
    conditions: str
    made_by: str
    printed_on: str
    checked_by: str = PAPER_BLANK

    def facts(self) -> Iterator[tuple[str, str]]:
        """Key of `PAPER_TITLES` and text of everything but the title, in order; no line for conditions that were not set."""
        for name in PAPER_TITLES:
            text = str(getattr(self, name))
            if text:
                yield name, text


def heading_of(actor: Actor, asking: Question, asked: Asked) -> Heading:
    """The heading of what was asked, as of now."""
    return Heading(
        title=asking.ledger.title,
        unit=queries.unit_name(actor, asked) or PAPER_ALL_UNITS,
        period=period_words(asked.first, asked.last),
        conditions=_conditions(asking, asked),
        made_by=actor.name,
        printed_on=clock.today().isoformat(),
    )


def _conditions(asking: Question, asked: Asked) -> str:
    said = []
    for one in asking.ledger.filters:
        label = dict(asking.choices[one.key]).get(asked.of(one.key))
        if label:
            said.append(PAPER_PAIR.format(one.label, label))
    return PAPER_NEXT.join(said)


def told_of(asking: Question, asked: Asked) -> list[list[str]]:
    """What makes this ledger differ from the whole one, as pairs of label and words: conditions, columns, groups, order."""
    ledger, told = asking.ledger, []
    if conditions := _conditions(asking, asked):
        told.append([PAPER_TITLES["conditions"], conditions])
    if asked.columns:
        headings = PAPER_LIST.join(column.heading for column in ledger.columns_of(asked))
        told.append([PAPER_LAYOUT["columns"], headings])
    if grouping := ledger.find_column(asked.group):
        told.append([PAPER_LAYOUT["group"], grouping.heading])
    if sorting := ledger.find_column(asked.sort):
        heading = PAPER_DESCENDING.format(sorting.heading) if asked.descending else sorting.heading
        told.append([PAPER_LAYOUT["sort"], heading])
    return told


def total_words(rows: int, struck: int) -> str:
    """How many lines there are, and how many of them are cancelled."""
    return PAPER_ROWS.format(rows=rows) + (PAPER_STRUCK.format(struck=struck) if struck else "")


def closing_lines(measure: Measure, at: dt.datetime) -> list[str]:
    """The lines below the table: how much there is, and as of when, for what changes while it is printed is not on it."""
    total = PAPER_TOTAL + total_words(measure.rows, measure.struck)
    if measure.struck and measure.totals:
        total += PAPER_STRUCK_NOT_SUMMED
    return [total, PAPER_AS_OF.format(at=clock.office_time(at))]


def period_words(first: dt.date, last: dt.date) -> str:
    """A period as a ledger's heading names it: 2026年11月, 2026年度, one day, or from – to."""
    if first == last:
        return PAPER_DAY.format(d=first)
    end_of_month = calendar.monthrange(last.year, last.month)[1]
    if first.year == last.year and first.day == 1 and last.day == end_of_month:
        if first.month == last.month:
            return PAPER_MONTH.format(d=first)
        if (first.month, last.month) == (1, 12):
            return PAPER_YEAR.format(d=first)
    return PAPER_DAY.format(d=first) + PAPER_UNTIL + PAPER_DAY.format(d=last)
