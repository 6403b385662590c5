"""Everything that is wrong with a file: row by row, rows against each other, and the whole against the books of numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from portal import clock
from portal.db import session
from portal.disputes.models import DisputeCategory
from portal.documents.models import ISSUED, ON_PAPER, IssuedNumber, NumberSeries
from portal.errors import N_
from portal.mediation.agreements.models import Agreement
from portal.mediation.models import MediationCase, Mediator
from portal.mediation.numbers import CASE
from portal.mediation.registers.importing.fields import FIELDS
from portal.mediation.registers.importing.rows import PAPER_ENDS, Books, Row, read_row
from portal.mediation.registers.models import RegisterImport

Fault = dict[str, Any]
WHOLE_FILE = 0
OLDEST_YEAR = 1990


def read_books(committee_id: int) -> Books:
    """What the rows of a committee are checked against."""
    categories: dict[str, list[DisputeCategory]] = defaultdict(list)
    for one in session.scalars(select(DisputeCategory).where(DisputeCategory.scheme == "justice")):
        for word in {one.name, PAPER_ENDS.sub("", one.name), one.code}:
            categories[word].append(one)
    mediators: dict[str, list[int]] = defaultdict(list)
    for one in session.scalars(select(Mediator).where(Mediator.committee_id == committee_id)):
        mediators[one.name].append(one.id)
    numbers = set(session.scalars(select(MediationCase.number).where(MediationCase.number.is_not(None))))
    # A number that was declared as used on paper waits for its case; any other one is taken.
    statement = (
        select(IssuedNumber.text)
        .join(NumberSeries, NumberSeries.id == IssuedNumber.series_id)
        .where(
            (IssuedNumber.origin != ON_PAPER)
            | (IssuedNumber.state != "used")
            | (NumberSeries.kind != CASE.code)
        )
    )
    numbers |= set(session.scalars(statement))
    agreements = set(session.scalars(select(Agreement.number).where(Agreement.number.is_not(None))))
    return Books(
        dict(categories),
        dict(mediators),
        frozenset(one for one in numbers if one),
        frozenset(one for one in agreements if one),
    )


def fields_of(cells: Mapping[str, str], mapping: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row by field."""
    return {key: cells[place] for place, key in mapping.items() if key and cells.get(place)}


def check_rows(
    rows: Iterable[tuple[int, Mapping[str, str]]], mapping: Mapping[str, str], books: Books
) -> list[Row]:
    """Every row with its faults, those that show only beside another row among them."""
    found: list[Row] = []
    numbers: dict[str, int] = {}
    agreements: dict[str, int] = {}
    wholes: dict[tuple[tuple[str, str], ...], int] = {}
    for number, cells in rows:
        values = fields_of(cells, mapping)
        row = read_row(number, values, books)
        whole = tuple(sorted((key, text) for key, text in values.items() if key not in ("number", "remark")))
        first = wholes.setdefault(whole, number)
        if first != number:
            row.fault("", N_("这一行和第 %(first)s 行写的是同一个案件。"), first=first)
        for key, text, seen in (
            ("number", row.case_number, numbers),
            ("agreement", row.agreement, agreements),
        ):
            before = seen.setdefault(text, number) if text else number
            if before != number:
                row.fault(key, N_("“%(text)s”和第 %(first)s 行重复。"), text=text, first=before)
        found.append(row)
    return found


def check_start(one: RegisterImport) -> list[Fault]:
    """What is wrong with the number that the register is declared to have come to."""
    if one.used_last is None and one.used_year is None:
        return []
    if one.used_last is None or one.used_year is None:
        return [_of_file(N_("“年份”和“已用到第几号”要么都填，要么都不填。"))]
    if not OLDEST_YEAR <= one.used_year <= clock.today().year:
        return [_of_file(N_("年份应是今年或以前的年份。"))]
    last = session.scalar(
        select(NumberSeries.last).where(
            NumberSeries.unit_id == one.unit_id,
            NumberSeries.kind == CASE.code,
            NumberSeries.year == one.used_year,
            NumberSeries.origin == ISSUED,
        )
    )
    if last is not None and last >= one.used_last:
        message = N_("%(year)s 年的案号系统已经编到第 %(last)s 号，不能再登记“已用到第 %(told)s 号”。")
        return [_of_file(message, year=one.used_year, last=last, told=one.used_last)]
    return []


def check_mapping(mapping: Mapping[str, str]) -> list[str]:
    """The marked labels of fields that must have a column and have none."""
    used = set(mapping.values())
    missing = [one.label for one in FIELDS.values() if one.is_required and one.key not in used]
    if not ({"applicants", "respondents"} <= used or "parties" in used):
        missing.append(N_("申请人和被申请人（或者“当事人”一栏）"))
    return missing


def plain(row: Row) -> list[Fault]:
    """The faults of a row as they are kept: row, column, the marked sentence and its values as texts."""
    return [
        {
            "row": row.number,
            "column": FIELDS[key].label if key in FIELDS else "",
            "why": message,
            "params": {name: str(value) for name, value in params.items()},
        }
        for key, message, params in row.faults
    ]


def _of_file(message: str, **params: Any) -> Fault:
    texts = {name: str(value) for name, value in params.items()}
    return {"row": WHOLE_FILE, "column": "", "why": message, "params": texts}


def count_wrong(rows: Sequence[Row]) -> int:
    """How many rows have a fault."""
    return sum(bool(row.faults) for row in rows)
