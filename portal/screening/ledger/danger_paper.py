"""The record of a danger at a screened dispute that was told to the police (报告公安记录).

Each report has one paper, made when it is first asked for. What was told at a mediation is printed there.
"""

from __future__ import annotations

from portal import clock
from portal.actor import Actor
from portal.disputes.actions.standing import unit_now
from portal.disputes.kinds import ALARM_WAYS, DANGERS
from portal.disputes.models import DangerReport
from portal.documents.actions.issuing import issue_document
from portal.documents.models import Document
from portal.documents.queries import list_documents_of
from portal.errors import NotFound
from portal.screening.ledger import queries
from portal.screening.ledger.papers import DANGER, DangerPaper
from portal.screening.moments import moment_words
from portal.units.queries import get_unit

PAPER_COMMA = "、"


def print_danger(actor: Actor, report: DangerReport) -> Document:
    """The valid paper of this report, issued in the name of the unit where the dispute counts if there is none yet.

    Raises Forbidden, and NotFound where the dispute is not in sight or what was told is not read here.
    """
    dispute = queries.get_dispute(actor, report.dispute_id)
    if not queries.may_read_words(dispute):
        raise NotFound
    for document in list_documents_of(DangerReport.__name__, report.id):
        if document.kind == DANGER and document.status == "valid":
            return document
    unit, today = get_unit(unit_now(dispute)), clock.today()
    facts = DangerPaper(
        office=unit.name_on(today),
        office_phone=unit.phone,
        office_address=unit.address,
        report=report.id,
        number=dispute.number,
        title=dispute.title,
        place=dispute.place or "",
        parties=PAPER_COMMA.join(one.name for one in dispute.parties if one.left_on is None),
        danger=DANGERS[report.danger],
        noticed=moment_words(report.noticed_at),
        reported=moment_words(report.reported_at),
        station=report.station,
        receiver=report.receiver,
        way=ALARM_WAYS[report.way],
        happened=report.facts or "",
        reported_by=report.reporter.name,
        made_on=today,
    )
    return issue_document(actor, kind=DANGER, facts=facts, unit_id=unit.id, subject=report)


def address_of(actor: Actor, report: DangerReport) -> str:
    """Where this reader prints a report of a screened dispute; empty where he does not see it, or its words are not read here."""
    dispute = report.dispute
    if not queries.may_see(actor, dispute) or not queries.may_read_words(dispute):
        return ""
    return f"/screening/disputes/{dispute.id}/dangers/{report.id}/print"
