"""What a ledger is: its columns, its conditions, and the statement that its lines come from. Rooms declare theirs in one file.

The same column is the cell of the page, of the workbook and of the paper, so that the three cannot say different things.
How a ledger is read is in `queries`; what somebody asks of it in `asking`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from portal.actor import Actor
from portal.ledgers.sheets import Align, Orientation

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.sql.base import ExecutableOption

    from portal.ledgers.asking import Asked

Kind = Literal["text", "label", "number", "money_fen", "date", "datetime", "code"]
Choices = Sequence[tuple[str, str]]
Expression = Any  # a column or any expression that the database can order by
Values = Callable[[Any], Mapping[str, Any]]

POSITION = "position"  # the key of the running number (序号), which the ledger itself counts
# A4, less 12 mm on the side of the binding and 8 mm on the other.
PAPER_WIDTHS_MM: dict[Orientation, float] = {"landscape": 277.0, "portrait": 190.0}
_RIGHT = frozenset({"number", "money_fen"})
_CENTRED = frozenset({"date", "datetime", "label"})


@dataclass(frozen=True)
class Column:
    """One column: `heading` is a marked text, `width_mm` its share of the sheet when every column is on it.

    `kind` says how its values are written: `label` is a marked text, `money_fen` whole fen, `datetime` an instant (or
    only its day where no more is known), `code` a number or code that is never read as a figure. `expression` is what the
    column is sorted, grouped and summed by in the database; without one it can be none of these. With `total` the column
    is summed (whole numbers only), with `groups` a reader may group by it, with `is_link` it leads to the record, with
    `stays` it is not struck when its line is cancelled, so that the reason can be read. `mask` hides a part of every text
    of the column wherever the ledger goes: on the page, in the workbook and on paper.
    """

    key: str
    heading: str
    width_mm: float
    kind: Kind = "text"
    align: Align | None = None
    wrap: bool = True
    total: bool = False
    is_link: bool = False
    stays: bool = False
    expression: Expression = field(default=None, compare=False)
    groups: bool = False
    mask: Callable[[str], str] | None = None

    @property
    def side(self) -> Align:
        """The alignment asked for, or the customary one of the kind."""
        return self.align or (
            "right" if self.kind in _RIGHT else "center" if self.kind in _CENTRED else "left"
        )

    @property
    def sorts(self) -> bool:
        """Whether the ledger can be sorted by this column."""
        return self.expression is not None


@dataclass(frozen=True)
class Filter:
    """A condition beyond period and unit; `choices` gives (code, marked text) pairs for this reader."""

    key: str
    label: str
    choices: Callable[[Actor], Choices]


@dataclass(frozen=True)
class Row:
    """One line: values by column key (masked already), whether it was cancelled (and is struck), and its record's key.

    `group` is the value that heads the group the line stands in, None where the ledger is not grouped, empty where the
    record has no such value; lines of one group follow each other and have the same.
    """

    values: Mapping[str, Any]
    is_struck: bool = False
    key: int | None = None
    group: Any = None


@dataclass(frozen=True)
class Measure:
    """How much a ledger holds: all lines, cancelled ones among them, and the sums of the totalled columns over the others."""

    rows: int = 0
    struck: int = 0
    totals: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Ledger:
    """A ledger: `name` stands in its address, `endpoint` and `key_argument` lead to the record of a line.

    `statement` says what a line is made of: a select with its joins, without conditions, order, limit or loader options
    (those are `options`), one row for each record. `conditions` keep it to what this actor may see and to what was asked for.
    `key` is the column of the records' own key, which parts equal lines, and `order` is the order of a ledger that nobody
    sorted, by expressions that are never null. `struck` is the condition of a cancelled line.
    `values` is called once for each reading and gives what turns a row of the statement into values by column key, so that
    it can keep in a variable what many lines share. `default_group` names the column that lines are grouped by unless the
    reader wishes otherwise; one that `opens_today` shows this day until another period is asked for, the others the month so
    far; `closing` are lines at the very end of a print, for signatures.
    """

    name: str
    title: str
    permission: str
    columns: tuple[Column, ...]
    statement: Select[Any]
    conditions: Callable[[Actor, Asked], Iterable[ColumnElement[bool]]]
    key: Expression
    values: Callable[[], Values]
    order: tuple[Expression, ...] = ()
    options: tuple[ExecutableOption, ...] = ()
    struck: ColumnElement[bool] | None = None
    filters: tuple[Filter, ...] = ()
    unit_kinds: tuple[str, ...] = ("district", "street", "community")
    period_label: str = ""
    endpoint: str = ""
    key_argument: str = "key"
    orientation: Orientation = "landscape"
    default_group: str = ""
    opens_today: bool = False
    closing: tuple[str, ...] = ()

    @property
    def width_mm(self) -> float:
        """How wide the table is on paper."""
        return PAPER_WIDTHS_MM[self.orientation]

    @property
    def groupings(self) -> tuple[Column, ...]:
        """The columns that a reader may group by."""
        return tuple(c for c in self.columns if c.groups)

    def find_column(self, key: str) -> Column | None:
        """The column with this key, or None."""
        return next((c for c in self.columns if c.key == key), None)

    def columns_of(self, asked: Asked) -> tuple[Column, ...]:
        """The columns that were asked for, in the order asked, on the whole width of the sheet.

        The running number comes first and the column that leads to the record is never left out.
        """
        found = self.columns
        if asked.columns:
            wanted = [c for c in map(self.find_column, asked.columns) if c and c.key != POSITION]
            links = [c for c in found if c.is_link and c not in wanted]
            found = tuple(c for c in found if c.key == POSITION) + tuple(links) + tuple(wanted)
        return _stretched(found, self.width_mm)

    def totalled_of(self, asked: Asked) -> tuple[Column, ...]:
        """Those of the columns asked for that are summed."""
        return tuple(c for c in self.columns_of(asked) if c.total)


def _stretched(columns: tuple[Column, ...], width_mm: float) -> tuple[Column, ...]:
    """The columns as wide as the sheet; the running number stays as narrow as it is."""
    fixed = sum(c.width_mm for c in columns if c.key == POSITION)
    rest = sum(c.width_mm for c in columns if c.key != POSITION)
    share = (width_mm - fixed) / rest if rest else 1.0
    return tuple(
        c if c.key == POSITION else replace(c, width_mm=round(c.width_mm * share, 3)) for c in columns
    )


_ledgers: dict[str, Ledger] = {}


def define(ledger: Ledger) -> Ledger:
    """Declare a ledger; raises ValueError with a sentence for one that contradicts itself or another."""
    for problem in _problems(ledger):
        raise ValueError(f"ledger {ledger.name}: {problem}")
    if _ledgers.setdefault(ledger.name, ledger) is not ledger:
        raise ValueError(f"ledger {ledger.name} is declared twice")
    return ledger


def _problems(ledger: Ledger) -> Iterator[str]:
    keys = [c.key for c in ledger.columns]
    if ledger.name == "prints":
        yield "this name is the address of the printed ones"
    if len(set(keys)) != len(keys):
        yield "a column is declared twice"
    if sum(c.width_mm for c in ledger.columns) > ledger.width_mm + 0.01:
        yield f"its columns are wider than {ledger.width_mm} mm"
    for column in ledger.columns:
        if (column.total or column.groups) and not column.sorts:
            yield f"column {column.key} is summed or grouped by, which wants an expression"
    if ledger.default_group and ledger.default_group not in {c.key for c in ledger.groupings}:
        yield f"it is grouped by {ledger.default_group}, which is no column to group by"
    if {f.key for f in ledger.filters} & RESERVED:
        yield f"a filter must not be called any of {', '.join(sorted(RESERVED))}"


# What an address of a ledger says besides its filters.
RESERVED = frozenset(
    {"from", "to", "unit", "columns", "sort", "desc", "group", "page", "encoding", "form", "restore"}
)


def ledger_of(name: str) -> Ledger | None:
    """The ledger with this name, or None."""
    return _ledgers.get(name)


def all_ledgers() -> list[Ledger]:
    """Every declared ledger, by name."""
    return [_ledgers[name] for name in sorted(_ledgers)]


def counted(rows: Iterator[Row], start: int = 1) -> Iterator[tuple[int, Row]]:
    """The rows with their running number (序号), which goes on across pages and skips no cancelled line."""
    return enumerate(rows, start)
