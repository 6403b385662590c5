"""Changes to a file once they are proposed: reckoning anew, hearing the household, and deciding as another person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.actor import Actor
from portal.errors import N_, NotFound, RuleBroken
from portal.files.actions import open_file, store_file
from portal.files.queries import get_file as get_stored
from portal.services.assistance import actions, documents, queries
from portal.services.assistance.actions.proposing import is_late
from portal.services.assistance.changes import KINDS, WAYS
from portal.services.assistance.forms import files as forms
from portal.services.assistance.models import SupportChange, SupportHearing
from portal.services.assistance.months import months_from
from portal.services.assistance.queries.staff import list_staff_who_may
from portal.services.assistance.routes.base import Answer, blueprint
from portal.services.assistance.routes.files import words
from portal.web.access import current_actor, requires
from portal.web.forms import PortalForm
from portal.web.htmx import go_to, render
from portal.web.wording import in_words

HEARING = "assistance.hearing"
FOLDER = "services/assistance/changes/"


@blueprint.get("/assistance/changes")
@requires("assistance.read_file")
def list_changes() -> str:
    """What waits for a decision, and what each still wants."""
    actor = current_actor()
    waiting = queries.list_open_changes(actor)
    return render(
        FOLDER + "list_changes.html",
        waiting=waiting,
        obstacles={change.id: obstacle(change) for change in waiting},
        **words(),
    )


@blueprint.get("/assistance/changes/<int:change_id>")
@requires("assistance.read_file")
def read_change(change_id: int) -> str:
    """One proposal: what it changes, how it was reckoned, who was heard, and the one next step."""
    actor = current_actor()
    change = queries.get_change(actor, change_id)
    planned = change.planned or {}
    return render(
        FOLDER + "read_change.html",
        change=change,
        file=change.file,
        planned=planned,
        lines=documents.planned_lines(planned),
        obstacle=obstacle(change),
        step=_next_step(actor, change),
        must_hear=actions.needs_hearing(change),
        partner=queries.find_partner(actor, change),
        form=forms.DecideChangeForm(formdata=None, version=str(change.version)),
        ways=WAYS,
        **words(),
    )


@blueprint.route("/assistance/changes/<int:change_id>/replan", methods=["GET", "POST"])
@requires("assistance.propose_change")
def replan_change(change_id: int) -> Answer:
    """Reckon a proposal anew."""
    actor = current_actor()
    change = queries.get_change(actor, change_id)
    file = queries.get_file(actor, change.file_id)
    if change.kind in {"transfer_out", "transfer_in"}:
        raise NotFound
    form = forms.propose_form(file, change.kind, change, **_as_planned(change))
    if form.accepts():
        with form.refusals():
            actions.replan_change(actor, change, version=form.seen_version, plan=form.plan(file))
            flash(_("已重新核算。"), "success")
            return go_to(url_for(".read_change", change_id=change_id))
    page = render(
        FOLDER + "propose_change.html",
        file=file,
        kind=KINDS[change.kind],
        form=form,
        action=url_for(".replan_change", change_id=change_id),
        change=change,
        results=[],
        **words(),
    )
    return page, form.status


@blueprint.route("/assistance/changes/<int:change_id>/hearing", methods=["GET", "POST"])
@requires("assistance.record_hearing")
def record_hearing(change_id: int) -> Answer:
    """Enter what the household said; the record is made for signing."""
    actor = current_actor()
    change = queries.get_change(actor, change_id)
    way = "statement" if change.kind == "exit" else ""
    form = forms.RecordHearingForm(
        told_on=clock.today(),
        heard_on=clock.today(),
        way=way,
        heard_name=change.file.head_name if change.file.head.death_date is None else "",
        version=str(change.version),
    )
    form.staff_two.choices = forms.with_nobody(list_staff_who_may(actor, "assistance.record_hearing"))
    if form.accepts():
        with form.refusals():
            actions.record_hearing(
                actor,
                change,
                version=form.seen_version,
                told_on=form.told_on.data,
                heard_on=form.heard_on.data,
                way=form.way.data or "",
                heard_name=form.heard_name.data or "",
                is_waived=bool(form.is_waived.data),
                opinion=form.opinion.data or "",
                evidence=form.evidence.data or "",
                reply=form.reply.data or "",
                staff_two=form.staff_two.data,
            )
            flash(_("已登记。请打印听取意见记录，当事人和两位工作人员签字后扫描上传。"), "success")
            return go_to(url_for(".read_change", change_id=change_id))
    page = render(FOLDER + "record_hearing.html", change=change, file=change.file, form=form, **words())
    return page, form.status


@blueprint.route("/assistance/changes/<int:change_id>/hearing/<int:hearing_id>/scan", methods=["GET", "POST"])
@requires("assistance.record_hearing")
def attach_signed_record(change_id: int, hearing_id: int) -> Answer:
    """Upload the signed record."""
    actor = current_actor()
    change = queries.get_change(actor, change_id)
    hearing = _hearing(change, hearing_id)
    form = forms.AttachSignedRecordForm(version=str(change.version))
    if form.accepts():
        with form.refusals():
            upload = form.file.data
            signed = store_file(actor, stream=upload.stream, name=upload.filename, purpose=HEARING)
            actions.attach_signed_record(actor, hearing, version=form.seen_version, signed=signed)
            flash(_("签字件已上传。"), "success")
            return go_to(url_for(".read_change", change_id=change_id))
    return _verb(change, form, _("上传签字件"), _("听取意见记录须有当事人和两位工作人员的签字。"))


@blueprint.get("/assistance/changes/<int:change_id>/hearing/<int:hearing_id>/scan.file")
@requires("assistance.read_file")
def read_signed_record(change_id: int, hearing_id: int) -> Response:
    """The scan of the signed record."""
    hearing = _hearing(queries.get_change(current_actor(), change_id), hearing_id)
    if hearing.signed_file_id is None:
        raise NotFound
    stored = get_stored(hearing.signed_file_id)
    return Response(open_file(stored), mimetype=stored.media_type)


@blueprint.route("/assistance/changes/<int:change_id>/kin", methods=["GET", "POST"])
@requires("assistance.record_hearing")
def record_kin(change_id: int) -> Answer:
    """Which relative was told where nobody is left to hear."""
    return _simple(
        change_id,
        forms.RecordKinForm,
        lambda actor, change, form: actions.record_kin(
            actor, change, version=form.seen_version, kin_contact=form.kin_contact.data or ""
        ),
        (N_("登记亲属联系情况"), N_("无人可听取意见时，写明联系亲属的情况。"), N_("已登记。")),
    )


@blueprint.route("/assistance/changes/<int:change_id>/drop", methods=["GET", "POST"])
@requires("assistance.propose_change")
def drop_change(change_id: int) -> Answer:
    """Let a proposal go."""
    return _simple(
        change_id,
        forms.DropChangeForm,
        lambda actor, change, form: actions.drop_change(
            actor, change, version=form.seen_version, reason=form.reason.data or ""
        ),
        (N_("不作变更"), N_("撤下这项变更，档案和金额都不变。"), N_("已撤下，档案和金额不变。")),
    )


@blueprint.route("/assistance/changes/<int:change_id>/decide", methods=["GET", "POST"])
@requires("assistance.decide_change")
def decide_change(change_id: int) -> Answer:
    """Decide as proposed."""
    return _simple(
        change_id,
        forms.DecideChangeForm,
        lambda actor, change, form: actions.decide_change(actor, change, version=form.seen_version),
        (
            N_("决定变更"),
            N_("决定后按计划生效，并出具书面通知书。提出变更的人不能自己决定。"),
            N_("已决定，通知书已出具，请打印送达。"),
        ),
    )


def obstacle(change: SupportChange) -> str:
    """What is still missing before this may be decided, in words; empty for nothing."""
    if change.state != "proposed":
        return ""
    try:
        actions.must_be_ready(change)
    except RuleBroken as error:
        return in_words(error)
    return ""


def _next_step(actor: Actor, change: SupportChange) -> tuple[str, str]:
    """The one next step as a code and the right that it wants; empty for a proposal that is over."""
    if change.state != "proposed":
        return "", ""
    if (change.planned or {}).get("total_fen") is None:
        return "replan", "assistance.propose_change"
    before = queries.decision_in_force(change.file, change.effective_month)
    moved = (before.id if before else None) != (change.planned or {}).get("from_decision")
    stands = actions.stands_on_standard(
        change.file, change.kind, change.effective_month, change.planned or {}
    )
    if moved or ((is_late(change) or not stands) and _partner(change) is None):
        return "replan", "assistance.propose_change"
    if actions.needs_hearing(change) and obstacle(change):
        if change.nobody_to_hear:
            return "kin", "assistance.record_hearing"
        heard = change.hearings[(change.planned or {}).get("heard_again", 0) :]
        return ("scan" if heard else "hear"), "assistance.record_hearing"
    return "decide", "assistance.decide_change"


def _partner(change: SupportChange) -> SupportChange | None:
    key = (change.planned or {}).get("partner")
    return queries.find_change(key) if key else None


def _as_planned(change: SupportChange) -> dict[str, Any]:
    """What the proposal says now, as its form shows it."""
    planned = change.planned or {}
    leaving = [str(key) for key, _because in planned.get("leaving", [])]
    people = ((planned.get("sheet") or {}).get("family") or {}).get("people", [])
    grounds = {one.get("key", ""): one.get("grounds", []) for one in people}
    joining: dict[str, Any] = {}
    for number, (key, relation, *_more) in enumerate(planned.get("joining", []), start=1):
        proven = [code for code in grounds.get(str(key), []) if code in forms.PROVEN]
        joining |= {f"joining_{number}": key, f"relation_{number}": relation, f"proven_{number}": proven}
    return {
        **{f"{forms.GROUNDS}{key}": codes for key, codes in grounds.items()},
        **joining,
        "leaving": leaving,
        "person": leaving[0] if leaving else str(planned.get("person_id") or ""),
        "income_fen": planned.get("income_fen"),
        "head": str(planned.get("head_id") or ""),
        "fading_months": _fading_months(change),
    }


def _fading_months(change: SupportChange) -> int | None:
    """For how many months a 渐退期 is planned."""
    until = (change.planned or {}).get("fading_until")
    return months_from(change.effective_month, dt.date.fromisoformat(until)) + 1 if until else None


def _hearing(change: SupportChange, hearing_id: int) -> SupportHearing:
    found = next((one for one in change.hearings if one.id == hearing_id), None)
    if found is None:
        raise NotFound
    return found


def _simple(
    change_id: int,
    form_class: type[PortalForm],
    act: Callable[[Actor, SupportChange, Any], Any],
    said: tuple[str, str, str],
) -> Answer:
    actor = current_actor()
    change = queries.get_change(actor, change_id)
    form = form_class(version=str(change.version))
    if form.accepts():
        with form.refusals():
            act(actor, change, form)
            flash(_(said[2]), "success")
            return go_to(url_for(".read_change", change_id=change_id))
    return _verb(change, form, _(said[0]), _(said[1]))


def _verb(change: SupportChange, form: PortalForm, title: str, advice: str) -> Answer:
    page = render(
        FOLDER + "verb.html",
        change=change,
        file=change.file,
        form=form,
        title=title,
        advice=advice,
        **words(),
    )
    return page, form.status
