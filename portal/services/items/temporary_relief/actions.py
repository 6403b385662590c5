"""The verbs of temporary relief: finding the sum, aid first, the district's answer, the receipt, the papers of the decision."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from portal import audit, clock
from portal.actor import Actor
from portal.almanac.queries import due_after
from portal.db import session
from portal.documents.actions import issue_document
from portal.errors import N_, RuleBroken
from portal.residents.models import Resident
from portal.services import documents as hall_documents
from portal.services.actions.decision import note_step
from portal.services.assistance.months import month_of
from portal.services.assistance.schemes import AREAS, MINIMUM_LIVING
from portal.services.assistance.standards import terms_on as standard_terms
from portal.services.items.temporary_relief import documents, queries, signing, terms
from portal.services.items.temporary_relief.definition import ASSESS, DISTRICT, EMERGENCY
from portal.services.items.temporary_relief.models import DISTRICT_ANSWERS, FORMS, TemporaryRelief
from portal.services.models import Application
from portal.units.queries import street_above

ASSESSABLE = frozenset({"draft", "supplementing", "accepted"})
LONGEST = 300


def assess_relief(
    actor: Actor,
    application: Application,
    *,
    version: int | None,
    percent: int,
    persons: int,
    form: str,
    area: str = "urban",
    goods: str = "",
) -> TemporaryRelief:
    """Find the sum: percent of the monthly standard. It may be found before acceptance, for aid that comes first.

    Raises RuleBroken at `percent`, `persons`, `form`, `goods` or `area`, Conflict when out of date.
    """
    actor.must("services.assess_relief")
    application.expect_version(version)
    relief = queries.find_relief(application)
    if application.state not in ASSESSABLE or (relief is not None and relief.is_first):
        raise RuleBroken(None, N_("现在不能再核定金额。"))
    _check_choices(form, area, goods)
    today = clock.today()
    chosen = terms.terms_on(application.business, application.unit_id, today)
    _not_too_often(application, chosen, today)
    standard = _standard_fen(application, area, today)
    found: dict[str, Any] = {
        "kind": application.business,
        "persons": persons,
        "area": area,
        "standard_fen": standard,
        "percent": percent,
        "amount_fen": terms.reckon(standard, percent, persons, chosen),
        "form": form,
        "goods": goods.strip()[:200],
        "assessed_by": actor.account_id,
        "assessed_on": today,
    }
    if relief is None:
        relief = TemporaryRelief(application=application, **_told(application), **found)
        session.add(relief)
    for name, value in found.items():
        setattr(relief, name, value)
    application.touch()
    session.flush()
    audit.record(actor, "services.assess_relief", application, percent=percent, fen=relief.amount_fen)
    if application.state == "accepted":
        _sign_assessment(actor, application, relief)
    return relief


def sign_accepted(actor: Actor, application: Application) -> None:
    """The application was accepted: what was assessed before counts as the step, and the papers of aid given first are there."""
    relief = queries.find_relief(application)
    if relief is None:
        return
    _sign_assessment(actor, application, relief)


def _sign_assessment(actor: Actor, application: Application, relief: TemporaryRelief) -> None:
    note_step(actor, application, ASSESS, documents.sum_text(relief))
    signing.sign_if_next(actor, application, signing.HANDLE)


def _told(application: Application) -> dict[str, Any]:
    """What the application says, as it is kept with the relief; raises RuleBroken while it says too little."""
    answers = application.answers or {}
    missing = [code for code in ("reason", "event_on", "need") if not answers.get(code)]
    if missing or application.resident_id is None:
        raise RuleBroken(None, N_("请先在申请表中填写困难原因、发生日期和需要的帮助。"))
    event = answers["event_on"]
    return {
        "resident_id": application.resident_id,
        "unit_id": application.unit_id,
        "event_on": event if isinstance(event, dt.date) else dt.date.fromisoformat(str(event)),
        "reason": str(answers["reason"]),
        "need": str(answers["need"]),
        "place": str(answers.get("place", ""))[:200],
    }


def _standard_fen(application: Application, area: str, today: dt.date) -> int:
    """The monthly standard of minimum living in force at the application's street; raises RuleBroken for none."""
    street = street_above(application.unit_id, today)
    street_id = street.id if street else application.unit_id
    return standard_terms(MINIMUM_LIVING, area, month_of(today), street_id=street_id).standard_fen


def _check_choices(form: str, area: str, goods: str) -> None:
    if form not in FORMS or area not in AREAS:
        raise RuleBroken("form", N_("请从所列选项中选择。"))
    if form != "cash" and not goods.strip():
        raise RuleBroken("goods", N_("请写明给什么实物，或者转介到哪里。"))


def _not_too_often(application: Application, chosen: terms.ReliefTerms, today: dt.date) -> None:
    before = queries.count_in_year(application.resident_id or 0, today.year, application.id)
    if before >= chosen.times:
        raise RuleBroken(
            "percent",
            N_("今年已救助 %(count)s 次，达到一年 %(times)s 次的上限；情况特殊的，请由管理员调整设置。"),
            count=before,
            times=chosen.times,
        )


