"""What is asked about a dispute before it is entered: whether it is one that stands there already (重复登记)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from portal.actor import Actor
from portal.disputes import likeness
from portal.disputes.models import Dispute
from portal.disputes.parties import NewParty
from portal.errors import N_, RuleBroken
from portal.screening.ledger import queries


def list_twins(
    actor: Actor, *, category_id: int, found_on: dt.date, place: str, parties: Sequence[NewParty]
) -> list[Dispute]:
    """The disputes in sight that may be the same quarrel: of the category, found on a near day, with the same parties or at
    the same place; the newest first."""
    near = queries.list_near(actor, category_id=category_id, day=found_on)
    return [
        one for one in near if likeness.has_same_parties(one, parties) or likeness.has_same_place(one, place)
    ]


def must_be_another(
    actor: Actor, *, category_id: int, found_on: dt.date, place: str, parties: Sequence[NewParty]
) -> None:
    """Raise RuleBroken at `is_another` where a dispute like this one stands there already."""
    twins = list_twins(actor, category_id=category_id, found_on=found_on, place=place, parties=parties)
    if twins:
        raise RuleBroken(
            "is_another",
            N_(
                "%(number)s“%(title)s”像是同一件：类别相同，日期相近，当事人或地点相同。请先看一看；确实是另一件的，勾选后再登记。"
            ),
            number=twins[0].number,
            title=twins[0].title,
        )
