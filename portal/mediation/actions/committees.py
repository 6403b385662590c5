"""The register of committees and mediators (人民调解法 arts. 8–9, 13–14): founded, seats taken and left, engaged, ended.

The chair keeps the own committee, the judicial office all those of the street.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, NotFound, RuleBroken
from portal.mediation.models import CaseMediator, Committee, CommitteeMember, MediationCase, Mediator
from portal.mediation.queries import in_sight
from portal.mediation.states import (
    COMMITTEE_KINDS,
    LAYERS,
    MEDIATOR_KINDS,
    MEMBER_ROLES,
    OPEN,
    SPECIALITIES,
)
from portal.units.models import Unit

FEWEST, MOST = 3, 9
TERM_YEARS = 3


def term_end_of(start: dt.date) -> dt.date:
    """The last day of a term of three years that begins on a day (人民调解法 art. 8)."""
    try:
        return start.replace(year=start.year + TERM_YEARS) - dt.timedelta(days=1)
    except ValueError:
        return dt.date(start.year + TERM_YEARS, 2, 28)


def get_kept(actor: Actor, committee_id: int) -> Committee:
    """The committee, if this actor keeps its register; raises Forbidden or NotFound."""
    actor.must("mediation.keep_committee")
    found = session.get(Committee, committee_id)
    if found is None or not may_keep(actor, found):
        raise NotFound
    return found


def may_keep(actor: Actor, committee: Committee) -> bool:
    """Whether this actor keeps this committee's register: its own chair, or the judicial office of the street."""
    if not actor.can("mediation.keep_committee"):
        return False
    if not actor.can("mediation.guide_committees"):
        return committee.unit_id == actor.unit_id
    reached = select(Committee.id).where(Committee.id == committee.id, in_sight(actor, Committee.unit_id))
    return session.scalar(reached) is not None


def units_without(actor: Actor) -> list[Unit]:
    """The units of mediation committees within reach whose register nobody has begun."""
    actor.must("mediation.keep_committee")
    taken = select(Committee.unit_id)
    condition = Unit.id == actor.unit_id
    if actor.can("mediation.guide_committees"):
        condition = in_sight(actor, Unit.id)
    statement = select(Unit).where(Unit.kind == "committee", Unit.id.not_in(taken), condition)
    today = clock.today()
    return [unit for unit in session.scalars(statement.order_by(Unit.code)) if unit.exists_on(today)]


def found_committee(
    actor: Actor,
    *,
    unit_id: int,
    kind: str,
    speciality: str = "",
    founded_on: dt.date | None = None,
    term_start: dt.date,
    term_end: dt.date | None = None,
    has_room: bool = False,
) -> Committee:
    """Begin the register of a committee whose unit stands in the tree. Raises RuleBroken at the field."""
    if unit_id not in {unit.id for unit in units_without(actor)}:
        raise RuleBroken("unit_id", N_("请从所列选项中选择。"))
    committee = Committee(unit_id=unit_id)
    _write(committee, kind, speciality, founded_on, term_start, term_end, has_room)
    session.add(committee)
    session.flush()
    audit.record(actor, "mediation.keep_committee", committee, kind=kind)
    return committee


def change_committee(
    actor: Actor,
    committee: Committee,
    *,
    version: int | None,
    kind: str,
    speciality: str = "",
    founded_on: dt.date | None = None,
    term_start: dt.date,
    term_end: dt.date | None = None,
    has_room: bool = False,
    reported_on: dt.date | None = None,
) -> Committee:
    """Correct the register, begin a new term, or enter that a change was reported. Raises RuleBroken, Conflict."""
    get_kept(actor, committee.id)
    committee.expect_version(version)
    if reported_on is not None and reported_on > clock.today():
        raise RuleBroken("reported_on", N_("日期不能晚于今天。"))
    _write(committee, kind, speciality, founded_on, term_start, term_end, has_room)
    committee.reported_on = reported_on
    session.flush()
    audit.record(actor, "mediation.keep_committee", committee, kind=kind)
    return committee


