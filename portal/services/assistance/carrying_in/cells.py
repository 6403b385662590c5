"""Reading the cells of a row: months, days, sums, choices, people's numbers; each refusal names the cell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from portal import clock
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.services.assistance.carrying_in.kinds import Fault, PaperRow
from portal.services.assistance.carrying_in.workbooks import LOST
from portal.services.assistance.months import EARLIEST, next_month
from portal.standards.amounts import fen_of, figures
from portal.standards.invalid import Invalid
from portal.units.models import Unit
from portal.units.queries import list_units, unit_and_below

OLDEST = dt.date(1900, 1, 1)
# Of what a household is paid or earns in a month, in fen.
MOST_FEN = 100_000_000
# So many words of a list are named where a cell holds none of them.
MOST_WORDS = 20
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")
_MONTH = re.compile(r"(\d{4})[-/.年]?(\d{1,2})月?(?:[-/.]?\d{1,2}日?)?")


def wanted(row: PaperRow, key: str) -> str:
    """The text of a cell that must be filled in."""
    text = row.get(key)
    if not text:
        raise Fault(row.number, key, N_("这一格必须填写。"))
    if text.startswith(LOST):
        raise Fault(
            row.number, key, N_("这一格是数字格式，末几位已被表格软件改掉。请改成文本格式后重新填写。")
        )
    return text


def optional(row: PaperRow, key: str) -> str:
    """The text of a cell that may be empty."""
    return wanted(row, key) if row.get(key) else ""


def day(row: PaperRow, key: str) -> dt.date:
    """A day such as 2026-11-22 or 2026年11月22日, from 1900 to today: of what is on paper, nothing lies in the future."""
    text = wanted(row, key)
    found = _DAY.fullmatch(text)
    try:
        if found:
            return _past(row, key, dt.date(*map(int, found.groups())), clock.today())
    except ValueError:
        found = None
    raise Fault(row.number, key, N_("“%(text)s”不是日期，请写成 2026-11-22。"), text=text)


def month(row: PaperRow, key: str) -> dt.date:
    """A month such as 2026-05, as its first day, from 1990 to the next one."""
    text = wanted(row, key)
    found = _MONTH.fullmatch(text)
    try:
        if found:
            first = dt.date(int(found[1]), int(found[2]), 1)
            return _past(row, key, first, next_month(clock.today()), EARLIEST)
    except ValueError:
        found = None
    raise Fault(row.number, key, N_("“%(text)s”不是月份，请写成 2026-05。"), text=text)


def fen(row: PaperRow, key: str, *, default: int | None = None) -> int:
    """A sum of yuan, in fen, up to a million yuan."""
    text = row.get(key)
    if not text and default is not None:
        return default
    try:
        found = fen_of(wanted(row, key))
    except Invalid as error:
        raise Fault(row.number, key, error.message, **error.params) from error
    if found > MOST_FEN:
        raise Fault(row.number, key, N_("金额不能超过 %(most)s 元，请核对。"), most=figures(MOST_FEN))
    return found


def _past(row: PaperRow, key: str, found: dt.date, last: dt.date, first: dt.date = OLDEST) -> dt.date:
    if not first <= found <= last:
        text = found.isoformat()
        raise Fault(row.number, key, N_("日期 %(text)s 太早或太晚，请核对。"), text=text)
    return found


def whole_number(row: PaperRow, key: str) -> int:
    """A whole number from 1 up."""
    text = wanted(row, key)
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 8 and int(text)):
        raise Fault(row.number, key, N_("“%(text)s”不是正整数。"), text=text)
    return int(text)


def choice(row: PaperRow, key: str, words: Mapping[str, str], *, default: str | None = None) -> str:
    """The code of a word, or of the code itself; `words` are labels by code."""
    text = "".join(row.get(key).split())
    if not text and default is not None:
        return default
    found = next((code for code, label in words.items() if text and text in (code, label)), None)
    if found is None:
        wanted(row, key)
        raise Fault(
            row.number,
            key,
            N_("“%(text)s”不认识，可填：%(choices)s。"),
            text=text,
            choices=_few([label for label in words.values() if label]),
        )
    return found


def _few(labels: Sequence[str]) -> str:
    """The words that a cell may hold; of a long list its beginning."""
    return "、".join(labels[:MOST_WORDS]) + ("…" if len(labels) > MOST_WORDS else "")


def unit_below(row: PaperRow, key: str, street_id: int, kinds: tuple[str, ...]) -> Unit:
    """A unit of this street by its name or code."""
    text = wanted(row, key)
    below = set(session.scalars(select(Unit.id).where(Unit.id.in_(unit_and_below(street_id)))))
    for kind in kinds:
        for unit in list_units(kind=kind):
            if unit.id in below and text in (unit.name, unit.code):
                return unit
    raise Fault(row.number, key, N_("本街道没有“%(text)s”，请填写单位全称或代码。"), text=text)


def named(row: PaperRow, error: RuleBroken, columns: Mapping[str, str], default: str) -> Fault:
    """A refusal of another room at the cell that it is about; `columns` gives the column of each of its fields."""
    return Fault(row.number, columns.get(error.field or "", default), error.message, **error.params)
