"""The verbs of a case's life that this piece knows: concluded, performed, closed."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.errors import N_, RuleBroken
from portal.mediation import life
from portal.mediation.agreements import heads, queries
from portal.mediation.agreements.actions import closing, concluding, performing, voiding
from portal.mediation.agreements.actions.visiting import VISITED_IN
from portal.mediation.agreements.forms.agreements import ConcludeForm, VoidCaseForm
from portal.mediation.agreements.forms.following import CloseForm, FinishForm
from portal.mediation.agreements.kinds import FORMS, ORAL, PERFORMANCES, SATISFACTIONS
from portal.mediation.agreements.models import Agreement
from portal.mediation.agreements.routes.desk import Answer, around, blueprint, case_href, form_page
from portal.mediation.models import MediationCase
from portal.mediation.queries import get_case
from portal.web.access import current_actor, requires
from portal.web.carrying_out import carry_out
from portal.web.htmx import render
from portal.web.wording import in_words


@blueprint.route("/mediation/cases/<int:case_id>/conclude", methods=["GET", "POST"])
@requires("mediation.conclude")
def conclude(case_id: int) -> Answer:
    """Seal what everybody has signed; before that, the page of the agreement says what is still to be done."""
    actor = current_actor()
    case = get_case(actor, case_id)
    agreement = queries.open_agreement(case)
    if agreement is None:
        return redirect(url_for(".draft_agreement", case_id=case_id), 303)
    if agreement.state == "draft":
        return redirect(url_for(".read_agreement", agreement_id=agreement.id), 303)
    form = ConcludeForm(
        version=str(agreement.version), sealed_on=None if agreement.form == ORAL else clock.today()
    )
    return carry_out(
        form,
        lambda: concluding.conclude(
            actor,
            agreement,
            version=form.seen_version,
            sealed_on=form.sealed_on.data,
            preventions=form.preventions(),
        ),
        show=lambda: render(
            "mediation/agreements/conclude.html",
            form=form,
            agreement=agreement,
            forms=FORMS,
            missing=concluding.missing_signers(agreement),
            **around(case),
        ),
        to=url_for(".read_agreement", agreement_id=agreement.id),
        done=lambda _case: _("协议已生效（%(day)s）。", day=agreement.effective_on),
    )


@blueprint.route("/mediation/cases/<int:case_id>/finish-performance", methods=["GET", "POST"])
@requires("mediation.follow_agreement")
def finish_performance(case_id: int) -> Answer:
    """Everything owed is done."""
    actor = current_actor()
    case = get_case(actor, case_id)
    agreement = agreement_of(case)
    form = FinishForm(version=str(case.version))
    return form_page(
        form,
        case,
        lambda: performing.finish_performance(
            actor, case, agreement, version=form.seen_version, on=form.on.data
        ),
        title=_("履行完毕"),
        action=url_for(".finish_performance", case_id=case_id),
        advice=_("各项都已履行，登记履行完毕。回访以后就可以结案。"),
        to=case_href(case, "agreement"),
        done=_("已登记履行完毕。"),
    )


@blueprint.route("/mediation/cases/<int:case_id>/void", methods=["GET", "POST"])
@requires("mediation.void_case")
def void_case(case_id: int) -> Answer:
    """The chair declares a case of the door void that was entered by mistake."""
    actor = current_actor()
    case = get_case(actor, case_id)
    if request.method == "GET":
        try:
            life.require(case, "void_case", actor)
        except RuleBroken as error:
            flash(in_words(error), "warning")
            return redirect(case_href(case), 303)
    form = VoidCaseForm(version=str(case.version))
    return form_page(
        form,
        case,
        lambda: voiding.void_case(actor, case, version=form.seen_version, reason=form.reason.data or ""),
        title=_("作废登记错误的案件"),
        action=url_for(".void_case", case_id=case_id),
        label=_("作废"),
        advice=_(
            "只用于登记错了的当场调解。案件、口头协议和已出的文书一并作废，编号留在编号簿里注明原因。要重新登记的，作废后另行登记。"
        ),
        back=case_href(case),
        kind="danger",
        to=case_href(case),
        done=_("已作废。编号保留在编号簿中，不计入统计。"),
    )


@blueprint.route("/mediation/cases/<int:case_id>/close", methods=["GET", "POST"])
@requires("mediation.close_case")
def close_case(case_id: int) -> Answer:
    """Close the case with its report."""
    actor = current_actor()
    case = get_case(actor, case_id)
    form = CloseForm(version=str(case.version), on=clock.today())
    head = heads.head_of(actor, case)
    if head is None:
        del form.opinion
    if not form.is_submitted() and not form.is_restored:
        _propose(form, case)
    return carry_out(
        form,
        lambda: closing.close_case(
            actor,
            case,
            version=form.seen_version,
            on=form.on.data,
            summary=form.summary.data or "",
            result=form.result.data or "",
            opinion=(form.opinion.data or "") if head else "",
            preventions=form.preventions(),
        ),
        show=lambda: render(
            "mediation/agreements/close_case.html",
            form=form,
            visits=queries.list_visits(case),
            performances=PERFORMANCES,
            satisfactions=SATISFACTIONS,
            blocked=_blocked(case),
            unanswered=closing.unanswered(case) if actor.can("disputes.read_task") else [],
            head=head,
            may_visit=case.state in VISITED_IN and actor.can("mediation.follow_agreement"),
            **around(case),
        ),
        to=case_href(case),
        done=_("已结案。结案报告表可以打印。"),
    )


def _propose(form: CloseForm, case: MediationCase) -> None:
    """What is known already stands in the form."""
    agreement = queries.agreement_in_force(case)
    form.summary.data = case.dispute.story or ""
    form.result.data = (agreement.terms or "") if agreement else (case.reason or "")
    for row in case.preventions:
        form[f"prevented_{row.kind}"].data = row.people


def _blocked(case: MediationCase) -> str:
    actor = current_actor()
    try:
        life.require(case, "close_case", actor)
    except RuleBroken as error:
        return _(error.message, **error.params)
    return ""


def agreement_of(case: MediationCase) -> Agreement:
    """The agreement in force of a case; raises RuleBroken where there is none."""
    found = queries.agreement_in_force(case)
    if found is None:
        raise RuleBroken(None, N_("这件案件没有生效的协议。"))
    return found
