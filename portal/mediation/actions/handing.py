"""The cases of a mediator who leaves the office are handed on to a colleague of the same committee, from the accounts' own page.

Whoever stands too near to a party is not given a case this way: the chair assigns, and decides about it.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, select

from portal import clock
from portal.accounts.open_work import OpenWork
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, NotFound, RuleBroken
from portal.mediation.actions.assigning import end_service
from portal.mediation.actions.moves import note_event, read_reason
from portal.mediation.kinship import nearness
from portal.mediation.models import CaseMediator, Committee, MediationCase, Mediator
from portal.mediation.queries import in_sight
from portal.mediation.states import OPEN, STATES


def desk_of(account_id: int) -> list[OpenWork]:
    """The open cases that this person mediates, named by number and category and not by party."""
    return [
        OpenWork(
            id=case.id,
            title=f"{case.number or case.dispute.number} {case.dispute.category.name}",
            state=STATES[case.state],
            unit=case.unit.name,
            due=case.due_on,
            href=f"/mediation/cases/{case.id}",
        )
        for case in session.scalars(_served_by(account_id).order_by(MediationCase.id)).unique()
    ]


def hand_on(actor: Actor, *, from_id: int, to_id: int, ids: Collection[int], reason: str) -> None:
    """Let another mediator of the committee take over what this one does in these cases. Raises RuleBroken, NotFound."""
    actor.must("accounts.hand_over_work")
    why = read_reason(reason)
    statement = _served_by(from_id).where(
        MediationCase.id.in_(list(ids)), in_sight(actor, MediationCase.unit_id)
    )
    cases = list(session.scalars(statement.order_by(MediationCase.id)).unique())
    if len(cases) != len(set(ids)):
        raise NotFound
    for case in cases:
        _hand_on(actor, case, from_id, _colleague(case.committee, to_id), why)


def _hand_on(actor: Actor, case: MediationCase, from_id: int, colleague: Mediator, why: str) -> None:
    barred = any(r.mediator_id == colleague.id and r.is_granted for r in case.recusals)
    if barred or nearness(case, colleague):
        message = N_("%(name)s与案件 %(number)s 的当事人有需要核对的关系，请由调委会主任指派。")
        raise RuleBroken(
            "to_account_id", message, name=colleague.name, number=case.number or case.dispute.number
        )
    now = [row for row in case.mediators if row.until is None]
    held = {(row.mediator_id, row.role) for row in now}
    for row in now:
        if row.mediator.account_id != from_id:
            continue
        end_service(case, row.mediator, why, roles={row.role})
        if (colleague.id, row.role) not in held:
            case.mediators.append(CaseMediator(mediator=colleague, role=row.role))
    session.flush()
    note_event(actor, case, verb="assign_mediator", note=f"{colleague.name}：{why}"[:1000])


def _served_by(account_id: int) -> Select[tuple[MediationCase]]:
    return (
        select(MediationCase)
        .join(CaseMediator, CaseMediator.case_id == MediationCase.id)
        .join(Mediator, Mediator.id == CaseMediator.mediator_id)
        .where(
            Mediator.account_id == account_id,
            CaseMediator.until.is_(None),
            MediationCase.state.in_(sorted(OPEN)),
        )
    )


def _colleague(committee: Committee, account_id: int) -> Mediator:
    found = session.scalars(
        select(Mediator).where(Mediator.committee_id == committee.id, Mediator.account_id == account_id)
    ).all()
    serving = [mediator for mediator in found if mediator.serves_on(clock.today())]
    if not serving:
        raise RuleBroken("to_account_id", N_("接手的同事须是本调委会在任的调解员。"))
    return serving[0]
