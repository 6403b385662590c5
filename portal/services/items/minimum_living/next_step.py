"""What a running application for low-income support waits for: visit, check, opinion, public notice, report, confirmation.

Many are read in a bounded number of statements, for a workbench; the same answer stands on the case's own page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.db import session
from portal.errors import N_
from portal.services.items.minimum_living.actions.confirming import goes_to_district
from portal.services.items.minimum_living.definition import (
    CHECK,
    DISTRICT_VISIT,
    NOTICE,
    OPINION,
    REPORT,
    VISIT,
)
from portal.services.items.minimum_living.models import (
    DataCheck,
    HouseholdDeclaration,
    SupportConfirmation,
)
from portal.services.items.minimum_living.queries import (
    current_confirmation,
    current_opinion,
    newest_check,
    uncorrected,
)
from portal.services.items.registry import Need
from portal.services.items.waiting import until_letter_is_answered, until_notice_is_over
from portal.services.models import Application
from portal.services.notices.models import PublicNotice
from portal.services.notices.queries import find_notices, state_of_notice

UNSENT = N_("核对函已经拟好，还没有发出。")
AWAITED = N_("核对函已发出，等待核对结果；收到后在公函里登记答复。")
REPORT_UNSENT = N_("报送单已经拟好，还没有发出。")
REPORT_AWAITED = N_("报送单已发出，等待区级确认意见；收到后在公函里登记答复。")
TO_CORRECT = N_("更正申报")
CORRECT_FIRST = N_(
    "核对结果与申报不一致，申请人无异议：请按核对结果更正收入和财产并保存，再重新核算、写初审意见。"
)
TO_CONFIRM = N_("已报送，等待区级在门户里确认。")
_NEEDED = {
    VISIT: Need(N_("入户调查"), "services.record_investigation", step=VISIT),
    CHECK: Need(N_("家庭经济状况核对"), "services.request_data_check", step=CHECK),
    OPINION: Need(N_("初审意见"), "services.write_opinion", step=OPINION),
    NOTICE: Need(N_("初审公示"), "services.announce", step=NOTICE),
    DISTRICT_VISIT: Need(N_("区级入户核查"), "services.report_household", step=DISTRICT_VISIT),
    REPORT: Need(N_("报送确认"), "services.report_household", step=REPORT),
}


def next_steps(applications: Sequence[Application], on: dt.date) -> dict[int, Need | None]:
    """By key; None for those that only wait for review or decision."""
    declarations = _declarations([one.id for one in applications])
    notices = find_notices(Application.__name__, [one.id for one in applications])
    found: dict[int, Need | None] = {}
    for application in applications:
        declaration = declarations.get(application.id)
        if declaration is None:
            continue
        if declaration.ended_on is not None:
            need = None
        elif application.state == "accepted":
            need = _before_review(application, declaration, notices.get(application.id), on)
        else:
            need = _before_decision(application, declaration)
        found[application.id] = need
    return found


def may_take(application: Application, declaration: HouseholdDeclaration | None, step: str) -> bool:
    """Whether the order of the steps allows this one now: the opinion after visit and check, the notice after the opinion."""
    done = {one.code for one in application.steps}
    if declaration is None or declaration.ended_on is not None:
        return False
    if step == OPINION:
        return {VISIT, CHECK} <= done and not uncorrected(declaration)
    if step == NOTICE:
        opinion = current_opinion(declaration)
        notice = find_notices(Application.__name__, [application.id]).get(application.id)
        agreed = opinion is not None and opinion.opinion == "agree"
        return agreed and state_of_notice(notice).stage in {"none", "post_again"}
    if step == REPORT:
        return goes_to_district(declaration) and current_confirmation(declaration) is None
    return step != DISTRICT_VISIT or bool(declaration.relatives)


def _declarations(keys: list[int]) -> dict[int, HouseholdDeclaration]:
    statement = (
        select(HouseholdDeclaration)
        .where(HouseholdDeclaration.application_id.in_(keys))
        .options(
            joinedload(HouseholdDeclaration.application),
            selectinload(HouseholdDeclaration.checks).joinedload(DataCheck.letter),
            selectinload(HouseholdDeclaration.opinions),
            selectinload(HouseholdDeclaration.confirmations).joinedload(SupportConfirmation.letter),
            selectinload(HouseholdDeclaration.relatives),
        )
    )
    return {one.application_id: one for one in session.scalars(statement)}


def _before_review(
    application: Application, declaration: HouseholdDeclaration, notice: PublicNotice | None, on: dt.date
) -> Need | None:
    done = {one.code for one in application.steps}
    if VISIT not in done:
        return _NEEDED[VISIT]
    if CHECK not in done:
        return _check(declaration)
    opinion = current_opinion(declaration)
    if opinion is None:
        return _correction(application, declaration) or _NEEDED[OPINION]
    return until_notice_is_over(_NEEDED[NOTICE], notice, on) if opinion.opinion == "agree" else None


def _correction(application: Application, declaration: HouseholdDeclaration) -> Need | None:
    stale = uncorrected(declaration)
    if not stale:
        return None
    way = (N_("更正申报"), f"/services/applications/{application.id}/declaration/{stale[0]}")
    return Need(TO_CORRECT, "services.declare_household", sentence=CORRECT_FIRST, way_out=way)


def _check(declaration: HouseholdDeclaration) -> Need:
    check = newest_check(declaration)
    if check is None or check.state != "requested" or check.letter is None:
        return _NEEDED[CHECK]
    return until_letter_is_answered(_NEEDED[CHECK], check.letter, UNSENT, AWAITED)


def _before_decision(application: Application, declaration: HouseholdDeclaration) -> Need | None:
    done = {one.code for one in application.steps}
    if not goes_to_district(declaration) or REPORT in done:
        return None
    confirmation = current_confirmation(declaration)
    if confirmation is None:
        return _NEEDED[REPORT]
    if declaration.relatives and DISTRICT_VISIT not in done:
        return _NEEDED[DISTRICT_VISIT]
    if confirmation.way == "post":
        return Need(N_("审核确认"), "services.confirm_household", step=REPORT, sentence=TO_CONFIRM)
    if confirmation.letter is None:
        return _NEEDED[REPORT]
    return until_letter_is_answered(_NEEDED[REPORT], confirmation.letter, REPORT_UNSENT, REPORT_AWAITED)
