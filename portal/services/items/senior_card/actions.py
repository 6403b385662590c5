"""Making senior cards and ending them: by an application, by a loss that is reported, by a decision on a proposal.

Which application may have which card is in `eligibility`; the shared life calls these through `hooks`.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import allocate_number, issue_document, record_print, void_document, void_number
from portal.documents.models import DocumentPrint
from portal.errors import N_, RuleBroken
from portal.residents.models import Resident
from portal.services.items.senior_card import documents
from portal.services.items.senior_card.definition import CHANGE, DAMAGED, LOST, UPGRADE
from portal.services.items.senior_card.eligibility import type_to_issue
from portal.services.items.senior_card.kinds import CardType
from portal.services.items.senior_card.models import ENDINGS, SeniorCard
from portal.services.items.senior_card.queries import cards_of_application, cards_of_resident, valid_cards_of
from portal.services.items.senior_card.stock.actions import spoil_of_card, take_blank
from portal.services.models import Application

PAPER_CANCELLED = "注销{numbers}"
PHOTO_MATERIAL = "photo"
_ENDING_OF = {UPGRADE: "upgraded", LOST: "lost", DAMAGED: "replaced", CHANGE: "changed"}


def issue_card(actor: Actor, application: Application, *, on: dt.date) -> SeniorCard:
    """Make the card of a granted application: the number from its type's own book, the holder's other cards ended, the face
    frozen. Raises RuleBroken when the age is not reached on that day, or a character of the face cannot be printed.
    """
    holder = _holder(application)
    before = cards_of_resident(holder.id)
    valid = [card for card in before if card.status == "valid"]
    card_type = type_to_issue(holder, application.business, valid, on, application.unit_id)
    for former in valid:
        _end(actor, former, _ENDING_OF.get(application.business, "replaced"), application)
    session.flush()
    number = allocate_number(actor, unit_id=application.unit_id, kind=card_type.number_kind, on=on)
    card = SeniorCard(
        resident=holder,
        unit_id=application.unit_id,
        application_id=application.id,
        card_type=card_type.code,
        type_name=card_type.name,
        number=number.text,
        issued_number=number,
        issued_on=on,
        valid_from=on,
        replaces=before[0] if before else None,
        photo=next((m.file for m in application.materials if m.code == PHOTO_MATERIAL), None),
    )
    session.add(card)
    session.flush()
    take_blank(actor, card)
    _issue_face(actor, card, card_type)
    audit.record(
        actor, "services.issue_card", card, number=card.number, type=card_type.code, resident=holder.id
    )
    return card


def cancel_by_application(actor: Actor, application: Application) -> str:
    """End the holder's valid cards for a granted application for cancellation; says which. Raises RuleBroken for none."""
    valid = valid_cards_of(_holder(application).id)
    if not valid:
        raise RuleBroken(None, N_("%(name)s没有有效的优待证可以注销。"), name=application.subject_name)
    ending = str((application.answers or {}).get("cancel_reason", "wish"))
    for card in valid:
        _end(actor, card, ending if ending in ENDINGS else "other", application)
    session.flush()
    return PAPER_CANCELLED.format(numbers="、".join(card.number for card in valid))


def undo_application(actor: Actor, application: Application, *, reason: str) -> None:
    """Take back what a voided application did: its card ends and its number is void; a card it had ended counts again.

    A card that had been reported as lost stays lost, for its number is in the void list.
    """
    for card in cards_of_application(application.id):
        if card.status == "valid":
            _end(actor, card, "voided", None)
        _void_paper(actor, card, reason)
        spoil_of_card(actor, card, reason=reason)
    session.flush()
    for card in cards_of_resident(_holder(application).id):
        if card.ended_by_application_id == application.id and card.status == "cancelled":
            card.status, card.ending, card.ended_on, card.ended_by_application_id = "valid", "", None, None
            audit.record(actor, "services.restore_card", card, number=card.number, reason=reason)
    session.flush()


def record_loss(actor: Actor, card: SeniorCard, *, version: int | None, reason: str) -> SeniorCard:
    """A holder reports the loss (挂失): the card no longer counts and its number goes to the void list.

    The replacement is an application of its own. Raises RuleBroken at `reason`, Conflict when out of date.
    """
    actor.must("services.record_loss")
    card.expect_version(version)
    _must_be_valid(card)
    why = _reason(reason)
    _end(actor, card, "lost", None, why)
    session.flush()
    return card


def cancel_card(
    actor: Actor, card: SeniorCard, *, version: int | None, ending: str, reason: str = ""
) -> SeniorCard:
    """End a card without an application, as after a death that was recorded; `ending` is a code of `ENDINGS`.

    Raises RuleBroken at `ending` or `reason`, Conflict when out of date.
    """
    actor.must("services.cancel_card")
    card.expect_version(version)
    _must_be_valid(card)
    if ending not in ENDINGS:
        raise RuleBroken("ending", N_("请选择注销原因。"))
    why = _reason(reason) if ending == "other" else reason.strip()[:300]
    _end(actor, card, ending, None, why)
    session.flush()
    return card


