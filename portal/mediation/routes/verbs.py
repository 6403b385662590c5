"""The verbs in a case's life that need no page of their own making: one row each, one view for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from portal.actor import Actor
from portal.errors import N_, RuleBroken
from portal.mediation import desk, life, parts, queries
from portal.mediation.actions import accepting, ending, opening, running
from portal.mediation.forms import verbs as forms
from portal.mediation.models import MediationCase
from portal.mediation.routes.blueprint import Answer, blueprint
from portal.mediation.routes.cases import words_of
from portal.web.access import current_actor, requires
from portal.web.addresses import key_of
from portal.web.carrying_out import carry_out
from portal.web.htmx import render

Act = Callable[[Actor, MediationCase, Any], Any]


@dataclass(frozen=True)
class VerbPage:
    """How one verb is asked for: `address` ends its URL, `advice` says what pressing the button does.

    `right` is the view's, and `label` the button's, where the verb is none of the life's table.
    """

    address: str
    form: type[forms.CaseForm]
    act: Act
    advice: str
    done: str
    right: str = ""
    label: str = ""


PAGES: dict[str, VerbPage] = {
    "submit_case": VerbPage(
        "submit",
        forms.SubmitCaseForm,
        lambda actor, case, form: opening.submit_case(actor, case, version=form.seen_version),
        N_("提交后由调委会审查，决定受理或者不予受理。"),
        N_("已提交审查。"),
    ),
    "accept_case": VerbPage(
        "accept",
        forms.AcceptCaseForm,
        lambda actor, case, form: accepting.accept_case(
            actor,
            case,
            version=form.seen_version,
            on=form.on.data,
            respondent_wish=form.respondent_wish.data,
            bring=form.bring.data or "",
        ),
        N_("受理后编案号，制作受理登记表和受理通知书，开始计算调解期限。"),
        N_("已受理，案号 %(number)s。"),
    ),
    "refuse_case": VerbPage(
        "refuse",
        forms.RefuseCaseForm,
        lambda actor, case, form: accepting.refuse_case(
            actor,
            case,
            version=form.seen_version,
            code=form.code.data or "",
            reason=form.reason.data or "",
            on=form.on.data,
            told_on=form.told_on.data,
        ),
        N_("不予受理要写明理由，并告知当事人其他途径。"),
        N_("已登记不予受理。"),
    ),
    "record_wish": VerbPage(
        "wish",
        forms.RecordWishForm,
        lambda actor, case, form: opening.record_wish(
            actor, case, version=form.seen_version, wish=form.wish.data or "", note=form.note.data or ""
        ),
        N_("一方明确拒绝调解的，不得调解（人民调解法第十七条）。"),
        N_("已登记被申请人的意见。"),
        right="mediation.open_case",
        label=N_("登记被申请人的意见"),
    ),
    "print_application": VerbPage(
        "application",
        forms.SubmitCaseForm,
        lambda actor, case, form: opening.print_application(actor, case, version=form.seen_version),
        N_("按登记的内容制作申请书，打印后由申请人签名、盖章或者捺印。"),
        N_("申请书已制作，请打印后由申请人签名。"),
        right="mediation.open_case",
        label=N_("制作申请书"),
    ),
    "begin_mediation": VerbPage(
        "begin",
        forms.BeginMediationForm,
        lambda actor, case, form: running.begin_mediation(
            actor, case, version=form.seen_version, on=form.on.data
        ),
        N_("开始调解以前，各方已被告知权利义务，有主持的调解员，没有未决定的回避申请。"),
        N_("已开始调解。"),
    ),
    "suspend_case": VerbPage(
        "suspend",
        forms.SuspendCaseForm,
        lambda actor, case, form: ending.suspend_case(
            actor, case, version=form.seen_version, reason=form.reason.data or ""
        ),
        N_("中止后可以随时恢复。是否计入期限按系统设置。"),
        N_("已中止。"),
    ),
    "resume_case": VerbPage(
        "resume",
        forms.ResumeCaseForm,
        lambda actor, case, form: ending.resume_case(
            actor, case, version=form.seen_version, reason=form.reason.data or ""
        ),
        N_("恢复后继续调解。"),
        N_("已恢复调解。"),
    ),
    "withdraw_case": VerbPage(
        "withdraw",
        forms.WithdrawCaseForm,
        lambda actor, case, form: ending.withdraw_case(
            actor,
            case,
            version=form.seen_version,
            party_id=key_of(form.party_id.data) or 0,
            reason=form.reason.data or "",
            told_on=form.told_on.data,
        ),
        N_("申请人撤回后案件结束，以后仍可以重新申请。"),
        N_("已登记撤回。"),
    ),
    "terminate_case": VerbPage(
        "terminate",
        forms.TerminateCaseForm,
        lambda actor, case, form: ending.terminate_case(
            actor,
            case,
            version=form.seen_version,
            code=form.code.data or "",
            reason=form.reason.data or "",
            on=form.on.data,
            told_on=form.told_on.data,
        ),
        N_("终止后制作终止调解通知书，告知当事人仲裁、行政、司法等其他途径（人民调解法第二十六条）。"),
        N_("已终止调解。"),
    ),
    "tell_remedies": VerbPage(
        "remedies",
        forms.TellRemediesForm,
        lambda actor, case, form: ending.tell_remedies(
            actor, case, version=form.seen_version, told_on=form.told_on.data
        ),
        N_("登记哪一天告知了当事人：可以依法通过仲裁、行政、司法等途径维护自己的权利。"),
        N_("已登记。"),
        right="mediation.end_case",
        label=N_("登记告知其他途径"),
    ),
    "discard_case": VerbPage(
        "discard",
        forms.DiscardCaseForm,
        lambda actor, case, form: opening.discard_case(
            actor, case, version=form.seen_version, reason=form.reason.data or ""
        ),
        N_("登记错了才作废。作废的登记保留在案，不计入统计。"),
        N_("已作废。"),
    ),
}


def _view_of(verb: str, page: VerbPage) -> Callable[[int], Answer]:
    def view(case_id: int) -> Answer:
        actor = current_actor()
        case = queries.get_case(actor, case_id)
        here = url_for(".read_case", case_id=case_id)
        if request.method == "GET" and verb in life.TRANSITIONS:
            try:
                life.allow(case, verb, actor)
            except RuleBroken as error:
                flash(_(error.message, **error.params), "warning")
                return redirect(here, 303)
        form = page.form(version=str(case.version))
        form.offer(case)
        if request.method == "GET" and not form.is_restored:
            form.begin(case)
        return carry_out(
            form,
            lambda: page.act(actor, case, form),
            show=lambda: render(
                "mediation/cases/verb.html",
                case=case,
                form=form,
                label=page.label or life.TRANSITIONS[verb].label,
                advice=page.advice,
                action=url_for(f".{verb}", case_id=case_id),
                is_dangerous=verb in desk.DANGEROUS,
                **words_of(case),
            ),
            to=here,
            done=lambda _made: _(page.done, number=case.number or ""),
        )

    view.__name__ = verb
    view.__doc__ = f"The page of the verb {verb}, and what it sends."
    return view


for _verb, _page in PAGES.items():
    _right = _page.right or life.TRANSITIONS[_verb].permission
    blueprint.add_url_rule(
        f"/mediation/cases/<int:case_id>/{_page.address}",
        _verb,
        requires(_right)(_view_of(_verb, _page)),
        methods=["GET", "POST"],
    )
    if _verb in life.TRANSITIONS:
        parts.take_verb(_verb, f"mediation.{_verb}")
