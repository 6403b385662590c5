"""Whether a quarrel about to be entered looks like one that is there already: by its parties, its place, its words.

What follows from a likeness, and within which days and whose reach it is looked for, the rooms above decide.
"""

from __future__ import annotations

from collections.abc import Sequence

from portal.disputes.models import Dispute
from portal.disputes.parties import NewParty


def has_same_parties(dispute: Dispute, parties: Sequence[NewParty]) -> bool:
    """Whether everybody of the one is among those of the other: a dispute is often entered with its first two parties only."""
    there = {_plain(party.name) for party in dispute.parties if party.left_on is None}
    new = {_plain(party.name) for party in parties} - {""}
    return bool(there and new) and (there <= new or new <= there)


def has_same_place(dispute: Dispute, place: str) -> bool:
    """Whether both say the same place; two that say none do not."""
    return bool(_plain(place)) and _plain(dispute.place or "") == _plain(place)


def has_same_story(dispute: Dispute, story: str) -> bool:
    """Whether cause and course are told in the same words."""
    return bool(_plain(story)) and _plain(dispute.story or "") == _plain(story)


def _plain(text: str) -> str:
    return "".join(text.split())
