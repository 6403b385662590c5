"""Referrals as pages: lists by what waits for a reply, one referral, and what is done about it."""

from __future__ import annotations

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.disputes.task_rows import offer_units
from portal.errors import N_
from portal.mediation.links import forms, queries, replies
from portal.mediation.links.actions import referrals as actions
from portal.mediation.links.kinds import ENTRUSTINGS, KINDS, OUTCOMES, REASONS_OUT, STATES
from portal.mediation.links.models import Referral
from portal.mediation.links.routes.base import (
    LISTS,
    Answer,
    about_case,
    blueprint,
    bodies,
    case_href,
    show_file,
    upload_of,
    verb_page,
)
from portal.mediation.queries import get_case
from portal.web import navigation
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_page
from portal.web.htmx import render
from portal.web.offered import offer_names

TABS = {
    "waiting": N_("待函复"),
    "overdue": N_("超期未函复"),
    "replied": N_("已函复、已撤回"),
    "out": N_("移送出"),
    "all": N_("全部"),
}
TONES = {
    "open": "waiting",
    "replying": "warn",
    "replied": "good",
    "sent": "waiting",
    "answered": "good",
    "withdrawn": "paused",
}

navigation.add("links.list_referrals", label=N_("衔接联动"), group=N_("人民调解"), order=340)


@blueprint.get("/mediation/links/referrals")
@requires("mediation.read_link")
def list_referrals() -> str:
    """Referrals by what they wait for; those that wait longest stand first."""
    actor = current_actor()
    tab = request.args.get("tab", "waiting")
    tab = tab if tab in TABS else "waiting"
    return render(
        "mediation/links/list_referrals.html",
        page=queries.list_referrals(actor, tab=tab, page=asked_page()),
        counts=queries.count_referrals(actor),
        tab=tab,
        tabs=TABS,
        kinds=KINDS,
        states=STATES,
        tones=TONES,
        due_of=queries.due_of,
        lists=LISTS,
    )


@blueprint.get("/mediation/referrals/<int:referral_id>")
@requires("mediation.read_link")
def read_referral(referral_id: int) -> str:
    """One referral: who sent it, by when, what was replied, and the one next step."""
    found = queries.get_referral(current_actor(), referral_id)
    return render(
        "mediation/links/read_referral.html",
        referral=found,
        case=found.case,
        about=about_case(found.case),
        due_on=queries.due_of(found),
        outcomes_now=replies.outcomes_of(found) if found.is_waiting else [],
        kinds=KINDS,
        entrustings=ENTRUSTINGS,
        outcomes=OUTCOMES,
        reasons=REASONS_OUT,
        states=STATES,
        tones=TONES,
    )


@blueprint.route("/mediation/cases/<int:case_id>/referrals/new", methods=["GET", "POST"])
@requires("mediation.enter_referral")
def enter_referral(case_id: int) -> Answer:
    """What another body sent with this case."""
    actor = current_actor()
    case = get_case(actor, case_id)
    form = forms.EnterReferralForm(
        version=str(case.version),
        kind=case.source if case.source in KINDS else "",
        received_on=case.applied_on,
        party_ids=[],
    )
    offer_units(form.body_id, bodies())
    offer_names([form.body], queries.list_known_bodies(case.unit_id))
    forms.offer_parties(form.party_ids, case.parties)
    return verb_page(
        form,
        lambda: actions.enter_referral(
            actor,
            case,
            version=form.seen_version,
            kind=form.kind.data or "",
            entrusting=form.entrusting.data or "",
            body_id=form.body_id.data,
            body=form.body.data or "",
            number=form.number.data or "",
            dated_on=form.dated_on.data,
            received_on=form.received_on.data or clock.today(),
            officer=form.officer.data or "",
            officer_phone=form.officer_phone.data or "",
            due_on=form.due_on.data,
            party_ids=form.party_ids.data or [],
            consented_on=form.consented_on.data,
            upload=upload_of(form.file),
        ),
        title=_("登记移送来函"),
        label=_("登记"),
        cancel=case_href(case),
        about=about_case(case),
        advice=_("照对方的来函填写。复函会写明来函文号，并附调解记录和证据材料清单。"),
        to=lambda found: url_for(".read_referral", referral_id=found.id),
        done=_("移送来函已登记。有结果后在这里生成复函。"),
    )


@blueprint.route("/mediation/referrals/<int:referral_id>/extend", methods=["GET", "POST"])
@requires("mediation.enter_referral")
def extend_referral(referral_id: int) -> Answer:
    """A later day, agreed with the sender."""
    actor = current_actor()
    found = queries.get_referral(actor, referral_id)
    form = forms.ExtendReferralForm(version=str(found.version), due_on=None)
    return verb_page(
        form,
        lambda: actions.extend_referral(
            actor,
            found,
            version=form.seen_version,
            due_on=form.due_on.data or clock.today(),
            reason=form.reason.data or "",
        ),
        title=_("延长函复期限"),
        label=_("延长"),
        cancel=_page(found),
        about=about_case(found.case),
        to=_page(found),
        done=_("期限已延长。"),
    )


