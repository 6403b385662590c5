"""A danger noticed during a mediation: the report to the police is the dispute's, the case keeps the line of its history."""

from __future__ import annotations

import datetime as dt

from portal.actor import Actor
from portal.disputes.actions import danger as dispute_danger
from portal.disputes.kinds import DANGERS
from portal.disputes.models import DangerReport
from portal.mediation.actions.moves import note_event
from portal.mediation.models import MediationCase


def report_danger(
    actor: Actor,
    case: MediationCase,
    *,
    version: int | None,
    danger: str,
    facts: str,
    noticed_at: dt.datetime,
    reported_at: dt.datetime,
    station: str,
    receiver: str,
    way: str,
) -> DangerReport:
    """Record danger and report (人民调解法 art. 25); see `portal.disputes.actions.danger`. Raises RuleBroken, Conflict."""
    case.expect_version(version)
    report = dispute_danger.report_danger(
        actor,
        case.dispute,
        danger=danger,
        facts=facts,
        noticed_at=noticed_at,
        reported_at=reported_at,
        station=station,
        receiver=receiver,
        way=way,
    )
    note_event(
        actor, case, verb="report_danger", note=f"{DANGERS[danger]}；{report.station} {report.receiver}"
    )
    return report
