"""Visits: at the home by two named people with the family's signature, to the neighbours, the district's own (57号 16, 20)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.errors import N_, RuleBroken
from portal.files.models import StoredFile
from portal.services.actions.decision import note_step
from portal.services.documents import last_fours
from portal.services.items.minimum_living import documents
from portal.services.items.minimum_living.definition import DISTRICT_VISIT, VISIT
from portal.services.items.minimum_living.models import HouseholdDeclaration, HouseholdInvestigation
from portal.services.items.minimum_living.vocabulary import VISIT_KINDS

_DURING = {"home": "accepted", "neighbour": "accepted", "district": "reviewed"}
_STEPS = {"home": VISIT, "district": DISTRICT_VISIT}
LONGEST = 1000


@dataclass(frozen=True)
class Visit:
    """What two people found. `found` holds `housing`, `living`, `differences`, `opinion` in words; `signed_by` is the member of
    the family, or the neighbour, who signed.
    """

    kind: str
    visited_on: dt.date
    first_name: str
    second_name: str
    signed_by: str = ""
    found: Mapping[str, str] = field(default_factory=dict)
    file: StoredFile | None = None


def record_investigation(
    actor: Actor, declaration: HouseholdDeclaration, *, version: int | None, visit: Visit
) -> HouseholdInvestigation:
    """Record a visit; one at the home issues its form (入户调查表) and completes the step.

    Raises RuleBroken at `visited_on`, `second_name` (two different people), `signed_by` or `differences`.
    """
    actor.must("services.report_household" if visit.kind == "district" else "services.record_investigation")
    declaration.expect_version(version)
    application = declaration.application
    if visit.kind not in VISIT_KINDS or application.state != _DURING[visit.kind]:
        raise RuleBroken(None, N_("这一申请现在不能登记这种调查。"))
    _check(visit, application.accepted_on or clock.today())
    made = HouseholdInvestigation(
        declaration=declaration,
        kind=visit.kind,
        visited_on=visit.visited_on,
        first_name=visit.first_name.strip()[:100],
        second_name=visit.second_name.strip()[:100],
        signed_by=visit.signed_by.strip()[:100],
        found={key: text.strip()[:LONGEST] for key, text in visit.found.items()},
        file=visit.file,
        recorded_by=actor.account_id,
    )
    session.add(made)
    session.flush()
    if visit.kind == "home":
        made.document = issue_document(
            actor,
            kind="investigation_form",
            facts=documents.investigation_form(made),
            unit_id=application.unit_id,
            subject=application,
            last_fours=last_fours(application),
        )
    declaration.touch()
    session.flush()
    audit.record(actor, "services.record_investigation", declaration, kind=visit.kind, day=visit.visited_on)
    if visit.kind in _STEPS:
        names = f"{made.first_name}、{made.second_name}"
        entered_later = visit.visited_on != clock.today()
        told = f"{visit.visited_on} {names}" if entered_later else names
        note_step(actor, application, _STEPS[visit.kind], told)
    return made


def _check(visit: Visit, accepted_on: dt.date) -> None:
    if not accepted_on <= visit.visited_on <= clock.today():
        raise RuleBroken("visited_on", N_("调查日期须在受理之后，且不晚于今天。"))
    first, second = visit.first_name.strip(), visit.second_name.strip()
    if not first or not second or first == second:
        raise RuleBroken("second_name", N_("调查人须有两人，且不是同一人。"))
    if not visit.signed_by.strip():
        message = N_("请填写签字人：入户的由在场的家庭成员签字，邻里访问的由被访人签字。")
        if visit.kind != "district":
            raise RuleBroken("signed_by", message)
    if not any(text.strip() for text in visit.found.values()):
        raise RuleBroken("living", N_("请写明调查到的情况。"))