def _write(
    committee: Committee,
    kind: str,
    speciality: str,
    founded_on: dt.date | None,
    term_start: dt.date,
    term_end: dt.date | None,
    has_room: bool,
) -> None:
    if kind not in COMMITTEE_KINDS:
        raise RuleBroken("kind", N_("请从所列选项中选择。"))
    if speciality not in SPECIALITIES:
        raise RuleBroken("speciality", N_("请从所列选项中选择。"))
    end = term_end or term_end_of(term_start)
    if end <= term_start:
        raise RuleBroken("term_end", N_("届满日要晚于任期开始的 %(day)s。"), day=term_start.isoformat())
    if end > term_end_of(term_start):
        raise RuleBroken(
            "term_end",
            N_("任期为三年（人民调解法第八条），届满日不能晚于 %(day)s。"),
            day=term_end_of(term_start).isoformat(),
        )
    committee.kind, committee.speciality, committee.founded_on = kind, speciality, founded_on
    committee.term_start, committee.term_end, committee.has_room = term_start, end, has_room


def seat_member(
    actor: Actor, committee: Committee, *, version: int | None, mediator: Mediator, role: str, since: dt.date
) -> CommitteeMember:
    """A mediator takes a seat: at most nine members, one chair. Raises RuleBroken at the field, Conflict."""
    get_kept(actor, committee.id)
    committee.expect_version(version)
    now = seated(committee)
    if role not in MEMBER_ROLES:
        raise RuleBroken("role", N_("请从所列选项中选择。"))
    if mediator.committee_id != committee.id or not mediator.serves_on(clock.today()):
        raise RuleBroken("mediator_id", N_("请选择本委员会在任的调解员。"))
    if any(row.mediator_id == mediator.id for row in now):
        raise RuleBroken("mediator_id", N_("%(name)s已经是委员，请先登记离任。"), name=mediator.name)
    if role == "chair" and any(row.role == "chair" for row in now):
        raise RuleBroken("role", N_("委员会设主任一人，已有主任在任。"))
    if len(now) >= MOST:
        raise RuleBroken("mediator_id", N_("委员会由三至九人组成（人民调解法第八条），已有九人。"))
    if since > clock.today():
        raise RuleBroken("since", N_("日期不能晚于今天。"))
    row = CommitteeMember(mediator=mediator, role=role, since=since)
    committee.members.append(row)
    mediator.layer = "committee"
    committee.touch()
    session.flush()
    audit.record(actor, "mediation.seat_member", committee, role=role, day=since)
    return row


def unseat_member(
    actor: Actor, committee: Committee, row: CommitteeMember, *, version: int | None, until: dt.date
) -> CommitteeMember:
    """A member leaves the seat. Raises RuleBroken at `until`, Conflict."""
    get_kept(actor, committee.id)
    committee.expect_version(version)
    if row.until is not None or not row.since <= until <= clock.today():
        raise RuleBroken("until", N_("离任日期不能早于任职日期，也不能晚于今天。"))
    row.until = until
    committee.touch()
    session.flush()
    audit.record(actor, "mediation.unseat_member", committee, role=row.role, day=until)
    return row


def seated(committee: Committee) -> list[CommitteeMember]:
    """Who sits in the committee now, the chair first."""
    order = list(MEMBER_ROLES)
    return sorted(
        (m for m in committee.members if m.until is None), key=lambda m: (order.index(m.role), m.id)
    )


def add_mediator(actor: Actor, committee: Committee, **facts: object) -> Mediator:
    """Engage a mediator; `facts` are those of `write_mediator`, with `valid_from`. Raises RuleBroken at the field."""
    get_kept(actor, committee.id)
    mediator = Mediator(committee=committee)
    write_mediator(mediator, **facts)  # type: ignore[arg-type]
    session.add(mediator)
    session.flush()
    audit.record(actor, "mediation.keep_mediator", mediator, kind=mediator.kind)
    return mediator


