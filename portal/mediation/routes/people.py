"""Who mediates: assigning with its warnings, recusal asked and decided; rights told; a longer limit; danger reported."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.errors import NotFound
from portal.mediation import mediators, queries
from portal.mediation.actions import assigning, endangering, extending, recusing, rights
from portal.mediation.forms import verbs as forms
from portal.mediation.kinship import nearness
from portal.mediation.models import MediationCase, Recusal
from portal.mediation.routes.blueprint import Answer, blueprint
from portal.mediation.routes.cases import words_of
from portal.web.access import current_actor, requires
from portal.web.addresses import key_of
from portal.web.carrying_out import carry_out
from portal.web.htmx import go_to, render


@blueprint.route("/mediation/cases/<int:case_id>/mediators", methods=["GET", "POST"])
@requires("mediation.assign_mediator")
def assign_mediator(case_id: int) -> Answer:
    """Assign or change a mediator; who has how many open cases is shown, and what speaks against the chosen one."""
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    load = mediators.load_of(case.committee)
    form = forms.AssignMediatorForm(version=str(case.version))
    form.take(
        [
            (one.mediator.id, _("%(name)s（在办 %(n)s 件）", name=one.mediator.name, n=one.open_cases))
            for one in load
        ]
    )
    chosen = mediators.find_of(case.committee, key_of(form.mediator_id.data))
    if form.accepts() and chosen is not None:
        with form.refusals():
            assigning.assign_mediator(
                actor,
                case,
                version=form.seen_version,
                mediator=chosen,
                role=form.role.data or "",
                chosen=form.chosen.data or "",
                because=form.because.data or "",
                answer=form.answer.data or "",
                reason=form.reason.data or "",
            )
            flash(_("已指派 %(name)s。", name=chosen.name), "success")
            return go_to(url_for(".read_case", case_id=case_id))
    warnings = nearness(case, chosen) if chosen is not None else []
    body = render(
        "mediation/cases/assign_mediator.html",
        case=case,
        form=form,
        load=load,
        warnings=warnings,
        **words_of(case),
    )
    return body, form.status


@blueprint.route("/mediation/cases/<int:case_id>/recusal", methods=["GET", "POST"])
@requires("mediation.ask_recusal")
def ask_recusal(case_id: int) -> Answer:
    """Ask that a mediator stand aside."""
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    form = forms.AskRecusalForm(version=str(case.version))
    form.offer(case)
    mediator = mediators.find_of(case.committee, key_of(form.mediator_id.data))
    if form.accepts() and mediator is not None:
        with form.refusals():
            recusing.ask_recusal(
                actor,
                case,
                version=form.seen_version,
                mediator=mediator,
                asked_by=form.asked_by.data or "",
                party_id=key_of(form.party_id.data),
                reason=form.reason.data or "",
            )
            flash(_("已提交，等调委会主任决定。"), "success")
            return go_to(url_for(".read_case", case_id=case_id))
    advice = _("调解员与当事人或者纠纷有利害关系的，应当回避。由调委会主任决定，决定以前不能开始调解。")
    return _verb_page(case, form, _("申请回避"), advice, ".ask_recusal")


@blueprint.get("/mediation/cases/<int:case_id>/recusals")
@requires("mediation.decide_recusal")
def list_recusals(case_id: int) -> Answer:
    """The open request of a case, to be decided; where there is none, back to the case."""
    case = queries.get_case(current_actor(), case_id)
    waiting = next((one for one in case.recusals if one.is_granted is None), None)
    if waiting is None:
        return redirect(url_for(".read_case", case_id=case_id), 303)
    return redirect(url_for(".decide_recusal", case_id=case_id, recusal_id=waiting.id), 303)


@blueprint.route("/mediation/cases/<int:case_id>/recusals/<int:recusal_id>", methods=["GET", "POST"])
@requires("mediation.decide_recusal")
def decide_recusal(case_id: int, recusal_id: int) -> Answer:
    """The chair decides a request."""
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    recusal = _recusal(case, recusal_id)
    form = forms.DecideRecusalForm(version=str(recusal.version))
    return carry_out(
        form,
        lambda: recusing.decide_recusal(
            actor,
            recusal,
            version=form.seen_version,
            is_granted=form.is_granted.data == "yes",
            note=form.note.data or "",
        ),
        show=lambda: render(
            "mediation/cases/decide_recusal.html",
            case=case,
            recusal=recusal,
            asked_by=recusing.ASKED_BY,
            form=form,
            **words_of(case),
        ),
        to=url_for(".read_case", case_id=case_id),
        done=_("已决定。"),
    )


@blueprint.route("/mediation/cases/<int:case_id>/rights", methods=["GET", "POST"])
@requires("mediation.mediate")
def tell_rights(case_id: int) -> Answer:
    """Record that parties were told their rights and duties."""
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    form = forms.TellRightsForm(version=str(case.version))
    form.offer(case)
    if request.method == "GET" and not form.is_restored:
        form.begin(case)
    told_by = mediators.find_of(case.committee, key_of(form.told_by_id.data))
    if form.accepts() and told_by is not None and form.told_at.instant is not None:
        with form.refusals():
            rights.tell_rights(
                actor,
                case,
                version=form.seen_version,
                told_at=form.told_at.instant,
                way=form.way.data or "",
                told_by=told_by,
                party_ids=[key_of(one) or 0 for one in form.party_ids.data or ()],
            )
            flash(_("已登记告知。请打印告知书，由当事人签名。"), "success")
            return go_to(url_for(".read_case", case_id=case_id))
    advice = _("向当事人宣读权利义务，保存后打印告知书，请当事人签名。")
    return _verb_page(case, form, _("告知权利义务"), advice, ".tell_rights")


@blueprint.route("/mediation/cases/<int:case_id>/extend", methods=["GET", "POST"])
@requires("mediation.mediate")
def extend_case(case_id: int) -> Answer:
    """A longer limit, with every party's consent."""
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    if case.due_on is None:
        raise NotFound
    form = forms.extend_form(case, version=str(case.version), asked_on=clock.today())
    return carry_out(
        form,
        lambda: extending.extend_case(
            actor,
            case,
            version=form.seen_version,
            asked_on=form.asked_on.data,
            new_due_on=form.new_due_on.data or clock.today(),
            reason=form.reason.data or "",
            consents=form.consents(case),
        ),
        show=lambda: render("mediation/cases/extend_case.html", case=case, form=form, **words_of(case)),
        to=url_for(".read_case", case_id=case_id),
        done=lambda _case: _("期限已延长到 %(day)s。", day=case.due_on.isoformat() if case.due_on else ""),
    )


