"""Signing a roster: handed in, reviewed with reasons for people sent back, agreed to, put aside."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _

from portal.actor import Actor
from portal.services.rosters import actions, queries
from portal.services.rosters.forms import AnswerForm, ReasonForm
from portal.services.rosters.models import Roster
from portal.services.rosters.routes.base import Answer, blueprint, verb_page
from portal.web.access import current_actor, requires
from portal.web.forms import EmptyForm


def _sign(roster_id: int, act: Callable[..., Roster], *, label: str, advice: str, done: str) -> Answer:
    actor: Actor = current_actor()
    roster = queries.get_roster(actor, roster_id)
    form = EmptyForm(version=str(roster.version))
    return verb_page(
        form,
        roster,
        label=label,
        advice=advice,
        done=done,
        do=lambda: act(actor, roster, version=form.seen_version),
    )


@blueprint.route("/<int:roster_id>/submit", methods=["GET", "POST"])
@requires("rosters.prepare_roster")
def submit_roster(roster_id: int) -> Answer:
    """Hand in."""
    return _sign(
        roster_id,
        actions.submit_roster,
        label=_("送审"),
        advice=_("送审以后名单不能再改，审核人可以退回。"),
        done=_("已送审。"),
    )


@blueprint.route("/<int:roster_id>/review", methods=["GET", "POST"])
@requires("rosters.review_roster")
def review_roster(roster_id: int) -> Answer:
    """Pass."""
    return _sign(
        roster_id,
        actions.review_roster,
        label=_("审核通过"),
        advice=_("请先看过名单、列入原因和同户人员。"),
        done=_("已审核，等待领导签发。"),
    )


@blueprint.route("/<int:roster_id>/agree", methods=["GET", "POST"])
@requires("rosters.agree_roster")
def agree_roster(roster_id: int) -> Answer:
    """Agree."""
    return _sign(
        roster_id,
        actions.agree_roster,
        label=_("同意并签发"),
        advice=_("签发以后，窗口和社区就可以发放。"),
        done=_("已签发，可以发放。"),
    )


def _return(roster_id: int) -> Answer:
    actor = current_actor()
    roster = queries.get_roster(actor, roster_id)
    form = ReasonForm(version=str(roster.version))
    return verb_page(
        form,
        roster,
        label=_("退回修改"),
        advice=_("退回制表人；已签的名字作废，改好以后重新签。"),
        done=_("已退回。"),
        kind="danger",
        do=lambda: actions.return_roster(
            actor, roster, version=form.seen_version, reason=form.reason.data or ""
        ),
    )


@blueprint.route("/<int:roster_id>/return", methods=["GET", "POST"])
@requires("rosters.review_roster")
def return_roster(roster_id: int) -> Answer:
    """Send back, as the reviewer."""
    return _return(roster_id)


@blueprint.route("/<int:roster_id>/refuse", methods=["GET", "POST"])
@requires("rosters.agree_roster")
def refuse_roster(roster_id: int) -> Answer:
    """Send back, as the leader."""
    return _return(roster_id)


@blueprint.route("/<int:roster_id>/cancel", methods=["GET", "POST"])
@requires("rosters.prepare_roster")
def cancel_roster(roster_id: int) -> Answer:
    """Put aside."""
    actor = current_actor()
    roster = queries.get_roster(actor, roster_id)
    form = ReasonForm(version=str(roster.version))
    return verb_page(
        form,
        roster,
        label=_("取消花名册"),
        advice=_("编号留在编号簿里，不再使用。"),
        done=_("已取消。"),
        kind="danger",
        do=lambda: actions.cancel_roster(
            actor, roster, version=form.seen_version, reason=form.reason.data or ""
        ),
    )


@blueprint.route("/lines/<int:line_id>/question", methods=["GET", "POST"])
@requires("rosters.review_roster")
def question_line(line_id: int) -> Answer:
    """Send somebody on the list back."""
    actor = current_actor()
    line = queries.get_line(actor, line_id)
    form = ReasonForm(version=str(line.version))
    return verb_page(
        form,
        line.roster,
        line=line,
        label=_("退回此人"),
        advice=_("写明疑问。名单中有退回的人，整份花名册要退回制表人核实。"),
        done=_("已记下，请退回整份花名册。"),
        do=lambda: actions.question_line(
            actor, line, version=form.seen_version, reason=form.reason.data or ""
        ),
    )


@blueprint.route("/lines/<int:line_id>/answer", methods=["GET", "POST"])
@requires("rosters.prepare_roster")
def answer_line(line_id: int) -> Answer:
    """Answer the reviewer's question about somebody."""
    actor = current_actor()
    line = queries.get_line(actor, line_id)
    form = AnswerForm(version=str(line.version))
    return verb_page(
        form,
        line.roster,
        line=line,
        label=_("答复"),
        advice=_("写明核实情况，此人留在名单上；不应列入的，请划去。"),
        done=_("已答复。"),
        do=lambda: actions.answer_line(actor, line, version=form.seen_version, answer=form.answer.data or ""),
    )
