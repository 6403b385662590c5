"""Entering what was accepted on paper during an outage (停电停网补录): its own day, the old paper's number, no second receipt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from portal import audit
from portal.actor import Actor
from portal.documents.actions import declare_number
from portal.services import answers as shapes
from portal.services import checklist
from portal.services.actions.acceptance import accept_application, must_be_recent
from portal.services.actions.checking import MaterialCheck, check_materials
from portal.services.actions.drafting import start_visit
from portal.services.models import Application


def record_paper_day(
    actor: Actor,
    *,
    unit_id: int,
    item: str,
    day: dt.date,
    number: str,
    checks: Mapping[str, MaterialCheck],
    resident_id: int | None = None,
    household_id: int | None = None,
    organisation_id: int | None = None,
    agent_id: int | None = None,
    agent_relation: str = "",
    business: str = "",
    answers: Mapping[str, Any] | None = None,
) -> Application:
    """Enter one acceptance of a paper day; it is accepted as of `day` under the paper's `number`.

    Raises RuleBroken at `day` for one in the future or too far back, at `number` for one that is in the book already, and
    whatever acceptance itself refuses.
    """
    actor.must("services.record_paper_day")
    must_be_recent(day)
    visit = start_visit(
        actor,
        unit_id=unit_id,
        items=[item],
        resident_id=resident_id,
        household_id=household_id,
        organisation_id=organisation_id,
        agent_id=agent_id,
        agent_relation=agent_relation,
        business=business,
        on=day,
    )
    application = visit.applications[0]
    application.paper_day = True
    checklist.bind(application, day)
    application.answers = shapes.clean(application.definition, application.business, answers or {})
    check_materials(actor, application, version=None, checks=checks)
    declared = declare_number(actor, unit_id=unit_id, kind="acceptance", text=number, on=day)
    accept_application(actor, application, version=None, on=day, number=declared)
    audit.record(actor, "services.record_paper_day", application, day=day, number=declared.text)
    return application
