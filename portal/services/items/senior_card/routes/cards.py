"""The cards: their list, one with its history, loss, cancellation, printing, and their parts of other pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _

from portal.actor import Actor
from portal.residents.models import Resident
from portal.residents.queries import lines_of
from portal.services.items.senior_card import actions, forms, queries
from portal.services.items.senior_card.kinds import rules_on
from portal.services.items.senior_card.models import ENDINGS, PROPOSALS, STATUSES, SeniorCard
from portal.services.items.senior_card.routes.base import blueprint
from portal.services.models import Application
from portal.services.routes.hall import asked_words
from portal.web.access import current_actor, repeatable, requires
from portal.web.addresses import asked_page
from portal.web.carrying_out import Answer, carry_out
from portal.web.forms import PortalForm
from portal.web.htmx import render

TONES = {"valid": "good", "cancelled": "neutral", "lost": "bad"}


@blueprint.get("/services/cards")
@requires("services.read_application")
def list_cards() -> str:
    """Cards by status, type, and by the holder's name or the number; above them those proposed for cancellation."""
    actor = current_actor()
    status = request.args.get("status", "")
    asked = {
        "status": status if status in STATUSES else "",
        "card_type": request.args.get("type", "")[:20],
        "text": asked_words("q"),
    }
    page = queries.list_cards(
        actor,
        status=asked["status"],
        card_type=asked["card_type"],
        text=asked["text"],
        page=asked_page(),
    )
    return render(
        "services/items/senior_card/list_cards.html",
        block="listing",
        page=page,
        asked=asked,
        is_filtered=any(asked.values()),
        proposed=queries.list_proposed_cancellations(actor),
        types=rules_on().types,
        statuses=STATUSES,
        proposals=PROPOSALS,
        tones=TONES,
    )


@blueprint.get("/services/cards/<int:card_id>")
@requires("services.read_application")
def read_card(card_id: int) -> str:
    """One card: its holder, face, printings, and the cards before it."""
    actor = current_actor()
    card = queries.get_card(actor, card_id)
    return render(
        "services/items/senior_card/read_card.html",
        card=card,
        line=lines_of(actor, [card.resident_id])[0],
        chain=queries.chain_of(card),
        endings=ENDINGS,
        statuses=STATUSES,
        proposals=PROPOSALS,
        tones=TONES,
    )


@blueprint.post("/services/cards/<int:card_id>/print")
@requires("services.print_card")
@repeatable
def print_card(card_id: int) -> Answer:
    """Count a printing of the face, then show it."""
    actor = current_actor()
    card = queries.get_card(actor, card_id)
    actions.print_card(actor, card)
    return redirect(url_for("documents.open_for_print", document_id=card.document_id), 303)


@blueprint.route("/services/cards/<int:card_id>/loss", methods=["GET", "POST"])
@requires("services.record_loss")
def record_loss(card_id: int) -> Answer:
    """A loss is reported (挂失)."""
    return _verb_page(
        card_id,
        forms.RecordLossForm,
        lambda actor, card, form: actions.record_loss(
            actor, card, version=form.seen_version, reason=form.reason.data or ""
        ),
        {
            "title": _("挂失"),
            "advice": _("挂失后原证号作废，不再使用。补证请另办“遗失补证”。"),
            "done": _("已挂失，证号已列入作废名单。"),
        },
    )


@blueprint.route("/services/cards/<int:card_id>/cancel", methods=["GET", "POST"])
@requires("services.cancel_card")
def cancel_card(card_id: int) -> Answer:
    """A card ends without an application, as after a recorded death."""
    return _verb_page(
        card_id,
        forms.CancelCardForm,
        lambda actor, card, form: actions.cancel_card(
            actor,
            card,
            version=form.seen_version,
            ending=form.ending.data or "",
            reason=form.reason.data or "",
        ),
        {
            "title": _("注销"),
            "advice": _("注销后不能恢复，记录仍可查询。"),
            "done": _("已注销。"),
        },
    )


@blueprint.route("/services/cards/<int:card_id>/keep", methods=["GET", "POST"])
@requires("services.cancel_card")
def dismiss_proposal(card_id: int) -> Answer:
    """A card stays although the portal proposed to cancel it."""
    return _verb_page(
        card_id,
        forms.DismissProposalForm,
        lambda actor, card, form: actions.dismiss_proposal(
            actor, card, version=form.seen_version, reason=form.reason.data or ""
        ),
        {
            "title": _("保留这张证"),
            "advice": _("不注销，并从待处理名单中移去。"),
            "done": _("已保留。"),
        },
    )


def _verb_page(
    card_id: int,
    form_class: type[PortalForm],
    act: Callable[[Actor, SeniorCard, Any], SeniorCard],
    words: dict[str, str],
) -> Answer:
    actor = current_actor()
    card = queries.get_card(actor, card_id)
    form = form_class(version=str(card.version))
    return carry_out(
        form,
        lambda: act(actor, card, form),
        show=lambda: render("services/items/senior_card/verb.html", card=card, form=form, words=words),
        to=url_for(".read_card", card_id=card_id),
        done=words["done"],
    )


def cards_panel(actor: Actor, resident: Resident) -> dict[str, Any] | None:
    """This person's cards, for the resident's page; nothing where there is none."""
    cards = queries.cards_of_resident(resident.id)
    if not cards or not actor.can("services.read_application"):
        return None
    return {"cards": cards, "statuses": STATUSES, "tones": TONES}


def made_part(actor: Actor, application: Application) -> dict[str, Any] | None:
    """The card that an application made, for its page."""
    cards = queries.cards_of_application(application.id)
    return {"cards": cards, "statuses": STATUSES, "tones": TONES} if cards else None
