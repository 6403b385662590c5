"""The kinds of workbook that may come in from paper: their columns, and what becomes of their rows. Rooms declare theirs here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from portal.actor import Actor
from portal.db import Model
from portal.errors import RuleBroken

Read = TypeVar("Read")


@dataclass(frozen=True)
class Column:
    """One column: its heading, whether it must be filled in, and how, in a sentence for the second sheet of the template."""

    key: str
    heading: str
    hint: str = ""
    is_required: bool = False
    width: int = 14


@dataclass(frozen=True)
class PaperRow:
    """One row as it was read: its number in the sheet, and its cells as text by column key."""

    number: int
    values: dict[str, str]

    def get(self, key: str) -> str:
        """The text of a cell, empty where there is none."""
        return self.values.get(key, "")


class Fault(RuleBroken):
    """What is wrong with one cell: `row` is its row in the sheet, `field` the key of its column (None: the whole row)."""

    def __init__(self, row: int, column: str | None, message: str, **params: Any) -> None:
        super().__init__(column, message, **params)
        self.row = row


class Faults(Fault):
    """Several faults of one group, told at once; it reads as the first of them."""

    def __init__(self, found: Sequence[Fault]) -> None:
        first = found[0]
        super().__init__(first.row, first.field, first.message, **first.params)
        self.found = tuple(found)


class Gathering:
    """Reads the cells of one group and keeps what is wrong, so that a row or household is told all of it at once."""

    def __init__(self) -> None:
        self._found: list[Fault] = []

    def of(self, read: Callable[..., Read], *given: Any, **named: Any) -> Read | None:
        """What `read` gives for a cell, or None where it found a fault, which is kept."""
        try:
            return read(*given, **named)
        except Fault as error:
            self.note(error)
        return None

    def note(self, error: Fault) -> None:
        """Keep a fault, or the several that one reading found; what is known already is not told twice."""
        known = {(one.row, one.field, one.message) for one in self._found}
        for one in faults_in(error):
            if isinstance(one, Fault) and (one.row, one.field, one.message) not in known:
                self._found.append(one)

    def tell(self) -> None:
        """Raise Faults where anything was found."""
        if self._found:
            raise Faults(self._found)


def faults_in(error: RuleBroken) -> tuple[RuleBroken, ...]:
    """Every fault that a refusal of a group holds."""
    return error.found if isinstance(error, Faults) else (error,)


@dataclass(frozen=True)
class Setting:
    """Whose rows these are: the street, who handed them in."""

    street_id: int
    handed_in_by: int


Carry = Callable[[Actor, Setting, Sequence[PaperRow]], Model]


@dataclass(frozen=True)
class Kind:
    """One kind. Rows with the same text in the column `together` belong together (a household); `unique` are the columns that
    no two groups may share. `carry` stores one group in the caller's transaction and raises Fault or RuleBroken at a column.
    """

    code: str
    label: str
    advice: str
    columns: tuple[Column, ...]
    carry: Carry = field(compare=False, repr=False)
    together: str = ""
    unique: tuple[str, ...] = ()

    def column(self, key: str | None) -> Column | None:
        """The column with this key, or None."""
        return next((one for one in self.columns if one.key == key), None)


_kinds: dict[str, Kind] = {}


def define_kind(kind: Kind) -> Kind:
    """Declare a kind at import; declaring a code again replaces it."""
    _kinds[kind.code] = kind
    return kind


def find_kind(code: str) -> Kind | None:
    """The kind with this code, or None."""
    return _kinds.get(code)


def kind_of(code: str) -> Kind:
    """The kind with this code; raises KeyError."""
    return _kinds[code]


def all_kinds() -> list[Kind]:
    """Every kind, in the order in which they were declared."""
    return list(_kinds.values())
