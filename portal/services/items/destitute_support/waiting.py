"""What a running application of a destitute person waits for: visit, opinion, public notice, report, confirmation."""

from __future__ import annotations

import datetime as dt

from portal.errors import N_
from portal.services.items.destitute_support.actions.confirming import goes_to_district, is_reported
from portal.services.items.destitute_support.definition import NOTICE, OPINION, REPORT, VISIT
from portal.services.items.destitute_support.models import DestituteCase
from portal.services.items.registry import Need
from portal.services.items.waiting import until_letter_is_answered, until_notice_is_over
from portal.services.models import Application
from portal.services.notices.models import PublicNotice

UNSENT = N_("报送单已经拟好，还没有发出。")
AWAITED = N_("报送单已发出，等待区级确认意见；收到后在公函里登记答复。")
TO_CONFIRM = N_("已报送，等待区级在门户里确认。")


def next_need(
    application: Application, case: DestituteCase | None, notice: PublicNotice | None, on: dt.date
) -> Need | None:
    """The step that is waited for; None where only the review or the decision is left."""
    needs = {one.code: Need(one.name, one.permission, step=one.code) for one in application.definition.steps}
    if application.state == "accepted":
        if case is None:
            return needs[VISIT]
        if not case.opinion:
            return needs[OPINION]
        return until_notice_is_over(needs[NOTICE], notice, on) if case.opinion == "agree" else None
    if case is None or not goes_to_district(case) or case.answer in {"confirmed", "denied"}:
        return None
    if not is_reported(case):
        return needs[REPORT]
    if case.letter is not None:
        return until_letter_is_answered(needs[REPORT], case.letter, UNSENT, AWAITED)
    return Need(N_("审核确认"), "services.confirm_household", step=REPORT, sentence=TO_CONFIRM)
