"""Putting a report of a grave matter on paper, in the name of the unit where the dispute counts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from portal import clock
from portal.actor import Actor
from portal.disputes.actions.standing import unit_now
from portal.disputes.kinds import DANGERS, TENDENCIES
from portal.disputes.models import Dispute
from portal.documents.actions.issuing import issue_document
from portal.documents.models import Document
from portal.screening.kinds import GRAVE_KINDS
from portal.screening.ledger import queries
from portal.screening.ledger.papers import KIND, GravePaper, Told
from portal.screening.ledger.scale import level_of
from portal.screening.ledger_models import DisputeCare, GraveReport
from portal.screening.moments import moment_words
from portal.standards.amounts import figures
from portal.units.queries import get_unit

PAPER_NUMBERED = "{kind}，第{position}次报告"
PAPER_LATE = "发现后{hours}小时{minutes}分报告，超过{limit}小时"
PAPER_COMMA = "、"


def issue_grave(actor: Actor, report: GraveReport, *, late: str) -> Document:
    """Freeze what is reported as it stands now; the bytes follow at the commit."""
    dispute = report.dispute
    unit, today = get_unit(unit_now(dispute)), clock.today()
    care = queries.care_of(dispute)
    facts = GravePaper(
        office=unit.name_on(today),
        office_phone=unit.phone,
        office_address=unit.address,
        kind=PAPER_NUMBERED.format(kind=GRAVE_KINDS[report.kind], position=report.position),
        number=dispute.number,
        title=dispute.title,
        unit=get_unit(dispute.unit_id).name_on(today),
        receiver=report.receiver,
        category=dispute.category.name,
        risk=level_of(dispute.risk, dispute.unit_id).label,
        found_on=dispute.found_on,
        place=dispute.place or "",
        parties=PAPER_COMMA.join(one.name for one in dispute.parties if one.left_on is None),
        people=dispute.people,
        amount=figures(Decimal(dispute.amount_fen) / 100) if dispute.amount_fen else "",
        tendencies=PAPER_COMMA.join(word for code, word in TENDENCIES.items() if getattr(dispute, code)),
        responsible=_responsible(care),
        leader=care.leader if care is not None else "",
        noticed=moment_words(report.noticed_at),
        reported=moment_words(report.reported_at),
        late=late,
        next_due=moment_words(report.next_due_at) if report.next_due_at else "",
        text=report.text or "",
        police=_police(dispute),
        reporter=actor.name,
        phone=unit.phone,
        made_on=today,
    )
    return issue_document(actor, kind=KIND, facts=facts, unit_id=unit.id, subject=report)


def late_words(noticed_at: dt.datetime, reported_at: dt.datetime, hours: int) -> str:
    """What the paper says of a first report that came after its hours; empty for a punctual one."""
    took = reported_at - noticed_at
    if took <= dt.timedelta(hours=hours):
        return ""
    minutes = int(took.total_seconds() // 60)
    return PAPER_LATE.format(hours=minutes // 60, minutes=minutes % 60, limit=hours)


def _responsible(care: DisputeCare | None) -> str:
    return " ".join(one for one in (care.responsible_unit, care.responsible_person) if one) if care else ""


def _police(dispute: Dispute) -> tuple[Told, ...]:
    return tuple(
        Told(
            danger=DANGERS[one.danger],
            moment=moment_words(one.reported_at),
            station=one.station,
            receiver=one.receiver,
        )
        for one in dispute.alarms
    )
