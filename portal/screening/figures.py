"""The figures of units in a period (期初、新增、化解、移交上报、转入、期末), counted from the steps of disputes in one statement.

Weeks nest in nothing: every period is counted from the disputes by their own days, and never from other reports.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, func, or_, select

from portal.db import session
from portal.disputes.kinds import ADDS, NOT_COUNTED
from portal.disputes.models import Dispute, DisputeStep


@dataclass(frozen=True)
class Line:
    """One dispute in the figures of a period, at most once in each; `settled_by` is the step that settled it in the period,
    None where none did."""

    dispute_id: int
    opening: int
    found: int
    resolved: int
    went_out: int
    came_in: int
    closing: int
    settled_by: int | None


@dataclass(frozen=True)
class Figures:
    """The six figures and the disputes behind each; `adds_up` is 期末 = 期初 + 新增 + 转入 − 化解 − 移交上报."""

    lines: tuple[Line, ...]

    @property
    def opening(self) -> int:
        """期初未化解 (A)."""
        return sum(line.opening for line in self.lines)

    @property
    def found(self) -> int:
        """本期新增 (B)."""
        return sum(line.found for line in self.lines)

    @property
    def resolved(self) -> int:
        """本期化解 (C)."""
        return sum(line.resolved for line in self.lines)

    @property
    def went_out(self) -> int:
        """移交、上报、转出、终结 (D)."""
        return sum(line.went_out for line in self.lines)

    @property
    def came_in(self) -> int:
        """转入、重新激化."""
        return sum(line.came_in for line in self.lines)

    @property
    def closing(self) -> int:
        """期末未化解 (E)."""
        return sum(line.closing for line in self.lines)

    @property
    def adds_up(self) -> bool:
        """Whether the identity holds."""
        return self.opening + self.found + self.came_in - self.resolved - self.went_out == self.closing

    def of(self, figure: str) -> list[int]:
        """The disputes behind a figure (`found`, `closing`, …), in the order of the lines."""
        return [line.dispute_id for line in self.lines if getattr(line, figure)]

    def six(self) -> dict[str, int]:
        """The six figures by name, as a report keeps them."""
        return {name: getattr(self, name) for name in SIX}


SIX = ("opening", "found", "resolved", "went_out", "came_in", "closing")
NOTHING = Figures(())


def counted() -> ColumnElement[bool]:
    """The steps that count: not struck, of a dispute that is neither merged into another nor void."""
    return and_(DisputeStep.struck_at.is_(None), Dispute.state.not_in(sorted(NOT_COUNTED)))


def count_figures(unit_ids: Collection[int], first: dt.date, last: dt.date) -> Figures:
    """The figures of these units together, from a day to a day. A move between two of them is no change."""
    if not unit_ids:
        return NOTHING
    outside = or_(DisputeStep.other_unit_id.is_(None), DisputeStep.other_unit_id.not_in(unit_ids))
    columns = _six(first)
    statement = (
        select(DisputeStep.dispute_id, *columns)
        .join(Dispute)
        .where(DisputeStep.unit_id.in_(unit_ids), DisputeStep.on <= last, counted(), outside)
        .group_by(DisputeStep.dispute_id)
        .having(or_(*(column != 0 for column in columns)))
        .order_by(DisputeStep.dispute_id)
    )
    return Figures(tuple(Line(row.dispute_id, **_once(row)) for row in session.execute(statement)))


def list_ended(unit_ids: Collection[int], first: dt.date, last: dt.date) -> list[int]:
    """The disputes of these units that ended unsettled (终结) from a day to a day, by key; in the six figures they went out."""
    statement = select(DisputeStep.dispute_id).distinct().join(Dispute).order_by(DisputeStep.dispute_id)
    ended = (DisputeStep.kind == "ended", DisputeStep.on.between(first, last), counted())
    return list(session.scalars(statement.where(DisputeStep.unit_id.in_(unit_ids), *ended)))


def _six(first: dt.date) -> tuple[ColumnElement[int], ...]:
    """The six figures as columns named like `SIX`, each step counted, and the last steps that settled and that went out."""
    before, within = DisputeStep.on < first, DisputeStep.on >= first
    settled, out = DisputeStep.kind == "resolved", DisputeStep.kind.in_(("handed_on", "moved_out", "ended"))
    return (
        func.sum(case((before, _sign()), else_=0)).label("opening"),
        _times(within, DisputeStep.kind == "found").label("found"),
        _times(within, settled).label("resolved"),
        _times(within, out).label("went_out"),
        _times(within, DisputeStep.kind.in_(("moved_in", "reopened"))).label("came_in"),
        func.sum(_sign()).label("closing"),
        _last(within, settled).label("settled_by"),
        _last(within, out).label("sent_by"),
    )


def _once(row: Row[Any]) -> dict[str, Any]:
    """What a dispute's steps of a period come to when it counts at most once in each figure (一件纠纷一期只算一次).

    Settled, open again and settled again is settled once: the return and the earlier leaving cancel. So does all leaving
    of one that came in once more than it left, and all but the last way out of one that came in as often as it left.
    """
    settled, out = int(row.resolved > 0), int(row.went_out > 0)
    change = int(row.came_in - row.resolved - row.went_out)
    if change > 0:
        settled = out = 0
    elif change == 0 and settled and out:
        settled = int(row.settled_by > row.sent_by)
        out = 1 - settled
    return {
        "opening": int(row.opening),
        "found": int(row.found),
        "resolved": settled,
        "went_out": out,
        "came_in": change + settled + out,
        "closing": int(row.closing),
        "settled_by": row.settled_by or None,
    }


def _sign() -> ColumnElement[int]:
    """What a step does to the stock."""
    return case((DisputeStep.kind.in_(sorted(ADDS)), 1), else_=-1)


def _times(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((and_(*conditions), 1), else_=0))


def _last(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """The key of the last such step, 0 for none; steps are entered in the order of their days."""
    return func.max(case((and_(*conditions), DisputeStep.id), else_=0))


def sum_by_unit(unit_ids: Sequence[int], first: dt.date, last: dt.date) -> dict[int, dict[str, int]]:
    """The six figures of each unit by itself, in one statement: a move between two of them counts at both."""
    columns = _six(first)
    rows = session.execute(
        select(DisputeStep.unit_id, *columns)
        .join(Dispute)
        .where(DisputeStep.unit_id.in_(unit_ids), DisputeStep.on <= last, counted())
        .group_by(DisputeStep.unit_id, DisputeStep.dispute_id)
        .having(or_(*(column != 0 for column in columns)))
    )
    sums = {unit_id: dict.fromkeys(SIX, 0) for unit_id in unit_ids}
    for row in rows:
        line = _once(row)
        for name in SIX:
            sums[row.unit_id][name] += line[name]
    return sums
