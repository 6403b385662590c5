"""The verbs of a list of payment, each on a page of its own: left out, corrected, given up, signed, sent back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from portal.actor import Actor
from portal.errors import NotFound
from portal.mediation.volumes.forms import CorrectForm, NoteForm, ReasonForm
from portal.mediation.volumes.pay import actions, queries
from portal.mediation.volumes.pay_models import PayList
from portal.mediation.volumes.routes.desk import Answer, Crumbs, blueprint, verb_page
from portal.web.access import current_actor, requires
from portal.web.forms import EmptyForm, PortalForm


@blueprint.route("/mediation/pay-lists/lines/<int:line_id>/leave-out", methods=["GET", "POST"])
@requires("mediation.make_pay_list")
def leave_out_line(line_id: int) -> Answer:
    """Leave a case out of a draft."""
    line = queries.get_line(current_actor(), line_id)
    return _verb(
        line.pay_list,
        ReasonForm,
        lambda actor, form: actions.leave_out_line(
            actor, line, version=form.seen_version, reason=form.reason.data or ""
        ),
        title=_("移出名单：%(number)s", number=line.case.number),
        action=url_for(".leave_out_line", line_id=line_id),
        done=_("已移出，以后的名单可以再列入。"),
        label=_("移出名单"),
    )


@blueprint.route("/mediation/pay-lists/lines/<int:line_id>/correct", methods=["GET", "POST"])
@requires("mediation.make_pay_list")
def correct_line(line_id: int) -> Answer:
    """Correct an approved line in the draft that is open."""
    actor = current_actor()
    line = queries.get_line(actor, line_id)
    draft = next((one for one in queries.list_lists(actor) if one.state == "draft"), None)
    if draft is None or line.pay_list.state != "approved":
        raise NotFound
    return _verb(
        draft,
        CorrectForm,
        lambda who, form: actions.correct_line(
            who,
            draft,
            line=line,
            version=form.seen_version,
            fen=form.amount.fen,
            reason=form.reason.data or "",
        ),
        title=_("更正已审批的一件"),
        action=url_for(".correct_line", line_id=line_id),
        done=_("差额已列入正在编制的名单。"),
        label=_("列入更正"),
        facts=[(_("案件"), line.case.number or ""), (_("调解员"), line.mediator.name)],
    )


@blueprint.route("/mediation/pay-lists/<int:list_id>/discard", methods=["GET", "POST"])
@requires("mediation.make_pay_list")
def discard_pay_list(list_id: int) -> Answer:
    """Give up a draft."""
    pay_list = queries.get_list(current_actor(), list_id)
    return _verb(
        pay_list,
        ReasonForm,
        lambda actor, form: actions.discard_pay_list(
            actor, pay_list, version=form.seen_version, reason=form.reason.data or ""
        ),
        title=_("作废名单"),
        action=url_for(".discard_pay_list", list_id=list_id),
        done=_("名单已作废，案件可以列入下一份。"),
        kind="danger",
    )


@blueprint.route("/mediation/pay-lists/<int:list_id>/submit", methods=["GET", "POST"])
@requires("mediation.make_pay_list")
def submit_pay_list(list_id: int) -> Answer:
    """Sign as the one who drew it up."""
    pay_list = queries.get_list(current_actor(), list_id)
    return _verb(
        pay_list,
        EmptyForm,
        lambda actor, form: actions.submit_pay_list(actor, pay_list, version=form.seen_version),
        title=_("制表签字，送审核"),
        action=url_for(".submit_pay_list", list_id=list_id),
        done=_("已送审核。"),
        label=_("签字并送审"),
    )


@blueprint.route("/mediation/pay-lists/<int:list_id>/review", methods=["GET", "POST"])
@requires("mediation.review_pay_list")
def review_pay_list(list_id: int) -> Answer:
    """Sign the review."""
    pay_list = queries.get_list(current_actor(), list_id)
    return _verb(
        pay_list,
        NoteForm,
        lambda actor, form: actions.review_pay_list(
            actor, pay_list, version=form.seen_version, note=form.note.data or ""
        ),
        title=_("审核签字"),
        action=url_for(".review_pay_list", list_id=list_id),
        done=_("已审核，等待审批。"),
    )


@blueprint.route("/mediation/pay-lists/<int:list_id>/approve", methods=["GET", "POST"])
@requires("mediation.approve_pay_list")
def approve_pay_list(list_id: int) -> Answer:
    """Approve: final."""
    pay_list = queries.get_list(current_actor(), list_id)
    return _verb(
        pay_list,
        NoteForm,
        lambda actor, form: actions.approve_pay_list(
            actor, pay_list, version=form.seen_version, note=form.note.data or ""
        ),
        title=_("审批签字"),
        action=url_for(".approve_pay_list", list_id=list_id),
        done=_("已审批，发放表可以打印。"),
        advice=_("审批以后名单不能修改，错了在下一期更正。"),
    )


@blueprint.route("/mediation/pay-lists/<int:list_id>/return", methods=["GET", "POST"])
@requires("mediation.read_pay")
def return_pay_list(list_id: int) -> Answer:
    """Send a list back."""
    pay_list = queries.get_list(current_actor(), list_id)
    return _verb(
        pay_list,
        ReasonForm,
        lambda actor, form: actions.return_pay_list(
            actor, pay_list, version=form.seen_version, reason=form.reason.data or ""
        ),
        title=_("退回名单"),
        action=url_for(".return_pay_list", list_id=list_id),
        done=_("已退回制表人，签字已撤销。"),
        kind="danger",
    )


def _verb(
    pay_list: PayList,
    form_class: type[PortalForm],
    act: Callable[[Actor, Any], object],
    *,
    title: str,
    action: str,
    done: str,
    label: str = "",
    advice: str = "",
    kind: str = "primary",
    facts: list[tuple[Any, ...]] | None = None,
) -> Answer:
    """A page that is one verb about a list."""
    form = form_class(version=str(pay_list.version))
    href = url_for(".read_pay", list_id=pay_list.id)
    crumbs: Crumbs = [
        (_("以案定补"), url_for(".list_pay")),
        (f"{pay_list.period_first}—{pay_list.period_last}", href),
    ]
    return verb_page(
        form,
        lambda: act(current_actor(), form),
        title=title,
        action=action,
        crumbs=crumbs,
        label=label or title,
        advice=advice,
        kind=kind,
        facts=facts,
        to=href,
        done=done,
    )
