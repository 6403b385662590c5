"""The verbs in an application's life that need no page of their own making: one row each, one view for all of them.

A row says which form asks, which action answers, and what to tell afterwards. Verbs with materials are in `checking`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext

from portal.actor import Actor
from portal.errors import N_, RuleBroken
from portal.services import actions, life, queries
from portal.services.forms import verbs as forms
from portal.services.items.registry import hooks_of
from portal.services.models import Application
from portal.services.routes import desk
from portal.services.routes.hall import Answer, blueprint
from portal.services.states import STATES
from portal.web.access import current_actor, requires
from portal.web.forms import PortalForm
from portal.web.htmx import go_to, render

Act = Callable[[Actor, Application, Any], Application]


@dataclass(frozen=True)
class VerbPage:
    """How one verb is asked for: `address` ends its URL, `advice` says what pressing the button does."""

    address: str
    form: type[PortalForm]
    act: Act
    advice: str
    done: str


PAGES: dict[str, VerbPage] = {
    "accept_application": VerbPage(
        "accept",
        forms.AcceptApplicationForm,
        lambda actor, found, form: actions.accept_application(actor, found, version=form.seen_version),
        N_("受理后发出受理号和受理通知书，开始计算办理期限。"),
        N_("已受理，受理号 %(number)s。请打印受理通知书交申请人。"),
    ),
    "complete_on_the_spot": VerbPage(
        "complete",
        forms.CompleteOnTheSpotForm,
        lambda actor, found, form: actions.complete_on_the_spot(
            actor,
            found,
            version=form.seen_version,
            result=form.result.data or "",
            reasons=form.reasons.data or "",
        ),
        N_("一次完成受理、审核和决定，出具办结单，代替受理、决定、送达三张文书。"),
        N_("已当场办结，受理号 %(number)s。请打印办结单交申请人。"),
    ),
    "notify_missing": VerbPage(
        "notify-missing",
        forms.NotifyMissingForm,
        lambda actor, found, form: actions.notify_missing(
            actor, found, version=form.seen_version, reason=form.reason.data or ""
        ),
        N_("一次告知全部缺项，出具一次性告知书。"),
        N_("已告知缺项。请打印一次性告知书交申请人。"),
    ),
    "refuse_application": VerbPage(
        "refuse",
        forms.RefuseApplicationForm,
        lambda actor, found, form: actions.refuse_application(
            actor,
            found,
            version=form.seen_version,
            reason_code=form.reason_code.data or "",
            text=form.text.data or "",
            where_else=form.where_else.data or "",
        ),
        N_("不予受理须说明理由，并出具不予受理通知书。"),
        N_("已作出不予受理。请打印不予受理通知书交申请人。"),
    ),
    "review_application": VerbPage(
        "review",
        forms.ReviewApplicationForm,
        lambda actor, found, form: actions.review_application(
            actor,
            found,
            version=form.seen_version,
            opinion=form.opinion.data or "",
            note=form.note.data or "",
        ),
        N_("审核人须与受理人不同；同意后转入决定。"),
        N_("审核意见已记录，现在是“%(state)s”。"),
    ),
    "return_application": VerbPage(
        "return",
        forms.ReturnApplicationForm,
        lambda actor, found, form: actions.return_application(
            actor, found, version=form.seen_version, reason=form.note.data or ""
        ),
        N_("退回受理人处理，办理期限继续计算。"),
        N_("已退回受理人。"),
    ),
    "decide_application": VerbPage(
        "decide",
        forms.DecideApplicationForm,
        lambda actor, found, form: actions.decide_application(
            actor,
            found,
            version=form.seen_version,
            result=form.result.data or "",
            reasons=form.reasons.data or "",
        ),
        N_("决定人须与受理人不同。"),
        N_("决定已记录。"),
    ),
    "issue_result": VerbPage(
        "issue",
        forms.IssueResultForm,
        lambda actor, found, form: actions.issue_result(actor, found, version=form.seen_version),
        N_("制作结果（证、件），等待领取。"),
        N_("已制发%(result)s，等待领取。"),
    ),
    "collect_result": VerbPage(
        "collect",
        forms.CollectResultForm,
        lambda actor, found, form: actions.collect_result(
            actor,
            found,
            version=form.seen_version,
            collector=form.collector.data or "",
            name=form.name.data or "",
            relation=form.relation.data or "",
            has_letter=bool(form.has_letter.data),
            note=form.note.data or "",
        ),
        N_("核对领取人身份后交付。由他人领取的，须有委托书。"),
        N_("已领取。"),
    ),
    "close_application": VerbPage(
        "close",
        forms.CloseApplicationForm,
        lambda actor, found, form: actions.close_application(
            actor, found, version=form.seen_version, note=form.note.data or ""
        ),
        N_("办结后不再改动，材料归档。"),
        N_("已办结。"),
    ),
    "suspend_application": VerbPage(
        "suspend",
        forms.SuspendApplicationForm,
        lambda actor, found, form: actions.suspend_application(
            actor,
            found,
            version=form.seen_version,
            reason=form.reason.data or "",
            article=form.article.data or "",
            resume_when=form.resume_when.data or "",
        ),
        N_("中止期间不计入办理期限。出具中止办理通知书。"),
        N_("已中止，办理期限停止计算。请打印中止办理通知书交申请人。"),
    ),
    "end_application": VerbPage(
        "end",
        forms.EndApplicationForm,
        lambda actor, found, form: actions.end_application(
            actor,
            found,
            version=form.seen_version,
            because=form.because.data or "",
            reason=form.reason.data or "",
            article=form.article.data or "",
        ),
        N_("不作决定而终止，不能再恢复；出具终止办理通知书，写明理由和救济途径。"),
        N_("已终止办理。请打印终止办理通知书送达申请人。"),
    ),
    "resume_application": VerbPage(
        "resume",
        forms.ResumeApplicationForm,
        lambda actor, found, form: actions.resume_application(
            actor, found, version=form.seen_version, reason=form.reason.data or ""
        ),
        N_("恢复后办理期限按中止的工作日顺延。"),
        N_("已恢复办理。"),
    ),
    "withdraw_application": VerbPage(
        "withdraw",
        forms.WithdrawApplicationForm,
        lambda actor, found, form: actions.withdraw_application(
            actor, found, version=form.seen_version, reason=form.reason.data or ""
        ),
        N_("申请人撤回申请。已有的受理号和文书保留。"),
        N_("已撤回。"),
    ),
    "void_acceptance": VerbPage(
        "void-acceptance",
        forms.VoidAcceptanceForm,
        lambda actor, found, form: actions.void_acceptance(
            actor, found, version=form.seen_version, reason=form.reason.data or ""
        ),
        N_("误受理的作废。受理号和文书保留在记录中，并标明作废和理由；受理号不再使用。"),
        N_("受理已作废。"),
    ),
    "discard_draft": VerbPage(
        "discard",
        forms.DiscardDraftForm,
        lambda actor, found, form: actions.discard_draft(actor, found, version=form.seen_version),
        N_("放弃后不再出现在列表中。"),
        N_("草稿已放弃。"),
    ),
}


def blank_form(verb: str, application: Application) -> PortalForm:
    """The form of a verb as it is first shown, whatever this request has sent."""
    return PAGES[verb].form(formdata=None, version=str(application.version))


def done_words(verb: str, application: Application) -> str:
    """What to tell after the verb."""
    return gettext(
        PAGES[verb].done,
        number=application.number or "",
        state=gettext(STATES[application.state]),
        result=application.result_text,
    )


def not_now(application: Application, verb: str, actor: Actor) -> Answer | None:
    """Back to the application's page with the reason, where its state does not know this verb; None where it does."""
    try:
        life.allow(application, verb, actor)
    except RuleBroken as error:
        flash(gettext(error.message, **error.params), "warning")
        return redirect(url_for(".read_application", application_id=application.id), 303)
    return None


