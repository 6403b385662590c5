"""The demo's destitute persons (特困人员): one supported at home with half care, one visited and waiting for the opinion."""

from __future__ import annotations

from portal import clock
from portal.db import session
from portal.demo.cases import check_everything
from portal.demo.diary import Diary
from portal.demo.families import account_of, keep_scan, register_family
from portal.demo.office import demo_actor, unit_of
from portal.services import actions as hall
from portal.services.items.destitute_support import actions
from portal.services.items.destitute_support.models import DestituteCase
from portal.services.items.destitute_support.queries import find_case
from portal.services.items.destitute_support.rules import Found
from portal.services.models import Application
from portal.services.notices import actions as board
from portal.services.notices.models import PublicNotice
from portal.services.notices.queries import find_notice

STREET = "119901001"
ITEM = "destitute_support"
FIRST_NUMBER = 621
PEOPLE = (("granted", "m81", ("bathing", "walking")), ("visited", "w77", ("bathing",)))
PHOTO, SLIP = "services.notice_photo", "services.return_slip"


def tell_destitute(diary: Diary) -> None:
    """Both from the counter; the first on to the file, through notice and district."""
    for number, (name, people, failed) in enumerate(PEOPLE, start=FIRST_NUMBER):
        start = 26 if name == "granted" else 4
        diary.on(diary.ago(start), _apply, diary, name, number, people)
        diary.on(diary.ago(start - 2), _visit, diary, name, failed)
    for ago, step in ((22, _announce), (22, _post), (15, _take_down), (14, _review), (10, _grant)):
        diary.on(diary.ago(ago), step, diary)


def _application(diary: Diary, name: str = "granted") -> Application:
    return session.get_one(Application, diary.keys[f"destitute {name}"])


def _case(diary: Diary) -> DestituteCase:
    found = find_case(_application(diary))
    if found is None:
        raise LookupError(ITEM)
    return found


def _notice(diary: Diary) -> PublicNotice:
    found = find_notice(_application(diary))
    if found is None:
        raise LookupError(ITEM)
    return found


def _apply(diary: Diary, name: str, number: int, people: str) -> None:
    clerk = demo_actor("clerk")
    _home, members = register_family(number, 1, people)
    visit = hall.start_visit(clerk, unit_id=unit_of(STREET).id, items=[ITEM], resident_id=members[0].id)
    application = visit.applications[0]
    told = {"living": "独居，邻居和社区照看", "family": "无", "wish": "home"}
    hall.save_answers(clerk, application, version=None, answers=told)
    check_everything(application)
    hall.accept_application(clerk, application, version=None)
    diary.keys[f"destitute {name}"] = application.id


def _visit(diary: Diary, name: str, failed: tuple[str, ...]) -> None:
    application, clerk = _application(diary, name), demo_actor("clerk")
    visit = actions.Visit(
        clock.today(),
        clerk.name,
        demo_actor("community").name,
        application.subject_name,
        "urban",
        Found(income_fen=12_000, failed=failed, note="屋内整洁，行动缓慢"),
    )
    actions.record_visit(clerk, application, version=None, visit=visit)


def _announce(diary: Diary) -> None:
    care = actions.Care(
        "home", "邻居照料人", "邻居", bank="示范农商银行晨光支行", account=account_of(FIRST_NUMBER)
    )
    case = actions.write_opinion(demo_actor("clerk"), _case(diary), version=None, opinion="agree", care=care)
    actions.announce_opinion(
        demo_actor("clerk"), case, version=None, phone="0999-8800101", place="和平里社区居委会"
    )


def _post(diary: Diary) -> None:
    board.post_notice(
        demo_actor("community"),
        _notice(diary),
        version=None,
        place="社区公示栏",
        photo=keep_scan("community", "张贴现场.jpg", PHOTO),
    )


def _take_down(diary: Diary) -> None:
    worker, notice = demo_actor("community"), _notice(diary)
    board.remove_notice(worker, notice, version=None, photo=keep_scan("community", "撤下现场.jpg", PHOTO))
    board.enter_return_slip(
        worker, notice, version=None, result="none", scan=keep_scan("community", "公示情况反馈单.jpg", SLIP)
    )


def _review(diary: Diary) -> None:
    application = _application(diary)
    hall.review_application(demo_actor("reviewer"), application, version=None, opinion="agree")
    actions.report_person(demo_actor("clerk"), _case(diary), version=None, way="post")


def _grant(diary: Diary) -> None:
    application = _application(diary)
    actions.confirm_person(
        demo_actor("district"), _case(diary), version=None, answer="confirmed", is_spot_checked=True
    )
    hall.decide_application(demo_actor("leader"), application, version=None, result="granted")
    hall.issue_result(demo_actor("clerk"), application, version=None)