def change_mediator(actor: Actor, mediator: Mediator, *, version: int | None, **facts: object) -> Mediator:
    """Correct what is known of a mediator. Raises RuleBroken at the field, Conflict."""
    get_kept(actor, mediator.committee_id)
    mediator.expect_version(version)
    write_mediator(mediator, **facts)  # type: ignore[arg-type]
    session.flush()
    audit.record(actor, "mediation.keep_mediator", mediator, kind=mediator.kind)
    return mediator


def write_mediator(
    mediator: Mediator,
    *,
    name: str,
    sex: str = "0",
    education: str = "",
    kind: str = "part_time",
    layer: str = "engaged",
    speciality: str = "",
    area: str = "",
    employer: str = "",
    phone: str = "",
    account_id: int | None = None,
    resident_id: int | None = None,
    valid_from: dt.date | None = None,
) -> None:
    """Write a mediator's row; raises RuleBroken at the field."""
    if not name.strip():
        raise RuleBroken("name", N_("请填写这一项。"))
    for field, code, table in (
        ("kind", kind, MEDIATOR_KINDS),
        ("layer", layer, LAYERS),
        ("speciality", speciality, SPECIALITIES),
    ):
        if code not in table:
            raise RuleBroken(field, N_("请从所列选项中选择。"))
    _must_be_free(mediator, account_id)
    mediator.name, mediator.sex, mediator.education = name.strip()[:100], sex, education
    mediator.kind, mediator.layer, mediator.speciality = kind, layer, speciality
    mediator.area, mediator.employer = area.strip()[:100], employer.strip()[:100]
    mediator.phone = phone.strip() or None
    mediator.account_id, mediator.resident_id = account_id, resident_id
    mediator.valid_from = valid_from or mediator.valid_from or clock.today()


def end_mediator(
    actor: Actor, mediator: Mediator, *, version: int | None, until: dt.date, because: str
) -> Mediator:
    """A mediator serves no longer; open cases must be handed on first. Raises RuleBroken, Conflict."""
    get_kept(actor, mediator.committee_id)
    mediator.expect_version(version)
    if not because.strip():
        raise RuleBroken("because", N_("请写明理由。"))
    if mediator.valid_to is not None or not mediator.valid_from <= until <= clock.today():
        raise RuleBroken("until", N_("离任日期不能早于任职日期，也不能晚于今天。"))
    busy = session.scalar(
        select(MediationCase.id)
        .join(CaseMediator, CaseMediator.case_id == MediationCase.id)
        .where(
            CaseMediator.mediator_id == mediator.id,
            CaseMediator.until.is_(None),
            MediationCase.state.in_(sorted(OPEN)),
        )
        .limit(1)
    )
    if busy is not None:
        raise RuleBroken(None, N_("%(name)s还有在办的案件，请先在案件中更换调解员。"), name=mediator.name)
    mediator.valid_to, mediator.left_because = until, because.strip()[:200]
    for row in mediator.committee.members:
        if row.mediator_id == mediator.id and row.until is None:
            row.until = until
    mediator.committee.touch()
    session.flush()
    audit.record(actor, "mediation.end_mediator", mediator, day=until)
    return mediator


def _must_be_free(mediator: Mediator, account_id: int | None) -> None:
    """One account is one mediator of a committee, or the case would not know whose it is."""
    if account_id is None:
        return
    taken = select(Mediator.id).where(
        Mediator.committee_id == (mediator.committee_id or mediator.committee.id),
        Mediator.account_id == account_id,
        Mediator.valid_to.is_(None),
    )
    with session.no_autoflush:
        others = [key for key in session.scalars(taken) if key != mediator.id]
    if others:
        raise RuleBroken("account_id", N_("这个账号已经是本委员会另一名调解员的。"))