def give_first(
    actor: Actor, application: Application, *, version: int | None, because: str
) -> TemporaryRelief:
    """Let aid come before the papers (先行救助, 社会救助法 art. 50): urgent and small; the papers follow within the set days.

    Raises RuleBroken at `because`, and where it is not urgent, not small, or not assessed.
    """
    actor.must("services.give_relief_first")
    application.expect_version(version)
    relief = _assessed(application)
    today = clock.today()
    chosen = terms.terms_on(relief.kind, application.unit_id, today)
    if relief.is_first or application.state not in ASSESSABLE:
        raise RuleBroken(None, N_("现在不能先行救助。"))
    if relief.kind != EMERGENCY:
        raise RuleBroken(None, N_("只有急难型可以先行救助。"))
    if relief.amount_fen > chosen.small_fen:
        raise RuleBroken(None, N_("超过小额限额，不能先行救助，请按程序审批。"))
    if not because.strip():
        raise RuleBroken("because", N_("请写明为什么不能等手续。"))
    limit = due_after(today, chosen.paper_days).due
    relief.papers_due_on, relief.is_first = limit, True
    relief.first_on, relief.first_by = today, actor.account_id
    relief.first_because = because.strip()[:LONGEST]
    application.touch()
    session.flush()
    audit.record(actor, "services.give_relief_first", application, fen=relief.amount_fen, because=because)
    return relief


def enter_relief_answer(
    actor: Actor,
    application: Application,
    *,
    version: int | None,
    answer: str,
    number: str,
    on: dt.date,
    note: str = "",
) -> TemporaryRelief:
    """The district's answer to a sum above the street's limit: by its letter's number, or by a district post itself.

    Raises RuleBroken at `answer`, `number` or `on`, Conflict when out of date.
    """
    actor.must("services.enter_relief_answer")
    application.expect_version(version)
    relief = _assessed(application)
    if application.state != "reviewed" or not goes_to_district(relief):
        raise RuleBroken(None, N_("这一申请不需要或者还不能登记区级意见。"))
    if answer not in DISTRICT_ANSWERS:
        raise RuleBroken("answer", N_("请选择审批意见。"))
    if not number.strip() and actor.role != "district":
        raise RuleBroken("number", N_("请填写区级批复的文号。"))
    if on > clock.today():
        raise RuleBroken("on", N_("日期不能晚于今天。"))
    return note_district(actor, relief, answer, number=number, on=on, note=note)


def note_district(
    actor: Actor, relief: TemporaryRelief, answer: str, *, number: str, on: dt.date, note: str
) -> TemporaryRelief:
    """Keep the district's answer, typed or heard from its letter; raises RuleBroken once the application is decided."""
    application = relief.application
    if application.state != "reviewed":
        raise RuleBroken(None, N_("这一申请不需要或者还不能登记区级意见。"))
    relief.district_answer, relief.district_number = answer, number.strip()[:80]
    relief.district_on, relief.district_note = on, note.strip()[:1000]
    note_step(actor, application, DISTRICT, f"{DISTRICT_ANSWERS[answer]} {relief.district_number}".strip())
    application.touch()
    session.flush()
    audit.record(actor, "services.enter_relief_answer", application, answer=answer, number=number)
    return relief


def goes_to_district(relief: TemporaryRelief) -> bool:
    """Whether the sum is above what the street may approve itself."""
    chosen = terms.terms_on(relief.kind, relief.unit_id, relief.assessed_on)
    return relief.amount_fen > chosen.small_fen


def record_relief_receipt(
    actor: Actor, application: Application, *, version: int | None, receiver: str = "", relation: str = ""
) -> TemporaryRelief:
    """Somebody signed for aid that was given first: the person, or another with name and relation. Raises RuleBroken."""
    actor.must("services.collect_result")
    application.expect_version(version)
    relief = _assessed(application)
    if not relief.is_first or relief.received_on is not None:
        raise RuleBroken(None, N_("没有等待签收的先行救助。"))
    if receiver.strip() and not relation.strip():
        raise RuleBroken("relation", N_("请填写领取人与申请人的关系。"))
    enter_receipt(actor, relief, receiver.strip() or application.subject_name, relation.strip())
    application.touch()
    session.flush()
    audit.record(actor, "services.record_relief_receipt", application, receiver=relief.receiver)
    return relief


def enter_receipt(actor: Actor, relief: TemporaryRelief, receiver: str, relation: str) -> None:
    """Who took it, today; what was signed for before stays."""
    if relief.received_on is None:
        relief.receiver, relief.receiver_relation = receiver[:100], relation[:50]
        relief.received_on, relief.handed_by = clock.today(), actor.account_id


def issue_papers(actor: Actor, application: Application, on: dt.date) -> str:
    """Issue the approval form and the notice of a granted relief, and say what it is."""
    relief = _assessed(application)
    subject: dict[str, Any] = {"unit_id": application.unit_id, "subject": application, "on": on}
    relief.approval = issue_document(
        actor, kind="relief_approval", facts=documents.approval_form(application, relief), **subject
    )
    relief.notice = issue_document(
        actor,
        kind="relief_notice",
        facts=documents.relief_notice(application, relief),
        last_fours=hall_documents.last_fours(application),
        **subject,
    )
    if relief.is_first:
        relief.papers_done_on = relief.papers_done_on or on
    session.flush()
    return documents.sum_text(relief)


def _assessed(application: Application) -> TemporaryRelief:
    relief = queries.find_relief(application)
    if relief is None:
        raise RuleBroken(None, N_("请先核定救助金额。"))
    return relief


def move(actor: Actor, *, gone: Resident, kept: Resident) -> list[int]:
    """Let reliefs follow a merge."""
    statement = select(TemporaryRelief).where(TemporaryRelief.resident_id == gone.id)
    rows = list(session.scalars(statement.order_by(TemporaryRelief.id)))
    for row in rows:
        row.resident_id = kept.id
    session.flush()
    return [row.id for row in rows]


def move_back(actor: Actor, *, gone: Resident, kept: Resident, moved: list[int]) -> None:
    """Undo `move`."""
    for key in moved:
        session.get_one(TemporaryRelief, key).resident_id = gone.id
    session.flush()
