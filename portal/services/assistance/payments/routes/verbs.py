"""The verbs of a batch, each on a page of its own: drawing up anew, settling, signing, sending back, the bank, the end."""

from __future__ import annotations

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _

from portal import clock
from portal.actor import Actor
from portal.errors import RuleBroken
from portal.services.assistance.payments import actions, bank, forms, queries
from portal.services.assistance.payments.actions import ReturnEntry
from portal.services.assistance.payments.models import PaymentMonth
from portal.services.assistance.payments.routes.base import blueprint, page, verb_page
from portal.services.assistance.routes.base import Answer
from portal.standards.sheets import SheetTooLarge, SheetUnreadable
from portal.web.access import current_actor, requires
from portal.web.forms import EmptyForm
from portal.web.htmx import go_to


@blueprint.route("/assistance/payments/<int:month_id>/refreeze", methods=["GET", "POST"])
@requires("payments.prepare_month")
def refreeze_month(month_id: int) -> Answer:
    """Draw the list up anew."""
    words = {
        "title": _("重新生成名单"),
        "advice": _("按现在的决定、账号和补扣重新生成。已写明理由的处理会保留。"),
        "button": _("重新生成"),
        "done": _("正在重新生成名单。"),
    }
    return verb_page(
        month_id,
        EmptyForm,
        lambda actor, batch, form: actions.refreeze_month(actor, batch, version=form.seen_version),
        words,
    )


@blueprint.route("/assistance/payments/<int:month_id>/discard", methods=["GET", "POST"])
@requires("payments.prepare_month")
def discard_batch(month_id: int) -> Answer:
    """Withdraw a list that was begun by mistake."""
    actor = current_actor()
    batch = queries.get_batch(actor, month_id)
    form = forms.ReasonForm(version=str(batch.version))
    words = {
        "title": _("撤回名单"),
        "advice": _(
            "只撤回这份名单，欠发的款项不受影响。月度名单以后可以重新编制；其他批次的批次号不再使用。"
        ),
        "button": _("撤回名单"),
    }
    if form.accepts():
        with form.refusals():
            actions.discard_batch(actor, batch, version=form.seen_version, reason=form.reason.data or "")
            flash(_("名单已撤回。"), "success")
            return go_to(url_for(".overview"))
    return page("verb.html", batch=batch, form=form, words=words), form.status


@blueprint.route("/assistance/payments/anomalies/<int:anomaly_id>", methods=["GET", "POST"])
@requires("payments.settle_anomaly")
def settle_anomaly(anomaly_id: int) -> Answer:
    """Leave a household out or keep it, with the reason."""
    actor = current_actor()
    anomaly = queries.get_anomaly(actor, anomaly_id)
    form = forms.SettleAnomalyForm(version=str(anomaly.month.version))
    if form.accepts():
        with form.refusals():
            version, reason = form.seen_version, form.reason.data or ""
            if form.how.data == "keep":
                actions.keep_line(actor, anomaly, version=version, reason=reason)
            else:
                later = form.how.data == "later"
                actions.leave_out_line(actor, anomaly, version=version, reason=reason, comes_later=later)
            flash(_("已处理，名单合计已重新计算。"), "success")
            return go_to(url_for(".list_anomalies", month_id=anomaly.month_id))
    return page("settle_anomaly.html", anomaly=anomaly, batch=anomaly.month, form=form), form.status


@blueprint.route("/assistance/payments/<int:month_id>/submit", methods=["GET", "POST"])
@requires("payments.submit_month")
def submit_month(month_id: int) -> Answer:
    """Sign as the one who drew it up."""
    words = {
        "title": _("制表签字，送审批"),
        "advice": _("签字前会再核对一遍：问题都已处理，名单与档案一致，合计无误。"),
        "button": _("签字并送审"),
        "done": _("已送审核。"),
    }
    return verb_page(
        month_id,
        forms.SubmitMonthForm,
        lambda actor, batch, form: actions.submit_month(actor, batch, version=form.seen_version),
        words,
    )


@blueprint.route("/assistance/payments/<int:month_id>/review", methods=["GET", "POST"])
@requires("payments.review_month")
def review_month(month_id: int) -> Answer:
    """Sign the review."""
    words = {
        "title": _("审核签字"),
        "advice": _("请先看变动和已处理的问题，再签字。"),
        "button": _("审核通过，签字"),
        "done": _("已审核，等待审批。"),
    }
    return verb_page(
        month_id,
        forms.SignMonthForm,
        lambda actor, batch, form: actions.review_month(
            actor, batch, version=form.seen_version, note=form.note.data or ""
        ),
        words,
    )


