"""What counts as what (A.7): each condition about a case once, for the figure and for the list of the cases behind it alike.

Accepted (受理), settled (成功) and the rest are told here and nowhere else; `figures` says which of them stand in the report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, or_, select

from portal.disputes.models import Dispute
from portal.mediation.agreements.models import Agreement, Confirmation
from portal.mediation.models import CasePrevention, MediationCase


@dataclass(frozen=True)
class Period:
    """The days that are counted, both included."""

    first: dt.date
    last: dt.date

    def holds(self, column: Any) -> ColumnElement[bool]:
        """The condition that a day lies in it."""
        return column.between(self.first, self.last)


def _there(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """That such a row is there for a case, whatever else the statement around it joins."""
    return exists().where(*conditions).correlate(MediationCase)


def counts() -> ColumnElement[bool]:
    """Cases that count at all: taken on, and of a dispute that was not merged into another (一案一计)."""
    merged = _there(Dispute.id == MediationCase.dispute_id, Dispute.merged_into_id.is_not(None))
    return and_(MediationCase.state != "discarded", ~merged)


def accepted(period: Period) -> ColumnElement[bool]:
    """Accepted in the period. A case that is mediated again after a breach keeps its day: it is not accepted twice."""
    return and_(period.holds(MediationCase.accepted_on), counts())


def settled_day() -> ColumnElement[dt.date | None]:
    """The day of a case's first agreement that took effect; a later round does not settle it once more."""
    first = select(func.min(Agreement.reached_on)).where(
        Agreement.case_id == MediationCase.id, Agreement.effective_on.is_not(None)
    )
    return func.coalesce(first.correlate(MediationCase).scalar_subquery(), MediationCase.agreed_on)


def settled(period: Period) -> ColumnElement[bool]:
    """An agreement, oral or written, was reached in the period."""
    return and_(MediationCase.agreed_on.is_not(None), period.holds(settled_day()), counts())


def settled_sum() -> ColumnElement[int]:
    """The amount of the newest agreement of a case that took effect, in fen."""
    newest = (
        select(Agreement.amount_fen)
        .where(Agreement.case_id == MediationCase.id, Agreement.effective_on.is_not(None))
        .order_by(Agreement.id.desc())
        .limit(1)
    )
    return func.coalesce(newest.correlate(MediationCase).scalar_subquery(), 0)


def concerned() -> ScalarSelect[int]:
    """How many people a case concerns (涉及当事人数), as the dispute says."""
    return (
        select(Dispute.people)
        .where(Dispute.id == MediationCase.dispute_id)
        .correlate(MediationCase)
        .scalar_subquery()
    )


def kept_from(kind: str) -> ScalarSelect[int | None]:
    """For how many people a mediation kept something from happening, None where it did not."""
    return (
        select(func.sum(CasePrevention.people))
        .where(CasePrevention.case_id == MediationCase.id, CasePrevention.kind == kind)
        .correlate(MediationCase)
        .scalar_subquery()
    )


def with_prevention(period: Period, kind: str) -> ColumnElement[bool]:
    """Accepted in the period, and the mediation kept this from happening."""
    found = _there(CasePrevention.case_id == MediationCase.id, CasePrevention.kind == kind)
    return and_(accepted(period), found)


def from_sources(period: Period, sources: Iterable[str]) -> ColumnElement[bool]:
    """Accepted in the period, from one of these sources."""
    return and_(accepted(period), MediationCase.source.in_(sorted(sources)))


def of_categories(period: Period, category_ids: Sequence[int]) -> ColumnElement[bool]:
    """Accepted in the period, of one of these categories."""
    of = _there(Dispute.id == MediationCase.dispute_id, Dispute.category_id.in_(sorted(category_ids) or [-1]))
    return and_(accepted(period), of)


def confirmed(period: Period) -> ColumnElement[bool]:
    """A court ruled in the period that an agreement of the case is valid; each case once."""
    ruling = _there(
        Confirmation.agreement_id == Agreement.id,
        Agreement.case_id == MediationCase.id,
        Confirmation.state == "valid",
        period.holds(Confirmation.ruled_on),
    )
    return and_(ruling, counts())


def sued(period: Period, outcome: str = "") -> ColumnElement[bool]:
    """Of the cases with an agreement, those that went to court in the period, by what the court made of the agreement."""
    went = and_(MediationCase.agreed_on.is_not(None), period.holds(MediationCase.sued_on), counts())
    return and_(went, MediationCase.suit_outcome == outcome) if outcome else went


def unfinished(period: Period) -> ColumnElement[bool]:
    """Accepted up to the last day, and on that day neither settled nor ended otherwise."""
    last = period.last
    return and_(
        MediationCase.accepted_on <= last,
        counts(),
        *(
            or_(day.is_(None), day > last)
            for day in (MediationCase.withdrawn_on, MediationCase.terminated_on)
        ),
        or_(MediationCase.agreed_on.is_(None), settled_day() > last),
    )
