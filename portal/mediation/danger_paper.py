"""The record of a danger that was told to the police (报告公安记录).

Each report has one paper, made when it is first asked for.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.disputes.kinds import ALARM_WAYS, DANGERS
from portal.disputes.models import DangerReport
from portal.documents.models import Document
from portal.documents.queries import list_documents_of
from portal.mediation import papers
from portal.mediation.documents import case_facts, issue
from portal.mediation.models import MediationCase
from portal.mediation.queries import visible

KIND = "mediation_danger"
READ = "mediation.read_case"
PAPER_MOMENT = "{0.year}年{0.month}月{0.day}日 {0:%H:%M}"


def print_danger(actor: Actor, case: MediationCase, report: DangerReport) -> Document:
    """The valid paper of this report, issued in the committee's name if there is none yet. Raises Forbidden."""
    actor.must(READ)
    for document in list_documents_of(MediationCase.__name__, case.id):
        is_valid = document.kind == KIND and document.status == "valid"
        if is_valid and document.frozen["facts"]["report"] == report.id:
            return document
    today = clock.today()
    facts = papers.DangerRecord(
        **case_facts(case, today),
        report=report.id,
        danger=DANGERS[report.danger],
        happened=report.facts or "",
        noticed=_moment(report.noticed_at),
        reported=_moment(report.reported_at),
        station=report.station,
        receiver=report.receiver,
        way=ALARM_WAYS[report.way],
        reported_by=report.reporter.name,
        made_on=today,
    )
    return issue(actor, case, KIND, facts, day=today)


def address_of(actor: Actor, report: DangerReport) -> str:
    """Where this reader prints a report: at the newest case of its dispute that he may see; empty where there is none."""
    if not actor.can(READ):
        return ""
    statement = select(MediationCase.id).where(MediationCase.dispute_id == report.dispute_id, visible(actor))
    case_id = session.scalar(statement.order_by(MediationCase.id.desc()).limit(1))
    return f"/mediation/cases/{case_id}/dangers/{report.id}/print" if case_id else ""


def _moment(instant: dt.datetime) -> str:
    return PAPER_MOMENT.format(clock.office_time(instant))
