"""How a value of a ledger is written, for eyes: the same words on the page and on the paper. Workbooks keep values typed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal import clock
from portal.ledgers.definition import Column

PAPER_GROUP = "{0}：{1}"
PAPER_NOTHING = "（未填写）"


def words(column: Column, value: Any) -> str:
    """The value as text; empty for None. Dates as 2026-11-22, instants on the office's clock, fen as 1,234.50."""
    if value is None or value == "":
        return ""
    if column.kind == "money_fen":
        return yuan(int(value))
    if isinstance(value, dt.datetime):
        return f"{clock.office_time(value):%Y-%m-%d %H:%M}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def group_words(column: Column, value: Any) -> str:
    """The head of a group: what the column is, and what its lines have in common."""
    return PAPER_GROUP.format(column.heading, words(column, value) or PAPER_NOTHING)


def number_words(number: int) -> str:
    """A sum of whole numbers, thousands parted."""
    return f"{number:,}"


def yuan(fen: int) -> str:
    """Whole fen as yuan with two decimals and thousands parted, without ever passing through a float."""
    sign, fen = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02}"


def wall_clock(instant: dt.datetime) -> dt.datetime:
    """The instant as the office's wall clock shows it, without a zone, which is all that a workbook can hold."""
    return clock.office_time(instant).replace(tzinfo=None)
