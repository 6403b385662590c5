"""Many numbers of one book at a time: a range for papers that are made together, and the numbers that were used on paper
before the portal came. One number at a time is in `numbering`."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import insert, select, update

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions.numbering import _entered_on, _must_be_written, _open_series, _pattern
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


def declare_numbers(
    actor: Actor, *, unit_id: int, kind: str, numbers: Sequence[tuple[str, dt.date]]
) -> list[NumberInBook]:
    """Enter many numbers that were written on paper, each with its day, as `declare_number` does one; in the order given.

    Raises RuleBroken at `number` for the first that cannot be entered; the caller's transaction then keeps none. The log has
    one line for each book, with how many, the first and the last.
    """
    told = [(_must_be_written(text, day), day) for text, day in numbers]
    pattern_of = cache(lambda day: _pattern(unit_id, kind, day))
    books: dict[tuple[int, str], list[tuple[str, dt.date, int | None]]] = defaultdict(list)
    for text, day in told:
        pattern, words = pattern_of(day)
        sequence = pattern.read(text, words)
        books[day.year, ISSUED if sequence else ON_PAPER].append((text, day, sequence))
    _must_differ([text for text, _day in told])
    _must_be_new([text for text, _day in told], declared=True)
    keys: dict[str, int] = {}
    for (year, origin), some in sorted(books.items()):
        series_id = _open_series(unit_id, kind, year, origin)
        first = _count_up(series_id, len(some)) - len(some) + 1 if origin == ON_PAPER else 0
        few = [(text, day, read or first + n) for n, (text, day, read) in enumerate(some)]
        _must_be_free(series_id, few)
        keys |= _declare(actor, series_id, few)
        facts = {"kind": kind, "count": len(few), "first": few[0][0], "last": few[-1][0]}
        audit.record(actor, "documents.declare_numbers", None, **facts)
    return [NumberInBook(keys[text], text) for text, _day in told]


def _declare(actor: Actor, series_id: int, few: Sequence[tuple[str, dt.date, int]]) -> dict[str, int]:
    """Store declared numbers of one book; the keys of their rows by text."""
    common = _common(actor, series_id, ON_PAPER)
    _insert([common | _days(day) | {"sequence": n, "text": text} for text, day, n in few])
    keys: dict[str, int] = {}
    for some in _few([text for text, _day, _n in few]):
        found = select(IssuedNumber.text, IssuedNumber.id).where(IssuedNumber.text.in_(some))
        keys |= {row.text: row.id for row in session.execute(found)}
    return keys


def _must_differ(texts: Sequence[str]) -> None:
    seen: set[str] = set()
    for text in texts:
        if text in seen:
            raise _declared_twice(text)
        seen.add(text)


def _must_be_free(series_id: int, few: Sequence[tuple[str, dt.date, int]]) -> None:
    """That no place in the book is taken: two texts may stand for one number (第7号, 第007号)."""
    wanted = [n for _text, _day, n in few]
    taken = _taken(series_id, min(wanted), max(wanted))
    for text, _day, n in few:
        if n in taken:
            raise _declared_twice(text)
        taken.add(n)


def _declared_twice(text: str) -> RuleBroken:
    return RuleBroken("number", N_("编号“%(number)s”已经登记过，请核对纸质文书。"), number=text)


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


def _few(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """So many texts as one statement may name, again and again."""
    for start in range(0, len(texts), KEYS_A_STATEMENT):
        yield texts[start : start + KEYS_A_STATEMENT]


def _must_be_new(texts: Sequence[str], *, declared: bool = False) -> None:
    for few in _few(texts):
        known = session.scalar(select(IssuedNumber.text).where(IssuedNumber.text.in_(few)).limit(1))
        if known is not None:
            if declared:
                raise _declared_twice(known)
            raise RuleBroken(
                None, N_("编号“%(number)s”已经用过，请系统管理员检查编号规则和单位简称。"), number=known
            )


def _enter(
    actor: Actor, series_id: int, sequences: Sequence[int], texts: Sequence[str], day: dt.date, origin: str
) -> list[NumberInBook]:
    """Store the rows and give them back in order; they are many, so they do not become records."""
    if not sequences:
        return []
    common = _common(actor, series_id, origin) | _days(day)
    _insert(
        common | {"sequence": sequence, "text": text} for sequence, text in zip(sequences, texts, strict=True)
    )
    stored = select(IssuedNumber.id, IssuedNumber.text, IssuedNumber.sequence).where(
        IssuedNumber.series_id == series_id, IssuedNumber.sequence.between(sequences[0], sequences[-1])
    )
    wanted = set(sequences)
    found = session.execute(stored.order_by(IssuedNumber.sequence))
    return [NumberInBook(row.id, row.text) for row in found if row.sequence in wanted]


def _common(actor: Actor, series_id: int, origin: str) -> dict[str, Any]:
    """What all rows that are entered together have in common."""
    return {
        "series_id": series_id,
        "origin": origin,
        "state": "used",
        "void_reason": "",
        "used_by": actor.account_id,
        "used_at": clock.now(),
    }


def _days(day: dt.date) -> dict[str, Any]:
    """The day that a number bears, and the later one on which it is entered."""
    return {"used_on": day, "entered_on": _entered_on(day)}


def _insert(rows: Iterable[dict[str, Any]]) -> None:
    waiting = iter(rows)
    while few := list(islice(waiting, 1_000)):
        session.execute(insert(IssuedNumber), few)


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
                voided_on=clock.today(),
            )
            .execution_options(synchronize_session=False)
        )