@blueprint.route("/mediation/cases/<int:case_id>/danger", methods=["GET", "POST"])
@requires("mediation.mediate")
def report_danger(case_id: int) -> Answer:
    """Danger: told to the police first, then recorded here."""
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    form = forms.ReportDangerForm(version=str(case.version))
    if request.method == "GET" and not form.is_restored:
        form.begin(case)
    if form.accepts() and form.noticed_at.instant and form.reported_at.instant:
        with form.refusals():
            endangering.report_danger(
                actor,
                case,
                version=form.seen_version,
                danger=form.danger.data or "",
                facts=form.facts.data or "",
                noticed_at=form.noticed_at.instant,
                reported_at=form.reported_at.instant,
                station=form.station.data or "",
                receiver=form.receiver.data or "",
                way=form.way.data or "",
            )
            flash(_("已登记，风险等级改为红色，督办人员会立即看到。"), "success")
            return go_to(url_for(".read_case", case_id=case_id))
    advice = _(
        "请先打 110 或向当地派出所报告，再在这里登记。各项都要填，填全了才能保存（人民调解法第二十五条）。"
    )
    return _verb_page(
        case,
        form,
        _("有危险：报告公安"),
        advice,
        ".report_danger",
        button_label=_("已向公安报告，登记"),
        dangerous=True,
    )


def _recusal(case: MediationCase, recusal_id: int) -> Recusal:
    found = next((one for one in case.recusals if one.id == recusal_id), None)
    if found is None:
        raise NotFound
    return found


def _verb_page(
    case: MediationCase,
    form: forms.CaseForm,
    label: str,
    advice: str,
    endpoint: str,
    *,
    button_label: str = "",
    dangerous: bool = False,
) -> Answer:
    body = render(
        "mediation/cases/verb.html",
        case=case,
        form=form,
        label=label,
        button_label=button_label or label,
        advice=advice,
        action=url_for(endpoint, case_id=case.id),
        is_dangerous=dangerous,
        **words_of(case),
    )
    return body, form.status
