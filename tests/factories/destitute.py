"""Made-up destitute persons at every stage up to the grant. Called inside a transaction, after `seed`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal import clock
from portal.residents.models import Resident
from portal.services import actions as hall
from portal.services.items.destitute_support import actions
from portal.services.items.destitute_support.models import DestituteCase
from portal.services.items.destitute_support.rules import Found
from portal.services.models import Application
from portal.services.notices import actions as board
from tests.factories import assistance, residents, services, staff
from tests.factories.minimum_living import photo

TOLD = {"living": "独居，邻居照看", "family": "无", "wish": "home"}
CARE = actions.Care("home", "李邻居", "邻居", bank="示范农商银行", account=assistance.ACCOUNT)
OLD = dt.date(1950, 6, 1)


def standards() -> None:
    """650.00 yuan of minimum living, 130 % of it for a destitute person, 100.00 to 900.00 for care."""
    assistance.make_standard(65_000)
    assistance.make_standard(scheme="destitute", percent=13_000)
    for code, fen in (("care_none", 10_000), ("care_half", 30_000), ("care_full", 90_000)):
        assistance.make_standard(fen, scheme="destitute", code=code)


def draft(who: Resident | None = None) -> Application:
    """A draft with what the application asks."""
    person = who or residents.make_resident(birth_date=OLD, name="王独老")
    application = services.draft(person, item="destitute_support")
    return hall.save_answers(staff.actor("clerk"), application, version=None, answers=TOLD)


def accepted(who: Resident | None = None) -> Application:
    """An accepted application."""
    return hall.accept_application(staff.actor("clerk"), services.checked(draft(who)), version=None)


def visited(application: Application, **found: Any) -> DestituteCase:
    """Visited by two; unable to bathe alone unless `found` says otherwise."""
    told = Found(**({"failed": ("bathing",)} | found))
    visit = actions.Visit(clock.today(), "测试甲", "测试乙", application.subject_name, "urban", told)
    return actions.record_visit(staff.actor("clerk"), application, version=None, visit=visit)


def opined(case: DestituteCase, opinion: str = "agree", **more: Any) -> DestituteCase:
    """With an opinion."""
    given: dict[str, Any] = {"care": CARE, "reason": "" if opinion == "agree" else "有子女赡养"} | more
    return actions.write_opinion(staff.actor("clerk"), case, version=None, opinion=opinion, **given)


def reviewed(case: DestituteCase) -> DestituteCase:
    """The public notice is over, and the case reviewed by another post; today moves to the day after the last."""
    worker, reviewer = staff.actor("community"), staff.actor("reviewer")
    notice = actions.announce_opinion(reviewer, case, version=None, phone="0999-1234567")
    at_home = worker if notice.unit_id == worker.unit_id else reviewer
    board.post_notice(at_home, notice, version=None, place="社区公示栏", photo=photo())
    clock.fix_today(notice.until + dt.timedelta(days=1))
    board.remove_notice(at_home, notice, version=None, photo=photo())
    board.enter_return_slip(at_home, notice, version=None, result="none", scan=photo())
    hall.review_application(reviewer, case.application, version=None, opinion="agree")
    return case


def granted(case: DestituteCase) -> Application:
    """Confirmed by the district's post, decided, and the file opened."""
    actions.report_person(staff.actor("clerk"), case, version=None, way="post")
    actions.confirm_person(
        staff.actor("district"), case, version=None, answer="confirmed", is_spot_checked=True
    )
    application = case.application
    hall.decide_application(staff.actor("leader"), application, version=None, result="granted")
    return hall.issue_result(staff.actor("clerk"), application, version=None)


__all__ = ["CARE", "accepted", "draft", "granted", "opined", "reviewed", "standards", "visited"]
