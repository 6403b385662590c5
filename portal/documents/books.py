"""Proving that the books of numbers are whole: every number from one to the last is there, once. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from portal.db import session
from portal.documents.models import ON_PAPER, IssuedNumber, NumberSeries


@dataclass(frozen=True)
class BookReport:
    """What one book holds: numbers used and void, those missing up to `last`, those there twice, and those beyond the last
    that nobody wrote on a paper day."""

    unit_id: int
    kind: str
    year: int
    origin: str
    last: int
    used: int
    void: int
    gaps: tuple[int, ...]
    repeats: tuple[str, ...]
    beyond: tuple[int, ...]

    @property
    def is_whole(self) -> bool:
        """No gap, no repeat, nothing out of order."""
        return not (self.gaps or self.repeats or self.beyond)


def verify_numbers() -> list[BookReport]:
    """Every book by unit, kind and year; memory grows with the largest book only."""
    repeated = _repeated_texts()
    statement = select(NumberSeries).order_by(
        NumberSeries.unit_id, NumberSeries.kind, NumberSeries.year, NumberSeries.origin
    )
    return [_report(series, repeated) for series in session.scalars(statement).all()]


def _report(series: NumberSeries, repeated: frozenset[str]) -> BookReport:
    seen: set[int] = set()
    void = 0
    repeats: list[str] = []
    beyond: list[int] = []
    for sequence, text, origin, state in _rows(series.id):
        if sequence in seen or text in repeated:
            repeats.append(text)
        if sequence > series.last and origin != ON_PAPER:
            beyond.append(sequence)
        seen.add(sequence)
        void += state == "void"
    gaps = tuple(n for n in range(1, series.last + 1) if n not in seen)
    return BookReport(
        unit_id=series.unit_id,
        kind=series.kind,
        year=series.year,
        origin=series.origin,
        last=series.last,
        used=len(seen) - void,
        void=void,
        gaps=gaps,
        repeats=tuple(repeats),
        beyond=tuple(beyond),
    )


def _rows(series_id: int) -> Iterator[tuple[int, str, str, str]]:
    statement = (
        select(IssuedNumber.sequence, IssuedNumber.text, IssuedNumber.origin, IssuedNumber.state)
        .where(IssuedNumber.series_id == series_id)
        .order_by(IssuedNumber.sequence, IssuedNumber.id)
    )
    for row in session.execute(statement):
        yield row.sequence, row.text, row.origin, row.state


def _repeated_texts() -> frozenset[str]:
    statement = select(IssuedNumber.text).group_by(IssuedNumber.text).having(func.count(IssuedNumber.id) > 1)
    return frozenset(session.scalars(statement))
