"""What the case's own page shows of low-income support: how far the declaration is, and the one thing to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from portal.actor import Actor
from portal.errors import N_
from portal.services.assistance.schemes import SCHEMES
from portal.services.items.minimum_living import queries
from portal.services.items.minimum_living.definition import (
    CHECK,
    DISTRICT_VISIT,
    NOTICE,
    OPINION,
    REPORT,
    VISIT,
)
from portal.services.items.minimum_living.models import HouseholdDeclaration
from portal.services.items.minimum_living.new_standard import new_standard_of
from portal.services.items.minimum_living.routes.declaration import VIEWS, sheet_or_reason, shown_sections
from portal.services.models import Application
from portal.services.next_steps import is_for, next_of
from portal.services.notices.queries import find_notice, state_of
from portal.services.states import BEFORE_ACCEPTANCE, RUNNING

# The page that does each step, in the words of its button.
_PAGES = {
    VISIT: (N_("登记入户调查"), "minimum_living.record_investigation"),
    CHECK: (N_("经济状况核对"), "minimum_living.request_data_check"),
    OPINION: (N_("写初审意见"), "minimum_living.write_opinion"),
    NOTICE: (N_("生成公示单"), "minimum_living.announce_opinion"),
    DISTRICT_VISIT: (N_("登记区级入户核查"), "minimum_living.record_district_visit"),
    REPORT: (N_("报送确认"), "minimum_living.report_household"),
}
_CONFIRM = (N_("审核确认"), "minimum_living.confirm_household")


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
        # While it is locked, the page's own next step says why.
        "notice": notice if notice and notice.notice and not notice.locked else None,
        "opinion": queries.current_opinion(declaration) if declaration else None,
        "schemes": SCHEMES,
        "new_standard": new_standard_of(declaration)
        if declaration and application.state in RUNNING
        else None,
        "confirmation": queries.current_confirmation(declaration) if declaration else None,
    }


def _door(actor: Actor, application: Application, declaration: HouseholdDeclaration | None) -> Door | None:
    """The one page that leads on for this reader."""
    if application.state in BEFORE_ACCEPTANCE:
        return _next_section(actor, application, declaration)
    need = next_of(application) if declaration is not None and application.state in RUNNING else None
    if need is None or not need.step or need.way_out or not is_for(actor, application, need):
        return None
    label, endpoint = _CONFIRM if need.permission == "services.confirm_household" else _PAGES[need.step]
    return Door(_(label), url_for(endpoint, application_id=application.id))


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
    return found + _correspondence(actor, application)


def _correspondence(actor: Actor, application: Application) -> list[Door]:
    """The file that was opened and the public notice; the letters have a panel of their own."""
    found = []
    file = queries.find_file(application)
    if file is not None and actor.can("assistance.read_file"):
        found.append(
            Door(_("在保户 %(number)s", number=file.number), url_for("assistance.read_file", file_id=file.id))
        )
    notice = find_notice(application)
    if notice is not None and actor.can("services.read_notice"):
        found.append(Door(_("查看公示"), url_for("notices.read_notice", notice_id=notice.id)))
    return found