@blueprint.route("/mediation/referrals/<int:referral_id>/recall", methods=["GET", "POST"])
@requires("mediation.enter_referral")
def recall_referral(referral_id: int) -> Answer:
    """The sender takes it back."""
    actor = current_actor()
    found = queries.get_referral(actor, referral_id)
    form = forms.RecallReferralForm(version=str(found.version), on=clock.today())
    return verb_page(
        form,
        lambda: actions.recall_referral(
            actor,
            found,
            version=form.seen_version,
            on=form.on.data or clock.today(),
            reason=form.reason.data or "",
        ),
        title=_("登记对方撤回"),
        label=_("登记"),
        cancel=_page(found),
        about=about_case(found.case),
        advice=_("案件本身不因此结束；当事人不再调解的，请在案件页面办理终止或撤回。"),
        to=_page(found),
        done=_("已登记对方撤回，不再要求函复。"),
    )


@blueprint.route("/mediation/referrals/<int:referral_id>/settlement", methods=["GET", "POST"])
@requires("mediation.enter_referral")
def record_settlement(referral_id: int) -> Answer:
    """For the police: performance, and the application that no penalty be given."""
    actor = current_actor()
    found = queries.get_referral(actor, referral_id)
    form = forms.RecordSettlementForm(obj=found, version=str(found.version))
    return verb_page(
        form,
        lambda: actions.record_settlement(
            actor,
            found,
            version=form.seen_version,
            performed_on=form.performed_on.data,
            leniency_asked_on=form.leniency_asked_on.data,
        ),
        title=_("登记履行和从宽申请"),
        label=_("登记"),
        cancel=_page(found),
        about=about_case(found.case),
        advice=_("达成协议、已经履行并书面申请的，公安机关可以不予处罚（治安管理处罚法第九条）。"),
        to=_page(found),
        done=_("已登记。"),
    )


@blueprint.route("/mediation/referrals/<int:referral_id>/reply", methods=["GET", "POST"])
@requires("mediation.reply_referral")
def reply_referral(referral_id: int) -> Answer:
    """Draft the reply; it is read through and sent at the letters."""
    actor = current_actor()
    found = queries.get_referral(actor, referral_id)
    offered = replies.outcomes_of(found)
    form = forms.ReplyReferralForm(version=str(found.version), outcome=offered[0] if offered else None)
    form.offer(offered)
    advice = (
        _("复函写明调解经过和结果，附件列出调解记录和证据材料清单。期限届满不等于结案，案件不会自动终止。")
        if offered
        else _("案件还在调解，期限也没有到，现在没有结果可以函复。")
    )
    return verb_page(
        form,
        lambda: actions.reply_referral(
            actor, found, version=form.seen_version, outcome=form.outcome.data or ""
        ),
        title=_("拟写复函"),
        label=_("生成复函"),
        cancel=_page(found),
        about=about_case(found.case),
        advice=advice,
        to=lambda letter: url_for("letters.read_letter", letter_id=letter.id),
        done=_("复函已拟好。请核对正文和附件，再点“发出”。案件状态没有改变。"),
    )


@blueprint.route("/mediation/cases/<int:case_id>/referrals/out", methods=["GET", "POST"])
@requires("mediation.enter_referral")
def refer_out(case_id: int) -> Answer:
    """Pass the dispute on by letter."""
    actor = current_actor()
    case = get_case(actor, case_id)
    form = forms.ReferOutForm(version=str(case.version), party_ids=[])
    offer_units(form.body_id, [unit for unit in bodies() if unit.id != case.unit_id])
    offer_names([form.body], queries.list_known_bodies(case.unit_id))
    forms.offer_parties(form.party_ids, case.parties)
    return verb_page(
        form,
        lambda: actions.refer_out(
            actor,
            case,
            version=form.seen_version,
            kind=form.kind.data or "",
            reason_code=form.reason_code.data or "",
            body_id=form.body_id.data,
            body=form.body.data or "",
            explanation=form.explanation.data or "",
            party_ids=form.party_ids.data or [],
            consented_on=form.consented_on.data,
            due_on=form.due_on.data,
        ),
        title=_("移送其他单位"),
        label=_("生成函件"),
        cancel=case_href(case),
        about=about_case(case),
        advice=_("不属于本委员会受理的，发不予调解函；当事人同意由其他单位调解的，发委托调解函。"),
        to=lambda found: url_for("letters.read_letter", letter_id=found.letter_id),
        done=_("函已拟好，请核对后发出。"),
    )


@blueprint.get("/mediation/referrals/<int:referral_id>/scan")
@requires("mediation.read_link")
def read_referral_scan(referral_id: int) -> Response:
    """The scan of the sender's letter."""
    actor = current_actor()
    found = queries.get_referral(actor, referral_id)
    return show_file(actor, "mediation.see_link_scan", found, found.file)


def _page(referral: Referral) -> str:
    return url_for(".read_referral", referral_id=referral.id)
