"""Where the links join in: letters about cases, referrals and transfers, tasks of a dispute, the page of a case, the trail."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import select

from portal.actor import Actor
from portal.audit import words as trail
from portal.db import session
from portal.disputes import reach
from portal.disputes.models import Dispute
from portal.letters import hooks
from portal.mediation import life
from portal.mediation.links import queries, words
from portal.mediation.links.actions import referrals, transfers
from portal.mediation.links.models import Referral, StationTransfer
from portal.mediation.models import MediationCase
from portal.mediation.queries import get_case, visible

READ = "mediation.read_case"
AT_ONCE = 500  # keys in one question to the database


def join() -> None:
    """Register everything; may be called again."""
    life.EVENTS.update(words.EVENTS)
    trail.name_verbs(words.VERBS)
    trail.name_subjects(words.SUBJECTS)
    reach.offer_page("mediation", find_pages)
    hooks.define_subject(MediationCase.__name__, _about(get_case, lambda case: case), permission=READ)
    for model, get, heard in (
        (Referral, queries.get_referral, referrals.hear_withdrawal),
        (StationTransfer, queries.get_transfer, transfers.hear_withdrawal),
    ):
        hooks.define_subject(model.__name__, _about(get, lambda row: row.case), permission=READ)
        hooks.on_withdraw(model.__name__, heard)
    hooks.on_answer(StationTransfer.__name__, transfers.hear_answer)


def find_pages(actor: Actor, disputes: Collection[Dispute]) -> reach.Places:
    """The newest case of each dispute that this reader may see."""
    if not actor.can(READ):
        return {}
    found: reach.Places = {}
    keys = sorted({dispute.id for dispute in disputes})
    for start in range(0, len(keys), AT_ONCE):
        statement = select(MediationCase).where(
            MediationCase.dispute_id.in_(keys[start : start + AT_ONCE]), visible(actor)
        )
        for case in session.scalars(statement.order_by(MediationCase.id)):
            found[case.dispute_id] = reach.Place(name_of(case), _page(case))
    return found


def name_of(case: MediationCase) -> str:
    """The words by which a reader knows a case: its number, before the acceptance that of the dispute."""
    return case.number or case.dispute.number


def _about(get: Callable[[Actor, int], Any], case_of: Callable[[Any], MediationCase]) -> hooks.Find:
    def find(actor: Actor, key: int) -> hooks.About:
        record = get(actor, key)
        case = case_of(record)
        return hooks.About(record, name_of(case), _page(case))

    return find


def _page(case: MediationCase) -> str:
    return f"/mediation/cases/{case.id}"
