"""The demo's temporary relief (临时救助): given and signed for, aid first, before the district; hardship found by a community."""

from __future__ import annotations

from portal import clock
from portal.db import session
from portal.demo.cases import check_everything, print_results
from portal.demo.diary import Diary
from portal.demo.families import register_family
from portal.demo.office import demo_actor, unit_of
from portal.services import actions as hall
from portal.services.items.temporary_relief import actions
from portal.services.items.temporary_relief.reports import actions as reports
from portal.services.models import Application

STREET = "119901001"
ITEM = "temporary_relief"
FIRST_NUMBER = 601
# (kind, community, people, reason, need, share of the monthly standard, how far it goes)
CASES = (
    ("emergency", 1, "m61 10w58", "厨房失火，生活用品烧毁", "过渡住处和被褥", 200, "collected"),
    ("medical", 2, "w47 20m16", "重病住院，自付费用高", "医疗费用", 600, "district"),
    ("emergency", 3, "m39 10w37 30w6", "下班途中遭遇车祸", "急救押金", 100, "first"),
    ("expense", 1, "w52 20w19", "子女上学费用一次性支出大", "学费", 150, "accepted"),
)
FOUND = (
    ("emergency", 1, "w76", "独居，冬季水管冻裂，屋内积水", "维修和临时安置"),
    ("expense", 1, "m68", "老伴去世，丧葬支出大", "丧葬费用"),
)


def tell_relief(diary: Diary) -> None:
    """Each case up to where it stands, and what a community found: one taken on, one waiting."""
    for number, case in enumerate(CASES, start=FIRST_NUMBER):
        key, days = f"relief {number}", (9, 8, 7, 6)
        diary.on(diary.ago(days[0]), _draft, diary, key, number, case)
        if case[6] == "first":
            diary.on(diary.ago(2), _give_first, diary, key)
        else:
            diary.on(diary.ago(days[1]), _accept, diary, key, case[5])
        if case[6] in {"collected", "district"}:
            diary.on(diary.ago(days[2]), _review, diary, key)
        if case[6] == "collected":
            diary.on(diary.ago(days[3]), _hand_over, diary, key)
    for number, found in enumerate(FOUND, start=FIRST_NUMBER + len(CASES)):
        diary.on(diary.ago(3 if number % 2 else 1), _report, number, found, bool(number % 2))


def _case(diary: Diary, key: str) -> Application:
    return session.get_one(Application, diary.keys[key])


def _draft(diary: Diary, key: str, number: int, case: tuple[str, int, str, str, str, int, str]) -> None:
    kind, place, people, reason, need, percent, _end = case
    home, members = register_family(number, place, people)
    clerk = demo_actor("clerk")
    visit = hall.start_visit(
        clerk, unit_id=unit_of(STREET).id, items=[ITEM], resident_id=members[0].id, business=kind
    )
    application = visit.applications[0]
    answers = {
        "reason": reason,
        "need": need,
        "place": home.address,
        "event_on": clock.today().isoformat(),
        "persons": str(len(members)),
    }
    hall.save_answers(clerk, application, version=None, answers=answers, business=kind)
    diary.keys[key] = application.id
    if _end == "first":
        _assess(application, percent)


def _assess(application: Application, percent: int) -> None:
    persons = int((application.answers or {}).get("persons") or 1)
    actions.assess_relief(
        demo_actor("clerk"), application, version=None, percent=percent, persons=persons, form="cash"
    )


def _accept(diary: Diary, key: str, percent: int) -> None:
    application = _case(diary, key)
    check_everything(application)
    hall.accept_application(demo_actor("clerk"), application, version=None)
    _assess(application, percent)


def _give_first(diary: Diary, key: str) -> None:
    """Aid first: signed for at once, the papers follow."""
    application = _case(diary, key)
    actions.give_first(demo_actor("leader"), application, version=None, because="伤者须马上入院")
    actions.record_relief_receipt(
        demo_actor("clerk"), application, version=None, receiver="陪同家属", relation="配偶"
    )


def _review(diary: Diary, key: str) -> None:
    hall.review_application(demo_actor("reviewer"), _case(diary, key), version=None, opinion="agree")


def _hand_over(diary: Diary, key: str) -> None:
    application, clerk = _case(diary, key), demo_actor("clerk")
    hall.decide_application(demo_actor("leader"), application, version=None, result="granted")
    hall.issue_result(clerk, application, version=None)
    print_results(application)
    hall.collect_result(clerk, application, version=None, collector="self")


def _report(number: int, found: tuple[str, int, str, str, str], is_taken: bool) -> None:
    kind, place, people, reason, need = found
    home, members = register_family(number, place, people)
    report = reports.report_hardship(
        demo_actor("community"),
        resident_id=members[0].id,
        kind=kind,
        event_on=clock.today(),
        persons=len(members),
        reason=reason,
        need=need,
        place=home.address,
    )
    if is_taken:
        reports.take_on(demo_actor("clerk"), report, version=None)
