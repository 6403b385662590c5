"""Handing out numbers: in the caller's transaction, without gap or repeat per unit, kind and year; void ones stay in the book."""

from __future__ import annotations

import datetime as dt
import re

from sqlalchemy import Insert, select, update

from portal import audit, clock, settings
from portal.actor import Actor
from portal.db import session
from portal.documents.glyphs import missing_characters
from portal.documents.kinds import number_kind_of
from portal.documents.models import ISSUED, ON_PAPER, IssuedNumber, NumberSeries
from portal.documents.numbers import LONGEST_NUMBER, NumberPattern, NumberWords, parse_pattern
from portal.errors import N_, RuleBroken
from portal.units.queries import get_unit


def allocate_number(actor: Actor, *, unit_id: int, kind: str, on: dt.date | None = None) -> IssuedNumber:
    """The next number of a unit's book for the year of `on` (today when None); call it last, for it locks the book.

    Raises RuleBroken when the pattern in force gives a text that is in a book already, or cannot be printed.
    """
    day = on or clock.today()
    series_id = _open_series(unit_id, kind, day.year, ISSUED)
    sequence = _next(series_id)
    while _is_taken(series_id, sequence):  # written by hand on a paper day, and declared since
        sequence = _next(series_id)
    pattern, words = _pattern(unit_id, kind, day)
    text = pattern.write(words, sequence)
    if missing_characters(text) or len(text) > LONGEST_NUMBER:
        raise RuleBroken(
            None,
            N_("编号“%(number)s”过长或含有不能打印的字，请系统管理员检查编号规则和单位简称。"),
            number=text,
        )
    if session.scalar(select(IssuedNumber.id).where(IssuedNumber.text == text)) is not None:
        raise RuleBroken(
            None, N_("编号“%(number)s”已经用过，请系统管理员检查编号规则和单位简称。"), number=text
        )
    return _enter(actor, series_id=series_id, sequence=sequence, text=text, day=day, origin=ISSUED)


def declare_number(actor: Actor, *, unit_id: int, kind: str, text: str, on: dt.date) -> IssuedNumber:
    """Enter a number that was written on paper during an outage; raises RuleBroken at `number` when it is in a book already.

    One that the portal's own pattern could have written takes its place in that book, and the portal will step over it;
    any other goes into a book of its own.
    """
    number = _must_be_written(text, on)
    pattern, words = _pattern(unit_id, kind, on)
    sequence = pattern.read(number, words)
    series_id = _open_series(unit_id, kind, on.year, ISSUED if sequence else ON_PAPER)
    if session.scalar(select(IssuedNumber.id).where(IssuedNumber.text == number)) is not None or (
        sequence and _is_taken(series_id, sequence)
    ):
        raise RuleBroken("number", N_("编号“%(number)s”已经登记过，请核对纸质文书。"), number=number)
    declared = _enter(
        actor,
        series_id=series_id,
        sequence=sequence or _next(series_id),
        text=number,
        day=on,
        origin=ON_PAPER,
    )
    audit.record(actor, "documents.declare_number", declared, number=number, kind=kind, on=on)
    return declared


def _must_be_written(text: str, on: dt.date) -> str:
    """A number as it can have been written on paper on a day. Raises RuleBroken at `number`."""
    number = text.strip()
    if not number or len(number) > LONGEST_NUMBER or re.search(r"[\x00-\x1f\x7f]", number):
        raise RuleBroken(
            "number", N_("请填写纸质文书上的编号，不超过 %(longest)s 个字。"), longest=LONGEST_NUMBER
        )
    missing = missing_characters(number)
    if missing:
        raise RuleBroken(
            "number", N_("编号中的“%(character)s”没有可以打印的字形，请核对。"), character=missing[0]
        )
    if on > clock.today():
        raise RuleBroken("number", N_("纸质文书的日期不能晚于今天。"))
    return number


def void_number(actor: Actor, *, number: IssuedNumber, reason: str) -> IssuedNumber:
    """Mark a number void; it stays in the book with its reason and is never used again."""
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明作废原因。"))
    if number.state == "void":
        raise RuleBroken(None, N_("编号“%(number)s”已经作废。"), number=number.text)
    number.state, number.void_reason = "void", reason.strip()[:500]
    number.voided_by, number.voided_at, number.voided_on = actor.account_id, clock.now(), clock.today()
    session.flush()
    audit.record(actor, "documents.void_number", number, number=number.text, reason=reason)
    return number


def _pattern(unit_id: int, kind: str, day: dt.date) -> tuple[NumberPattern, NumberWords]:
    unit = get_unit(unit_id)
    text = settings.value(number_kind_of(kind).setting, on=day, unit_id=unit_id)
    return parse_pattern(text), NumberWords(unit.short_name_on(day), unit.code, day.year)


def _open_series(unit_id: int, kind: str, year: int, origin: str) -> int:
    """The key of a book, opened on first use; two first users at once open one book."""
    session.execute(_insert_unless_present(unit_id=unit_id, kind=kind, year=year, origin=origin, last=0))
    statement = select(NumberSeries.id).where(
        NumberSeries.unit_id == unit_id,
        NumberSeries.kind == kind,
        NumberSeries.year == year,
        NumberSeries.origin == origin,
    )
    return session.scalars(statement).one()


def _next(series_id: int) -> int:
    """Count up and lock the book until the transaction ends."""
    statement = (
        update(NumberSeries)
        .where(NumberSeries.id == series_id)
        .values(last=NumberSeries.last + 1)
        .returning(NumberSeries.last)
        .execution_options(synchronize_session=False)
    )
    return session.scalars(statement).one()


def _is_taken(series_id: int, sequence: int) -> bool:
    statement = select(IssuedNumber.id).where(
        IssuedNumber.series_id == series_id, IssuedNumber.sequence == sequence
    )
    return session.scalar(statement) is not None


def _enter(
    actor: Actor, *, series_id: int, sequence: int, text: str, day: dt.date, origin: str
) -> IssuedNumber:
    number = IssuedNumber(
        series_id=series_id,
        sequence=sequence,
        text=text,
        origin=origin,
        used_on=day,
        entered_on=_entered_on(day),
        used_by=actor.account_id,
    )
    session.add(number)
    session.flush()
    return number


def _entered_on(day: dt.date) -> dt.date | None:
    """Today for a number that bears an earlier day: the list of that day may be signed already."""
    return clock.today() if day < clock.today() else None


def _insert_unless_present(**values: object) -> Insert:
    if session.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    return insert(NumberSeries).values(**values).on_conflict_do_nothing()
