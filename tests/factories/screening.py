"""Made-up disputes of communities and streets, for screening. Everything here is called inside a transaction."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from portal import clock, settings
from portal.db import session
from portal.disputes.actions.registering import register_dispute
from portal.disputes.models import Dispute
from portal.disputes.parties import NewParty
from portal.disputes.queries import list_categories
from portal.screening.calendar.standings import standings
from portal.screening.calendar.states import Facts, Standing, standing_of
from portal.screening.freezing import draft_of, report_in_force
from portal.screening.models import Objection, ReportDuty
from portal.screening.practice import MISSING_AFTER
from portal.settings.actions import change_setting
from tests.factories import staff


def set_for_the_street(key: str, text: str) -> None:
    """A setting `screening.…` of the street S alone; the office's own stays as it is declared."""
    change_setting(
        staff.actor("admin"),
        key=f"screening.{key}",
        text=text,
        valid_from=None,
        reason="本街道的做法",
        unit_id=staff.unit("S").id,
    )


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


def standing_now(duty: ReportDuty, now: dt.datetime) -> Standing:
    """How a duty stands at an instant, as the pages tell it."""
    return standings([duty], now)[duty.id]


def read_alone(duty: ReportDuty, now: dt.datetime) -> Standing:
    """The same, told from the records of this one duty and none of the statements that the pages send."""
    report = report_in_force(duty)
    days = dt.timedelta(days=int(settings.value(MISSING_AFTER.key, unit_id=duty.street_id)))
    objected = select(Objection.id).where(Objection.duty_id == duty.id, Objection.state == "open")
    return standing_of(
        Facts(
            has_begun=duty.first <= now.date(),
            is_due=now > duty.due_at,
            is_long_due=now > duty.due_at + days,
            has_draft=draft_of(duty) is not None,
            has_objection=session.scalars(objected).first() is not None,
            is_filed=report is not None,
            is_zero=report is not None and report.is_zero,
            has_stock=report is not None and report.closing > 0,
            is_late=report is not None and report.late_seconds > 0,
            is_corrected=report is not None and report.edition > 1,
            is_as_of=report is not None and report.as_of is not None,
            is_moved=report is not None and report.ground_moved_at is not None,
            is_unsigned=report is not None and report.signed_at is None,
        )
    )
