"""Entering a dispute that a screening found, and correcting what was entered of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from portal.actor import Actor
from portal.db import session
from portal.disputes.actions import registering
from portal.disputes.kinds import TENDENCIES
from portal.disputes.models import Dispute, DisputeCategory, DisputeParty
from portal.disputes.parties import NewParty
from portal.disputes.queries import get_category
from portal.errors import N_, NotFound, RuleBroken
from portal.screening.ledger import queries
from portal.screening.ledger.actions.doubting import must_be_another
from portal.screening.ledger.actions.holding import hold, note
from portal.screening.ledger.scale import levels
from portal.screening.reach import reached
from portal.units.models import Unit
from portal.units.queries import get_unit, list_units

# Where a dispute is registered; one of a grid belongs to the grid's community.
PLACES = ("street", "community", "grid")
# A dispute is titled in Chinese, for its title stands on paper.
PAPER_AND = "与"
PAPER_DISPUTE = "纠纷"
PAPER_ENDS = ("纠纷", "争议")


def list_places(actor: Actor) -> list[Unit]:
    """The units at which this actor registers disputes, by code."""
    units = reached(actor)
    return [unit for unit in list_units() if unit.kind in PLACES and (units is None or unit.id in units)]


def register_screened(
    actor: Actor,
    *,
    place_id: int,
    source: str,
    found_on: dt.date,
    category_id: int,
    story: str,
    parties: Sequence[NewParty],
    title: str = "",
    demand: str = "",
    place: str = "",
    source_note: str = "",
    people: int | None = None,
    amount_fen: int = 0,
    happened_on: dt.date | None = None,
    is_mass: bool = False,
    risk: str = "yellow",
    tendencies: Collection[str] = (),
    is_another: bool = False,
) -> Dispute:
    """Enter a dispute at a unit of the actor's, with its level and what it may turn into; the unit answers for it from now on.
    Without a title one is made of parties and category; `is_another` says that one like it, there already, is no twin. Raises
    RuleBroken at the field."""
    actor.must(queries.KEEP)
    unit, grid_id = _read_place(actor, place_id, found_on)
    _must_fit(unit.id, risk, tendencies, happened_on, found_on)
    if not is_another:
        must_be_another(actor, category_id=category_id, found_on=found_on, place=place, parties=parties)
    dispute = registering.register_dispute(
        actor,
        unit_id=unit.id,
        grid_id=grid_id,
        source=source,
        source_note=source_note,
        found_on=found_on,
        happened_on=happened_on,
        category_id=category_id,
        title=title.strip() or proposed_title(parties, get_category(category_id, found_on)),
        story=story,
        demand=demand,
        place=place,
        people=people,
        amount_fen=amount_fen,
        is_mass=is_mass,
        risk=risk,
        parties=parties,
        is_screened=True,
    )
    return set_tendencies(dispute, tendencies)


def change_screened(
    actor: Actor,
    dispute: Dispute,
    *,
    version: int | None,
    category_id: int,
    title: str,
    story: str,
    demand: str = "",
    place: str = "",
    people: int | None = None,
    amount_fen: int = 0,
    is_mass: bool = False,
) -> Dispute:
    """Correct what a dispute is about; the day of the find stays, for reports rest on it. Raises RuleBroken, Conflict."""
    hold(actor, dispute, version)
    must_be_ours(dispute)
    if category_id != dispute.category_id:
        dispute.category = get_category(category_id, dispute.found_on)
    registering.write_matter(
        dispute, title=title, story=story, demand=demand, place=place, amount_fen=amount_fen
    )
    standing = sum(party.left_on is None for party in dispute.parties)
    dispute.people, dispute.is_mass = max(people or 0, standing, 1), is_mass
    return note(actor, "disputes.change_dispute", dispute)


def add_party(actor: Actor, dispute: Dispute, *, version: int | None, new: NewParty) -> DisputeParty:
    """One more party. Raises RuleBroken at `name`, Conflict."""
    queries.must_keep(actor, dispute)
    must_be_ours(dispute)
    return registering.add_party(actor, dispute, new=new, version=version)


def leave_party(
    actor: Actor, dispute: Dispute, *, version: int | None, party_id: int, on: dt.date, reason: str
) -> DisputeParty:
    """A party is none: entered by mistake, or it left. One stays. Raises RuleBroken, NotFound, Conflict."""
    hold(actor, dispute, version)
    must_be_ours(dispute)
    standing = [party for party in dispute.parties if party.left_on is None]
    party = next((one for one in standing if one.id == party_id), None)
    if party is None:
        raise NotFound
    if len(standing) == 1:
        raise RuleBroken(None, N_("至少要有一名当事人；请先增加正确的一名。"))
    return registering.leave_party(actor, party, on=on, reason=reason)


def set_tendencies(dispute: Dispute, tendencies: Collection[str]) -> Dispute:
    """Write what a dispute may turn into (激化倾向)."""
    for code in TENDENCIES:
        setattr(dispute, code, code in tendencies)
    session.flush()
    return dispute


def must_be_ours(dispute: Dispute) -> None:
    """Raise RuleBroken where the dispute was brought to a mediation: its words are corrected at the case."""
    if not queries.may_read_words(dispute):
        raise RuleBroken(None, N_("这件纠纷是调解委员会登记的，请在调解案件中修改。"))


def proposed_title(parties: Sequence[NewParty], category: DisputeCategory) -> str:
    """甲与乙某某纠纷, of the first of each side."""
    names = [
        next((one.name.strip() for one in parties if one.side == side), "")
        for side in ("applicant", "respondent")
    ]
    matter = "" if category.code == "other" else category.name
    title = PAPER_AND.join(name for name in names if name) + matter
    return title if title.endswith(PAPER_ENDS) else title + PAPER_DISPUTE


def _read_place(actor: Actor, place_id: int, on: dt.date) -> tuple[Unit, int | None]:
    """The unit to which a dispute belongs, and the grid where it was found; raises RuleBroken at `place_id`, or at
    `found_on` for a day before the unit was there: mostly a year was mistyped."""
    unit = next((one for one in list_places(actor) if one.id == place_id), None)
    if unit is None:
        raise RuleBroken("place_id", N_("请从所列选项中选择。"))
    if on < unit.valid_from:
        raise RuleBroken(
            "found_on",
            N_("%(name)s从%(day)s起才有记录，请核对排查日期。"),
            name=unit.name_on(unit.valid_from),
            day=unit.valid_from,
        )
    above = unit.parent_id_on(on) if unit.kind == "grid" else None
    return (unit, None) if above is None else (get_unit(above), unit.id)


def _must_fit(
    unit_id: int, risk: str, tendencies: Collection[str], happened_on: dt.date | None, found_on: dt.date
) -> None:
    if risk not in levels(unit_id):
        raise RuleBroken("risk", N_("请从所列选项中选择。"))
    if not set(tendencies) <= set(TENDENCIES):
        raise RuleBroken("tendencies", N_("请从所列选项中选择。"))
    if happened_on is not None and happened_on > found_on:
        raise RuleBroken("happened_on", N_("发生日期不能晚于排查日期。"))
