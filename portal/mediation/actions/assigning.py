"""Who mediates a case: assigned by the committee or chosen by the parties (人民调解法 art. 19), checked against the parties."""

from __future__ import annotations

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, Forbidden, RuleBroken
from portal.mediation.actions.moves import note_event, read_reason
from portal.mediation.kinship import Nearness, nearness
from portal.mediation.models import CaseMediator, MediationCase, Mediator, Recusal
from portal.mediation.states import CHOSEN_BY, MEDIATOR_ROLES, OPEN

ANSWERS = {
    "recuse": N_("请主任决定是否回避"),
    "go_on": N_("经主任同意，说明理由后继续（只有主任能选）"),
}
LEADS = "mediation.decide_recusal"


def assign_mediator(
    actor: Actor,
    case: MediationCase,
    *,
    version: int | None,
    mediator: Mediator,
    role: str = "lead",
    chosen: str = "committee",
    because: str = "",
    answer: str = "",
    reason: str = "",
) -> MediationCase:
    """Let a mediator of the committee lead, help or take the record from now on.

    Another leader takes the place of the one before, whose service ends now with `because`; only the chair decides that. What
    the registers know against the mediator must be answered: `recuse` lays it before the chair, `go_on` is the chair's own
    decision with its `reason`. Raises RuleBroken at the field, Forbidden, Conflict.
    """
    actor.must("mediation.assign_mediator")
    case.expect_version(version)
    _must_be_possible(case, mediator, role, chosen)
    before = case.lead if role == "lead" else None
    if before is not None:
        _must_be_chair(actor)
    _answer_warnings(actor, case, mediator, answer, reason)
    if before is not None and role == "lead":
        end_service(case, before, read_reason(because, "because"), roles={"lead"})
    case.mediators.append(CaseMediator(mediator=mediator, role=role, chosen=chosen))
    session.flush()
    return note_event(actor, case, verb="assign_mediator", note=mediator.name)


def release_mediator(
    actor: Actor, case: MediationCase, *, version: int | None, mediator: Mediator, because: str
) -> MediationCase:
    """A mediator serves no longer in a case, from this instant. Raises RuleBroken at `because`, Forbidden, Conflict."""
    actor.must("mediation.assign_mediator")
    _must_be_chair(actor)
    case.expect_version(version)
    if case.state not in OPEN:
        raise RuleBroken(None, N_("案件已经结束，不能再换人。"))
    end_service(case, mediator, read_reason(because, "because"))
    return note_event(actor, case, verb="release_mediator", note=mediator.name)


def end_service(case: MediationCase, mediator: Mediator, because: str, roles: set[str] | None = None) -> None:
    """End what a mediator does in a case, in these roles or in all, at this instant."""
    for row in case.mediators:
        if row.mediator_id == mediator.id and row.until is None and (roles is None or row.role in roles):
            row.until, row.left_because = clock.now(), because[:200]
    session.flush()


def _must_be_possible(case: MediationCase, mediator: Mediator, role: str, chosen: str) -> None:
    if case.state not in OPEN:
        raise RuleBroken(None, N_("案件已经结束，不能再指派。"))
    if role not in MEDIATOR_ROLES:
        raise RuleBroken("role", N_("请从所列选项中选择。"))
    if chosen not in CHOSEN_BY:
        raise RuleBroken("chosen", N_("请从所列选项中选择。"))
    if mediator.committee_id != case.committee_id:
        raise RuleBroken("mediator_id", N_("只能指派本委员会的调解员。"))
    if not mediator.serves_on(clock.today()):
        raise RuleBroken("mediator_id", N_("%(name)s现在不在任。"), name=mediator.name)
    if any(r.mediator_id == mediator.id and r.is_granted for r in case.recusals):
        raise RuleBroken("mediator_id", N_("%(name)s在本案已经回避，不能再指派。"), name=mediator.name)
    if any(m.mediator_id == mediator.id and m.until is None and m.role == role for m in case.mediators):
        raise RuleBroken("mediator_id", N_("%(name)s已经在做这件事。"), name=mediator.name)


def _must_be_chair(actor: Actor) -> None:
    if not actor.can(LEADS):
        raise Forbidden("mediation.assign_mediator", N_("更换调解员须由调委会主任办理。"))


def _answer_warnings(actor: Actor, case: MediationCase, mediator: Mediator, answer: str, reason: str) -> None:
    found = nearness(case, mediator)
    if not found or _is_decided(case, mediator):
        return
    words = in_words(found)
    if answer not in ANSWERS:
        raise RuleBroken(
            "answer",
            N_("%(warnings)s请选择：请主任决定是否回避，或者由主任说明理由后继续；也可以另选一名调解员。"),
            warnings=words,
        )
    if answer == "go_on" and not actor.can(LEADS):
        raise RuleBroken("answer", N_("说明理由后继续，只能由调委会主任决定。请选择“请主任决定是否回避”。"))
    recusal = Recusal(
        case=case,
        mediator=mediator,
        asked_by="warning",
        party_id=found[0].party_id,
        asked_on=clock.today(),
    )
    recusal.reason = words
    if answer == "go_on":
        recusal.decision_note = read_reason(reason)[:300]
        recusal.is_granted, recusal.decided_by = False, actor.account_id
        recusal.decided_on, recusal.decided_at = clock.today(), clock.now()
    session.add(recusal)
    session.flush()
    note_event(actor, case, verb="decide_recusal" if answer == "go_on" else "ask_recusal", note=mediator.name)


def in_words(found: list[Nearness]) -> str:
    """What speaks against a mediator, in Chinese sentences one after the other, as the file keeps it."""
    return "".join(one.message % one.params for one in found)


def _is_decided(case: MediationCase, mediator: Mediator) -> bool:
    """Whether the chair has looked at this mediator in this case already and let them go on."""
    return any(r.mediator_id == mediator.id and r.is_granted is False for r in case.recusals)
