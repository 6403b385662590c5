"""Stopping every contact with a family, and taking that back. A loss must never be followed by congratulations.

Whatever the reason, all that a community can read is one neutral sentence. No cause of a loss is kept.
"""

from __future__ import annotations

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import void_document
from portal.errors import N_, RuleBroken
from portal.services.actions.moves import read_reason
from portal.services.items.birth_registration.models import NewbornNotice, NewbornVisit
from portal.services.items.birth_registration.words import STOP_REASONS, STOPPED

PAPER_STOPPED = "任务已取消"


def stop_visit(actor: Actor, notice: NewbornNotice, *, version: int | None, reason: str) -> NewbornNotice:
    """Stop all contact (停止联系) with a family, whether or not the visit was sent; raises RuleBroken at `reason`."""
    actor.must("services.stop_visit")
    notice.expect_version(version)
    if notice.state == "stopped":
        raise RuleBroken(None, N_("已经停止联系。"))
    if reason not in STOP_REASONS:
        raise RuleBroken("reason", N_("请选择原因。"))
    return stop_notice(actor, notice, reason=reason)


def stop_notice(actor: Actor | None, notice: NewbornNotice, *, reason: str) -> NewbornNotice:
    """The same without a question: for a notice that tells a loss, and for a death that is recorded in the register.

    What the hospital told of the children stays as told, so that taking the stop back leaves it alone too.
    The reason stands on the counter's page alone; neither list, nor paper, nor trail of the visit tells it.
    """
    notice.state, notice.state_note = "stopped", reason
    notice.is_opted_out = notice.is_opted_out or reason == "opted_out"
    _stop(actor, notice.visit)
    notice.touch()
    session.flush()
    audit.record(actor, "services.stop_visit", notice)
    return notice


def restore_visit(actor: Actor, notice: NewbornNotice, *, version: int | None, reason: str) -> NewbornNotice:
    """Contact was stopped by mistake: the notice waits for its visit again, to be sent anew. Raises RuleBroken at `reason`.

    Only the stop is taken back: a child told as lost stays lost, and a family that wanted no visit before it still wants none.
    """
    actor.must("services.stop_visit")
    notice.expect_version(version)
    if notice.state != "stopped":
        raise RuleBroken(None, N_("没有停止联系，不需要恢复。"))
    why = read_reason(reason)
    if notice.is_opted_out and notice.state_note != "opted_out":
        notice.state_note = "opted_out"
    else:
        notice.is_opted_out = False
        notice.state, notice.state_note = ("matched" if notice.mother_id else "received"), ""
        if notice.visit is not None:
            notice.visit.state = "returned"
    notice.touch()
    session.flush()
    audit.record(actor, "services.restore_visit", notice, reason=why)
    return notice


def _stop(actor: Actor | None, visit: NewbornVisit | None) -> None:
    if visit is None or visit.state == "stopped":
        return
    visit.state, visit.ended_on, visit.note = "stopped", clock.today(), ""
    for need in visit.needs:
        if need.state == "open":
            need.state, need.done_on = "dropped", clock.today()
    if actor is not None and visit.document is not None and visit.document.status == "valid":
        void_document(actor, visit.document, reason=PAPER_STOPPED)
    visit.touch()


def must_not_be_stopped(visit: NewbornVisit) -> None:
    """Raise RuleBroken with the one neutral sentence for a visit that was stopped."""
    if visit.state == "stopped":
        raise RuleBroken(None, STOPPED)
