"""Grave matters go up at once (重大事项随时上报): the first report, following ones while it lasts, and the final one."""

from __future__ import annotations

import datetime as dt
import re

from portal import audit, clock, settings
from portal.actor import Actor
from portal.db import session
from portal.disputes.actions.danger import write_risk
from portal.disputes.models import Dispute
from portal.errors import N_, RuleBroken
from portal.screening.kinds import GRAVE_KINDS
from portal.screening.ledger import queries
from portal.screening.ledger.actions.holding import hold, word
from portal.screening.ledger.grave_paper import issue_grave, late_words
from portal.screening.ledger.scale import FIRST_HOURS, NEXT_HOURS, street_id_of
from portal.screening.ledger_models import GraveReport
from portal.screening.moments import moment

LONGEST = 5000
# Between the moments of two machines, and a minute that a form rounds away.
TOLERANCE = dt.timedelta(minutes=5)
# The order in which a first report is written; it stands on paper. What was done is its heart and is not left empty.
PAPER_FRAME = "一、基本情况：\n{story}\n二、已采取的措施：\n\n三、下一步打算：\n\n四、需要上级协调的事项：\n"
NOTHING_DONE = re.compile(r"二、已采取的措施：\s*三、")
PAPER_GRAVE = "按重大矛盾纠纷上报"


def next_kinds(dispute: Dispute) -> tuple[str, ...]:
    """Which reports may come next: the first one, then following ones or the final one, after that none."""
    before = queries.grave_of(dispute)
    if not before:
        return ("first",)
    return () if before[-1].kind == "final" else ("following", "final")


def report_grave(
    actor: Actor,
    dispute: Dispute,
    *,
    version: int | None,
    kind: str,
    noticed_at: dt.datetime,
    receiver: str,
    text: str,
    at: dt.datetime | None = None,
) -> GraveReport:
    """Report a grave matter now, to a body above, and print it. The first one makes the dispute red. The moment of the report is
    this one (`at`, which no page asks for), whatever anybody types; a following one is due within hours until the final one.

    Raises RuleBroken at the field, Conflict.
    """
    actor.must("screening.report_grave")
    hold(actor, dispute, version)
    if dispute.state in ("merged", "void"):
        raise RuleBroken(None, N_("这件纠纷已不计，不能上报。"))
    if kind not in next_kinds(dispute):
        raise RuleBroken("kind", N_("请按首报、续报、终报的次序上报。"))
    report = _draw_up(actor, dispute, kind, noticed_at, receiver, text, at or moment())
    session.add(report)
    dispute.touch()
    session.flush()
    if dispute.risk != "red" and dispute.state == "open":
        write_risk(actor, dispute, risk="red", reason=PAPER_GRAVE)
    limit = _hours(FIRST_HOURS, dispute)
    late = late_words(report.noticed_at, report.reported_at, limit) if kind == "first" else ""
    report.document = issue_grave(actor, report, late=late)
    session.flush()
    audit.record(
        actor,
        "screening.report_grave",
        dispute,
        number=dispute.number,
        kind=GRAVE_KINDS[kind],
        receiver=report.receiver,
    )
    return report


def _draw_up(
    actor: Actor,
    dispute: Dispute,
    kind: str,
    noticed_at: dt.datetime,
    receiver: str,
    text: str,
    now: dt.datetime,
) -> GraveReport:
    """The report of this moment; raises RuleBroken at the field."""
    if noticed_at > now + TOLERANCE:
        raise RuleBroken("noticed_at", N_("发现时间不能晚于现在。"))
    report = GraveReport(
        dispute=dispute,
        position=len(queries.grave_of(dispute)) + 1,
        kind=kind,
        noticed_at=min(noticed_at, now),
        reported_at=now,
        receiver=word(receiver, "receiver", 100, wanted=True),
        made_by=actor.account_id,
    )
    report.text = word(text, "text", LONGEST, wanted=True)
    if NOTHING_DONE.search(report.text):
        raise RuleBroken("text", N_("“已采取的措施”还空着，请写明做了什么，哪怕只有一句。"))
    if kind != "final":
        report.next_due_at = now + dt.timedelta(hours=_hours(NEXT_HOURS, dispute))
    return report


def see_grave(actor: Actor, report: GraveReport) -> GraveReport:
    """Somebody above has seen the report; a second look changes nothing."""
    actor.must("screening.see_grave")
    if report.seen_at is None:
        report.seen_by, report.seen_at = actor.account_id, clock.now()
        session.flush()
        audit.record(actor, "screening.see_grave", report.dispute, number=report.dispute.number)
    return report


def _hours(setting: settings.Definition, dispute: Dispute) -> int:
    return int(settings.value(setting.key, unit_id=street_id_of(dispute.unit_id)))
