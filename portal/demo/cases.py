"""The demo's applications: the last weeks of a counter, written day by day through the actions that staff use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy import select

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.demo.diary import Diary
from portal.demo.items import apply_for_bundle, begin_draft, publish_items
from portal.demo.office import demo_actor, unit_of
from portal.documents.actions import record_print
from portal.residents.models import Resident
from portal.services import actions
from portal.services.actions.checking import MaterialCheck
from portal.services.items.registry import hooks_of
from portal.services.models import Application
from portal.standards.ages import age_on

WORKING_DAYS = 25
STREET = "119901001"
CARD = "senior_card"

Course = Callable[[Application], None]


def tell_cases(diary: Diary) -> None:
    """A month of work that ends today: cases in every state, some due, some late, some waiting for their decision."""
    days = [diary.ago(WORKING_DAYS - n) for n in range(WORKING_DAYS + 1)]
    diary.on(days[0], _publish)
    for number, (day, course, item) in enumerate(_plan(days, diary.today)):
        diary.on(day, _take, number, course, item)
    diary.on(diary.ago(1), begin_draft)
    diary.on(diary.ago(1), apply_for_bundle)
    for place, matter, answer in _ENQUIRIES:
        diary.on(days[place], _enquire, matter, answer)


def _publish() -> None:
    publish_items(demo_actor("admin"))


def _take(number: int, course: Course, item: str) -> None:
    course(_draft(_resident(item, number), item))


def _enquire(matter: str, answer: str) -> None:
    actions.record_enquiry(
        _clerk(), unit_id=unit_of(STREET).id, matter=matter, answer=answer, name="来访居民"
    )


def _plan(days: list[dt.date], today: dt.date) -> list[tuple[dt.date, Course, str]]:
    """Which course is taken on which day by which item; the cards of the first weeks are all in their owners' hands."""
    plan: list[tuple[dt.date, Course, str]] = [(day, _on_the_spot, CARD) for day in days[:18]]
    agency = "residence_permit_agency"
    plan += [(days[n], _through, agency) for n in (1, 3, 6, 9)]
    plan += [
        (days[5], _accepted, agency),
        (days[12], _accepted, agency),
        (days[20], _reviewed, agency),
        (days[21], _suspended, agency),
        (days[22], _withdrawn, agency),
        (days[22], _voided, agency),
        (days[23], _noticed, agency),
        (days[23], _refused, agency),
        (days[24], _decided, agency),
        (days[24], _accepted, agency),
        (days[22], _promised, CARD),
        (days[24], _waiting_for_collection, CARD),
        (today, _waiting_for_collection, CARD),
        (today, _accepted, CARD),
        (today, _noticed, CARD),
        (today, lambda _application: None, CARD),
    ]
    return sorted(plan, key=lambda step: step[0])


def _resident(item: str, number: int) -> Resident:
    """The next person for whom this item has not been asked, of an age that fits."""
    taken = select(Application.resident_id).where(Application.resident_id.is_not(None))
    statement = select(Resident).where(Resident.id.not_in(taken)).order_by(Resident.id)
    low, high = (60, 110) if item == CARD else (18, 58)
    people = [
        r
        for r in session.scalars(statement)
        if r.birth_date and low <= age_on(r.birth_date, clock.today()) <= high
    ]
    return people[number % min(len(people), 3)]


def _clerk() -> Actor:
    return demo_actor("clerk")


def _draft(resident: Resident, item: str) -> Application:
    visit = actions.start_visit(_clerk(), unit_id=unit_of(STREET).id, items=[item], resident_id=resident.id)
    application = visit.applications[0]
    answers = {"region_basis": "hukou"} if item == CARD else {"purpose": "务工"}
    return actions.save_answers(_clerk(), application, version=None, answers=answers)


def check_everything(application: Application, **states: MaterialCheck) -> None:
    """Check every material that is asked for as received, except as said by its code."""
    definition = application.definition
    checks = {
        m.code: states.get(m.code) or MaterialCheck("received", form=definition.material(m.code).forms[-1])
        for m in application.materials
        if m.state != "not_needed"
    }
    actions.check_materials(_clerk(), application, version=None, checks=checks)


def print_results(application: Application) -> None:
    """Print what is handed over, as the counter does before it is signed for."""
    for paper in hooks_of(application.definition).result_papers(application):
        if not paper.prints:
            record_print(_clerk(), paper)
            session.refresh(paper, ["prints"])


def _on_the_spot(application: Application) -> None:
    check_everything(application)
    actions.complete_on_the_spot(_clerk(), application, version=None)
    if application.state == "decided":
        actions.issue_result(_clerk(), application, version=None)
    print_results(application)
    actions.collect_result(_clerk(), application, version=None, collector="self")
    actions.close_application(_clerk(), application, version=None)


def _accepted(application: Application) -> None:
    check_everything(application)
    actions.accept_application(_clerk(), application, version=None)


def _reviewed(application: Application) -> None:
    _accepted(application)
    actions.review_application(
        demo_actor("reviewer"), application, version=None, opinion="agree", note="材料齐全，情况属实"
    )


def _decided(application: Application) -> None:
    _reviewed(application)
    actions.decide_application(demo_actor("leader"), application, version=None, result="granted")


def _waiting_for_collection(application: Application) -> None:
    _decided(application)
    actions.issue_result(_clerk(), application, version=None)


def _through(application: Application) -> None:
    _waiting_for_collection(application)
    print_results(application)
    actions.collect_result(_clerk(), application, version=None, collector="self")
    actions.close_application(_clerk(), application, version=None)


def _suspended(application: Application) -> None:
    _accepted(application)
    actions.suspend_application(
        demo_actor("reviewer"), application, version=None, reason="等待公安部门核实居住信息"
    )


def _withdrawn(application: Application) -> None:
    _accepted(application)
    actions.withdraw_application(_clerk(), application, version=None, reason="申请人改在居住地办理")


def _voided(application: Application) -> None:
    _accepted(application)
    actions.void_acceptance(_clerk(), application, version=None, reason="选错了事项，已重新受理")


def _noticed(application: Application) -> None:
    code = next(m.code for m in application.materials if m.state != "not_needed")
    check_everything(application, **{code: MaterialCheck("missing", note="未带原件")})
    actions.notify_missing(_clerk(), application, version=None)


def _refused(application: Application) -> None:
    actions.refuse_application(
        _clerk(),
        application,
        version=None,
        reason_code="not_this_office",
        text="居住地不在本街道辖区",
        where_else="居住地街道办事处",
    )


def _promised(application: Application) -> None:
    check_everything(
        application, residence=MaterialCheck("promised", promised_by=clock.today() + dt.timedelta(days=10))
    )
    actions.accept_application(_clerk(), application, version=None)


_ENQUIRIES = (
    (2, "询问居民医保缴费时间", "告知每年9月至12月集中缴费，可在线或到银行网点办理"),
    (8, "询问80岁以上高龄津贴", "告知由户籍地街道受理，需身份证和银行卡"),
    (15, "借用轮椅", "登记后借出，三日内归还"),
    (22, "询问生育登记需要哪些材料", "告知凭身份证当场办理，材料可用承诺代替"),
    (25, "打印社保参保证明", "协助在自助机上打印"),
)
