"""A letter turned into the frozen facts of its paper. Nothing here issues a paper."""

from __future__ import annotations

from portal.db import session
from portal.letters.kinds import WAYS
from portal.letters.models import Letter
from portal.letters.papers import CHAIN, PAPERS, Enclosure, LetterFacts, LetterSigner
from portal.signoffs import printed_signers
from portal.units.models import Unit


def paper_kind(letter: Letter) -> str:
    """Which paper the letter is."""
    return PAPERS[letter.kind]


def letter_facts(letter: Letter) -> LetterFacts:
    """What the paper of a letter says; its day of sending is entered."""
    if letter.sent_on is None:
        raise ValueError("the day of sending must be entered before the paper is made")
    unit = session.get_one(Unit, letter.unit_id)
    signers = printed_signers(letter, CHAIN.code)
    return LetterFacts(
        office=unit.name_on(letter.sent_on),
        office_phone=unit.phone,
        office_address=unit.address,
        addressee=letter.addressee,
        heading=letter.title,
        paragraphs=tuple(letter.body.splitlines()),
        enclosures=tuple(Enclosure(name=e["name"], copies=e["copies"]) for e in letter.enclosures or ()),
        due_on=letter.due_on,
        due_provisional=letter.due_is_provisional,
        sent_on=letter.sent_on,
        handled_by=signers[0].name if signers else "",
        signers=tuple(LetterSigner(label=s.label, name=s.name, post=s.post, day=s.day) for s in signers),
        way=WAYS.get(letter.way, ""),
    )