@blueprint.route("/assistance/payments/<int:month_id>/approve", methods=["GET", "POST"])
@requires("payments.approve_month")
def approve_month(month_id: int) -> Answer:
    """The last signature."""
    words = {
        "title": _("审批签字"),
        "advice": _("审批后名单不能再改动。"),
        "button": _("同意发放，签字"),
        "done": _("已审批，可以送银行。"),
    }
    return verb_page(
        month_id,
        forms.SignMonthForm,
        lambda actor, batch, form: actions.approve_month(
            actor, batch, version=form.seen_version, note=form.note.data or ""
        ),
        words,
    )


@blueprint.route("/assistance/payments/<int:month_id>/return", methods=["GET", "POST"])
@requires("payments.return_month")
def return_month(month_id: int) -> Answer:
    """Send the list back."""
    words = {
        "title": _("退回重新核对"),
        "advice": _("已有的签字作废，制表人处理后重新送审。"),
        "button": _("退回"),
        "done": _("已退回制表人。"),
    }
    return verb_page(
        month_id,
        forms.ReasonForm,
        lambda actor, batch, form: actions.return_month(
            actor, batch, version=form.seen_version, reason=form.reason.data or ""
        ),
        words,
    )


@blueprint.route("/assistance/payments/<int:month_id>/export", methods=["GET", "POST"])
@requires("payments.export_bank_file")
def export_bank_file(month_id: int) -> Answer:
    """Make the file for the bank, with the reason."""
    words = {
        "title": _("导出代发文件"),
        "advice": _("文件含完整银行账号。请直接送交银行，不要留存在共享文件夹。"),
        "button": _("导出"),
        "done": _("正在生成代发文件，生成后在本页下载送银行，并打印控制单。"),
    }
    return verb_page(
        month_id,
        forms.ExportBankFileForm,
        lambda actor, batch, form: actions.export_bank_file(
            actor, batch, version=form.seen_version, reason=form.reason.data or ""
        ),
        words,
    )


@blueprint.route("/assistance/payments/<int:month_id>/result", methods=["GET", "POST"])
@requires("payments.enter_result")
def enter_result(month_id: int) -> Answer:
    """The bank's answer: all is paid, but for the returns in its file."""
    words = {
        "title": _("登记发放结果"),
        "advice": _("没有退票的，只填日期；有退票的，选银行退回的明细表一起登记。"),
        "button": _("登记结果"),
        "done": _("发放结果已登记。"),
    }

    def act(actor: Actor, batch: PaymentMonth, form: Any) -> None:
        actions.enter_result(
            actor, batch, version=form.seen_version, on=form.on.data, returns=_uploaded(form, batch)
        )

    return verb_page(month_id, forms.EnterResultForm, act, words, on=clock.today())


def _uploaded(form: forms.EnterResultForm, batch: PaymentMonth) -> list[ReturnEntry]:
    upload = form.file.data
    if not upload or not upload.filename:
        return []
    try:
        return bank.read_returns(upload.stream, batch)
    except (SheetUnreadable, SheetTooLarge) as error:
        raise RuleBroken("file", error.message, **error.params) from None
    except RuleBroken as error:
        raise RuleBroken("file", error.message, **error.params) from None


@blueprint.route("/assistance/payments/<int:month_id>/add-return", methods=["GET", "POST"])
@requires("payments.enter_result")
def add_return(month_id: int) -> Answer:
    """One return, typed."""
    words = {
        "title": _("登记一笔退票"),
        "advice": _("按代发文件上的序号登记。"),
        "button": _("登记退票"),
        "done": _("退票已登记，请核实后处理。"),
    }

    def act(actor: Actor, batch: PaymentMonth, form: Any) -> None:
        entry = ReturnEntry(form.position.data, form.reason_code.data, form.note.data or "")
        try:
            actions.enter_result(actor, batch, version=form.seen_version, on=form.on.data, returns=[entry])
        except RuleBroken as error:
            error.field = "position" if error.field == "returns" else error.field
            raise

    return verb_page(month_id, forms.AddReturnForm, act, words, on=clock.today())


@blueprint.route("/assistance/payments/<int:month_id>/archive", methods=["GET", "POST"])
@requires("payments.archive_month")
def archive_month(month_id: int) -> Answer:
    """Put a paid batch away."""
    words = {
        "title": _("归档"),
        "advice": _("退票都处理完以后归档。归档后仍可查阅和打印。"),
        "button": _("归档"),
        "done": _("已归档。"),
    }
    return verb_page(
        month_id,
        EmptyForm,
        lambda actor, batch, form: actions.archive_month(actor, batch, version=form.seen_version),
        words,
    )
