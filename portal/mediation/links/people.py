"""Finding judges and prosecutors (联街、进居), their visits and their mediations, and how many each has had in a year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal import settings
from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.mediation.links.limits import COURT_DAYS_A_YEAR
from portal.mediation.links.models import CommunityMediation, GuidanceVisit, GuidedCase, LinkPerson
from portal.mediation.models import MediationCase
from portal.mediation.queries import LARGEST_KEY, visible
from portal.mediation.states import OPEN
from portal.units.models import Unit
from portal.units.queries import SEES_EVERYTHING, street_above, within_scope


def street_of(actor: Actor) -> Unit:
    """The street whose links the actor keeps; raises NotFound for a post that belongs to none."""
    street = street_above(actor.unit_id) if actor.unit_id is not None else None
    if street is None:
        raise NotFound
    return street


def of_street(actor: Actor, column: Any) -> ColumnElement[bool]:
    """The rows of the street that the actor's unit belongs to, and of everything below its own unit."""
    street = street_above(actor.unit_id) if actor.unit_id is not None else None
    if street is None or actor.role in SEES_EVERYTHING:
        return within_scope(actor, column)
    return or_(column == street.id, within_scope(actor, column))


def get_person(actor: Actor, person_id: int) -> LinkPerson:
    """A judge or prosecutor of the actor's street; raises Forbidden or NotFound."""
    actor.must("mediation.read_link")
    return _get(actor, LinkPerson, person_id)


def list_people(actor: Actor, day: dt.date | None = None) -> list[LinkPerson]:
    """The judges and prosecutors of the actor's street, by organ and name; only those of a day where one is given."""
    rows = session.scalars(
        select(LinkPerson)
        .where(of_street(actor, LinkPerson.unit_id))
        .order_by(LinkPerson.organ, LinkPerson.body, LinkPerson.name, LinkPerson.id)
    )
    return [row for row in rows if day is None or row.serves_on(day)]


def list_guidance(actor: Actor) -> list[GuidanceVisit]:
    """The visits for guidance, newest first."""
    actor.must("mediation.read_link")
    statement = (
        select(GuidanceVisit)
        .where(of_street(actor, GuidanceVisit.unit_id))
        .options(
            joinedload(GuidanceVisit.person), selectinload(GuidanceVisit.guided).joinedload(GuidedCase.case)
        )
        .order_by(GuidanceVisit.visited_on.desc(), GuidanceVisit.id.desc())
        .limit(200)
    )
    return list(session.scalars(statement))


def guidance_of(case: MediationCase) -> list[GuidanceVisit]:
    """The visits at which a case was guided, oldest first."""
    statement = (
        select(GuidanceVisit)
        .join(GuidedCase)
        .where(GuidedCase.case_id == case.id)
        .order_by(GuidanceVisit.visited_on, GuidanceVisit.id)
    )
    return list(session.scalars(statement))


def list_open_cases(actor: Actor) -> list[MediationCase]:
    """The cases about which a visitor may give guidance: those not ended, by number."""
    statement = (
        select(MediationCase)
        .where(visible(actor), MediationCase.state.in_(sorted(OPEN)))
        .order_by(MediationCase.id.desc())
        .limit(100)
    )
    return list(session.scalars(statement.options(joinedload(MediationCase.dispute))))


def get_court_day(actor: Actor, court_day_id: int) -> CommunityMediation:
    """A mediation of a judge or prosecutor in the actor's street; raises Forbidden or NotFound."""
    actor.must("mediation.read_link")
    return _get(actor, CommunityMediation, court_day_id)


def court_days_of(case: MediationCase) -> list[CommunityMediation]:
    """The mediations of judges and prosecutors in a case, oldest first."""
    statement = select(CommunityMediation).where(CommunityMediation.case_id == case.id)
    return list(session.scalars(statement.order_by(CommunityMediation.id)))


def list_court_days(actor: Actor, year: int) -> list[CommunityMediation]:
    """The mediations of a year, newest first."""
    actor.must("mediation.read_link")
    statement = (
        select(CommunityMediation)
        .where(of_street(actor, CommunityMediation.unit_id), in_year(year))
        .options(joinedload(CommunityMediation.person), joinedload(CommunityMediation.case))
        .order_by(CommunityMediation.held_on.desc(), CommunityMediation.id.desc())
    )
    return list(session.scalars(statement))


def in_year(year: int) -> ColumnElement[bool]:
    """The mediations held in a calendar year."""
    return CommunityMediation.held_on.between(dt.date(year, 1, 1), dt.date(year, 12, 31))


def is_counted() -> ColumnElement[bool]:
    """Whether a mediation counts: the case was agreed, record and photograph are there. The case must be joined."""
    return and_(
        MediationCase.agreed_on.is_not(None),
        CommunityMediation.record_id.is_not(None),
        CommunityMediation.photo_id.is_not(None),
    )


@dataclass(frozen=True)
class Tally:
    """How a judge or prosecutor stands in a year: mediations held, those that count, and how many the year asks for."""

    person: LinkPerson
    held: int
    counted: int
    wanted: int

    @property
    def missing(self) -> int:
        """How many are still to come."""
        return max(0, self.wanted - self.counted)


def tallies(actor: Actor, year: int) -> list[Tally]:
    """Everybody who had this street as place of contact in the year, with nought where nothing was held."""
    actor.must("mediation.read_link")
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    counts = {
        person_id: (held, counted)
        for person_id, held, counted in session.execute(
            select(
                CommunityMediation.person_id,
                func.count(CommunityMediation.id),
                func.count(CommunityMediation.id).filter(is_counted()),
            )
            .join(MediationCase, MediationCase.id == CommunityMediation.case_id)
            .where(in_year(year))
            .group_by(CommunityMediation.person_id)
        )
    }
    wanted = int(settings.value(COURT_DAYS_A_YEAR.key, on=last))
    return [
        Tally(person, *counts.get(person.id, (0, 0)), wanted)
        for person in list_people(actor)
        if person.valid_from <= last and (person.valid_to is None or person.valid_to >= first)
    ]


def _get(actor: Actor, model: Any, key: int) -> Any:
    found = None
    if 0 < key <= LARGEST_KEY:
        found = session.scalars(select(model).where(model.id == key, of_street(actor, model.unit_id))).first()
    if found is None:
        raise NotFound
    return found
