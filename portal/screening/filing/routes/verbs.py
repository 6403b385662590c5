"""What is done with a report that is there: sign one that came by itself, correct, give a correction up, withdraw."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from portal.screening.filing import queries
from portal.screening.filing.actions.ending import withdraw_report as withdraw
from portal.screening.filing.actions.filling import correct_report as correct
from portal.screening.filing.actions.filling import drop_correction as drop
from portal.screening.filing.actions.signing import sign_report as sign
from portal.screening.filing.documents import zero_sentence
from portal.screening.filing.forms import ReasonForm, SignReportForm
from portal.screening.filing.routes.base import blueprint, verb_page
from portal.web.access import current_actor, requires
from portal.web.carrying_out import Answer, carry_out


@blueprint.route("/screening/editions/<int:report_id>/sign", methods=["GET", "POST"])
@requires("screening.sign_report")
def sign_report(report_id: int) -> Answer:
    """The secretary's signature on an edition that came by itself."""
    actor = current_actor()
    report = queries.get_report(actor, report_id)
    form = SignReportForm(version=str(report.version))
    if report.found or report.state != "filed":
        del form.zero_said
    else:
        form.zero_said.label.text = zero_sentence(report.duty, report.as_of)
    here = url_for(".read_duty", duty_id=report.duty_id)
    advice = _("签发后制作这一版的报告表，此前的各版留存备查。")
    return carry_out(
        form,
        lambda: sign(
            actor,
            report,
            version=form.seen_version,
            zero_said="zero_said" in form and bool(form.zero_said.data),
        ),
        show=lambda: verb_page(
            form,
            _("签发"),
            f"{report.duty.label} {_('第 %(n)s 版', n=report.edition)}",
            cancel=here,
            advice=advice,
        ),
        to=here,
        done=_("已签发，报告表正在制作。"),
    )


@blueprint.route("/screening/editions/<int:report_id>/correct", methods=["GET", "POST"])
@requires("screening.fill_report")
def correct_report(report_id: int) -> Answer:
    """Begin a correction: why."""
    actor = current_actor()
    report = queries.get_report(actor, report_id)
    form = ReasonForm(version=str(report.version))
    here = url_for(".read_duty", duty_id=report.duty_id)
    advice = _("现在的这一版留着，签发更正以前仍然有效。写明为什么更正，然后核对数字、重新填报。")
    return carry_out(
        form,
        lambda: correct(actor, report, version=form.seen_version, reason=form.reason.data or ""),
        show=lambda: verb_page(form, _("更正"), report.duty.label, cancel=here, advice=advice),
        to=here,
        done=_("请核对数字和文字，再填报签发。"),
    )


@blueprint.route("/screening/editions/<int:report_id>/drop", methods=["GET", "POST"])
@requires("screening.fill_report")
def drop_correction(report_id: int) -> Answer:
    """Give a correction up that was not signed."""
    actor = current_actor()
    report = queries.get_report(actor, report_id)
    form = ReasonForm(version=str(report.version))
    here = url_for(".read_duty", duty_id=report.duty_id)
    advice = _("正在填写的更正不再签发，现行的报告不变。")
    return carry_out(
        form,
        lambda: drop(actor, report, version=form.seen_version, reason=form.reason.data or ""),
        show=lambda: verb_page(form, _("放弃更正"), report.duty.label, cancel=here, advice=advice),
        to=here,
        done=_("已放弃更正，现行的报告不变。"),
    )


@blueprint.route("/screening/editions/<int:report_id>/withdraw", methods=["GET", "POST"])
@requires("screening.withdraw_report")
def withdraw_report(report_id: int) -> Answer:
    """Take a report back."""
    actor = current_actor()
    report = queries.get_report(actor, report_id)
    form = ReasonForm(version=str(report.version))
    here = url_for(".read_duty", duty_id=report.duty_id)
    advice = _(
        "撤回后这一期回到“没有报”，须重新填报；过了期限的记为迟报。只是数字有误的，请办理更正，不用撤回。"
    )
    return carry_out(
        form,
        lambda: withdraw(actor, report, version=form.seen_version, reason=form.reason.data or ""),
        show=lambda: verb_page(form, _("撤回"), report.duty.label, cancel=here, advice=advice),
        to=here,
        done=_("已撤回。这一期还要重新报。"),
    )
