"""Made-up households that apply for low-income support, at every stage up to the grant. Called inside a transaction, after the
catalogue was filled (`services.seed`) and a standard made (`assistance.make_standard`).
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any

from portal import clock
from portal.residents import actions as register
from portal.residents.groups import Household
from portal.residents.models import Resident
from portal.services import actions as hall
from portal.services import checklist
from portal.services.items.minimum_living import actions
from portal.services.items.minimum_living.actions import (
    Answer,
    HeadBlock,
    LineEntry,
    MemberEntry,
    RelativeEntry,
    Visit,
)
from portal.services.items.minimum_living.models import HouseholdDeclaration
from portal.services.items.minimum_living.queries import find_declaration, signatures
from portal.services.models import Application
from portal.services.notices import actions as board
from portal.services.notices.models import PublicNotice
from tests.factories import assistance, letters, residents, services, staff
from tests.files import sample

TODAY = dt.date(2026, 11, 22)
MOTHER_BIRTH = dt.date(1985, 3, 9)
RELATIVE = RelativeEntry(None, "李试", "社区居委会委员", "姐姐")


def seed() -> None:
    """The catalogue, the calendar and a standard of 640.00 yuan."""
    services.seed()
    assistance.make_standard()


def family(
    *births: dt.date, relations: Sequence[str] = (), number: str = "1199010101", **head: Any
) -> tuple[Household, list[Resident]]:
    """A household of C1: a head (born 1985 unless said) and others born on these days, 子 unless `relations` says otherwise."""
    clerk = staff.actor("clerk")
    first = residents.make_resident(**{"birth_date": MOTHER_BIRTH, "name": "王试样", **head})
    household = residents.make_household(first, number=number)
    people = [first]
    for place, birth in enumerate(births):
        relation = relations[place] if place < len(relations) else "20"
        other = residents.make_resident(birth_date=birth, name=f"王试{'甲乙丙丁'[place]}")
        register.add_household_member(
            clerk, household, version=None, resident=other, relation=relation, since=dt.date(2026, 1, 1)
        )
        people.append(other)
    return household, people


def draft(
    household: Household, people: Sequence[Resident], *, business: str = "family", **more: Any
) -> Application:
    """A draft of this household, brought by its first member."""
    clerk = staff.actor("clerk")
    visit = hall.start_visit(
        clerk,
        unit_id=clerk.unit_id or 0,
        items=["minimum_living"],
        resident_id=people[0].id,
        household_id=household.id,
        business=business,
        **more,
    )
    return visit.applications[0]


def declared(
    application: Application,
    people: Sequence[Resident],
    *,
    income_fen: int = 0,
    relations: Sequence[str] = (),
    relatives: Sequence[RelativeEntry] = (),
    alone: Mapping[str, Any] | None = None,
    **details: Any,
) -> HouseholdDeclaration:
    """Every page filled in: these people, a wage of the first one a month, no property, no supporters; `alone` is the ground
    of one who applies alone."""
    clerk = staff.actor("clerk")
    codes = ["01", *(relations or ["20"] * (len(people) - 1))]
    entries = [MemberEntry(p.id, code, details) for p, code in zip(people, codes, strict=True)]
    found = actions.save_family(clerk, application, version=None, members=entries)
    wage = (
        [LineEntry("wages", found.members[0].id, {"fen": income_fen, "per": "month"})] if income_fen else []
    )
    actions.save_income(clerk, application, version=None, incomes=wage)
    actions.save_property(clerk, application, version=None, lines=[])
    actions.save_supporters(clerk, application, version=None, supporters=[])
    actions.register_relatives(clerk, application, version=None, relatives=relatives, has_none=not relatives)
    block = HeadBlock(
        reasons=["illness"],
        bank_name="示范银行示范支行",
        account=assistance.ACCOUNT,
        account_holder=people[0].name,
        has_promised=True,
        alone=alone or {},
    )
    return actions.save_head(clerk, application, version=None, block=block)


def authorised(declaration: HouseholdDeclaration, *, but: Sequence[int] = ()) -> HouseholdDeclaration:
    """Everybody has given the authorisation, except the residents `but`; for minors the first member signs."""
    for one in signatures(declaration, clock.today()):
        if one.member.resident_id in but:
            continue
        guardian = declaration.applicant.name if one.is_minor else ""
        answer = Answer(one.member.id, "given", clock.today(), signer=guardian)
        actions.enter_authorisation(staff.actor("clerk"), declaration, version=None, answer=answer)
    return declaration


def accepted(
    household: Household, people: Sequence[Resident], *, business: str = "family", **more: Any
) -> HouseholdDeclaration:
    """An accepted application with its declaration."""
    application = draft(household, people, business=business)
    declaration = authorised(declared(application, people, **more))
    checklist.sync(application, clock.today())
    services.checked(application)
    hall.accept_application(staff.actor("clerk"), application, version=None)
    return declaration


def investigated(declaration: HouseholdDeclaration) -> HouseholdDeclaration:
    """Visited at home by two, and checked with an answer that agrees."""
    clerk = staff.actor("clerk")
    found = {"housing": "租住一室", "living": "生活困难，情况属实"}
    visit = Visit("home", clock.today(), "测试甲", "测试乙", declaration.applicant.name, found)
    actions.record_investigation(clerk, declaration, version=None, visit=visit)
    check = actions.request_data_check(clerk, declaration, version=None)
    answer(check.letter, "confirmed")
    return declaration


def answer(letter: Any, outcome: str, **more: Any) -> None:
    """Send a letter and enter what came back."""
    from portal.letters.actions import send_letter

    send_letter(staff.actor("clerk"), letter)
    letters.answered(letter, outcome, **more)


def opined(declaration: HouseholdDeclaration, opinion: str = "agree", **more: Any) -> HouseholdDeclaration:
    """With a preliminary opinion on it."""
    given = {"category": "B"} if opinion == "agree" else {"reason": "人均收入不低于标准"}
    actions.write_opinion(
        staff.actor("clerk"), investigated(declaration), version=None, opinion=opinion, **(given | more)
    )
    return declaration


def announced(declaration: HouseholdDeclaration, **more: Any) -> PublicNotice:
    """With its public notice drawn up, planned for today."""
    reviewer = staff.actor("reviewer")
    return actions.announce_opinion(
        reviewer, opined(declaration, **more), version=None, phone="0999-1234567", place="和平社区居委会"
    )


def noticed(declaration: HouseholdDeclaration, **more: Any) -> HouseholdDeclaration:
    """With its public notice over: posted, taken down, and the sealed slip in; today moves to the day after the last."""
    notice, worker = announced(declaration, **more), staff.actor("community")
    board.post_notice(worker, notice, version=None, place="社区公示栏", photo=photo())
    clock.fix_today(notice.until + dt.timedelta(days=1))
    board.remove_notice(worker, notice, version=None, photo=photo())
    board.enter_return_slip(worker, notice, version=None, result="none", scan=photo())
    return declaration


def reviewed(declaration: HouseholdDeclaration, **more: Any) -> HouseholdDeclaration:
    """Reviewed by another post."""
    application = noticed(declaration, **more).application
    hall.review_application(staff.actor("reviewer"), application, version=None, opinion="agree")
    return declaration


def reported(declaration: HouseholdDeclaration, way: str = "post", **more: Any) -> HouseholdDeclaration:
    """Reported to the district."""
    actions.report_household(staff.actor("clerk"), reviewed(declaration, **more), version=None, way=way)
    return declaration


def granted(declaration: HouseholdDeclaration, **more: Any) -> HouseholdDeclaration:
    """Confirmed by the district's post and decided by the street's leader."""
    found = reported(declaration, **more)
    actions.confirm_household(staff.actor("district"), found, version=None, answer="confirmed")
    hall.decide_application(staff.actor("leader"), found.application, version=None, result="granted")
    return found


def photo() -> tuple[io.BytesIO, str]:
    """A photograph as it is uploaded."""
    return io.BytesIO(sample.picture()), "现场.jpg"


def again(application_id: int, username: str = "clerk") -> tuple[Application, HouseholdDeclaration]:
    """The application and its declaration read anew."""
    application = services.reload(application_id, username)
    found = find_declaration(application)
    assert found is not None
    return application, found
