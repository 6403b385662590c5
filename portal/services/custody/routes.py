"""The pages of custody: what is in the office's hands by age, and the five moves on the page of an application."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _

from portal import clock
from portal.actor import Actor
from portal.errors import N_, NotFound
from portal.services import checklist
from portal.services import queries as hall
from portal.services.custody import actions, forms, queries
from portal.services.custody.places import STATES, TONES
from portal.services.models import Application
from portal.services.routes.hall import Answer
from portal.services.states import OPEN
from portal.web.access import current_actor, requires
from portal.web.htmx import go_to, render

blueprint = Blueprint("custody", __name__)
SEPARATOR = "、"


@dataclass(frozen=True)
class Move:
    """One move as a page asks for it: from which states, with which form and action."""

    title: str
    states: frozenset[str]
    form: type[forms.OriginalsForm]
    act: Callable[[Actor, Any, list[int]], object]
    done: str


MOVES: dict[str, Move] = {
    "hand-out": Move(
        N_("交出原件"),
        frozenset({"held"}),
        forms.HandOutForm,
        lambda actor, form, ids: actions.hand_out(
            actor, ids=ids, to=form.to.data or "", note=form.note.data or ""
        ),
        N_("已登记交出。"),
    ),
    "bring-back": Move(
        N_("取回原件"),
        frozenset({"out"}),
        forms.BringBackForm,
        lambda actor, form, ids: actions.bring_back(actor, ids=ids, note=form.note.data or ""),
        N_("已登记取回。"),
    ),
    "give-back": Move(
        N_("退还原件"),
        frozenset({"held"}),
        forms.GiveBackForm,
        lambda actor, form, ids: actions.give_back(
            actor,
            ids=ids,
            receiver=form.receiver.data or "",
            relation=form.relation.data or "",
            has_signed=bool(form.has_signed.data),
        ),
        N_("原件已退还本人。"),
    ),
}


@blueprint.get("/originals")
@requires("services.keep_originals")
def list_originals() -> str:
    """What the residents have not got back: what is out, by age, then what lies here."""
    found = queries.list_in_custody(current_actor())
    return render(
        "services/custody/list_originals.html",
        out=[one for one in found if one.state == "out"],
        held=[one for one in found if one.state == "held"],
    )


@blueprint.route("/services/applications/<int:application_id>/originals/take", methods=["GET", "POST"])
@requires("services.keep_originals")
def take_originals(application_id: int) -> Answer:
    """Take originals, with the list for the resident."""
    actor = current_actor()
    found = hall.get_application(actor, application_id)
    form = forms.TakeOriginalsForm()
    offered = {
        line.definition.code: line.definition
        for line in checklist.checklist(found, clock.today())
        if "original" in line.definition.forms
    }
    form.codes.choices = [(code, one.name) for code, one in offered.items()]
    if form.accepts():
        with form.refusals():
            wanted = [
                actions.Taken(offered[code].name, code, return_on=form.return_on.data)
                for code in form.codes.data or []
            ]
            names = (form.names.data or "").replace("，", SEPARATOR).replace(",", SEPARATOR).split(SEPARATOR)
            wanted += [actions.Taken(name, return_on=form.return_on.data) for name in names if name.strip()]
            actions.take_originals(actor, found, taken=wanted)
            flash(_("原件已登记。请打印材料接收清单，双方签名，交一份给本人。"), "success")
            return go_to(url_for("services.read_application", application_id=application_id))
    return render("services/custody/take_originals.html", application=found, form=form), form.status


@blueprint.route("/services/applications/<int:application_id>/originals/<move>", methods=["GET", "POST"])
@requires("services.keep_originals")
def move_originals(application_id: int, move: str) -> Answer:
    """Hand out, bring back or give back."""
    if move not in MOVES:
        raise NotFound
    return _move_page(
        application_id, MOVES[move], url_for(".move_originals", application_id=application_id, move=move)
    )


@blueprint.route("/services/applications/<int:application_id>/originals/lost", methods=["GET", "POST"])
@requires("services.report_lost_original")
def report_lost_original(application_id: int) -> Answer:
    """Declare originals lost."""
    lost = Move(
        N_("登记原件遗失"),
        frozenset({"held", "out"}),
        forms.ReportLostForm,
        lambda actor, form, ids: actions.report_lost(actor, ids=ids, reason=form.reason.data or ""),
        N_("遗失已登记。"),
    )
    return _move_page(application_id, lost, url_for(".report_lost_original", application_id=application_id))


def _move_page(application_id: int, move: Move, address: str) -> Answer:
    actor = current_actor()
    found = hall.get_application(actor, application_id)
    form = _form(found, move)
    if form.accepts():
        with form.refusals():
            move.act(actor, form, list(form.ids.data or []))
            flash(_(move.done), "success")
            return go_to(url_for("services.read_application", application_id=application_id))
    page = render(
        "services/custody/move_originals.html", application=found, form=form, move=move, address=address
    )
    return page, form.status


def _form(application: Application, move: Move) -> forms.OriginalsForm:
    originals = [one for one in queries.originals_of(application.id) if one.state in move.states]
    given: dict[str, Any] = {
        "ids": [one.id for one in originals] if move.form is not forms.ReportLostForm else []
    }
    if move.form is forms.GiveBackForm:
        given["receiver"] = application.subject_name
    form = move.form(**given)
    form.ids.choices = [
        (one.id, f"{one.name} ×{one.copies}" + (f"（{one.holder}）" if one.holder else ""))
        for one in originals
    ]
    return form


def originals_part(actor: Actor, application: Application) -> dict[str, Any] | None:
    """The originals of an application for its page; None where there are none and this reader takes none."""
    found = queries.originals_of(application.id)
    may_keep = actor.can("services.keep_originals")
    may_take = may_keep and application.state in OPEN
    if not found and not may_take:
        return None
    return {
        "originals": found,
        "held": any(one.state == "held" for one in found),
        "out": any(one.state == "out" for one in found),
        "may_keep": may_keep,
        "may_take": may_take,
        "may_lose": actor.can("services.report_lost_original"),
        "states": STATES,
        "tones": TONES,
        "today": clock.today(),
    }
