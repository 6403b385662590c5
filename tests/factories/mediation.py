"""Made-up committees, mediators and cases at every stage up to the table. Everything here is called inside a transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import count
from typing import Any

from sqlalchemy import select

from portal import clock
from portal.accounts.models import StaffAccount
from portal.actor import Actor
from portal.db import session
from portal.disputes.actions.registering import NewParty, register_dispute
from portal.disputes.models import Dispute
from portal.disputes.queries import list_categories
from portal.mediation.actions.accepting import accept_case
from portal.mediation.actions.assigning import assign_mediator
from portal.mediation.actions.opening import open_case
from portal.mediation.actions.rights import tell_rights
from portal.mediation.actions.running import begin_mediation
from portal.mediation.models import Committee, CommitteeMember, MediationCase, Mediator
from tests.factories import staff

FOUNDED = dt.date(2025, 3, 1)
STORY = "被申请人家中漏水，泡坏申请人家天花板和地板。双方就赔偿数额协商未果。"
DEMAND = "1.修好漏水的管道\n2.赔偿装修损失3000元"
PARTIES = (
    NewParty(
        side="applicant",
        name="张示例",
        details={
            "sex": "1",
            "ethnic_group": "01",
            "age": "51",
            "phone": "13900000101",
            "address": "示范路2号院3号楼201",
        },
    ),
    NewParty(
        side="respondent",
        name="李样本",
        details={
            "sex": "2",
            "ethnic_group": "01",
            "age": "43",
            "phone": "13900000102",
            "address": "示范路2号院3号楼301",
        },
    ),
)
# What a case goes through on its way, in order; `make_case(state=…)` stops behind the one asked for.
_STAGES = ("draft", "accepted", "mediating")
_sequence = count(1)


def make_committee(
    unit: str = "M1", *, kind: str = "street", with_people: bool = True, **changes: Any
) -> Committee:
    """The committee at a unit of the cast (made once); at M1 with the cast's chair and mediator and a third member."""
    unit_id = staff.unit(unit).id
    found = session.scalars(select(Committee).where(Committee.unit_id == unit_id)).first()
    if found is not None:
        return found
    given: dict[str, Any] = {
        "founded_on": FOUNDED,
        "term_start": FOUNDED,
        "term_end": dt.date(2028, 2, 29),
        **changes,
    }
    committee = Committee(unit_id=unit_id, kind=kind, **given)
    session.add(committee)
    session.flush()
    if with_people and unit == "M1":
        for username, role in (("chair", "chair"), ("mediator", "member"), ("", "member")):
            account = _account(username) if username else None
            mediator = make_mediator(
                committee,
                name=account.name if account else "钱备用",
                account_id=account.id if account else None,
            )
            seat(committee, mediator, role)
    return committee


def make_mediator(committee: Committee | None = None, **changes: Any) -> Mediator:
    """A mediator of a committee (M1's when None) who does not sign in."""
    given: dict[str, Any] = {
        "name": f"调解员{next(_sequence):02}",
        "sex": "2",
        "kind": "part_time",
        "valid_from": FOUNDED,
        **changes,
    }
    mediator = Mediator(committee=committee or make_committee(), **given)
    session.add(mediator)
    session.flush()
    return mediator


def seat(committee: Committee, mediator: Mediator, role: str = "member") -> CommitteeMember:
    """A seat in the committee since it was founded."""
    row = CommitteeMember(committee=committee, mediator=mediator, role=role, since=FOUNDED)
    session.add(row)
    session.flush()
    return row


def mediator_of(username: str) -> Mediator:
    """The mediator that an account of the cast is (`chair`, `mediator`); the committee is made if it is not there."""
    make_committee()
    return session.scalars(select(Mediator).where(Mediator.account_id == _account(username).id)).one()


def make_dispute(actor: Actor | None = None, **changes: Any) -> Dispute:
    """A dispute between neighbours about a leak, found today at M1."""
    given: dict[str, Any] = {
        "unit_id": staff.unit("M1").id,
        "source": "application",
        "found_on": clock.today(),
        "category_id": list_categories(clock.today())[1].id,
        "title": "张示例与李样本漏水损害赔偿纠纷",
        "story": STORY,
        "demand": DEMAND,
        "parties": PARTIES,
        "amount_fen": 300_000,
        **changes,
    }
    return register_dispute(actor or staff.actor("mediator"), **given)


def make_case(
    state: str = "draft",
    *,
    actor: Actor | None = None,
    committee: Committee | None = None,
    dispute: Dispute | None = None,
    parties: Sequence[NewParty] | None = None,
    on: dt.date | None = None,
    lead: Mediator | None = None,
    **changes: Any,
) -> MediationCase:
    """A case of M1 as it stands in a state: draft, accepted and mediating are reached through the actions on the day `on`
    (today when None); any other state is set as it is, for a list or a guard.

    `changes` are arguments of `open_case`; what the dispute needs is given with `dispute` or `parties`.
    """
    who, day = actor or staff.actor("mediator"), on or clock.today()
    committee = committee or make_committee()
    if dispute is None:
        more = {} if parties is None else {"parties": parties}
        dispute = make_dispute(who, unit_id=committee.unit_id, found_on=day, **more)
    given: dict[str, Any] = {
        "source": "application",
        "applied_on": day,
        "respondent_wish": "agrees",
        **changes,
    }
    case = open_case(who, committee=committee, dispute=dispute, **given)
    wanted = (
        state
        if state in _STAGES
        else "draft"
        if state in {"reviewing", "refused", "discarded"}
        else "mediating"
    )
    if wanted != "draft":
        accept_case(who, case, version=None, on=day)
    if wanted == "mediating":
        leader = lead or mediator_of("mediator")
        assign_mediator(who, case, version=None, mediator=leader)
        tell_all(case, leader, actor=who, on=day)
        begin_mediation(who, case, version=None, on=day)
    if case.state != state:
        case.state = state
        session.flush()
    return case


def tell_all(
    case: MediationCase,
    told_by: Mediator | None = None,
    *,
    actor: Actor | None = None,
    on: dt.date | None = None,
) -> None:
    """Tell every party its rights, at nine in the morning of a day."""
    told_at = dt.datetime.combine(on or clock.today(), dt.time(9), clock.OFFICE_ZONE)
    tell_rights(
        actor or staff.actor("mediator"),
        case,
        version=None,
        told_at=told_at,
        way="written",
        told_by=told_by or mediator_of("mediator"),
        party_ids=[party.id for party in case.parties],
    )


def _account(username: str) -> StaffAccount:
    return session.scalars(select(StaffAccount).where(StaffAccount.username == username)).one()
