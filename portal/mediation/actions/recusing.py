"""Standing aside (回避): a party, the mediator or a warning asks, the chair decides; who stands aside sees the case no more."""

from __future__ import annotations

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.mediation import documents
from portal.mediation.actions.assigning import end_service
from portal.mediation.actions.moves import note_event, read_reason
from portal.mediation.models import MediationCase, Mediator, Recusal
from portal.mediation.states import OPEN

ASKED_BY = {"party": N_("当事人申请"), "mediator": N_("调解员自行申请"), "warning": N_("系统提示")}
# As the paper says it.
PAPER_ASKED_BY = {"mediator": "调解员本人", "warning": "调解委员会（登记信息比对提示）"}


def ask_recusal(
    actor: Actor,
    case: MediationCase,
    *,
    version: int | None,
    mediator: Mediator,
    asked_by: str,
    reason: str,
    party_id: int | None = None,
) -> Recusal:
    """Lay before the chair that a mediator of the case should stand aside. Raises RuleBroken at the field, Conflict."""
    actor.must("mediation.ask_recusal")
    case.expect_version(version)
    if case.state not in OPEN:
        raise RuleBroken(None, N_("案件已经结束，不能再申请回避。"))
    if asked_by not in ("party", "mediator"):
        raise RuleBroken("asked_by", N_("请从所列选项中选择。"))
    if not any(row.mediator_id == mediator.id and row.until is None for row in case.mediators):
        raise RuleBroken("mediator_id", N_("只能对本案现在的调解员申请回避。"))
    if any(r.mediator_id == mediator.id and r.is_granted is None for r in case.recusals):
        raise RuleBroken("mediator_id", N_("已有一份对%(name)s的回避申请等主任决定。"), name=mediator.name)
    if asked_by == "party" and party_id not in {party.id for party in case.parties}:
        raise RuleBroken("party_id", N_("请选择提出申请的当事人。"))
    recusal = Recusal(
        case_id=case.id,
        mediator=mediator,
        asked_by=asked_by,
        party_id=party_id if asked_by == "party" else None,
        asked_on=clock.today(),
    )
    recusal.reason = read_reason(reason)
    case.recusals.append(recusal)
    session.flush()
    note_event(actor, case, verb="ask_recusal", note=mediator.name)
    return recusal


def decide_recusal(
    actor: Actor, recusal: Recusal, *, version: int | None, is_granted: bool, note: str
) -> Recusal:
    """The chair decides: granted, the mediator's service ends at this instant and the case is out of their sight.

    Nobody decides about themselves. Raises RuleBroken, Conflict.
    """
    actor.must("mediation.decide_recusal")
    case = recusal.case
    recusal.expect_version(version)
    if recusal.is_granted is not None:
        raise RuleBroken(None, N_("这份回避申请已经决定过了。"))
    if recusal.mediator.account_id == actor.account_id:
        raise RuleBroken(None, N_("不能决定自己的回避，请由副主任或者司法所办理。"))
    why = read_reason(note, "note")
    recusal.is_granted, recusal.decision_note = is_granted, why[:300]
    recusal.decided_on, recusal.decided_at, recusal.decided_by = clock.today(), clock.now(), actor.account_id
    session.flush()
    if is_granted:
        end_service(case, recusal.mediator, N_("回避"))
    paper = documents.issue_recusal(actor, case, recusal, asked_by=_who(recusal), day=clock.today())
    recusal.document_id = paper.id if paper else None
    word = N_("同意回避") if is_granted else N_("不需回避")
    note_event(actor, case, verb="decide_recusal", note=f"{recusal.mediator.name}：{word}", document=paper)
    return recusal


def _who(recusal: Recusal) -> str:
    if recusal.party is not None and recusal.asked_by == "party":
        return recusal.party.name
    return PAPER_ASKED_BY[recusal.asked_by]
