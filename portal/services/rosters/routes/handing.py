"""Handing out: one person or a proxy, several who signed the sheet, not collected, put right, settled."""

from __future__ import annotations

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal.services.rosters import actions, queries
from portal.services.rosters.forms import HandOutForm, ReasonForm
from portal.services.rosters.routes.base import Answer, blueprint, verb_page
from portal.web.access import current_actor, requires
from portal.web.addresses import number_of
from portal.web.forms import NO_VERSION, EmptyForm
from portal.web.htmx import go_to


@blueprint.route("/lines/<int:line_id>/hand-out", methods=["GET", "POST"])
@requires("rosters.hand_out")
def hand_out(line_id: int) -> Answer:
    """Signed for, by the person or a proxy."""
    actor = current_actor()
    line = queries.get_line(actor, line_id)
    form = HandOutForm(version=str(line.version))
    return verb_page(
        form,
        line.roster,
        line=line,
        label=_("登记领取"),
        advice=_("本人已在花名册上签字的，直接登记；他人代领的，填写代领人，系统打印代领单由代领人签字。"),
        done=_("已登记领取。"),
        do=lambda: actions.hand_out(
            actor,
            line,
            version=form.seen_version,
            proxy_name=form.proxy_name.data or "",
            proxy_relation=form.proxy_relation.data or "",
        ),
    )


@blueprint.post("/<int:roster_id>/hand-out")
@requires("rosters.hand_out")
def hand_out_many(roster_id: int) -> Answer:
    """Several who signed the sheet themselves."""
    actor = current_actor()
    roster = queries.get_roster(actor, roster_id)
    lines: dict[int, int | None] = {}
    for ticked in request.form.getlist("line"):
        key, _of, seen = ticked.partition(".")
        if (found := number_of(key)) is not None:
            lines[found] = NO_VERSION if (version := number_of(seen)) is None else version
    done = actions.hand_out_many(actor, roster, version=EmptyForm().seen_version, lines=lines)
    flash(_("已登记 %(count)s 人本人领取。", count=done), "success")
    return go_to(url_for(".read_roster", roster_id=roster.id, tab="waiting"))


@blueprint.route("/lines/<int:line_id>/uncollected", methods=["GET", "POST"])
@requires("rosters.hand_out")
def record_uncollected(line_id: int) -> Answer:
    """Not collected, and why."""
    actor = current_actor()
    line = queries.get_line(actor, line_id)
    form = ReasonForm(version=str(line.version))
    return verb_page(
        form,
        line.roster,
        line=line,
        label=_("登记未领取"),
        advice=_("写明原因，例如外出、住院、自愿放弃。结清以前来领的，仍可登记领取。"),
        done=_("已登记未领取。"),
        do=lambda: actions.record_uncollected(
            actor, line, version=form.seen_version, reason=form.reason.data or ""
        ),
    )


@blueprint.route("/lines/<int:line_id>/correct", methods=["GET", "POST"])
@requires("rosters.hand_out")
def correct_handing(line_id: int) -> Answer:
    """Put a wrong entry right."""
    actor = current_actor()
    line = queries.get_line(actor, line_id)
    form = ReasonForm(version=str(line.version))
    return verb_page(
        form,
        line.roster,
        line=line,
        label=_("更正登记"),
        advice=_("原来的登记取消，回到未发放；原因记入操作记录。"),
        done=_("已更正，请重新登记。"),
        kind="danger",
        do=lambda: actions.correct_handing(
            actor, line, version=form.seen_version, reason=form.reason.data or ""
        ),
    )


@blueprint.route("/<int:roster_id>/settle", methods=["GET", "POST"])
@requires("rosters.prepare_roster")
def settle_roster(roster_id: int) -> Answer:
    """Close the round."""
    actor = current_actor()
    roster = queries.get_roster(actor, roster_id)
    form = EmptyForm(version=str(roster.version))
    return verb_page(
        form,
        roster,
        label=_("结清"),
        advice=_("系统核对：应发等于已发加结余。结清以后不能再改。"),
        done=_("已结清。"),
        do=lambda: actions.settle_roster(actor, roster, version=form.seen_version),
    )
