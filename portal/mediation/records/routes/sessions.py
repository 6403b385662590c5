"""The pages of sessions: opening one, reading it, ending it, opening it again. Writing it is in `table`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _

from portal import clock
from portal.actor import Actor
from portal.mediation.documents import side_word
from portal.mediation.models import MediationCase
from portal.mediation.queries import find_own_mediator, get_case, recorder_proposed
from portal.mediation.records import forms, queries, signing
from portal.mediation.records.actions import sessions as actions
from portal.mediation.records.choices import end_proposed, instant
from portal.mediation.records.kinds import OUTCOMES
from portal.mediation.records.lines import spoken
from portal.mediation.records.models import MediationSession
from portal.mediation.records.routes.desk import (
    Answer,
    around,
    blueprint,
    case_href,
    form_page,
    people,
)
from portal.web.access import current_actor, requires
from portal.web.carrying_out import carry_out
from portal.web.htmx import render


@blueprint.route("/mediation/cases/<int:case_id>/sessions/new", methods=["GET", "POST"])
@requires("mediation.mediate")
def open_session(case_id: int) -> Answer:
    """Sit down: when, where, who; then the page at the table opens."""
    actor = current_actor()
    case = get_case(actor, case_id)
    form = _head_form(actor, case)

    def act() -> MediationSession:
        made = actions.open_session(
            actor, case, version=form.seen_version, seats=_seats(form), at=_circumstances(form)
        )
        _tell_overlaps(made)
        return made

    return form_page(
        form,
        case,
        act,
        title=_("第 %(number)s 次调解", number=queries.count_sessions(case.id) + 1),
        action=url_for(".open_session", case_id=case.id),
        label=_("开始记录"),
        cancel=case_href(case),
        advice=_("核对时间、地点和在场的人，然后开始记录。"),
        to=lambda made: url_for(".write_session", session_id=made.id),
    )


@blueprint.get("/mediation/sessions/<int:session_id>")
@requires("mediation.read_case")
def read_session(session_id: int) -> str:
    """One session as it was written, its paper and who has signed."""
    actor = current_actor()
    one = queries.get_record(actor, MediationSession, session_id)
    return render(
        "mediation/records/read_session.html",
        one=one,
        lines=spoken(one.lines),
        outcomes=OUTCOMES,
        overlaps=actions.overlaps(one),
        signs=sign_context(one, "session"),
        may_write=actor.can("mediation.mediate") and one.case.state in actions.WRITABLE,
        office_time=clock.office_time,
        **around(one.case),
    )


@blueprint.route("/mediation/sessions/<int:session_id>/change", methods=["GET", "POST"])
@requires("mediation.mediate")
def change_session(session_id: int) -> Answer:
    """Correct time, place and who was there."""
    actor = current_actor()
    one = queries.get_record(actor, MediationSession, session_id)
    form = _head_form(actor, one.case, one)
    here = url_for(".write_session", session_id=one.id)

    def act() -> None:
        actions.change_session(
            actor, one, version=form.seen_version, seats=_seats(form), at=_circumstances(form)
        )
        _tell_overlaps(one)

    return form_page(
        form,
        one.case,
        act,
        title=_("第 %(number)s 次调解：时间、地点、在场人", number=one.position),
        action=url_for(".change_session", session_id=one.id),
        label=_("保存"),
        cancel=here,
        to=here,
        done=_("已保存。"),
    )


@blueprint.route("/mediation/sessions/<int:session_id>/finish", methods=["GET", "POST"])
@requires("mediation.mediate")
def finish_session(session_id: int) -> Answer:
    """End a session and make its paper."""
    actor = current_actor()
    one = queries.get_record(actor, MediationSession, session_id)
    form = forms.FinishSessionForm(version=str(one.version), end=end_proposed(one.started_at))

    def act() -> None:
        day = clock.office_time(one.started_at).date()
        actions.finish_session(
            actor,
            one,
            version=form.seen_version,
            ended_at=instant(day, form.end.data or dt.time(0)),
            outcome=form.outcome.data or "",
            next_on=form.next_on.data,
        )
        _tell_overlaps(one)

    return carry_out(
        form,
        act,
        show=lambda: render(
            "mediation/records/finish_session.html",
            form=form,
            one=one,
            lines=spoken(one.lines),
            office_time=clock.office_time,
            **around(one.case),
        ),
        to=url_for(".read_session", session_id=one.id),
        done=_("记录已定稿。请打印，交各方核对后签名；也可以在屏幕上签名。"),
    )


@blueprint.route("/mediation/sessions/<int:session_id>/reopen", methods=["GET", "POST"])
@requires("mediation.mediate")
def reopen_session(session_id: int) -> Answer:
    """Open a finished record again; its signatures are struck."""
    actor = current_actor()
    one = queries.get_record(actor, MediationSession, session_id)
    form = forms.ReasonForm(version=str(one.version))
    return form_page(
        form,
        one.case,
        lambda: actions.reopen_session(actor, one, version=form.seen_version, reason=form.reason.data or ""),
        title=_("重新打开第 %(number)s 次调解记录", number=one.position),
        action=url_for(".reopen_session", session_id=one.id),
        label=_("划去签名，重新打开"),
        cancel=url_for(".read_session", session_id=one.id),
        advice=_(
            "定稿后的文字不能直接修改。重新打开会划去已有的全部签名，并作废已出的纸质记录，理由记入案件经过。"
        ),
        kind="danger",
        to=url_for(".write_session", session_id=one.id),
        done=_("记录已重新打开，原来的签名已划去、原件已作废。改好后请重新定稿、签名。"),
    )


@blueprint.route("/mediation/sessions/<int:session_id>/paper", methods=["GET", "POST"])
@requires("mediation.mediate")
def remake_paper(session_id: int) -> Answer:
    """Make the paper again, with the signatures from the screen on it."""
    actor = current_actor()
    one = queries.get_record(actor, MediationSession, session_id)
    form = forms.PortalForm(version=str(one.version))
    here = url_for(".read_session", session_id=one.id)
    return form_page(
        form,
        one.case,
        lambda: actions.remake_paper(actor, one, version=form.seen_version),
        title=_("补入屏幕签名，重新出纸"),
        action=url_for(".remake_paper", session_id=one.id),
        label=_("重新出纸"),
        cancel=here,
        advice=_("文字不变，只把屏幕上写的签名印上去；先前出的一份标为已更正。"),
        to=here,
        done=_("新的记录已生成，带有屏幕上的签名。"),
    )


@blueprint.route("/mediation/sessions/<int:session_id>/drop", methods=["GET", "POST"])
@requires("mediation.mediate")
def drop_session(session_id: int) -> Answer:
    """Take back a session that was opened by mistake."""
    actor = current_actor()
    one = queries.get_record(actor, MediationSession, session_id)
    form = forms.PortalForm(version=str(one.version))
    return form_page(
        form,
        one.case,
        lambda: actions.drop_session(actor, one, version=form.seen_version),
        title=_("撤销第 %(number)s 次调解", number=one.position),
        action=url_for(".drop_session", session_id=one.id),
        label=_("撤销"),
        cancel=url_for(".write_session", session_id=one.id),
        advice=_("只用于误开的、还没有写内容的一次。"),
        kind="danger",
        to=case_href,
        done=_("已撤销。"),
    )


def sign_context(subject: Any, kind: str) -> dict[str, Any]:
    """What the part about signatures shows of a record."""
    return {
        "kind": kind,
        "subject": subject,
        "there": signing.signatures_of(subject, with_struck=True),
        "missing": signing.missing_wanted(subject.case, subject),
    }


def _head_form(actor: Actor, case: MediationCase, one: MediationSession | None = None) -> forms.SessionForm:
    if one is None:
        now, own = clock.office_time(), find_own_mediator(actor)
        form = forms.SessionForm(
            version=str(case.version),
            day=clock.today(),
            start=now.time().replace(second=0, microsecond=0),
            place=case.place,
            recorder=recorder_proposed(case) or (own.name if own else actor.name),
            is_public=case.is_public,
            rights_told=True,
            parties=[party.id for party in case.parties],
            mediators=[one.id for one in queries.mediators_to_choose(case)],
        )
    else:
        start = clock.office_time(one.started_at)
        form = forms.SessionForm(
            version=str(one.version),
            day=start.date(),
            start=start.time().replace(second=0, microsecond=0),
            place=one.place,
            recorder=one.recorder,
            is_public=one.is_public,
            rights_told=one.rights_told,
            parties=[row.party_id for row in one.attendances if row.party_id],
            mediators=[row.mediator_id for row in one.attendances if row.mediator_id],
            agents=[row.agent_id for row in one.attendances if row.agent_id],
            participants=[row.participant_id for row in one.attendances if row.participant_id],
        )
    form.parties.choices = [(party.id, f"{side_word(party)} {party.name}") for party in case.parties]
    form.mediators.choices = people(queries.mediators_to_choose(case))
    form.agents.choices = [
        (agent.id, f"{agent.name}（{agent.party.name}）") for agent in queries.agents_now(case)
    ]
    form.participants.choices = people(queries.participants_of(case, only_present=True))
    for field in ("agents", "participants"):
        if not form[field].choices:
            del form[field]
    return form


def _seats(form: forms.SessionForm) -> actions.Seats:
    def chosen(name: str) -> list[int]:
        return [key for key in (form[name].data or []) if key] if name in form else []

    return actions.Seats(
        parties=chosen("parties"),
        mediators=chosen("mediators"),
        agents=chosen("agents"),
        participants=chosen("participants"),
    )


def _circumstances(form: forms.SessionForm) -> actions.Circumstances:
    return actions.Circumstances(
        started_at=instant(form.day.data or clock.today(), form.start.data or dt.time(0)),
        place=form.place.data or "",
        recorder=form.recorder.data or "",
        is_public=bool(form.is_public.data),
        rights_told=bool(form.rights_told.data),
    )


def _tell_overlaps(one: MediationSession) -> None:
    for name, other in actions.overlaps(one):
        flash(
            _(
                "请注意：%(name)s 同一时间还在 %(case)s 的第 %(number)s 次调解。",
                name=name,
                case=other.case.number or "",
                number=other.position,
            ),
            "warning",
        )
