"""The verbs of found hardship: a community reports it, the street takes it on as an application or declines it with a reason."""

from __future__ import annotations

import datetime as dt

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.residents.models import Resident
from portal.residents.queries import get_resident
from portal.services import actions as hall
from portal.services.items.temporary_relief.definition import CODE, DEFINITION
from portal.services.items.temporary_relief.models import ReliefReport
from portal.services.items.temporary_relief.reports.queries import find_open
from portal.services.models import Application

CHANNEL = "found"
LONGEST = {"reason": 500, "need": 300, "place": 200}


def report_hardship(
    actor: Actor,
    *,
    resident_id: int,
    kind: str,
    event_on: dt.date,
    persons: int,
    reason: str,
    need: str,
    place: str,
) -> ReliefReport:
    """Report somebody in sudden hardship to the street; one open report a person.

    Raises RuleBroken at `kind`, `event_on`, `persons`, `reason`, `need` or `place`, and for somebody who has died; NotFound.
    """
    actor.must("services.report_hardship")
    person = get_resident(actor, resident_id)
    told = {"reason": reason.strip(), "need": need.strip(), "place": place.strip()}
    _check(person, kind, event_on, persons, told)
    if find_open(person.id) is not None:
        raise RuleBroken(None, N_("%(name)s已经上报，等待街道受理，不用再报。"), name=person.name)
    report = ReliefReport(
        unit_id=actor.unit_id,
        resident=person,
        kind=kind,
        event_on=event_on,
        persons=persons,
        told=told,
        reported_on=clock.today(),
        reported_by=actor.account_id,
    )
    session.add(report)
    session.flush()
    audit.record(actor, "services.report_hardship", report, kind=kind)
    return report


def take_on(actor: Actor, report: ReliefReport, *, version: int | None) -> Application:
    """Take a report on: a draft of temporary relief for the person, with what the community told. Raises RuleBroken, Conflict."""
    actor.must("services.draft_application")
    report.expect_version(version)
    _must_wait(report)
    visit = hall.start_visit(
        actor,
        unit_id=actor.unit_id or report.unit_id,
        items=[CODE],
        resident_id=report.resident_id,
        business=report.kind,
        channel=CHANNEL,
    )
    application = visit.applications[0]
    answers = {**(report.told or {}), "event_on": report.event_on.isoformat(), "persons": str(report.persons)}
    hall.save_answers(actor, application, version=None, answers=answers, business=report.kind)
    _settle(actor, report, "taken")
    report.application = application
    session.flush()
    audit.record(actor, "services.take_on_hardship", report, state="taken")
    return application


def decline(actor: Actor, report: ReliefReport, *, version: int | None, answer: str) -> ReliefReport:
    """Say why a report is not taken on; the community reads it. Raises RuleBroken at `answer`, Conflict."""
    actor.must("services.draft_application")
    report.expect_version(version)
    _must_wait(report)
    if not answer.strip():
        raise RuleBroken("answer", N_("请写明为什么不转办，社区会看到。"))
    report.answer = answer.strip()[:300]
    _settle(actor, report, "declined")
    session.flush()
    audit.record(actor, "services.take_on_hardship", report, state="declined", reason=report.answer)
    return report


def _settle(actor: Actor, report: ReliefReport, state: str) -> None:
    report.state, report.settled_on, report.settled_by = state, clock.today(), actor.account_id


def _must_wait(report: ReliefReport) -> None:
    if report.state != "reported":
        raise RuleBroken(None, N_("这一条已经办理过了。"))


def _check(person: Resident, kind: str, event_on: dt.date, persons: int, told: dict[str, str]) -> None:
    if person.death_date is not None:
        raise RuleBroken(None, N_("%(name)s已登记为死亡，不能再申请。"), name=person.name)
    if kind not in {business.code for business in DEFINITION.businesses}:
        raise RuleBroken("kind", N_("请从所列选项中选择。"))
    if event_on > clock.today():
        raise RuleBroken("event_on", N_("日期不能晚于今天。"))
    if not 1 <= persons <= 99:
        raise RuleBroken("persons", N_("共同生活人数至少为 1。"))
    for name, text in told.items():
        if not text:
            raise RuleBroken(name, N_("请填写这一项。"))
        if len(text) > LONGEST[name]:
            raise RuleBroken(name, N_("最多 %(most)s 个字。"), most=LONGEST[name])
