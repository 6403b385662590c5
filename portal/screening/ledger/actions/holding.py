"""How a verb on a screened dispute begins and ends: who may, which version was seen, the trail; what days and words must be."""

from __future__ import annotations

import datetime as dt

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.disputes.models import Dispute
from portal.errors import N_, RuleBroken
from portal.screening.ledger import queries


def hold(actor: Actor, dispute: Dispute, version: int | None) -> None:
    """Begin: the actor carries the dispute on, and has seen it as it is. Raises Forbidden, Conflict."""
    queries.must_keep(actor, dispute)
    dispute.expect_version(version)


def note(actor: Actor, verb: str, dispute: Dispute, **facts: object) -> Dispute:
    """End: the dispute counts as changed, and the trail says by which verb."""
    dispute.touch()
    session.flush()
    audit.record(actor, verb, dispute, number=dispute.number, **facts)
    return dispute


def must_be_open(dispute: Dispute) -> None:
    """Raise RuleBroken unless the dispute is unsettled."""
    if dispute.state != "open":
        raise RuleBroken(None, N_("这件纠纷现在不是“未化解”，请刷新页面。"))


def must_be_past(dispute: Dispute, on: dt.date) -> None:
    """Raise RuleBroken at `on` for a day before the find or after today."""
    if not dispute.found_on <= on <= clock.today():
        raise RuleBroken("on", N_("日期不能早于排查日期，也不能晚于今天。"))


def word(text: str, where: str, most: int, *, wanted: bool = False) -> str:
    """A text as it is kept; raises RuleBroken at its field for none or one that is too long."""
    kept = text.strip()
    if wanted and not kept:
        raise RuleBroken(where, N_("请填写这一项。"))
    if len(kept) > most:
        raise RuleBroken(where, N_("最多 %(most)s 个字。"), most=most)
    return kept
