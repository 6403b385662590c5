"""Proposing a change to a file: choosing its kind, seeing what it would mean in money, and filing what was seen."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal.actor import Actor
from portal.errors import N_, NotFound, RuleBroken
from portal.services.assistance import actions, documents, queries
from portal.services.assistance.changes import KINDS
from portal.services.assistance.forms import files as forms
from portal.services.assistance.models import SupportChange, SupportFile, SupportMember
from portal.services.assistance.months import add_months
from portal.services.assistance.routes.base import Answer, blueprint
from portal.services.assistance.routes.changes import FOLDER
from portal.services.assistance.routes.files import words
from portal.web import once
from portal.web.access import current_actor, requires
from portal.web.htmx import go_to, render


@blueprint.get("/assistance/files/<int:file_id>/changes/new")
@requires("assistance.propose_change")
def choose_change(file_id: int) -> str:
    """Which change it is to be: each with a sentence that says what it does."""
    file = queries.get_file(current_actor(), file_id)
    offered = [kind for kind in KINDS.values() if file.state in kind.from_states]
    return render(
        FOLDER + "choose_change.html",
        file=file,
        offered=offered,
        waiting=queries.find_open_change(file),
        **words(),
    )


@blueprint.route("/assistance/files/<int:file_id>/changes/new/<kind>", methods=["GET", "POST"])
@requires("assistance.propose_change")
def propose_change(file_id: int, kind: str) -> Answer:
    """Put down one kind of change: what it means in money is reckoned and shown first, and filed by a second press."""
    actor = current_actor()
    file = queries.get_file(actor, file_id)
    if kind not in KINDS or not KINDS[kind].from_states:
        raise NotFound
    form = forms.propose_form(file, kind, **_asked_reason())
    found: list[dict[str, Any]] = []
    if form.accepts():
        with form.refusals():
            found = _reckon(actor, file, kind, form)
            if request.form.get("file_it") and form.shown.data == digest_of(found):
                change = _propose(actor, file, kind, form)
                flash(_("已提出变更。请按提示办理下一步。"), "success")
                return go_to(url_for(".read_change", change_id=change.id))
            once.release()  # nothing was stored: the same form may be sent again
            form.shown.data = digest_of(found)
    page = render(
        FOLDER + "propose_change.html",
        file=file,
        kind=KINDS[kind],
        form=form,
        action=url_for(".propose_change", file_id=file_id, kind=kind),
        change=None,
        results=[(planned, documents.planned_lines(planned)) for planned in found],
        **words(),
    )
    return page, form.status


def _asked_reason() -> dict[str, Any]:
    """The reason that the way here brought along, where it did."""
    return {"reason_code": request.args["why"]} if request.args.get("why") else {}


def digest_of(plans: list[dict[str, Any]]) -> str:
    """What tells one result from another."""
    return hashlib.sha256(json.dumps(plans, sort_keys=True, default=str).encode()).hexdigest()


def _reckon(actor: Actor, file: SupportFile, kind: str, form: forms.ProposeForm) -> list[dict[str, Any]]:
    """What would be filed: one plan, of a transfer those of both files."""
    if kind == "transfer_out":
        member, target, given = _transfer_of(actor, file, form)
        _month, here, there = actions.reckon_transfer(actor, member, target=target, **given)
        return [{**here, "number": file.number}, {**there, "number": target.number}]
    plan = actions.reckon_proposal(
        actor,
        file,
        kind=kind,
        version=form.seen_version,
        effective_month=form.month(),
        reason_code=form.reason_code.data or "",
        plan=form.plan(file),
    )
    return [{**plan, "number": file.number}]


def _propose(actor: Actor, file: SupportFile, kind: str, form: forms.ProposeForm) -> SupportChange:
    plan = form.plan(file)
    if kind != "transfer_out":
        return actions.propose_change(
            actor,
            file,
            kind=kind,
            version=form.seen_version,
            effective_month=form.month(),
            reason_code=form.reason_code.data or "",
            reason=form.reason.data or "",
            plan=plan,
            nobody_to_hear=actions.may_be_silent(file, kind, form.reason_code.data or ""),
        )
    member, target, given = _transfer_of(actor, file, form)
    return actions.propose_transfer(actor, member, target=target, reason=form.reason.data or "", **given)


def _transfer_of(
    actor: Actor, file: SupportFile, form: forms.ProposeForm
) -> tuple[SupportMember, SupportFile, dict[str, Any]]:
    """Who moves where by the form of a transfer, and what else it says; raises RuleBroken at `target` or `person`."""
    fields: Any = form
    plan = form.plan(file)
    target = queries.find_file(actor, fields.target.data or "")
    if target is None:
        raise RuleBroken("target", N_("没有找到这个户号；在其他街道的，请与对方联系。"))
    member = next((m for m in file.members if m.id == plan.person_id), None)
    if member is None:
        raise RuleBroken("person", N_("请选择这一户的成员。"))
    given = {
        "version": form.seen_version,
        "last_month": add_months(form.month(), -1),
        "relation": fields.relation.data or "",
        "income_left": fields.income_left.data,
        "income_there": fields.income_there.data,
        "head_id": plan.head_id,
    }
    return member, target, given
