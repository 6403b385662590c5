"""The demo's births: registrations at the counter, and hospitals' notices with the visits that the communities make."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from portal import clock
from portal.db import session
from portal.demo.cases import check_everything, print_results
from portal.demo.diary import Diary
from portal.demo.families import community, register_family
from portal.demo.office import demo_actor, unit_of
from portal.services import actions as hall
from portal.services.items.birth_registration.models import NewbornNotice, NewbornVisit
from portal.services.items.birth_registration.newborns import actions as newborns
from portal.services.items.birth_registration.newborns.notice import ChildFacts, NoticeFacts

STREET = "119901001"
HOSPITALS = ("示范区妇幼保健院", "示范区人民医院")
FIRST_NUMBER = 201  # the families in which a child is expected or born


@dataclass(frozen=True)
class Birth:
    """A hospital's notice: the mother's community, the children's sexes and weights, and the working days ago of each step.

    `told`, `sent` and `visited` are the notice, the sending to the community and its visit; `needs` what the family asked
    for, `settled` how many of that is done.
    """

    key: str
    place: int
    children: tuple[ChildFacts, ...]
    told: int
    sent: int | None = None
    visited: int | None = None
    needs: tuple[str, ...] = ()
    settled: int = 0
    is_known: bool = True


_GIRL, _BOY = ChildFacts("2", 3150), ChildFacts("1", 3380)
BIRTHS = (
    Birth("done", 1, (_BOY,), 19, 18, 15, ("hukou", "insurance"), 2),
    Birth("declined", 2, (_GIRL,), 16, 15, 12),
    Birth("followed", 1, (_GIRL,), 11, 10, 7, ("hukou", "insurance", "subsidy"), 1),
    Birth("overdue", 1, (_BOY,), 9, 8),
    Birth("twins", 1, (ChildFacts("2", 2450), ChildFacts("2", 2380)), 3, 2),
    Birth("elsewhere", 2, (_GIRL,), 4, 3),
    Birth("to_send", 1, (_BOY,), 1),
    Birth("unknown", 3, (_GIRL,), 1, is_known=False),
)
# (people of the family, business, answers, working days ago)
REGISTRATIONS: tuple[tuple[str, str, dict[str, Any], int], ...] = (
    ("w31 10m33", "register", {"hospital": HOSPITALS[0]}, 17),
    ("w29 10m30", "register", {"hospital": HOSPITALS[1]}, 10),
    ("w27", "register", {"hospital": HOSPITALS[0]}, 4),
    ("w34 10m36 30w0", "late", {}, 1),
)


def tell_births(diary: Diary) -> None:
    """Registrations and visits."""
    for number, (people, business, answers, ago) in enumerate(REGISTRATIONS, start=FIRST_NUMBER):
        diary.on(diary.ago(ago), _register, number, people, business, answers)
    for number, birth in enumerate(BIRTHS, start=FIRST_NUMBER + 20):
        diary.on(diary.ago(birth.told), _tell, diary, number, birth)
        if birth.sent is not None:
            diary.on(diary.ago(birth.sent), _send, diary, birth)
        if birth.visited is not None:
            diary.on(diary.ago(birth.visited), _visit, diary, birth)
            diary.on(diary.ago(birth.visited - 3), _settle, diary, birth)


def _register(number: int, people: str, business: str, answers: dict[str, Any]) -> None:
    """A birth registered while the family waits."""
    clerk, today = demo_actor("clerk"), clock.today()
    _home, family = register_family(number, number % 3 + 1, people)
    given: dict[str, Any] = {"basis": "mother_hukou", "collects": "counter", **answers}
    if len(family) > 1:
        given["partner"] = family[1].id
    if business == "late":
        child = family[2]
        given["newborns"] = [
            {
                "name": child.name,
                "sex": "2",
                "birth": child.birth_date.isoformat() if child.birth_date else "",
            }
        ]
    else:
        given["last_period"] = (today - dt.timedelta(days=90 + number % 40)).isoformat()
        given["booklet"] = f"SF{today.year}{number:04}"
    visit = hall.start_visit(
        clerk,
        unit_id=unit_of(STREET).id,
        items=["birth_registration"],
        resident_id=family[0].id,
        business=business,
    )
    application = hall.save_answers(clerk, visit.applications[0], version=None, answers=given)
    check_everything(application)
    hall.complete_on_the_spot(clerk, application, version=None)
    print_results(application)
    hall.collect_result(clerk, application, version=None, collector="self")
    if business == "register":
        hall.close_application(clerk, application, version=None)


def _tell(diary: Diary, number: int, birth: Birth) -> None:
    """The hospital's notice is entered; a mother who lives here is registered, an unknown one is looked for by name."""
    today = clock.today()
    mother = register_family(number, birth.place, f"w{26 + number % 9}")[1][0] if birth.is_known else None
    facts = NoticeFacts(
        event_number=f"SFY-{today.year}-{number:04}",
        hospital=HOSPITALS[number % 2],
        born_on=today - dt.timedelta(days=2),
        born_at=f"{number % 12 + 6}:{number % 6}5",
        mother_name=mother.name if mother else "庄知夏",
        number=(mother.papers[0].number or "") if mother else "",
        phone=f"139002{number:05}",
        address=mother.address if mother else "示范区柳荫街12号",
        children=birth.children,
    )
    notice = newborns.record_newborn(demo_actor("clerk"), unit_id=unit_of(STREET).id, facts=facts)
    diary.keys[f"birth {birth.key}"] = notice.id


def _notice(diary: Diary, birth: Birth) -> NewbornNotice:
    return session.get_one(NewbornNotice, diary.keys[f"birth {birth.key}"])


def _visit_of(diary: Diary, birth: Birth) -> NewbornVisit:
    found = _notice(diary, birth).visit
    if found is None:
        raise LookupError(birth.key)
    return found


def _send(diary: Diary, birth: Birth) -> None:
    newborns.dispatch_visit(
        demo_actor("clerk"), _notice(diary, birth), version=None, unit_id=community(birth.place)
    )


def _visit(diary: Diary, birth: Birth) -> None:
    newborns.record_visit(
        demo_actor("community" if birth.place == 1 else "clerk"),
        _visit_of(diary, birth),
        version=None,
        result="home" if birth.needs else "declined",
        needs=birth.needs,
        note="母子平安，已告知落户和参保办法" if birth.needs else "电话中表示不需要走访",
    )


def _settle(diary: Diary, birth: Birth) -> None:
    for code in birth.needs[: birth.settled]:
        newborns.settle_need(
            demo_actor("community"), _visit_of(diary, birth), version=None, code=code, state="done"
        )
