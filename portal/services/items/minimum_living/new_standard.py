"""Applications whose opinion was written before a new standard: what they come to by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from portal import clock
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.letters.models import Letter
from portal.services.assistance.adjustments.left_behind import LeftBehind
from portal.services.assistance.adjustments.models import Adjustment
from portal.services.assistance.months import month_text
from portal.services.assistance.rules.reckoning import Reckoning
from portal.services.assistance.rules.sheet import yuan
from portal.services.assistance.schemes import FLAT, MINIMUM_LIVING
from portal.services.items.minimum_living.actions.confirming import reported_by
from portal.services.items.minimum_living.actions.granting import granted_sheet, renewed_sheet
from portal.services.items.minimum_living.definition import CODE, HOUSEHOLD_SUM
from portal.services.items.minimum_living.models import HouseholdDeclaration
from portal.services.items.minimum_living.queries import current_opinion
from portal.services.models import Application, ServiceItem
from portal.services.states import RUNNING
from portal.units.queries import street_above

BY_ITSELF = N_("初审意见按原标准核算；建档时自动按新标准核算，金额随之改变")
AGAIN = N_("初审意见按原标准核算，按新标准结论不同，须退回重新作出初审意见")

ANSWER_RENEWED = N_(
    "%(month)s起的保障标准是 %(standard)s 元，报送的初审意见按 %(former)s 元核算。登记“同意”后，建档时按新标准核算，"
    "月保障金由 %(was)s 元变为 %(now)s 元；请先与区级核实，答复同意的是不是这个金额。"
)
ANSWER_OVERTAKEN = N_(
    "%(month)s起的保障标准是 %(standard)s 元，报送的初审意见按 %(former)s 元核算，按新标准结论不同：登记“同意”后也不能决定。"
    "请先与区级联系，由区级退回，重新作出初审意见。"
)


@dataclass(frozen=True)
class NewStandard:
    """What a case's opinion says, and what is granted by the standard of the first month; sums in fen."""

    month: dt.date
    former_standard_fen: int
    standard_fen: int
    former_fen: int
    fen: int
    is_same_judgement: bool


def new_standard_of(declaration: HouseholdDeclaration, on: dt.date | None = None) -> NewStandard | None:
    """Where the standard of the first month is no longer that of the opinion; None where it is, or nothing was written."""
    opinion = current_opinion(declaration)
    if opinion is None or not opinion.sheet or declaration.application.issued_on is not None:
        return None
    day = on or clock.today()
    sheet = Reckoning.from_plain(opinion.sheet)
    now = renewed_sheet(declaration, sheet, day)
    if now is sheet:
        return None
    try:
        granted_sheet(declaration, day)
        same = True
    except RuleBroken:
        same = False
    return NewStandard(
        now.terms.month, sheet.standard_fen, now.standard_fen, opinion.total_fen, now.total_fen, same
    )


def advice_before_answer(letter: Letter) -> RuleBroken | None:
    """What whoever enters the district's answer by letter must know: the report's figures are of a standard that is over."""
    confirmation = reported_by(letter)
    new = new_standard_of(confirmation.declaration) if confirmation and not confirmation.answer else None
    if new is None:
        return None
    return RuleBroken(
        None,
        ANSWER_RENEWED if new.is_same_judgement else ANSWER_OVERTAKEN,
        month=month_text(new.month),
        standard=yuan(new.standard_fen),
        former=yuan(new.former_standard_fen),
        was=yuan(new.former_fen),
        now=yuan(new.fen),
    )


def left_behind(adjustment: Adjustment) -> Iterator[LeftBehind]:
    """The applications of a batch's scheme and area that run with an opinion by the old standard."""
    if adjustment.scheme not in {MINIMUM_LIVING, FLAT}:
        return
    statement = (
        select(HouseholdDeclaration)
        .join(Application, Application.id == HouseholdDeclaration.application_id)
        .join(ServiceItem, ServiceItem.id == Application.item_id)
        .where(
            ServiceItem.code == CODE,
            Application.state.in_(RUNNING),
            HouseholdDeclaration.area == adjustment.area,
            HouseholdDeclaration.opinions.any(),
        )
        .order_by(Application.id)
    )
    today = clock.today()
    for declaration in session.scalars(statement):
        application = declaration.application
        street = street_above(application.unit_id, today)
        is_flat = application.business == HOUSEHOLD_SUM
        if (street.id if street else 0) != adjustment.street_id or is_flat != (adjustment.scheme == FLAT):
            continue
        found = new_standard_of(declaration, today)
        opinion = current_opinion(declaration)
        if found is None or opinion is None or (opinion.opinion != "agree" and found.is_same_judgement):
            continue
        yield LeftBehind(
            application.number or "",
            application.subject_name,
            f"/services/applications/{application.id}",
            BY_ITSELF if found.is_same_judgement else AGAIN,
            found.month,
        )
