"""The pages of investigations: opening one, reading it, ending it, opening it again. Writing it is in `table`."""

from __future__ import annotations

import datetime as dt

from flask import url_for
from flask_babel import gettext as _

from portal import clock
from portal.mediation.documents import party_line, side_word
from portal.mediation.models import MediationCase
from portal.mediation.queries import find_own_mediator, get_case, recorder_proposed
from portal.mediation.records import forms, queries
from portal.mediation.records.actions import asking as actions
from portal.mediation.records.choices import end_proposed, instant
from portal.mediation.records.lines import spoken
from portal.mediation.records.models import Investigation
from portal.mediation.records.routes.desk import Answer, around, blueprint, case_href, form_page, people
from portal.mediation.records.routes.sessions import sign_context
from portal.mediation.states import OPEN
from portal.web.access import current_actor, requires
from portal.web.htmx import render


@blueprint.route("/mediation/cases/<int:case_id>/investigations/new", methods=["GET", "POST"])
@requires("mediation.mediate")
def open_investigation(case_id: int) -> Answer:
    """Begin to ask: when, where, who, whom; then the page for question and answer opens."""
    actor = current_actor()
    case = get_case(actor, case_id)
    now, own = clock.office_time(), find_own_mediator(actor)
    form = forms.InvestigationForm(
        version=str(case.version),
        day=clock.today(),
        start=now.time().replace(second=0, microsecond=0),
        recorder=recorder_proposed(case) or (own.name if own else actor.name),
        mediators=[one.id for one in queries.mediators_to_choose(case)],
    )
    _offer(form, case)
    return form_page(
        form,
        case,
        lambda: actions.open_investigation(
            actor, case, version=form.seen_version, asking=_asking(form, case)
        ),
        title=_("调查记录"),
        action=url_for(".open_investigation", case_id=case.id),
        label=_("开始记录"),
        cancel=case_href(case),
        advice=_("写明向谁调查、谁在调查，然后开始记录问答。被调查人是当事人的，选好后其余栏目可以不填。"),
        to=lambda made: url_for(".write_investigation", investigation_id=made.id),
    )


@blueprint.get("/mediation/investigations/<int:investigation_id>")
@requires("mediation.read_case")
def read_investigation(investigation_id: int) -> str:
    """One investigation as it was written, its paper and who has signed."""
    actor = current_actor()
    one = queries.get_record(actor, Investigation, investigation_id)
    return render(
        "mediation/records/read_investigation.html",
        one=one,
        lines=spoken(one.lines),
        details=[
            (label, (one.details or {}).get(key, ""))
            for key, label in actions.DETAILS.items()
            if key != "sex"
        ],
        signs=sign_context(one, "investigation"),
        may_write=actor.can("mediation.mediate") and one.case.state in OPEN,
        office_time=clock.office_time,
        **around(one.case),
    )


@blueprint.route("/mediation/investigations/<int:investigation_id>/change", methods=["GET", "POST"])
@requires("mediation.mediate")
def change_investigation(investigation_id: int) -> Answer:
    """Correct the head."""
    actor = current_actor()
    one = queries.get_record(actor, Investigation, investigation_id)
    start = clock.office_time(one.started_at)
    form = forms.InvestigationForm(
        version=str(one.version),
        day=start.date(),
        start=start.time().replace(second=0, microsecond=0),
        place=one.place,
        recorder=one.recorder,
        asked_name=one.asked_name,
        party_id=one.party_id or 0,
        cannot_read=one.cannot_read,
        mediators=[row.mediator_id for row in one.investigators],
        **(one.details or {}),
    )
    _offer(form, one.case)
    here = url_for(".write_investigation", investigation_id=one.id)
    return form_page(
        form,
        one.case,
        lambda: actions.change_investigation(
            actor, one, version=form.seen_version, asking=_asking(form, one.case)
        ),
        title=_("调查记录：时间、地点、被调查人"),
        action=url_for(".change_investigation", investigation_id=one.id),
        label=_("保存"),
        cancel=here,
        to=here,
        done=_("已保存。"),
    )


@blueprint.route("/mediation/investigations/<int:investigation_id>/finish", methods=["GET", "POST"])
@requires("mediation.mediate")
def finish_investigation(investigation_id: int) -> Answer:
    """End a questioning and make its paper."""
    actor = current_actor()
    one = queries.get_record(actor, Investigation, investigation_id)
    form = forms.FinishInvestigationForm(version=str(one.version), end=end_proposed(one.started_at))

    def act() -> None:
        ended_at = instant(clock.office_time(one.started_at).date(), form.end.data or dt.time(0))
        actions.finish_investigation(actor, one, version=form.seen_version, ended_at=ended_at)

    return form_page(
        form,
        one.case,
        act,
        title=_("结束调查记录"),
        action=url_for(".finish_investigation", investigation_id=one.id),
        label=_("定稿并出纸"),
        cancel=url_for(".write_investigation", investigation_id=one.id),
        advice=_("定稿后文字不能再改。请先把记录念给被调查人听。"),
        to=url_for(".read_investigation", investigation_id=one.id),
        done=_("记录已定稿。请打印，交被调查人核对后逐页签名。"),
    )


@blueprint.route("/mediation/investigations/<int:investigation_id>/reopen", methods=["GET", "POST"])
@requires("mediation.mediate")
def reopen_investigation(investigation_id: int) -> Answer:
    """Open a finished record again; its signatures are struck."""
    actor = current_actor()
    one = queries.get_record(actor, Investigation, investigation_id)
    form = forms.ReasonForm(version=str(one.version))
    return form_page(
        form,
        one.case,
        lambda: actions.reopen_investigation(
            actor, one, version=form.seen_version, reason=form.reason.data or ""
        ),
        title=_("重新打开调查记录"),
        action=url_for(".reopen_investigation", investigation_id=one.id),
        label=_("划去签名，重新打开"),
        cancel=url_for(".read_investigation", investigation_id=one.id),
        advice=_("定稿后的文字不能直接修改。重新打开会划去已有的全部签名，并作废已出的纸质记录。"),
        kind="danger",
        to=url_for(".write_investigation", investigation_id=one.id),
        done=_("记录已重新打开，原来的签名已划去、原件已作废。"),
    )


def _offer(form: forms.InvestigationForm, case: MediationCase) -> None:
    form.mediators.choices = people(queries.mediators_to_choose(case))
    form.party_id.choices = people(case.parties, empty=_("不是当事人"))


def _asking(form: forms.InvestigationForm, case: MediationCase) -> actions.Asking:
    """The head as it was typed; what the file knows of a party fills the boxes that were left empty."""
    details = {key: form[key].data or "" for key in actions.DETAILS}
    party = next((one for one in case.parties if one.id == form.party_id.data), None)
    if party is not None:
        line = party_line(party, form.day.data or clock.today())
        known = {
            "sex": (party.details or {}).get("sex", ""),
            "age": line.age,
            "ethnic_group": line.ethnic_group,
            "job": line.job,
            "employer": line.address,
            "phone": line.phone,
            "relation": side_word(party),
        }
        details = {key: value or known[key] for key, value in details.items()}
    return actions.Asking(
        started_at=instant(form.day.data or clock.today(), form.start.data or dt.time(0)),
        place=form.place.data or "",
        asked_name=form.asked_name.data or "",
        mediators=[key for key in form.mediators.data or [] if key],
        recorder=form.recorder.data or "",
        party_id=party.id if party else None,
        cannot_read=bool(form.cannot_read.data) or bool(party and party.cannot_read),
        details=details,
    )
