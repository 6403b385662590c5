"""What lies behind the demo's counter: originals kept and handed out, errands on their way, deliveries, shifts handed over,
what residents said of it, and what one of them was asked to complete.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import session
from portal.demo.diary import Diary
from portal.demo.office import demo_actor
from portal.services.actions import end_application
from portal.services.custody import actions as custody
from portal.services.custody.actions import Taken
from portal.services.deliveries import actions as deliveries
from portal.services.deliveries.actions import Outcome
from portal.services.errands import actions as errands
from portal.services.items.senior_card.kinds import rules_on
from portal.services.items.senior_card.stock import actions as stock
from portal.services.models import Application
from portal.services.queries import papers_of
from portal.services.ratings import actions as ratings
from portal.services.ratings.queries import RATEABLE, list_open_callbacks
from portal.services.shifts import actions as shifts
from portal.services.states import OPEN
from portal.services.supplements import actions as supplements
from portal.services.supplements.actions import DefectEntry

AGENCY = "residence_permit_agency"


def tell_counter(diary: Diary) -> None:
    """The last days at the counter: what came, what was said of it, and yesterday's shift."""
    diary.on(diary.ago(4), _rate)
    diary.on(diary.ago(3), _call_back)
    diary.on(diary.ago(2), _ask_to_complete)
    diary.on(diary.ago(2), _end)
    diary.on(diary.ago(3), _receive_blanks)
    diary.on(diary.ago(1), _keep_and_run)
    diary.on(diary.ago(1), _deliver)
    diary.on(diary.ago(1), _change_shifts)


def _open_cases() -> list[Application]:
    running = select(Application).where(Application.state.in_(OPEN), Application.accepted_on.is_not(None))
    return [one for one in session.scalars(running.order_by(Application.id)) if one.item.code == AGENCY]


def _receive_blanks() -> None:
    """Blank cards came from the district; one of them was spoilt."""
    clerk = demo_actor("clerk")
    batch = stock.receive_batch(
        clerk, card_type=rules_on().types[0].code, first="A000101", last="A000200", source="区老龄办配发"
    )
    stock.spoil_blank(clerk, batch, version=None, serial="A000101", reason="打印偏移")


def _rate() -> None:
    """Of those who have their results: most are content, two are not, and one of these changes their mind."""
    clerk = demo_actor("clerk")
    done = select(Application).where(Application.state.in_(RATEABLE), Application.result == "granted")
    for number, one in enumerate(session.scalars(done.order_by(Application.id).limit(6))):
        level = (5, 4, 1, 5, 2, 3)[number]
        rated = ratings.enter_rating(clerk, one, level=level, way="slip" if number % 2 else "screen")
        if rated.level == 1:
            ratings.enter_rating(clerk, one, level=4, way="screen", remark="当场说明后满意")


def _call_back() -> None:
    """The first of the two was called, and what was wrong is being mended; the other waits."""
    leader = demo_actor("leader")
    waiting = list_open_callbacks(leader)[:1]
    for one in waiting:
        ratings.call_back(
            leader, one, version=None, on=clock.today(), finding="true", found="叫号等候较长，已说明"
        )


def _ask_to_complete() -> None:
    """One case lacks something that only showed after it was accepted; its clock stands still."""
    case = next(one for one in reversed(_open_cases()) if one.state == "accepted")
    defect = DefectEntry("租房合同", "合同已到期", "提交续签的合同")
    supplements.ask_supplement(demo_actor("clerk"), case, version=None, defects=[defect])


def _end() -> None:
    """One case has lost its point: the applicant has moved away."""
    case = next(one for one in _open_cases() if one.state == "accepted")
    end_application(
        demo_actor("reviewer"), case, version=None, because="pointless", reason="申请人已迁出本市"
    )


def _keep_and_run() -> None:
    """Three cases: originals in the drawer, an errand that took them along, one whose result was fetched."""
    clerk, back = demo_actor("clerk"), clock.today() + dt.timedelta(days=10)
    runner = session.scalars(select(StaffAccount).where(StaffAccount.username == "clerk")).one().id
    for number, application in enumerate(_open_cases()[:3]):
        kept = custody.take_originals(
            clerk,
            application,
            taken=[Taken("居民身份证", "identity", return_on=back), Taken("租房合同", copies=1, pages=6)],
        )
        if number == 0:
            continue
        errand = errands.open_errand(
            clerk, application, office="示范区政务服务中心公安窗口", runner_id=runner, has_letter=True
        )
        errands.send_errand(
            clerk, errand, version=None, original_ids=[one.id for one in kept], number=f"居代{number:03}"
        )
        errands.note_progress(clerk, errand, text="窗口已收件，三个工作日内出结果")
        if number == 2:
            errands.fetch_result(clerk, errand, version=None, result="居住证一张")


def _deliver() -> None:
    """One paper on its way, one handed over and signed for."""
    clerk = demo_actor("clerk")
    papers = [paper for one in _open_cases() for paper in papers_of(one) if paper.status == "valid"]
    for number, paper in enumerate(papers[:2]):
        made = deliveries.prepare_delivery(clerk, paper, method="direct", place="示范区晨光路")
        if number:
            outcome = Outcome(clock.today(), "direct", "15:20", receiver_kind="self")
            deliveries.record_delivery(clerk, made, version=None, outcome=outcome)


def _change_shifts() -> None:
    """The clerk handed over in the evening, and the reviewer's window took over; another hand-over waits."""
    clerk, other = demo_actor("clerk"), demo_actor("reviewer")
    made = shifts.hand_over_shift(clerk, to_account_id=other.account_id, note="两件代办明天取件，注意电话")
    taker = demo_actor("reviewer", "clerk")
    shifts.take_over_shift(taker, made, version=None, remark="已核对")
    shifts.hand_over_shift(clerk, to_account_id=other.account_id, note="打印机缺粉，已报修")
