"""Going through an ordered list by the key of a record, not by counting lines: the order of a ledger as terms, and the
conditions "after" and "before" a record. Nulls come last in either direction, on both databases.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, UnaryExpression, and_, false, literal, or_, true

from portal.ledgers.definition import Expression, Ledger

if TYPE_CHECKING:
    from portal.ledgers.asking import Asked

_CURSOR = re.compile(r"([ab])([0-9]{1,18})\.([0-9]{1,9})")
END = "z"


@dataclass(frozen=True)
class Term:
    """One expression of an order; `reversed_` turns the whole order around, nulls and all."""

    expression: Expression
    descending: bool = False
    nullable: bool = True
    nulls_first: bool = False

    def clause(self) -> UnaryExpression[Any]:
        """What stands in ORDER BY; an index can be used where nothing is said of nulls."""
        side = self.expression.desc() if self.descending else self.expression.asc()
        if not self.nullable:
            return side
        return side.nulls_first() if self.nulls_first else side.nulls_last()

    def same(self, value: Any) -> ColumnElement[bool]:
        """Whether a line stands where this value stands."""
        return self.expression.is_(None) if value is None else self.expression == self._bound(value)

    def beyond(self, value: Any) -> ColumnElement[bool]:
        """Whether a line comes after this value in the order of this term."""
        if value is None:
            return self.expression.is_not(None) if self.nulls_first else false()
        bound = self._bound(value)
        further = self.expression < bound if self.descending else self.expression > bound
        return or_(further, self.expression.is_(None)) if self.nullable and not self.nulls_first else further

    def _bound(self, value: Any) -> ColumnElement[Any]:
        return literal(value, self.expression.type)


def terms_of(ledger: Ledger, asked: Asked) -> list[Term]:
    """The order that was asked for: by group, by the column sorted by, then the ledger's own order, and the key at last."""
    terms = []
    for key in dict.fromkeys(k for k in (asked.group, asked.sort) if k):
        column = ledger.find_column(key)
        if column is not None:
            terms.append(Term(column.expression, asked.descending and key == asked.sort))
    own = [Term(expression, nullable=False) for expression in ledger.order]
    return [*terms, *own, Term(ledger.key, nullable=False)]


def reversed_(terms: Sequence[Term]) -> list[Term]:
    """The same order from its end."""
    return [replace(t, descending=not t.descending, nulls_first=not t.nulls_first) for t in terms]


def after(terms: Sequence[Term], values: Sequence[Any]) -> ColumnElement[bool]:
    """The lines that come after the one with these values, which are never sent anywhere but to the database."""
    steps: list[ColumnElement[bool]] = []
    before: ColumnElement[bool] = true()
    for term, value in zip(terms, values, strict=True):
        steps.append(and_(before, term.beyond(value)))
        before = and_(before, term.same(value))
    return or_(*steps)


@dataclass(frozen=True)
class Cursor:
    """A place in a ledger: behind (or before, `backward`) the record with this key, which had this running number."""

    key: int
    number: int
    backward: bool = False

    def __str__(self) -> str:
        """As it stands in an address."""
        return f"{'b' if self.backward else 'a'}{self.key}.{self.number}"


def read_cursor(text: str) -> Cursor | None:
    """The place that an address names, or None for the beginning and for words that name none."""
    found = _CURSOR.fullmatch(text)
    return Cursor(int(found[2]), int(found[3]), found[1] == "b") if found else None
