"""A longer time limit: only when every party has agreed, each with day and way on record (reference A.2, time limits)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.mediation import documents, limits
from portal.mediation.actions.moves import note_event
from portal.mediation.models import CaseExtension, MediationCase
from portal.mediation.states import RUNNING

CONSENT_WAYS = {
    "in_person": N_("当面同意"),
    "phone": N_("电话同意"),
    "written": N_("书面同意"),
    "message": N_("短信、微信同意"),
}


@dataclass(frozen=True)
class GivenConsent:
    """One party's consent: on which day, and how."""

    party_id: int
    day: dt.date
    way: str


def extend_case(
    actor: Actor,
    case: MediationCase,
    *,
    version: int | None,
    new_due_on: dt.date,
    reason: str,
    consents: Sequence[GivenConsent],
    asked_on: dt.date | None = None,
) -> CaseExtension:
    """Move the last day, with the consent of every party. Raises RuleBroken naming who has not agreed, Conflict."""
    actor.must("mediation.mediate")
    case.expect_version(version)
    old, today = case.due_on, clock.today()
    if case.state not in RUNNING or old is None:
        raise RuleBroken(None, N_("受理以后、结束以前才能延长期限。"))
    why = reason.strip()
    if not why or len(why) > 300:
        raise RuleBroken("reason", N_("请写明延期的理由，不超过 300 个字。"))
    asked = asked_on or today
    if not (case.accepted_on or case.applied_on) <= asked <= today:
        raise RuleBroken("asked_on", N_("提出日期不能早于受理日期，也不能晚于今天。"))
    _must_be_longer(case, old, new_due_on)
    row = CaseExtension(
        asked_on=asked, reason=why, old_due_on=old, new_due_on=new_due_on, decided_by=actor.account_id
    )
    row.consents = _read_consents(case, consents)
    case.extensions.append(row)
    case.due_on = new_due_on
    session.flush()
    paper = documents.issue_extension(actor, case, row, day=today)
    row.document_id = paper.id if paper else None
    note_event(
        actor,
        case,
        verb="extend_case",
        note=f"{old.isoformat()} → {new_due_on.isoformat()} {why}",
        document=paper,
    )
    return row


def _must_be_longer(case: MediationCase, old: dt.date, new: dt.date) -> None:
    if new <= old or new <= clock.today():
        raise RuleBroken("new_due_on", N_("新的期限须晚于原期限和今天。"))
    most = limits.longest_extension(case.source, case.unit_id, clock.today())
    first = case.extensions[0].old_due_on if case.extensions else old
    if most is not None and (new - first).days > most:
        raise RuleBroken("new_due_on", N_("各次延长合计不能超过 %(most)s 天（系统设置）。"), most=most)


def _read_consents(case: MediationCase, consents: Sequence[GivenConsent]) -> list[dict[str, str]]:
    """Each party's consent as it is kept; raises RuleBroken naming the parties that have not agreed."""
    given = {consent.party_id: consent for consent in consents}
    missing = [party.name for party in case.parties if party.id not in given]
    if missing:
        raise RuleBroken(
            "consents",
            N_("延长期限须经各方当事人同意。还没有登记%(names)s的同意；不同意的，请办理终止调解。"),
            names="、".join(missing),
        )
    kept = []
    for party in case.parties:
        consent = given[party.id]
        if consent.way not in CONSENT_WAYS:
            raise RuleBroken("consents", N_("请选择%(name)s同意的方式。"), name=party.name)
        if not case.applied_on <= consent.day <= clock.today():
            raise RuleBroken(
                "consents", N_("%(name)s同意的日期不能早于申请日期，也不能晚于今天。"), name=party.name
            )
        kept.append(
            {
                "party_id": str(party.id),
                "name": party.name,
                "day": consent.day.isoformat(),
                "way": CONSENT_WAYS[consent.way],
            }
        )
    return kept