def _view_of(verb: str, page: VerbPage) -> Callable[[int], Answer]:
    def view(application_id: int) -> Answer:
        actor = current_actor()
        found = queries.get_application(actor, application_id)
        stale = not_now(found, verb, actor) if request.method == "GET" else None
        if stale is not None:
            return stale
        form = page.form(version=str(found.version))
        if form.accepts():
            with form.refusals():
                page.act(actor, found, form)
                flash(done_words(verb, found), "success")
                return go_to(url_for(".read_application", application_id=application_id))
        obstacle = desk.obstacle(life.TRANSITIONS[verb], found, actor) if request.method == "GET" else ""
        body = render(
            "services/verb.html",
            application=found,
            form=form,
            page=page,
            transition=life.TRANSITIONS[verb],
            obstacle=obstacle,
            actor=actor,
            result_papers=hooks_of(found.definition).result_papers(found) if verb == "collect_result" else (),
            is_dangerous=verb in desk.DANGEROUS,
            states=STATES,
        )
        return body, form.status

    view.__name__ = verb
    view.__doc__ = f"The page of the verb {verb}, and what it sends."
    return view


for _verb, _page in PAGES.items():
    blueprint.add_url_rule(
        f"/services/applications/<int:application_id>/{_page.address}",
        _verb,
        requires(life.TRANSITIONS[_verb].permission)(_view_of(_verb, _page)),
        methods=["GET", "POST"],
    )
