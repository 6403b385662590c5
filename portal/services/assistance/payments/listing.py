"""Drawing up a payment list: what the decisions in force and the open dues come to at one moment, frozen line by line.

Nobody's right is asked here and nothing is approved; the verbs are in `actions`. Read once, written in portions: the time
grows with the households.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, case, delete, func, select, update

from portal import clock
from portal.db import session, transaction
from portal.errors import N_
from portal.services.assistance.models import SupportDue, SupportFile
from portal.services.assistance.payments import anomalies, differences
from portal.services.assistance.payments.models import PaymentLine, PaymentMonth
from portal.services.assistance.payments.practice import recovery_percent
from portal.services.assistance.payments.states import (
    CHECKING,
    PREPARING,
    REGULAR,
    SUBSIDY,
    SUPPLEMENTARY,
    WITHHELD,
)
from portal.services.assistance.payments.storing import PORTION, store
from portal.services.assistance.queries import decisions_in_force
from portal.units.models import Unit

Write = Callable[[], AbstractContextManager[Any]]
Advance = Callable[[int, int, str], object]


@dataclass(frozen=True)
class Terms:
    """What a batch is drawn up by, as plain values that outlive the session."""

    month_id: int
    street_id: int
    scheme: str
    month: dt.date
    kind: str
    rate_fen: int
    percent: int


def terms_of(batch: PaymentMonth) -> Terms:
    """The terms of a batch; the share that may be taken back is that of its month."""
    return Terms(
        batch.id,
        batch.street_id,
        batch.scheme,
        batch.month,
        batch.kind,
        batch.rate_fen or 0,
        recovery_percent(batch.month),
    )


def draw_up(month_id: int, *, write: Write = transaction, advance: Advance | None = None) -> int:
    """Freeze the list of a batch from its beginning; gives the households listed.

    `write` opens a short write transaction (a job's own, fenced one), `advance` hears done, total and phase. An attempt that
    ended half way leaves a batch in preparation, which the next attempt clears.
    """
    with write():
        terms = clear(month_id)
    with transaction("read"):
        last_due, rows, lines = _read(terms)
    for start in range(0, len(lines), PORTION):
        if advance:
            advance(start, len(lines), N_("写入名单"))
        with write():
            store(PaymentLine, lines[start : start + PORTION])
    if advance:
        advance(len(lines), len(lines), N_("核对与上月的变动"))
    with write():
        _finish(terms, rows, last_due)
    return len(lines)


def write_down(terms: Terms) -> int:
    """The same inside the caller's transaction, for few households; the batch has been cleared."""
    last_due, rows, lines = _read(terms)
    store(PaymentLine, lines)
    _finish(terms, rows, last_due)
    return len(lines)


def _read(terms: Terms) -> tuple[int, list[Row], list[dict[str, Any]]]:
    """The last due there is, the rows, and the lines that they make with their places."""
    last_due = session.scalar(select(func.max(SupportDue.id))) or 0
    rows = list(read_rows(terms))
    lines = [line for line in (_line(terms, row) for row in rows) if line is not None]
    return last_due, rows, [{**line, "position": place} for place, line in enumerate(lines, start=1)]


def clear(month_id: int) -> Terms:
    """Take back what a list that is not approved yet says and reserved; raises ValueError for one that is frozen for good."""
    batch = session.get_one(PaymentMonth, month_id, with_for_update=True)
    if batch.state not in (PREPARING, CHECKING):
        raise ValueError(f"payment month {batch.number} is {batch.state}; its list is frozen")
    batch.state = PREPARING
    own = select(PaymentLine.id).where(PaymentLine.month_id == month_id)
    session.execute(
        update(SupportDue)
        .where(SupportDue.payment_line_id.in_(own), SupportDue.settled_month.is_(None))
        .values(payment_line_id=None)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        delete(PaymentLine)
        .where(PaymentLine.month_id == month_id)
        .execution_options(synchronize_session=False)
    )
    session.flush()
    return terms_of(batch)


def open_dues(terms: Terms, *, of_batch: bool = False) -> list[Any]:
    """The conditions of dues that a batch takes up: owed by its month, not settled, cancelled, or in another batch."""
    own = select(PaymentLine.id).where(PaymentLine.month_id == terms.month_id).scalar_subquery()
    free = SupportDue.payment_line_id.in_(own) if of_batch else SupportDue.payment_line_id.is_(None)
    found = [
        SupportDue.settled_month.is_(None),
        SupportDue.cancelled_on.is_(None),
        SupportDue.first_month <= terms.month,
        free,
    ]
    return [*found, SupportDue.fen > 0] if terms.kind == SUPPLEMENTARY else found


class Row(NamedTuple):
    """What is known of one file for a list: the file, the decision in force (or None), and its open dues in fen."""

    file: Any
    force: Any
    arrears: int
    recovery: int


def read_rows(terms: Terms, *, of_batch: bool = False) -> Iterator[Row]:
    """The files of the street and scheme that have a decision in force or something open, in the order of the list.

    Three plain statements and no join of derived tables, which a database without fresh statistics takes minutes for.
    """
    statement = decisions_in_force(terms.street_id, terms.scheme, terms.month)
    force = {row.file_id: row for row in session.execute(statement)}
    dues = {
        row.file_id: (int(row.arrears), int(row.recovery))
        for row in session.execute(_dues_statement(terms, of_batch=of_batch))
    }
    for file in session.execute(_files_statement(terms)):
        if file.file_id in force or file.file_id in dues:
            yield Row(file, force.get(file.file_id), *dues.get(file.file_id, (0, 0)))


def _dues_statement(terms: Terms, *, of_batch: bool) -> Select[Any]:
    return (
        select(
            SupportDue.file_id,
            func.sum(case((SupportDue.fen > 0, SupportDue.fen), else_=0)).label("arrears"),
            func.sum(case((SupportDue.fen < 0, -SupportDue.fen), else_=0)).label("recovery"),
        )
        .where(*open_dues(terms, of_batch=of_batch))
        .group_by(SupportDue.file_id)
    )


def _files_statement(terms: Terms) -> Select[Any]:
    return (
        select(
            SupportFile.id.label("file_id"),
            SupportFile.number,
            SupportFile.unit_id,
            SupportFile.head_id,
            SupportFile.head_name,
            SupportFile.account_holder,
            SupportFile.bank_name,
            SupportFile.account_sealed,
            SupportFile.record_key,
            SupportFile.account_index,
            SupportFile.account_tail,
        )
        .join(Unit, Unit.id == SupportFile.unit_id)
        .where(SupportFile.street_id == terms.street_id, SupportFile.scheme == terms.scheme)
        .order_by(Unit.code, SupportFile.id)
    )


def _line(terms: Terms, row: Row) -> dict[str, Any] | None:
    """The line of a file, or None where it is not on this list."""
    figures = figures_of(terms, row)
    if not is_listed(figures):
        return None
    decided = row.force
    return {
        **row.file._mapping,
        **figures,
        "month_id": terms.month_id,
        "decision_id": decided.decision_id if decided else None,
        "decision_number": decided.decision_number if decided else "",
        "method": decided.method if decided else "",
        "standard_fen": terms.rate_fen if terms.kind == SUBSIDY else (decided.standard_fen if decided else 0),
    }


def is_listed(figures: dict[str, int]) -> bool:
    """Whether there is anything to pay, before what is taken back."""
    return figures["base_fen"] + figures["extra_fen"] + figures["arrears_fen"] > 0


def figures_of(terms: Terms, row: Row) -> dict[str, int]:
    """What a row comes to in a batch of these terms, in fen: never less than nothing, the rest of a recovery carried over."""
    decided, arrears, recovery = row.force, row.arrears, row.recovery
    persons, base, extra = (decided.persons, decided.base_fen, decided.extra_fen) if decided else (0, 0, 0)
    if terms.kind == SUBSIDY:
        base, extra = (terms.rate_fen * persons if base + extra else 0), 0
        arrears = recovery = 0
    elif terms.kind == SUPPLEMENTARY:
        base = extra = recovery = 0
    gross = base + extra + arrears
    taken = min(recovery, gross * terms.percent // 100)
    return {
        "persons": persons,
        "base_fen": base,
        "extra_fen": extra,
        "arrears_fen": arrears,
        "recovery_fen": taken,
        "rest_fen": recovery - taken if gross else 0,
        "net_fen": gross - taken,
    }


def _finish(terms: Terms, rows: Sequence[Row], last_due: int) -> None:
    """Reserve the dues that were counted, compare with the month before, look for anomalies, and sum up."""
    if terms.kind != SUBSIDY:
        line = select(PaymentLine.id).where(
            PaymentLine.month_id == terms.month_id, PaymentLine.file_id == SupportDue.file_id
        )
        listed = select(PaymentLine.file_id).where(PaymentLine.month_id == terms.month_id)
        session.execute(
            update(SupportDue)
            .where(and_(*open_dues(terms), SupportDue.id <= last_due, SupportDue.file_id.in_(listed)))
            .values(payment_line_id=line.scalar_subquery())
            .execution_options(synchronize_session=False)
        )
    batch = session.get_one(PaymentMonth, terms.month_id)
    batch.same_households = differences.compare(batch, rows) if terms.kind == REGULAR else 0
    anomalies.look_for(batch)
    sum_up(batch)
    batch.state, batch.prepared_at = CHECKING, clock.now()
    session.flush()


SUMS = ("base_fen", "extra_fen", "arrears_fen", "recovery_fen", "net_fen")


def reckon_sums(month_id: int) -> dict[str, int]:
    """The sums of a batch as its lines come to, by the names of the columns that keep them; withheld lines apart."""
    counts = PaymentLine.state != WITHHELD
    statement = select(
        func.count(case((counts, 1))).label("households"),
        *[
            func.coalesce(func.sum(case((counts, getattr(PaymentLine, name)), else_=0)), 0).label(name)
            for name in ("persons", *SUMS)
        ],
        func.count(case((PaymentLine.state == WITHHELD, 1))).label("withheld_households"),
        func.coalesce(func.sum(case((PaymentLine.state == WITHHELD, PaymentLine.net_fen), else_=0)), 0).label(
            "withheld_fen"
        ),
    ).where(PaymentLine.month_id == month_id)
    return {name: int(value) for name, value in session.execute(statement).one()._mapping.items()}


def sum_up(batch: PaymentMonth) -> None:
    """Keep the sums of a batch as its lines come to."""
    for name, value in reckon_sums(batch.id).items():
        setattr(batch, name, value)
    session.flush()


def count_outdated(batch: PaymentMonth) -> int:
    """How many households the files would now pay otherwise than the list says: by decision, persons, sums or account."""
    terms = terms_of(batch)
    kept = select(
        PaymentLine.file_id,
        PaymentLine.decision_id,
        PaymentLine.account_index,
        *[getattr(PaymentLine, name) for name in ("persons", *SUMS, "rest_fen")],
    ).where(PaymentLine.month_id == batch.id)
    listed = {row.file_id: tuple(row)[1:] for row in session.execute(kept)}
    found = {}
    for row in read_rows(terms, of_batch=True):
        figures = figures_of(terms, row)
        if is_listed(figures):
            sums = tuple(figures[name] for name in ("persons", *SUMS, "rest_fen"))
            decision_id = row.force.decision_id if row.force else None
            found[row.file.file_id] = (decision_id, row.file.account_index, *sums)
    return sum(listed.get(key) != found.get(key) for key in listed.keys() | found.keys())
