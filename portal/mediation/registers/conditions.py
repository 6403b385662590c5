"""What counts as what (A.7): each condition about a case once, for the figure and for the list of the cases behind it alike.

Accepted (受理), settled (成功) and the rest are told here and nowhere else; `figures` says which of them stand in the report.
A condition speaks of the facts of a case: the list asks them of each case (`facts_of_cases`), the statistics of facts that
the database gathered once for all figures (`gathered`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import CTE, ColumnElement, ScalarSelect, and_, case, exists, func, or_, select

from portal.disputes.models import Dispute
from portal.mediation.agreements.models import Agreement, Confirmation
from portal.mediation.models import CasePrevention, MediationCase
from portal.mediation.states import PREVENTIONS


@dataclass(frozen=True)
class Period:
    """The days that are counted, both included."""

    first: dt.date
    last: dt.date

    def holds(self, column: Any) -> ColumnElement[bool]:
        """The condition that a day lies in it."""
        return column.between(self.first, self.last)


@dataclass(frozen=True)
class Facts:
    """What is asked of a case for a period, as expressions: of the case itself, or of what was gathered of it.

    `counts`: taken on, and of a dispute that was not merged into another (一案一计). `settled_on`: the day of its first
    agreement that took effect; a later round does not settle it once more. `is_confirmed`: a court ruled in the period
    that an agreement of it is valid. `kept_…`: for how many people mediating kept that from happening, None for not.
    """

    period: Period
    counts: Any
    accepted_on: Any
    agreed_on: Any
    settled_on: Any
    settled_fen: Any
    agreement_form: Any
    performed_on: Any
    terminated_on: Any
    withdrawn_on: Any
    refused_on: Any
    sued_on: Any
    suit_outcome: Any
    source: Any
    difficulty: Any
    category_id: Any
    people: Any
    is_confirmed: Any
    kept: dict[str, Any]


_PLAIN = (
    "accepted_on",
    "agreed_on",
    "agreement_form",
    "performed_on",
    "terminated_on",
    "withdrawn_on",
    "refused_on",
    "sued_on",
    "suit_outcome",
    "source",
    "difficulty",
)


def facts_of_cases(period: Period) -> Facts:
    """The facts as asked of each case in a statement about cases, whatever else it joins."""
    merged = _there(Dispute.id == MediationCase.dispute_id, Dispute.merged_into_id.is_not(None))
    first = select(func.min(Agreement.reached_on)).where(
        Agreement.case_id == MediationCase.id, Agreement.effective_on.is_not(None)
    )
    ruling = _there(
        Confirmation.agreement_id == Agreement.id,
        Agreement.case_id == MediationCase.id,
        Confirmation.state == "valid",
        period.holds(Confirmation.ruled_on),
    )
    settled_on = func.coalesce(_one(first), MediationCase.agreed_on)
    return Facts(
        period=period,
        counts=and_(MediationCase.state != "discarded", ~merged),
        settled_on=case((MediationCase.agreed_on.is_not(None), settled_on)),
        settled_fen=settled_sum(),
        category_id=_one(select(Dispute.category_id).where(Dispute.id == MediationCase.dispute_id)),
        people=_one(select(Dispute.people).where(Dispute.id == MediationCase.dispute_id)),
        is_confirmed=ruling,
        kept={kind: _kept_from(kind) for kind in PREVENTIONS},
        **{name: getattr(MediationCase, name) for name in _PLAIN},
    )


def gathered(facts: Facts, *where: ColumnElement[bool]) -> tuple[CTE, Facts]:
    """The facts of some cases as one table, which the database makes once however many figures read it."""
    names = [one.name for one in fields(Facts) if one.name not in ("period", "kept")]
    asked = [getattr(facts, name).label(name) for name in names]
    asked += [expression.label(f"kept_{kind}") for kind, expression in facts.kept.items()]
    statement = select(*asked).select_from(MediationCase).where(*where)
    table = statement.cte("facts").prefix_with("MATERIALIZED")
    kept = {kind: table.c[f"kept_{kind}"] for kind in facts.kept}
    return table, Facts(period=facts.period, kept=kept, **{name: table.c[name] for name in names})


def _there(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """That such a row is there for a case, whatever else the statement around it joins."""
    return exists().where(*conditions).correlate(MediationCase)


def _one(statement: Any) -> ScalarSelect[Any]:
    return statement.correlate(MediationCase).scalar_subquery()


def _kept_from(kind: str) -> ScalarSelect[int | None]:
    return _one(
        select(func.sum(CasePrevention.people)).where(
            CasePrevention.case_id == MediationCase.id, CasePrevention.kind == kind
        )
    )


def settled_sum() -> ColumnElement[int]:
    """The amount of the newest agreement of a case that took effect, in fen."""
    newest = (
        select(Agreement.amount_fen)
        .where(Agreement.case_id == MediationCase.id, Agreement.effective_on.is_not(None))
        .order_by(Agreement.id.desc())
        .limit(1)
    )
    return func.coalesce(_one(newest), 0)


def accepted(facts: Facts) -> ColumnElement[bool]:
    """Accepted in the period. A case that is mediated again after a breach keeps its day: it is not accepted twice."""
    return and_(facts.period.holds(facts.accepted_on), facts.counts)


def settled(facts: Facts) -> ColumnElement[bool]:
    """An agreement, oral or written, was reached in the period."""
    return and_(facts.agreed_on.is_not(None), facts.period.holds(facts.settled_on), facts.counts)


def with_prevention(facts: Facts, kind: str) -> ColumnElement[bool]:
    """Accepted in the period, and the mediation kept this from happening."""
    return and_(accepted(facts), facts.kept[kind].is_not(None))


def from_sources(facts: Facts, sources: Iterable[str]) -> ColumnElement[bool]:
    """Accepted in the period, from one of these sources."""
    return and_(accepted(facts), facts.source.in_(sorted(sources)))


def of_categories(facts: Facts, category_ids: Sequence[int]) -> ColumnElement[bool]:
    """Accepted in the period, of one of these categories."""
    return and_(accepted(facts), facts.category_id.in_(sorted(category_ids) or [-1]))


def confirmed(facts: Facts) -> ColumnElement[bool]:
    """A court ruled in the period that an agreement of the case is valid; each case once."""
    return and_(facts.is_confirmed, facts.counts)


def sued(facts: Facts, outcome: str = "") -> ColumnElement[bool]:
    """Of the cases with an agreement, those that went to court in the period, by what the court made of the agreement."""
    went = and_(facts.agreed_on.is_not(None), facts.period.holds(facts.sued_on), facts.counts)
    return and_(went, facts.suit_outcome == outcome) if outcome else went


def unfinished(facts: Facts) -> ColumnElement[bool]:
    """Accepted up to the last day, and on that day neither settled nor ended otherwise."""
    last = facts.period.last
    return and_(
        facts.accepted_on <= last,
        facts.counts,
        *(or_(day.is_(None), day > last) for day in (facts.withdrawn_on, facts.terminated_on)),
        or_(facts.agreed_on.is_(None), facts.settled_on > last),
    )
