"""Numbers that stand on paper already: one that a household or a card carries, and how far a book was used this year."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from sqlalchemy import select

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import declare_number
from portal.documents.actions.ranges import declare_used
from portal.documents.kinds import all_number_kinds
from portal.documents.models import ON_PAPER, IssuedNumber, NumberSeries
from portal.errors import N_, RuleBroken
from portal.services.assistance.carrying_in import cells
from portal.services.assistance.carrying_in.kinds import (
    Column,
    Fault,
    Gathering,
    Kind,
    PaperRow,
    Setting,
    define_kind,
)

_FIELDS = {"last": "last", "void": "void", "on": "year", "number": "last"}


def paper_number(
    actor: Actor, row: PaperRow, column: str, *, unit_id: int, kind: str, on: dt.date
) -> IssuedNumber:
    """The number of a cell in its book: declared now, or declared before with the rest of the book and not in use yet."""
    text = cells.wanted(row, column)
    known = session.scalars(
        select(IssuedNumber)
        .join(NumberSeries, NumberSeries.id == IssuedNumber.series_id)
        .where(
            IssuedNumber.text == text,
            IssuedNumber.origin == ON_PAPER,
            IssuedNumber.state == "used",
            NumberSeries.kind == kind,
            NumberSeries.unit_id == unit_id,
        )
    ).first()
    if known is not None:
        return known
    try:
        return declare_number(actor, unit_id=unit_id, kind=kind, text=text, on=min(on, clock.today()))
    except RuleBroken as error:
        raise cells.named(row, error, {"number": column}, column) from error


def carry_book(actor: Actor, setting: Setting, rows: Sequence[PaperRow]) -> NumberSeries:
    """Declare how far one book was used on paper; the portal goes on with the next number."""
    row = rows[0]
    gathering, today = Gathering(), clock.today()
    kinds = ("street", "community", "committee")
    unit = gathering.of(cells.unit_below, row, "unit", setting.street_id, kinds)
    book = gathering.of(cells.choice, row, "book", {one.code: one.label for one in all_number_kinds()})
    year, last = gathering.of(_year, row), gathering.of(cells.whole_number, row, "last")
    void = gathering.of(_sequences, row)
    gathering.tell()
    if unit is None or book is None or year is None or last is None or void is None:
        raise LookupError("what was not read has a fault")
    try:
        declare_used(
            actor,
            unit_id=unit.id,
            kind=book,
            last=last,
            on=today if year == today.year else dt.date(year, 12, 31),
            void=void,
            reason=row.get("reason"),
        )
    except RuleBroken as error:
        raise cells.named(row, error, _FIELDS, "last") from error
    statement = select(NumberSeries).where(
        NumberSeries.unit_id == unit.id, NumberSeries.kind == book, NumberSeries.year == year
    )
    return session.scalars(statement.order_by(NumberSeries.id)).first() or NumberSeries()


def _year(row: PaperRow) -> int:
    year, today = cells.whole_number(row, "year"), clock.today()
    if not today.year - 20 <= year <= today.year:
        raise Fault(row.number, "year", N_("年份应是今年或以前的年份。"))
    return year


def _sequences(row: PaperRow) -> list[int]:
    parts = [part for part in re.split(r"[,，、;；\s]+", row.get("void")) if part]
    if not all(part.isascii() and part.isdigit() and len(part) < 8 for part in parts):
        raise Fault(row.number, "void", N_("作废序号请写成 12、15 的样子。"))
    return sorted({int(part) for part in parts})


NUMBERS = define_kind(
    Kind(
        "numbers",
        N_("今年已用编号"),
        N_("每本编号簿一行：用到第几号，作废了哪些。转入以后，系统从下一号接着编。"),
        (
            Column("unit", N_("单位"), N_("单位全称或代码。"), True, 24),
            Column("book", N_("编号簿"), N_("系统“编号簿”中的名称，例如：受理编号。"), True, 24),
            Column("year", N_("年份"), N_("例如 2026。"), True, 8),
            Column("last", N_("已用到第几号"), N_("纸质簿上最后一个号的序号。"), True),
            Column("void", N_("作废序号"), N_("写坏作废的序号，用顿号隔开。"), False, 20),
            Column("reason", N_("作废原因"), N_("有作废序号时填写。"), False, 20),
        ),
        carry_book,
        unique=(),
    )
)
