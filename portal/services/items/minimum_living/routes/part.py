"""What the case's own page shows of low-income support: how far the declaration is, and the one thing to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from portal.actor import Actor
from portal.errors import N_
from portal.services.items.minimum_living import queries
from portal.services.items.minimum_living.actions.confirming import goes_to_district
from portal.services.items.minimum_living.definition import (
    CHECK,
    DISTRICT_VISIT,
    NOTICE,
    OPINION,
    REPORT,
    VISIT,
)
from portal.services.items.minimum_living.models import HouseholdDeclaration
from portal.services.items.minimum_living.routes.declaration import VIEWS, sheet_or_reason, shown_sections
from portal.services.models import Application
from portal.services.notices.queries import find_notice, state_of
from portal.services.states import BEFORE_ACCEPTANCE, RUNNING

# What stands next, in order, with the page that does it and the right that opens it.
_NEXT = (
    (VISIT, N_("登记入户调查"), "minimum_living.record_investigation", "services.record_investigation"),
    (CHECK, N_("经济状况核对"), "minimum_living.request_data_check", "services.request_data_check"),
    (OPINION, N_("写初审意见"), "minimum_living.write_opinion", "services.write_opinion"),
    (NOTICE, N_("生成公示单"), "minimum_living.announce_opinion", "services.announce"),
    (
        DISTRICT_VISIT,
        N_("登记区级入户核查"),
        "minimum_living.record_district_visit",
        "services.report_household",
    ),
    (REPORT, N_("报送确认"), "minimum_living.report_household", "services.report_household"),
)


@dataclass(frozen=True)
class Door:
    """A page that leads on, in words."""

    label: str
    href: str


def work_part(actor: Actor, application: Application) -> dict[str, Any] | None:
    """The part in the middle of the case's page."""
    declaration = queries.find_declaration(application)
    is_open = application.state in BEFORE_ACCEPTANCE
    sheet, obstacle = sheet_or_reason(declaration) if declaration is not None else (None, "")
    notice = state_of(application) if application.state in RUNNING else None
    return {
        "application": application,
        "declaration": declaration,
        "sections": shown_sections(application, declaration) if is_open else (),
        "may_declare": actor.can("services.declare_household"),
        "door": _door(actor, application, declaration),
        "others": _others(actor, application, declaration),
        "sheet": sheet,
        "obstacle": obstacle,
        # Whoever reviews is told the same beside the locked button.
        "notice": notice
        if notice and notice.notice and not actor.can("services.review_application")
        else None,
        "opinion": queries.current_opinion(declaration) if declaration else None,
        "confirmation": queries.current_confirmation(declaration) if declaration else None,
    }


def _door(actor: Actor, application: Application, declaration: HouseholdDeclaration | None) -> Door | None:
    """The one page that leads on for this reader."""
    if application.state in BEFORE_ACCEPTANCE:
        return _next_section(actor, application, declaration)
    if declaration is None or declaration.ended_on is not None or application.state not in RUNNING:
        return None
    if application.state == "reviewed" and _waits_for_post(actor, declaration):
        return Door(_("审核确认"), url_for("minimum_living.confirm_household", application_id=application.id))
    done = {step.code for step in application.steps}
    during = {step.code: step for step in application.definition.steps}
    for code, label, endpoint, right in _NEXT:
        step = during[code]
        if step.during != application.state or code in done or not _is_wanted(code, declaration):
            continue
        return Door(_(label), url_for(endpoint, application_id=application.id)) if actor.can(right) else None
    return None


def _next_section(
    actor: Actor, application: Application, declaration: HouseholdDeclaration | None
) -> Door | None:
    if not actor.can("services.declare_household"):
        return None
    for state in queries.section_states(declaration, application):
        if not state.is_done:
            label = _("填写：%(page)s", page=_(state.label))
            return Door(label, url_for(VIEWS[state.code], application_id=application.id))
    return None


def _is_wanted(code: str, declaration: HouseholdDeclaration) -> bool:
    if code == NOTICE:
        opinion = queries.current_opinion(declaration)
        return opinion is None or opinion.opinion == "agree"
    if code == DISTRICT_VISIT:
        return bool(declaration.relatives)
    if code == REPORT:
        return goes_to_district(declaration) and queries.current_confirmation(declaration) is None
    return True


def _waits_for_post(actor: Actor, declaration: HouseholdDeclaration) -> bool:
    confirmation = queries.current_confirmation(declaration)
    waits = confirmation is not None and confirmation.way == "post" and not confirmation.answer
    return waits and actor.can("services.confirm_household")


def _others(actor: Actor, application: Application, declaration: HouseholdDeclaration | None) -> list[Door]:
    """Further pages of the case, each for who may open it."""
    if declaration is None:
        return []
    has_opinion = queries.current_opinion(declaration) is not None
    running = application.state in RUNNING
    accepted = application.state == "accepted" and declaration.ended_on is None
    doors = (
        (True, N_("家庭申报和计算表"), "minimum_living.read_declaration", "services.read_application"),
        (running, N_("核对授权"), "minimum_living.list_authorisations", "services.authorise_check"),
        (
            accepted and not has_opinion,
            N_("更正申报"),
            "minimum_living.save_family",
            "services.declare_household",
        ),
        (
            accepted,
            N_("登记邻里访问"),
            "minimum_living.record_neighbour_visit",
            "services.record_investigation",
        ),
        (
            accepted and has_opinion,
            N_("撤回初审意见"),
            "minimum_living.reopen_declaration",
            "services.write_opinion",
        ),
        (
            running and declaration.extended_days is None,
            N_("延长办理期限"),
            "minimum_living.extend_due_date",
            "services.extend_due_date",
        ),
        (accepted, N_("终止程序"), "minimum_living.end_procedure", "services.end_procedure"),
    )
    found = [
        Door(_(label), url_for(endpoint, application_id=application.id))
        for shown, label, endpoint, right in doors
        if shown and actor.can(right)
    ]
    return found + _correspondence(actor, application, declaration)


def _correspondence(actor: Actor, application: Application, declaration: HouseholdDeclaration) -> list[Door]:
    """The public notice and the letters of this case."""
    found = []
    file = queries.find_file(application)
    if file is not None and actor.can("assistance.read_file"):
        found.append(
            Door(_("在保户 %(number)s", number=file.number), url_for("assistance.read_file", file_id=file.id))
        )
    notice = find_notice(application)
    if notice is not None and actor.can("services.read_notice"):
        found.append(Door(_("查看公示"), url_for("notices.read_notice", notice_id=notice.id)))
    if actor.can("letters.read_letter"):
        for label, kept in ((_("核对函"), declaration.checks), (_("报送单"), declaration.confirmations)):
            keys = [one.letter_id for one in kept if one.letter_id is not None]
            found += [Door(label, url_for("letters.read_letter", letter_id=key)) for key in keys[-1:]]
    return found
