"""One record of each kind of screening at the street S and its community C1, for the question whose rows a page shows."""

from __future__ import annotations

import datetime as dt

from portal import clock
from portal.db import Model, session
from portal.disputes.models import DangerReport, Dispute
from portal.screening.calendar.ensuring import ensure_duties
from portal.screening.ledger_models import DisputeProgress, GraveReport
from portal.screening.models import Bulletin, Objection, ScreeningReport, SpecialPeriod
from portal.screening.rollup.bulletin import count_month
from tests.factories import filing, screening, staff

WEEK = dt.date(2026, 11, 16)
OCTOBER = dt.date(2026, 10, 1)
WORDS = {"rollups.figure": "found"}
# What no report says before it is frozen.
NOTHING: dict[str, object] = {"units": [], "justice": {}, "governance": {}, "carried": [], "amount_fen": 0}


def fill() -> dict[str, int | str]:
    """The key of each record by its name in addresses, with the room before it; called inside a transaction."""
    ensure_duties()
    dispute = screening.make_dispute("C1", on=WEEK)
    rows = _of_filing(dispute) | _of_ledger(dispute) | _of_street()
    session.add_all(rows.values())
    session.flush()
    return WORDS | {name: int(row.id) for name, row in rows.items()}


def _of_filing(dispute: Dispute) -> dict[str, Model]:
    """A week with a dispute that is objected to, its report in force, and a line of screening."""
    duty, who = screening.duty_of("C1", WEEK), staff.actor("community").account_id
    return {
        "filing.duty_id": duty,
        "filing.dispute_id": dispute,
        "filing.report_id": ScreeningReport(
            duty_id=duty.id,
            state="filed",
            found=1,
            closing=1,
            made_by=who,
            filed_by=who,
            filed_at=clock.now(),
            figures=_figures(),
        ),
        "filing.objection_id": Objection(
            dispute_id=dispute.id, duty_id=duty.id, unit_id=duty.unit_id, ground="not_ours", raised_by=who
        ),
        "filing.act_id": filing.act(WEEK),
    }


def _of_ledger(dispute: Dispute) -> dict[str, Model]:
    """What is followed of a dispute."""
    who, now = staff.actor("community").account_id, clock.now()
    grave = GraveReport(
        dispute_id=dispute.id,
        position=1,
        kind="first",
        noticed_at=now,
        reported_at=now,
        receiver="示范街道平安办",
        text="扬言聚集",
        made_by=who,
    )
    alarm = DangerReport(
        dispute_id=dispute.id,
        danger="violence",
        facts="扬言动手",
        noticed_at=now,
        reported_at=now,
        station="示范派出所",
        receiver="值班员",
        way="phone",
        reported_by=who,
    )
    progress = DisputeProgress(dispute_id=dispute.id, on=WEEK, text="已上门", entered_by=who)
    return {
        "screened.dispute_id": dispute,
        "mediation.dispute_id": dispute,
        "screened.party_id": dispute.parties[0],
        "screened.progress_id": progress,
        "screened.report_id": grave,
        "screened.danger_id": alarm,
    }


def _of_street() -> dict[str, Model]:
    """What the street itself keeps: a special period, a report of its half-month, a bulletin."""
    street, who = staff.unit("S").id, staff.actor("street").account_id
    half = screening.duty_of("S", WEEK, "half_month")
    return {
        "screening.period_id": SpecialPeriod(
            street_id=street, name="重要会议期间", first=clock.today(), last=clock.today(), made_by=who
        ),
        "rollups.duty_id": half,
        "rollups.report_id": ScreeningReport(duty_id=half.id, made_by=who, figures=_figures()),
        "rollups.bulletin_id": Bulletin(
            street_id=street, month=OCTOBER, figures=count_month(street, OCTOBER), made_by=who
        ),
    }


def _figures() -> dict[str, object]:
    """The figures of a report about nothing."""
    zeros = dict.fromkeys(("people", "mass", "criminal", "grave", "grave_open"), 0)
    tally = dict.fromkeys(("owed", "reported", "zero", "late", "silent"), 0)
    ways = dict.fromkeys(("people", "administrative", "judicial", "other"), 0)
    return NOTHING | zeros | {"tally": tally, "ways": ways, "sizes": {}, "risks": {}}
