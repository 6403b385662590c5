"""Money that came back: the list of what waits, and one return with what becomes of it."""

from __future__ import annotations

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal.files.actions import store_file
from portal.services.assistance.actions import BankAccount
from portal.services.assistance.payments import actions, forms, queries
from portal.services.assistance.payments.routes.base import blueprint, page
from portal.services.assistance.payments.states import RETURN_STATES
from portal.services.assistance.routes.base import Answer
from portal.services.assistance.routes.files import AGREEMENT
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_page
from portal.web.htmx import go_to


@blueprint.get("/assistance/payments/returns")
@requires("payments.read_payments")
def list_returns() -> str:
    """What the bank gave back, what waits first."""
    actor = current_actor()
    state = request.args.get("state", "")
    asked = {"state": state if state in RETURN_STATES else ""}
    found = queries.list_returns(actor, state=asked["state"], page=asked_page())
    return page("list_returns.html", block="listing", found=found, asked=asked)


@blueprint.get("/assistance/payments/returns/<int:return_id>")
@requires("payments.read_payments")
def read_return(return_id: int) -> str:
    """One return: whose, why, and what became of it."""
    item = queries.get_return(current_actor(), return_id)
    return page(
        "read_return.html", item=item, nobody_left=queries.is_nobody_left(item.file_id, item.month.month)
    )


@blueprint.route("/assistance/payments/returns/<int:return_id>/pay-again", methods=["GET", "POST"])
@requires("payments.settle_return")
def pay_again(return_id: int) -> Answer:
    """Owe the sum once more, at a new account or the same."""
    actor = current_actor()
    item = queries.get_return(actor, return_id)
    form = forms.PayAgainForm(version=str(item.version), file_version=str(item.file.version))
    words = {
        "title": _("重新发放"),
        "advice": _("金额列入下一份月度名单，或由补发批次发放，只发一次。"),
        "button": _("登记重新发放"),
    }
    if form.accepts():
        with form.refusals():
            actions.pay_again(
                actor,
                item,
                version=form.seen_version,
                bank=_account(form, item.file.head_name),
                reason=form.reason.data or "",
                confirmed=bool(form.confirmed.data),
                file_version=form.seen_file_version,
            )
            flash(_("已登记，金额将随下一批发放。"), "success")
            return go_to(url_for(".read_return", return_id=return_id))
        item = queries.get_return(actor, return_id)
    return page("settle_return.html", item=item, form=form, words=words), form.status


@blueprint.route("/assistance/payments/returns/<int:return_id>/stop", methods=["GET", "POST"])
@requires("payments.settle_return")
def stop_return(return_id: int) -> Answer:
    """Pay the sum no more."""
    actor = current_actor()
    item = queries.get_return(actor, return_id)
    form = forms.StopReturnForm(version=str(item.version))
    words = {
        "title": _("不再发放"),
        "advice": _("这笔钱不再发放，原账户停用：以后的名单用到它时会提示。"),
        "button": _("登记不再发放"),
    }
    if form.accepts():
        with form.refusals():
            actions.stop_return(actor, item, version=form.seen_version, reason=form.reason.data or "")
            flash(_("已登记，不再发放。"), "success")
            return go_to(url_for(".read_return", return_id=return_id))
        item = queries.get_return(actor, return_id)
    return page("settle_return.html", item=item, form=form, words=words), form.status


def _account(form: forms.PayAgainForm, head: str) -> BankAccount | None:
    if not (form.bank.data or form.account.data):
        return None
    upload = form.agreement.data
    scan = (
        store_file(
            current_actor(),
            stream=upload.stream,
            name=upload.filename,
            purpose=AGREEMENT,
            field="agreement",
        )
        if upload
        else None
    )
    return BankAccount(
        form.bank.data or "",
        form.account.data or "",
        form.account_holder.data or head,
        scan,
        form.account_relation.data or "",
        form.account_basis.data or "",
    )