def dismiss_proposal(actor: Actor, card: SeniorCard, *, version: int | None, reason: str) -> SeniorCard:
    """Keep a card that the portal proposed to cancel; raises RuleBroken at `reason`."""
    actor.must("services.cancel_card")
    card.expect_version(version)
    why = _reason(reason)
    card.proposal, card.proposed_on = "", None
    session.flush()
    audit.record(actor, "services.dismiss_proposal", card, number=card.number, reason=why)
    return card


def print_card(actor: Actor, card: SeniorCard) -> DocumentPrint:
    """Count a printing of the card's face; raises RuleBroken for a card that has ended."""
    actor.must("services.print_card")
    _must_be_valid(card)
    if card.document is None:
        raise RuleBroken(None, N_("这张证没有可以打印的版面。"))
    return record_print(actor, card.document)


def propose_cancellation(actor: Actor | None, card: SeniorCard, *, why: str) -> None:
    """Put a valid card on the list of those to be looked at; who looks decides."""
    card.proposal, card.proposed_on = why, clock.today()
    audit.record(actor, "services.propose_cancellation", card, number=card.number, why=why)


def move_cards(actor: Actor, *, gone: Resident, kept: Resident) -> dict[str, Any]:
    """Let the cards follow a merge of residents. Of two valid cards of one type the older ends; of different types one is
    proposed for cancellation. Gives what undoing needs.
    """
    cards = cards_of_resident(gone.id)
    ended = []
    by_type = {card.card_type: card for card in valid_cards_of(kept.id)}
    for card in cards:
        twin = by_type.get(card.card_type) if card.status == "valid" else None
        if twin is not None:
            older = min(card, twin, key=lambda one: (one.issued_on, one.id))
            _end(actor, older, "merged", None)
            ended.append(older.id)
    session.flush()
    for card in cards:
        card.resident_id = kept.id
    session.flush()
    valid = valid_cards_of(kept.id)
    for card in valid[1:]:
        propose_cancellation(actor, card, why="merged")
    session.flush()
    return {"cards": [card.id for card in cards], "ended": ended}


def move_cards_back(actor: Actor, *, gone: Resident, kept: Resident, moved: dict[str, Any]) -> None:
    """Undo `move_cards`; a card that ended through the merge counts again unless its place was taken since."""
    for card_id in moved["cards"]:
        session.get_one(SeniorCard, card_id).resident_id = gone.id
    session.flush()
    for card_id in moved["ended"]:
        card = session.get_one(SeniorCard, card_id)
        taken = any(one.card_type == card.card_type for one in valid_cards_of(card.resident_id))
        if card.status == "cancelled" and card.ending == "merged" and not taken:
            card.status, card.ending, card.ended_on = "valid", "", None
            audit.record(actor, "services.restore_card", card, number=card.number)
    for card in (*valid_cards_of(kept.id), *valid_cards_of(gone.id)):
        if card.proposal == "merged":
            card.proposal, card.proposed_on = "", None
    session.flush()


def _issue_face(actor: Actor, card: SeniorCard, card_type: CardType) -> None:
    document = issue_document(
        actor,
        kind="senior_card",
        facts=documents.card_face(card, card_type),
        unit_id=card.unit_id,
        subject=card,
        on=card.issued_on,
        last_fours=documents.holders_last_fours(card),
    )
    card.document = document
    session.flush()


def _end(
    actor: Actor, card: SeniorCard, ending: str, application: Application | None, reason: str = ""
) -> None:
    """A lost card's number goes to the void list with its face; of a cancelled one the public check says that it ended."""
    card.status = "lost" if ending == "lost" else "cancelled"
    card.ending, card.ended_on = ending, clock.today()
    card.ended_by_application_id = application.id if application else None
    card.proposal, card.proposed_on = "", None
    if ending == "lost":
        _void_paper(actor, card, reason or ENDINGS["lost"])
    verb = "services.record_loss" if ending == "lost" else "services.cancel_card"
    audit.record(actor, verb, card, number=card.number, ending=ending, reason=reason)


def _void_paper(actor: Actor, card: SeniorCard, reason: str) -> None:
    if card.document is not None and card.document.status == "valid":
        void_document(actor, card.document, reason=reason)
    if card.issued_number.state != "void":
        void_number(actor, number=card.issued_number, reason=reason)


def _must_be_valid(card: SeniorCard) -> None:
    if card.status != "valid":
        raise RuleBroken(None, N_("证号%(number)s已不是有效证件。"), number=card.number)


def _reason(text: str) -> str:
    if not text.strip():
        raise RuleBroken("reason", N_("请写明理由。"))
    return text.strip()[:300]


def _holder(application: Application) -> Resident:
    if application.resident is None:
        raise RuleBroken(None, N_("老年优待证由个人申请。"))
    return application.resident


__all__ = [
    "cancel_by_application",
    "cancel_card",
    "dismiss_proposal",
    "issue_card",
    "move_cards",
    "move_cards_back",
    "print_card",
    "propose_cancellation",
    "record_loss",
    "undo_application",
]
