"""What the face of a senior card says. The one paper on which the whole identity number stands, for that is its purpose."""

from __future__ import annotations

from portal.documents.papers import SeniorCardFace
from portal.files.actions import open_file
from portal.services.items.senior_card.kinds import CardType
from portal.services.items.senior_card.models import SeniorCard
from portal.standards.codes import ETHNIC_GROUPS, FEMALE, MALE, SEX
from portal.units.models import Unit
from portal.units.queries import get_unit, street_above

PAPER_TITLE = "老年优待证"


def card_face(card: SeniorCard, card_type: CardType) -> SeniorCardFace:
    """The face of a card as it is issued; its holder, unit and photo are read now and frozen."""
    holder, issuer = card.resident, street_above(card.unit_id, card.issued_on) or card.unit
    paper = holder.primary_paper
    return SeniorCardFace(
        office=issuer.name_on(card.issued_on),
        office_phone=issuer.phone,
        office_address=issuer.address,
        card_title=PAPER_TITLE,
        region=_region(issuer, card),
        colour=card_type.colour,
        name=holder.name,
        sex=SEX[holder.sex] if holder.sex in {MALE, FEMALE} else "",
        ethnic_group=ETHNIC_GROUPS.get(holder.ethnic_group, ""),
        identity_number=(paper.number or "") if paper else "",
        address=holder.household_address or holder.address,
        card_number=card.number,
        issued_on=card.issued_on,
        issuer=issuer.name_on(card.issued_on),
        photo=open_file(card.photo) if card.photo else None,
    )


def holders_last_fours(card: SeniorCard) -> list[str]:
    """The last four characters by which the holder may ask whether the card is genuine."""
    texts = [p.number for p in card.resident.papers if p.number and not p.former]
    return list(dict.fromkeys(text[-4:].upper() for text in texts if len(text) >= 4))


def _region(issuer: Unit, card: SeniorCard) -> str:
    parent_id = issuer.parent_id_on(card.issued_on)
    return get_unit(parent_id).name_on(card.issued_on) if parent_id is not None else ""
