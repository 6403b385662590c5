"""Made-up births: parents, registrations at the counter, and what hospitals tell; called inside a transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from portal.residents import actions as residents_actions
from portal.residents.models import Resident
from portal.services import actions
from portal.services.items.birth_registration.models import NewbornNotice, NewbornVisit
from portal.services.items.birth_registration.newborns import actions as newborns
from portal.services.items.birth_registration.newborns.notice import ChildFacts, NoticeFacts
from portal.services.models import Application
from tests.factories import residents, services, staff

MOTHER = "119901198806150266"
FATHER = "119901198507040139"
LAST_PERIOD = dt.date(2026, 8, 30)
DUE = dt.date(2027, 6, 6)
ANSWERS: dict[str, Any] = {
    "basis": "mother_hukou",
    "last_period": LAST_PERIOD.isoformat(),
    "hospital": "示范区妇幼保健院",
    "booklet": "SF20260001",
    "collects": "counter",
}
TWINS = NoticeFacts(
    event_number="SFY-2026-0111",
    hospital="示范区妇幼保健院",
    born_on=dt.date(2026, 11, 1),
    born_at="8:05",
    mother_name="刘样本",
    number=MOTHER,
    phone="13900000021",
    address="示范街道示范路2号院3号楼",
    children=(ChildFacts("2", 2450), ChildFacts("2", 2380)),
)


def make_mother(**changes: Any) -> Resident:
    """刘样本, a woman of the first grid."""
    more = {"name": "刘样本", "number": MOTHER, "phone": "13900000021", "grid_id": staff.unit("G1").id}
    return residents.make_resident(**{**more, **changes})


def make_father(**changes: Any) -> Resident:
    """陈样本, a man."""
    return residents.make_resident(**{"name": "陈样本", "number": FATHER, **changes})


def draft(who: Resident, *, business: str = "register", **answers: Any) -> Application:
    """A draft with its questions answered; None takes an answer away."""
    application = services.draft(who, item="birth_registration", business=business)
    own = {"basis": "father_hukou" if who.sex == "1" else "mother_hukou"}
    given = {code: value for code, value in {**ANSWERS, **own, **answers}.items() if value is not None}
    return actions.save_answers(staff.actor("clerk"), application, version=None, answers=given)


def registered(who: Resident, *, business: str = "register", **answers: Any) -> Application:
    """A birth registered on the spot."""
    application = services.checked(draft(who, business=business, **answers))
    return actions.complete_on_the_spot(staff.actor("clerk"), application, version=None)


def told(**changes: Any) -> NewbornNotice:
    """A hospital's notice of twin girls, or as changed."""
    facts = replace(TWINS, **changes)
    return newborns.record_newborn(staff.actor("clerk"), unit_id=staff.unit("S").id, facts=facts)


def dispatched(code: str = "C1", **changes: Any) -> NewbornVisit:
    """A visit sent to a community; the mother is registered first."""
    if residents_of(MOTHER) is None:
        make_mother()
    notice = told(**changes)
    return newborns.dispatch_visit(staff.actor("clerk"), notice, version=None, unit_id=staff.unit(code).id)


def residents_of(number: str) -> Resident | None:
    """Who holds this citizen's number, or None."""
    from portal.residents.person import Number
    from portal.residents.queries import find_holders

    return next(iter(find_holders([Number("citizen", number)])), None)


def die(who: Resident, day: dt.date) -> None:
    """A death recorded in the register."""
    residents_actions.record_death(
        staff.actor("clerk"), who, death_date=day, source="死亡医学证明", version=None
    )
