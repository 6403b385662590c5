"""The visit at home: two people find out about the three conditions, and what the person cannot do alone (自理能力评估)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.files.models import StoredFile
from portal.services.actions.decision import note_step
from portal.services.assistance.rules.terms import CARE_LEVELS, SELF_CARE, care_level
from portal.services.assistance.schemes import AREAS
from portal.services.items.destitute_support import queries
from portal.services.items.destitute_support.definition import VISIT
from portal.services.items.destitute_support.models import DestituteCase
from portal.services.items.destitute_support.rules import DISABILITIES, GRADES, SUPPORTERS, Found
from portal.services.models import Application

LONGEST = 1000


@dataclass(frozen=True)
class Visit:
    """Who went when, who signed, and what was found."""

    visited_on: dt.date
    first_name: str
    second_name: str
    signed_by: str
    area: str
    found: Found
    file: StoredFile | None = None


def record_visit(
    actor: Actor, application: Application, *, version: int | None, visit: Visit
) -> DestituteCase:
    """Record the visit; the level of care follows from what somebody cannot do alone. Another visit
    takes its place until the opinion.

    Raises RuleBroken at `visited_on`, `second_name` (two different people), `signed_by`, `area`, `disability`, `income`,
    `supporters` or `about_supporters`; Conflict when out of date.
    """
    actor.must("services.record_investigation")
    application.expect_version(version)
    case = queries.find_case(application)
    if application.state != "accepted" or (case is not None and case.opinion):
        raise RuleBroken(None, N_("受理以后、写初审意见以前才能登记入户调查。"))
    _check(visit, application.accepted_on or clock.today())
    _check_found(visit)
    if application.resident is None or application.resident.birth_date is None:
        raise RuleBroken(None, N_("请先在居民档案中补登出生日期。"))
    if case is None:
        case = DestituteCase(application=application, resident=application.resident)
        session.add(case)
    case.visited_on, case.signed_by = visit.visited_on, visit.signed_by.strip()[:100]
    case.first_name, case.second_name = visit.first_name.strip()[:100], visit.second_name.strip()[:100]
    case.visited_by, case.area, case.found = actor.account_id, visit.area, visit.found.to_plain()
    case.care_level = care_level(len(visit.found.failed))
    case.visit_file_id = visit.file.id if visit.file else case.visit_file_id
    application.touch()
    session.flush()
    audit.record(actor, "services.record_investigation", application, day=visit.visited_on)
    told = f"{case.first_name}、{case.second_name} {CARE_LEVELS[case.care_level]}"
    entered_later = visit.visited_on != clock.today()
    note_step(actor, application, VISIT, f"{visit.visited_on} {told}" if entered_later else told)
    return case


def _check(visit: Visit, accepted_on: dt.date) -> None:
    if not accepted_on <= visit.visited_on <= clock.today():
        raise RuleBroken("visited_on", N_("调查日期须在受理之后，且不晚于今天。"))
    first, second = visit.first_name.strip(), visit.second_name.strip()
    if not first or not second or first == second:
        raise RuleBroken("second_name", N_("调查人须有两人，且不是同一人。"))
    if not visit.signed_by.strip():
        raise RuleBroken("signed_by", N_("请填写签字人：本人或者在场的亲属、照料人。"))


def _check_found(visit: Visit) -> None:
    found = visit.found
    if visit.area not in AREAS or set(found.failed) - set(SELF_CARE) or found.supporters not in SUPPORTERS:
        raise RuleBroken("area", N_("请从所列选项中选择。"))
    if found.disability not in DISABILITIES or bool(found.disability) != bool(found.grade):
        raise RuleBroken("disability", N_("残疾类别和等级要么都选，要么都不选。"))
    if found.grade not in GRADES or not 0 <= found.income_fen < 10_000_000:
        raise RuleBroken("income", N_("请填写每月收入，没有收入填 0。"))
    if found.supporters == "unable" and not found.about_supporters.strip():
        raise RuleBroken("about_supporters", N_("请写明义务人是谁、为什么没有履行能力。"))
    if max(len(found.about_supporters), len(found.note)) > LONGEST:
        raise RuleBroken("note", N_("最多 %(most)s 个字。"), most=LONGEST)
