"""What a ledger is: its columns, its filters, and where its rows come from. Rooms declare theirs in a `ledgers` module.

The same column is the cell of the page, of the workbook and of the paper, so that the three cannot say different things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from portal.actor import Actor

if TYPE_CHECKING:
    from portal.ledgers.asking import Asked

Kind = Literal["text", "label", "number", "money_fen", "date", "datetime", "code"]
Align = Literal["left", "center", "right"]
Choices = Sequence[tuple[str, str]]

POSITION = "position"  # the key of the running number (序号), which the ledger itself counts
PAPER_WIDTH_MM = 277.0  # A4 across, less 12 mm on the side of the binding and 8 mm on the other
_RIGHT = frozenset({"number", "money_fen"})
_CENTRED = frozenset({"date", "datetime", "label"})


@dataclass(frozen=True)
class Column:
    """One column: `heading` is a marked text, `width_mm` its share of an A4 sheet laid across.

    `kind` says how its values are written: `label` is a marked text, `money_fen` whole fen, `datetime` an instant (or
    only its day where no more is known), `code` a number or code that is never read as a figure. With `total` the
    column is summed; with `is_link` it leads to the record; with `stays` it is not struck when its line is cancelled, so
    that the reason can be read.
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

    @property
    def side(self) -> Align:
        """The alignment asked for, or the customary one of the kind."""
        return self.align or (
            "right" if self.kind in _RIGHT else "center" if self.kind in _CENTRED else "left"
        )


@dataclass(frozen=True)
class Filter:
    """A condition beyond period and unit; `choices` gives (code, marked text) pairs for this reader."""

    key: str
    label: str
    choices: Callable[[Actor], Choices]


@dataclass(frozen=True)
class Row:
    """One line: values by column key, whether it was cancelled (and is struck), and the record that it leads to."""

    values: Mapping[str, Any]
    is_struck: bool = False
    endpoint: str = ""
    key: int | None = None


@dataclass(frozen=True)
class Measure:
    """How much a ledger holds: all lines, cancelled ones among them, and the sums of the columns that are totalled."""

    rows: int = 0
    struck: int = 0
    totals: Mapping[str, int] = field(default_factory=dict)


class Source(Protocol):
    """Where rows come from: in the ledger's order, from `offset` on, at most `limit` (None: to the end), streamed."""

    def __call__(
        self, actor: Actor, asked: Asked, *, offset: int = 0, limit: int | None = None
    ) -> Iterator[Row]:
        """The rows that this actor may see."""


@dataclass(frozen=True)
class Ledger:
    """A ledger: `name` stands in its address, `key_argument` is what the records' own addresses call their key."""

    name: str
    title: str
    permission: str
    columns: tuple[Column, ...]
    rows: Source
    measure: Callable[[Actor, Asked], Measure]
    filters: tuple[Filter, ...] = ()
    unit_kinds: tuple[str, ...] = ("district", "street", "community")
    period_label: str = ""
    key_argument: str = "key"

    @property
    def totalled(self) -> tuple[Column, ...]:
        """The columns that are summed."""
        return tuple(c for c in self.columns if c.total)


_ledgers: dict[str, Ledger] = {}


def define(ledger: Ledger) -> Ledger:
    """Declare a ledger; raises ValueError for a name that is taken, a column declared twice, or one too wide for its sheet."""
    keys = [c.key for c in ledger.columns]
    if len(set(keys)) != len(keys):
        raise ValueError(f"ledger {ledger.name} declares a column twice")
    if sum(c.width_mm for c in ledger.columns) > PAPER_WIDTH_MM + 0.01:
        raise ValueError(f"the columns of ledger {ledger.name} are wider than {PAPER_WIDTH_MM} mm")
    if _ledgers.setdefault(ledger.name, ledger) is not ledger:
        raise ValueError(f"ledger {ledger.name} is declared twice")
    return ledger


def ledger_of(name: str) -> Ledger | None:
    """The ledger with this name, or None."""
    return _ledgers.get(name)


def all_ledgers() -> list[Ledger]:
    """Every declared ledger, by name."""
    return [_ledgers[name] for name in sorted(_ledgers)]


def counted(rows: Iterator[Row], start: int = 1) -> Iterator[tuple[int, Row]]:
    """The rows with their running number (序号), which goes on across pages and skips no cancelled line."""
    return enumerate(rows, start)
