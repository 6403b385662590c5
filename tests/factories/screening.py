"""Made-up disputes of communities and streets, for screening. Everything here is called inside a transaction."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from portal import clock
from portal.db import session
from portal.disputes.actions.registering import register_dispute
from portal.disputes.models import Dispute
from portal.disputes.parties import NewParty
from portal.disputes.queries import list_categories
from portal.screening.models import ReportDuty
from tests.factories import staff


def make_dispute(
    unit: str = "C1", *, on: dt.date | None = None, risk: str = "yellow", people: int = 2
) -> Dispute:
    """A dispute between two neighbours, found at a unit of the cast on a day (today when None)."""
    day = on or clock.today()
    return register_dispute(
        staff.actor("mediator"),
        unit_id=staff.unit(unit).id,
        source="patrol",
        found_on=day,
        category_id=list_categories(day)[0].id,
        title="张示例与李样本邻里纠纷",
        story="楼上漏水，楼下墙面受损，双方就赔偿没有谈拢。",
        parties=[NewParty(side="applicant", name="张示例"), NewParty(side="respondent", name="李样本")],
        people=people,
        risk=risk,
        is_screened=True,
    )


def duty_of(unit: str, first: dt.date, kind: str = "week") -> ReportDuty:
    """What a unit of the cast owes for the period that begins on a day."""
    return session.scalars(
        select(ReportDuty).where(
            ReportDuty.unit_id == staff.unit(unit).id, ReportDuty.kind == kind, ReportDuty.first == first
        )
    ).one()
