"""Reading any ledger from its definition: all lines as a stream, a page of them, how much there is. And what frames one: the
units that a reader may choose, and the condition that keeps rows to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, not_, null, select
from sqlalchemy.orm import InstrumentedAttribute

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.ledgers.definition import Ledger, Measure, Row, Values
from portal.ledgers.keyset import Cursor, Term, after, reversed_, terms_of
from portal.units.models import Unit
from portal.units.queries import get_unit, list_units, unit_and_below, visible_unit_ids, within_scope

if TYPE_CHECKING:
    from portal.ledgers.asking import Asked
AT_ONCE = 500  # lines that are held at a time
PAGE_ROWS = 50


class NoSuchUnit(NotFound):
    """No unit has this code."""


@dataclass(frozen=True)
class Page:
    """Lines of one page, the running number of the first, and whether more come behind."""

    rows: list[Row]
    first: int
    has_more: bool

    @property
    def last(self) -> int:
        """The running number of the last line; one less than the first where there is none."""
        return self.first + len(self.rows) - 1


def list_rows(
    ledger: Ledger,
    actor: Actor,
    asked: Asked,
    *,
    behind: int | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> Iterator[Row]:
    """The lines in the order asked for, streamed, however many; only those behind the record with the key `behind` if given.

    Every line is there once: lines that are equal in the order stand in the order of their keys. A key that is not (or no
    longer) among the lines gives none.
    """
    terms = terms_of(ledger, asked)
    statement = _keys(ledger, actor, asked)
    if behind is not None:
        place = _place(ledger, statement, terms, behind)
        if place is None:
            return iter(())
        statement = statement.where(place)
    return _stream(ledger, asked, statement.offset(offset or None), terms, limit)


def list_page(
    ledger: Ledger, actor: Actor, asked: Asked, cursor: Cursor | None, *, size: int = PAGE_ROWS
) -> Page:
    """The page behind (or before) a place; the first page where it names none.

    Where the record has left the list meanwhile, its running number says where the reader was.
    """
    if cursor is None:
        return _page(list_rows(ledger, actor, asked, limit=size + 1), 1, size)
    terms, statement = terms_of(ledger, asked), _keys(ledger, actor, asked)
    going = reversed_(terms) if cursor.backward else terms
    place = _place(ledger, statement, going, cursor.key)
    if place is None:
        skipped = max(0, cursor.number - (size + 1 if cursor.backward else 0))
        return _page(list_rows(ledger, actor, asked, limit=size + 1, offset=skipped), skipped + 1, size)
    found = list(_stream(ledger, asked, statement.where(place), going, size + 1))
    if not cursor.backward:
        return _page(iter(found), cursor.number + 1, size)
    if len(found) <= size:  # the beginning is near: a full first page, whatever its lines are numbered by now
        return _page(list_rows(ledger, actor, asked, limit=size + 1), 1, size)
    return Page(found[size - 1 :: -1], max(1, cursor.number - size), True)


def last_page(ledger: Ledger, actor: Actor, asked: Asked, total: int, *, size: int = PAGE_ROWS) -> Page:
    """The page at the end of a ledger of so many lines."""
    count = (total % size or size) if total else 0
    backwards = reversed_(terms_of(ledger, asked))
    found = list(_stream(ledger, asked, _keys(ledger, actor, asked), backwards, count))
    return Page(found[::-1], max(1, total - len(found) + 1), False)


def measure(ledger: Ledger, actor: Actor, asked: Asked) -> Measure:
    """How many lines there are, how many of them are cancelled, and the sums over the others; one statement."""
    totalled = ledger.totalled_of(asked)
    struck = func.coalesce(ledger.struck, false()) if ledger.struck is not None else false()
    sums = [column.expression.label(f"total_{n}") for n, column in enumerate(totalled)]
    found = _asked_for(ledger, actor, asked, struck.label("is_struck"), *sums).subquery()
    is_struck = found.c.is_struck
    counted = [func.sum(found.c[f"total_{n}"]).filter(not_(is_struck)) for n in range(len(totalled))]
    rows, cancelled, *totals = session.execute(
        select(func.count(), func.count().filter(is_struck), *counted).select_from(found)
    ).one()
    return Measure(
        rows, cancelled, {c.key: int(total or 0) for c, total in zip(totalled, totals, strict=True)}
    )


def _page(rows: Iterator[Row], first: int, size: int) -> Page:
    found = list(rows)
    return Page(found[:size], first, len(found) > size)


def _asked_for(ledger: Ledger, actor: Actor, asked: Asked, *wanted: ColumnElement[Any]) -> Select[Any]:
    """These expressions of the lines that were asked for and that this actor may see."""
    found = ledger.statement.with_only_columns(*wanted, maintain_column_froms=True)
    return found.where(*ledger.conditions(actor, asked))


def _keys(ledger: Ledger, actor: Actor, asked: Asked) -> Select[Any]:
    return _asked_for(ledger, actor, asked, ledger.key)


def _place(ledger: Ledger, keys: Select[Any], terms: list[Term], key: int) -> ColumnElement[bool] | None:
    """The condition that a line stands behind the record with this key; None where it is not among the lines."""
    where = keys.with_only_columns(*(t.expression for t in terms), maintain_column_froms=True)
    values = session.execute(where.where(ledger.key == key).limit(1)).first()
    return None if values is None else after(terms, values)


def _stream(
    ledger: Ledger, asked: Asked, keys: Select[Any], terms: list[Term], limit: int | None
) -> Iterator[Row]:
    """The lines, in two steps: keys in their order, then what the lines of so many keys say.

    What the database sorts stays narrow that way, however much is looked up beside each line. Both steps see the same
    moment, since the whole is read in one transaction.
    """
    struck = ledger.struck if ledger.struck is not None else false()
    grouping = ledger.find_column(asked.group)
    group = grouping.expression if grouping else null()
    said = (ledger.key.label("ledger_key"), struck.label("ledger_struck"), group.label("ledger_group"))
    lines = ledger.statement.add_columns(*said).options(*ledger.options)
    lines = lines.where(ledger.key.in_(bindparam("ledger_keys", expanding=True)))
    keys = keys.order_by(*(t.clause() for t in terms)).limit(limit).execution_options(yield_per=AT_ONCE)
    values_of, heads = _masked(ledger), _Heads(asked.group)
    with session.execute(keys) as result:  # closed for whoever stops early
        for some in result.scalars().partitions():
            found = {one.ledger_key: one for one in session.execute(lines, {"ledger_keys": list(some)})}
            for key in some:
                one = found.pop(key)
                values = values_of(one)
                yield Row(values, bool(one.ledger_struck), key, heads.of(one.ledger_group, values))


def _masked(ledger: Ledger) -> Values:
    """What gives the values of a line, with everything hidden that a column masks."""
    values_of, masks = ledger.values(), [(c.key, c.mask) for c in ledger.columns if c.mask]

    def masked(found: Any) -> Mapping[str, Any]:
        values = values_of(found)
        hidden = {key: mask(str(values[key])) for key, mask in masks if values.get(key)}
        return {**values, **hidden} if hidden else values

    return masked


class _Heads:
    """The head of each group is what its first line says: a later line may name the same thing by a newer name."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._now: tuple[Any, Any] | None = None

    def of(self, group: Any, values: Mapping[str, Any]) -> Any:
        """The value that heads the group of this line; None where nothing is grouped."""
        if not self._key:
            return None
        if self._now is None or self._now[0] != group:
            said = values.get(self._key)
            self._now = (group, "" if said is None else said)
        return self._now[1]


