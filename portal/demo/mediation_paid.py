"""The demo's case that is paid for: a quarrel settled at the door by a mediator who draws no salary, filed, its volume found
good; the list of payment waits for its second signer."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from portal import clock
from portal.db import session
from portal.demo.diary import Diary
from portal.demo.office import demo_actor, unit_of
from portal.demo.quarrels import parties_of, serve_from_today
from portal.disputes.queries import list_categories
from portal.mediation.agreements.actions.closing import close_case
from portal.mediation.agreements.actions.opinions import give_opinion
from portal.mediation.agreements.actions.settling import Settled, settle_case
from portal.mediation.agreements.actions.visiting import NewVisit, record_visit
from portal.mediation.models import Committee, MediationCase, Mediator
from portal.mediation.volumes.actions.binding import Cover, ask_binding
from portal.mediation.volumes.actions.checking import check_volume
from portal.mediation.volumes.actions.declaring import declare_originals
from portal.mediation.volumes.actions.filing import archive_case
from portal.mediation.volumes.pay.actions import make_pay_list, submit_pay_list
from portal.mediation.volumes.queries import find_volume

KEY = "mediation paid"
MEDIATOR = "陆平安"


def tell_paid(diary: Diary) -> None:
    """From the door to the list of payment."""
    diary.on(diary.ago(17), _settle, diary)
    diary.on(diary.ago(14), _visit_and_close, diary)
    diary.on(diary.ago(13), _bind, diary, asks_job=True)
    diary.on(diary.ago(13), _file, diary)
    diary.on(diary.ago(9), _check, diary)
    diary.on(diary.ago(1), _list, diary)


def _case(diary: Diary) -> MediationCase:
    return session.get_one(MediationCase, diary.keys[KEY])


def _mediator() -> Mediator:
    return session.scalars(select(Mediator).where(Mediator.name == MEDIATOR)).one()


def _settle(diary: Diary) -> None:
    street = unit_of("119901001M").id
    committee = session.scalars(select(Committee).where(Committee.unit_id == street)).one()
    settled = Settled(
        parties=parties_of("枣示例", "榛样本"),
        category_id=next(one.id for one in list_categories(clock.today()) if one.code == "damage"),
        story="电动车倒车碰裂了花坛边的水缸，双方对赔多少有争议。",
        terms="榛样本当场赔偿水缸款150元，双方不再争执。",
        on=clock.today(),
        place="晨光路3号院",
        amount_fen=15_000,
    )
    agreement = settle_case(
        demo_actor("mediator"), committee=committee, mediator=_mediator(), settled=settled
    )
    serve_from_today(agreement.case, hour=15)
    diary.keys[KEY] = agreement.case_id


def _visit_and_close(diary: Diary) -> None:
    who, case, today = demo_actor("mediator"), _case(diary), clock.today()
    visit = NewVisit(
        visited_on=today,
        way="door",
        visited=case.parties[0].name,
        visitor=_mediator(),
        performance="done",
        satisfaction="content",
        situation="赔款当场付清，两家来往如常。",
    )
    record_visit(who, case, version=None, visit=visit)
    close_case(who, case, version=None, result="达成口头协议，当场履行。", on=today)


def _bind(diary: Diary) -> None:
    who, case = demo_actor("mediator"), _case(diary)
    give_opinion(demo_actor("chair"), case, version=None, opinion="同意结案，归档。")
    declare_originals(who, case, version=None)
    ask_binding(who, case, version=None, cover=Cover(bound_on=clock.today()))


def _file(diary: Diary) -> None:
    """Filed, where this machine could make the volume."""
    case = _case(diary)
    volume = find_volume(case)
    if volume is not None and volume.edition:
        archive_case(demo_actor("mediator"), case, version=None)


def _check(diary: Diary) -> None:
    volume = find_volume(_case(diary))
    if volume is not None and volume.edition:
        check_volume(demo_actor("justice"), volume, version=None, result="good")


def _list(diary: Diary) -> None:
    """This quarter's list of payment so far, signed by who drew it up; the street reviews, the leader approves."""
    if _case(diary).state != "archived":
        return
    today = clock.today()
    first = dt.date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    made = make_pay_list(demo_actor("justice"), first=first, last=today)
    if made.lines:
        submit_pay_list(demo_actor("justice"), made, version=None)
