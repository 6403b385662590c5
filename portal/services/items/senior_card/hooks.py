"""How the senior card takes part in the shared life of an application, and in what happens to residents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from portal.actor import Actor
from portal.audit import words
from portal.db import session
from portal.documents.models import Document
from portal.documents.progress import tell_progress
from portal.errors import N_
from portal.residents import hooks as residents
from portal.residents.models import Resident
from portal.services.definitions import MaterialDefinition
from portal.services.items.registry import Asked, Eligibility, ItemHooks
from portal.services.items.senior_card import actions, eligibility
from portal.services.items.senior_card.definition import CANCEL
from portal.services.items.senior_card.models import STATUSES, SeniorCard
from portal.services.items.senior_card.queries import cards_of_application, valid_cards_of
from portal.services.models import Application

NAME = "services.senior_card"


class SeniorCardHooks(ItemHooks):
    """Age on the day, one valid card of a type, and a card for every granted application but a cancellation."""

    def eligible(self, asked: Asked) -> Eligibility:
        """Never a bare refusal: an answer of "not yet" names the first day (可于…起申请)."""
        return eligibility.eligibility_of(asked)

    def propose_business(self, asked: Asked) -> str:
        """First card, upgrade, replacement or cancellation, by the cards held and the age."""
        return eligibility.propose(asked)

    def asks_for(self, material: MaterialDefinition, asked: Asked) -> bool:
        """A death certificate is asked for only where the death is registered or given as the reason."""
        if material.code != "death_certificate" or not isinstance(asked.subject, Resident):
            return True
        answers = (asked.application.answers or {}) if asked.application else {}
        return asked.subject.death_date is not None or answers.get("cancel_reason") == "death"

    def on_issue(self, actor: Actor, application: Application, on: dt.date) -> str:
        """The card, or the end of one."""
        if application.business == CANCEL:
            return actions.cancel_by_application(actor, application)
        card = actions.issue_card(actor, application, on=on)
        return f"{card.type_name} {card.number}"

    def result_papers(self, application: Application) -> Sequence[Document]:
        """The face of the card that was made for it."""
        cards = cards_of_application(application.id)
        return [one.document for one in cards if one.document is not None and one.status == "valid"]

    def on_void(self, actor: Actor, application: Application, reason: str) -> None:
        """The card ends with the acceptance that it was made for."""
        actions.undo_application(actor, application, reason=reason)


def _on_death(actor: Actor, resident: Resident) -> None:
    for card in valid_cards_of(resident.id):
        actions.propose_cancellation(actor, card, why="death")


def _on_death_cancelled(actor: Actor, resident: Resident) -> None:
    for card in valid_cards_of(resident.id):
        if card.proposal == "death":
            card.proposal, card.proposed_on = "", None


def _standing(card_id: int) -> str:
    card = session.get(SeniorCard, card_id)
    return STATUSES[card.status] if card else ""


_STOCK_VERBS = {
    "services.receive_cards": N_("领入空白证"),
    "services.take_blank": N_("领用空白证"),
    "services.spoil_card": N_("登记废证"),
    "services.return_cards": N_("交回空白证"),
    "services.count_cards": N_("盘点空白证"),
}


def join() -> None:
    """Take part in deaths and merges of residents, and in the public check of a card."""
    tell_progress(SeniorCard.__name__, _standing)
    words.name_verbs(_STOCK_VERBS)
    words.name_facts({"serial": N_("空白证号"), "expected": N_("账上张数"), "found": N_("实有张数")})
    residents.on_death(NAME, _on_death, _on_death_cancelled)
    residents.on_merge(NAME, actions.move_cards, actions.move_cards_back)