def list_choosable_units(actor: Actor, kinds: tuple[str, ...]) -> list[tuple[int, str]]:
    """Key and name of the units of these kinds that the actor may see, by code."""
    visible = visible_unit_ids(actor)
    return [
        (unit.id, unit.name_on(clock.today()))
        for unit in list_units()
        if unit.kind in kinds and (visible is None or unit.id in visible)
    ]


def key_of(code: str) -> int:
    """The key of the unit with this code; raises NoSuchUnit."""
    key = session.scalar(select(Unit.id).where(Unit.code == code))
    if key is None:
        raise NoSuchUnit(f"there is no unit with the code {code!r}")
    return key


def within(
    actor: Actor, asked: Asked, column: InstrumentedAttribute[Any] | ColumnElement[Any]
) -> ColumnElement[bool]:
    """The condition that keeps a ledger to the rows this actor may see, and to the unit that was asked for."""
    scope = within_scope(actor, column)
    if asked.unit_id is None:
        return scope
    return and_(scope, column.in_(unit_and_below(asked.unit_id)))


def unit_name(actor: Actor, asked: Asked) -> str | None:
    """The unit that stands in the heading: the one asked for, else the actor's own; None for somebody above all units."""
    key = asked.unit_id or actor.unit_id
    return get_unit(key).name_on(clock.today()) if key else None
