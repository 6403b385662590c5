"""Joint mediation: the bodies are called, and the list of joint cases with everybody's light."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from portal.disputes import tasks
from portal.disputes.kinds import TASK_ROLES
from portal.disputes.task_rows import ROWS
from portal.mediation.links import joint
from portal.mediation.links.actions import joint as actions
from portal.mediation.links.forms import joint_form
from portal.mediation.links.queries import list_known_bodies
from portal.mediation.links.routes.base import (
    LISTS,
    Answer,
    about_case,
    blueprint,
    bodies,
    case_href,
    verb_page,
)
from portal.mediation.queries import get_case
from portal.mediation.states import NATURES, STATES
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_page
from portal.web.carrying_out import carry_out
from portal.web.forms import EmptyForm
from portal.web.htmx import render
from portal.web.offered import offer_names


@blueprint.get("/mediation/links/joint")
@requires("mediation.read_link")
def list_joint() -> str:
    """The joint cases in sight, those first in which a body is late."""
    page = joint.list_joint_cases(current_actor(), page=asked_page())
    return render(
        "mediation/links/list_joint.html",
        page=page,
        standings={case.id: tasks.standings_of(case.dispute) for case in page.rows},
        states=STATES,
        lists=LISTS,
    )


@blueprint.route("/mediation/cases/<int:case_id>/joint", methods=["GET", "POST"])
@requires("mediation.mediate")
def begin_joint(case_id: int) -> Answer:
    """Call the bodies to a case, or more of them; those outside get a letter."""
    actor = current_actor()
    case = get_case(actor, case_id)
    lead = tasks.lead_of(case.dispute)
    form = joint_form(with_lead=lead is None)(version=str(case.version), nature=case.nature)
    form.offer([unit for unit in bodies() if unit.id != case.unit_id])
    offer_names((one for one in form if one.short_name.endswith("-body")), list_known_bodies(case.unit_id))
    return carry_out(
        form,
        lambda: actions.begin_joint(
            actor,
            case,
            version=form.seen_version,
            nature=form.nature.data or "",
            lead=form.lead(),
            bodies=form.bodies(),
        ),
        show=lambda: render(
            "mediation/links/begin_joint.html",
            form=form,
            case=case,
            about=about_case(case),
            cancel=case_href(case),
            lead=lead,
            rows=range(ROWS),
            roles=TASK_ROLES,
            natures=NATURES,
        ),
        to=url_for("mediation.read_case", case_id=case_id),
        done=_("已交办。能登录本系统的单位会看到任务；其他单位的函已拟好，请逐一发出。"),
    )


@blueprint.route("/mediation/cases/<int:case_id>/joint/opinions", methods=["GET", "POST"])
@requires("mediation.mediate")
def print_opinions(case_id: int) -> Answer:
    """The sheet of every body's task and opinion."""
    actor = current_actor()
    case = get_case(actor, case_id)
    form = EmptyForm(version=str(case.version))
    return verb_page(
        form,
        lambda: actions.print_opinions(actor, case, version=form.seen_version),
        title=_("制作参加单位意见表"),
        label=_("制作"),
        cancel=case_href(case),
        about=about_case(case),
        advice=_(
            "写明牵头和各参加单位的任务、签收、参加人员和书面意见，装入卷宗。有单位以后再反馈的，可以重新制作。"
        ),
        to=case_href(case),
        done=_("意见表已制作，在“文书”中打印。"),
    )
