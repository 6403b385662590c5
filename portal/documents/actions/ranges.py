"""Many numbers of one book at a time: a range for papers that are made together, and the numbers that were used on paper
before the portal came. One number at a time is in `numbering`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import insert, select, update

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions.numbering import _open_series, _pattern
from portal.documents.glyphs import missing_characters
from portal.documents.models import ISSUED, ON_PAPER, IssuedNumber, NumberSeries
from portal.documents.numbers import LONGEST_NUMBER
from portal.documents.portions import KEYS_A_STATEMENT, portions
from portal.errors import N_, RuleBroken

MOST_AT_ONCE = 5_000
MOST_DECLARED = 50_000


@dataclass(frozen=True)
class NumberInBook:
    """One number of a range: the key of its row in the book, and what stands on paper."""

    id: int
    text: str


def allocate_numbers(
    actor: Actor, *, unit_id: int, kind: str, count: int, on: dt.date | None = None
) -> list[NumberInBook]:
    """The next `count` numbers of a unit's book, in order; the book stays locked until the transaction ends, so keep it short.

    Raises RuleBroken when the pattern in force gives a text that is in a book already or cannot be printed, and ValueError
    for more than MOST_AT_ONCE.
    """
    if not 0 < count <= MOST_AT_ONCE:
        raise ValueError(f"1 to {MOST_AT_ONCE} numbers at a time, not {count}")
    day = on or clock.today()
    series_id = _open_series(unit_id, kind, day.year, ISSUED)
    sequences: list[int] = []
    while (
        len(sequences) < count
    ):  # what was written by hand on a paper day, and declared since, is stepped over
        wanted = count - len(sequences)
        last = _count_up(series_id, wanted)
        taken = _taken(series_id, last - wanted + 1, last)
        sequences += [n for n in range(last - wanted + 1, last + 1) if n not in taken]
    texts = _texts(unit_id, kind, day, sequences)
    _must_be_new(texts)
    return _enter(actor, series_id, sequences, texts, day, ISSUED)


def declare_used(
    actor: Actor,
    *,
    unit_id: int,
    kind: str,
    last: int,
    on: dt.date,
    void: Collection[int] = (),
    reason: str = "",
) -> int:
    """Enter the numbers 1 to `last` of a book as used on paper, so that the portal goes on with the next; gives how many.

    `void` are those among them that were spoilt, with the reason. Raises RuleBroken at `last` when the portal has already
    gone further, and at `void` for numbers outside the range or without a reason.
    """
    if not 0 < last <= MOST_DECLARED:
        raise RuleBroken("last", N_("已用到的序号应在 1 到 %(most)s 之间。"), most=MOST_DECLARED)
    if on > clock.today():
        raise RuleBroken("on", N_("日期不能晚于今天。"))
    if void and (not reason.strip() or not all(0 < n <= last for n in void)):
        raise RuleBroken("void", N_("作废的序号须在已用范围内，并写明作废原因。"))
    series_id = _open_series(unit_id, kind, on.year, ISSUED)
    before = _raise_to(series_id, last)
    taken = _taken(series_id, before + 1, last)
    sequences = [n for n in range(before + 1, last + 1) if n not in taken]
    texts = _texts(unit_id, kind, on, sequences)
    _must_be_new(texts)
    _enter(actor, series_id, sequences, texts, on, ON_PAPER)
    _void(actor, series_id, [n for n in void if n > before], reason)
    audit.record(actor, "documents.declare_used", None, kind=kind, number=last, count=len(sequences), on=on)
    return len(sequences)


def _count_up(series_id: int, count: int) -> int:
    statement = (
        update(NumberSeries)
        .where(NumberSeries.id == series_id)
        .values(last=NumberSeries.last + count)
        .returning(NumberSeries.last)
        .execution_options(synchronize_session=False)
    )
    return session.scalars(statement).one()


def _raise_to(series_id: int, last: int) -> int:
    """Set where the book stands, which locks it; gives where it stood."""
    before = session.scalars(
        select(NumberSeries.last).where(NumberSeries.id == series_id).with_for_update()
    ).one()
    if before >= last:
        raise RuleBroken(
            "last",
            N_("这本编号簿已经用到第 %(before)s 号，不能再登记到第 %(last)s 号。"),
            before=before,
            last=last,
        )
    session.execute(
        update(NumberSeries)
        .where(NumberSeries.id == series_id)
        .values(last=last)
        .execution_options(synchronize_session=False)
    )
    return before


def _taken(series_id: int, first: int, last: int) -> set[int]:
    statement = select(IssuedNumber.sequence).where(
        IssuedNumber.series_id == series_id, IssuedNumber.sequence.between(first, last)
    )
    return set(session.scalars(statement))


def _texts(unit_id: int, kind: str, day: dt.date, sequences: Sequence[int]) -> list[str]:
    pattern, words = _pattern(unit_id, kind, day)
    texts = [pattern.write(words, sequence) for sequence in sequences]
    longest = max(texts, key=len, default="")
    if missing_characters(longest) or len(longest) > LONGEST_NUMBER:
        raise RuleBroken(
            None,
            N_("编号“%(number)s”过长或含有不能打印的字，请系统管理员检查编号规则和单位简称。"),
            number=longest,
        )
    return texts


def _must_be_new(texts: Sequence[str]) -> None:
    for start in range(0, len(texts), KEYS_A_STATEMENT):
        few = texts[start : start + KEYS_A_STATEMENT]
        known = session.scalar(select(IssuedNumber.text).where(IssuedNumber.text.in_(few)).limit(1))
        if known is not None:
            raise RuleBroken(
                None, N_("编号“%(number)s”已经用过，请系统管理员检查编号规则和单位简称。"), number=known
            )


def _enter(
    actor: Actor, series_id: int, sequences: Sequence[int], texts: Sequence[str], day: dt.date, origin: str
) -> list[NumberInBook]:
    """Store the rows and give them back in order; they are many, so they do not become records."""
    if not sequences:
        return []
    common: dict[str, Any] = {
        "series_id": series_id,
        "origin": origin,
        "state": "used",
        "void_reason": "",
        "used_on": day,
        "used_by": actor.account_id,
        "used_at": clock.now(),
    }
    rows = iter(
        common | {"sequence": sequence, "text": text} for sequence, text in zip(sequences, texts, strict=True)
    )
    while few := list(islice(rows, 1_000)):
        session.execute(insert(IssuedNumber), few)
    stored = select(IssuedNumber.id, IssuedNumber.text, IssuedNumber.sequence).where(
        IssuedNumber.series_id == series_id, IssuedNumber.sequence.between(sequences[0], sequences[-1])
    )
    wanted = set(sequences)
    found = session.execute(stored.order_by(IssuedNumber.sequence))
    return [NumberInBook(row.id, row.text) for row in found if row.sequence in wanted]


def _void(actor: Actor, series_id: int, sequences: Sequence[int], reason: str) -> None:
    for few in portions(sequences):
        session.execute(
            update(IssuedNumber)
            .where(IssuedNumber.series_id == series_id, IssuedNumber.sequence.in_(few))
            .values(
                state="void",
                void_reason=reason.strip()[:500],
                voided_by=actor.account_id,
                voided_at=clock.now(),
            )
            .execution_options(synchronize_session=False)
        )
