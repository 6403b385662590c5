"""Objections (异议): recorded whoever they come to, looked into, settled with a finding; one that is open locks the decision."""

from __future__ import annotations

import datetime as dt

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.services.notices.models import NoticeObjection, PublicNotice
from portal.services.notices.states import OBJECTION_CHANNELS, OUTCOMES
from portal.services.notices.wording import read_text

LONGEST_TEXT = 2000


def record_objection(
    actor: Actor,
    notice: PublicNotice,
    *,
    channel: str,
    text: str,
    person: str = "",
    received_on: dt.date | None = None,
) -> NoticeObjection:
    """Note an objection: how it came, its words, and who raised it where they said so (both sealed). Raises RuleBroken.

    It may come until the decision, also after the last day: better late than unheard.
    """
    actor.must("services.record_objection")
    if notice.state not in {"posted", "removed", "reported"} or notice.posted_on is None:
        raise RuleBroken(None, N_("公示张贴后才能登记异议。"))
    if channel not in OBJECTION_CHANNELS:
        raise RuleBroken("channel", N_("请从所列选项中选择。"))
    day = received_on or clock.today()
    if not notice.posted_on <= day <= clock.today():
        raise RuleBroken("received_on", N_("收到异议的日期应在张贴之后、不晚于今天。"))
    objection = NoticeObjection(channel=channel, received_on=day, recorded_by=actor.account_id)
    objection.text = read_text(text, "text", LONGEST_TEXT, N_("请填写异议内容。"))
    objection.person = read_text(person, "person", 100) or None
    notice.objections.append(objection)
    notice.touch()
    session.flush()
    audit.record(actor, "services.record_objection", notice, channel=OBJECTION_CHANNELS[channel], day=day)
    return objection


def settle_objection(
    actor: Actor,
    objection: NoticeObjection,
    *,
    version: int | None,
    outcome: str,
    finding: str,
    answer: str = "",
    settled_on: dt.date | None = None,
) -> NoticeObjection:
    """Settle an objection with what was found (sealed) and what its author was told. Raises RuleBroken, Conflict."""
    actor.must("services.settle_objection")
    objection.expect_version(version)
    if objection.settled_on is not None:
        raise RuleBroken(None, N_("这条异议已经处理完，请刷新页面。"))
    if outcome not in OUTCOMES:
        raise RuleBroken("outcome", N_("请从所列选项中选择。"))
    day = settled_on or clock.today()
    if not objection.received_on <= day <= clock.today():
        raise RuleBroken("settled_on", N_("处理日期应在收到异议之后、不晚于今天。"))
    objection.finding = read_text(
        finding, "finding", LONGEST_TEXT, N_("请填写核实情况（再调查或民主评议的结果）。")
    )
    objection.answer = read_text(answer, "answer")
    objection.outcome, objection.settled_on, objection.settled_by = outcome, day, actor.account_id
    objection.notice.touch()
    session.flush()
    audit.record(actor, "services.settle_objection", objection.notice, outcome=OUTCOMES[outcome], day=day)
    return objection
