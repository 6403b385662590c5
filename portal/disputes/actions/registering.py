"""Entering a dispute with its parties (登记纠纷): one number for life, each party a row of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.disputes.actions import standing
from portal.disputes.kinds import RISKS, SOURCES
from portal.disputes.models import Dispute, DisputeParty
from portal.disputes.numbers import DISPUTE
from portal.disputes.parties import NewParty, read_name, read_party
from portal.disputes.queries import get_category
from portal.documents.actions.numbering import allocate_number
from portal.errors import N_, RuleBroken
from portal.residents.groups import Organisation
from portal.residents.models import Resident

MOST_PARTIES = 60
LONGEST_STORY = 10_000
LONGEST_DEMAND = 3_000
LARGEST_AMOUNT = 10**14


def register_dispute(
    actor: Actor,
    *,
    unit_id: int,
    source: str,
    found_on: dt.date,
    category_id: int,
    title: str,
    story: str,
    parties: Sequence[NewParty],
    demand: str = "",
    place: str = "",
    source_note: str = "",
    people: int | None = None,
    amount_fen: int = 0,
    happened_on: dt.date | None = None,
    is_mass: bool = False,
    risk: str = "yellow",
    grid_id: int | None = None,
    is_screened: bool = False,
) -> Dispute:
    """Enter a dispute of a unit, found on a day, with its parties in the order given; its number is taken last.

    `people` is how many are concerned, at least the parties. Raises RuleBroken at the field, for a party at
    `parties-<n>-name`.
    """
    actor.must("disputes.register_dispute")
    if source not in SOURCES or risk not in RISKS:
        raise RuleBroken("source", N_("请从所列选项中选择。"))
    _must_be_past(found_on, "found_on")
    _must_be_past(happened_on, "happened_on")
    dispute = Dispute(
        number="",
        unit_id=unit_id,
        grid_id=grid_id,
        source=source,
        source_note=source_note.strip()[:150],
        category=get_category(category_id, found_on),
        found_on=found_on,
        happened_on=happened_on,
        people=max(people or 0, len(parties), 1),
        is_mass=is_mass,
        is_screened=is_screened,
        risk=risk,
        entered_by=actor.account_id,
    )
    write_matter(dispute, title=title, story=story, demand=demand, place=place, amount_fen=amount_fen)
    _lay_rows(dispute, parties)
    return _number(actor, dispute)


def _lay_rows(dispute: Dispute, parties: Sequence[NewParty]) -> None:
    for position, new in enumerate(parties):
        add_row(dispute, new, position=position + 1, where=f"parties-{position}-")
    _must_have_parties(dispute)


def _number(actor: Actor, dispute: Dispute) -> Dispute:
    """The number for life is taken last, for it locks the book."""
    number = allocate_number(actor, unit_id=dispute.unit_id, kind=DISPUTE.code, on=dispute.found_on)
    dispute.number, dispute.issued_number_id = number.text, number.id
    session.add(dispute)
    session.flush()
    standing.find(actor, dispute)
    audit.record(
        actor,
        "disputes.register_dispute",
        dispute,
        number=dispute.number,
        source=dispute.source,
        day=dispute.found_on,
    )
    for row in dispute.parties:
        _note_taken(actor, row)
    return dispute


def write_matter(
    dispute: Dispute, *, title: str, story: str, demand: str = "", place: str = "", amount_fen: int = 0
) -> None:
    """Write what a dispute is about; raises RuleBroken at the field."""
    dispute.title = _words(title, "title", 150) or _must_fill("title")
    dispute.story = _words(story, "story", LONGEST_STORY) or _must_fill("story")
    dispute.demand = _words(demand, "demand", LONGEST_DEMAND) or None
    dispute.place = _words(place, "place", 200) or None
    if not 0 <= amount_fen <= LARGEST_AMOUNT:
        raise RuleBroken("amount", N_("请填写不小于 0 的金额。"))
    dispute.amount_fen = amount_fen


def add_party(actor: Actor, dispute: Dispute, *, new: NewParty, version: int | None = None) -> DisputeParty:
    """Add one party behind the others; the caller notes the case's event. Raises RuleBroken at `name`, Conflict."""
    actor.must("disputes.register_dispute")
    dispute.expect_version(version)
    row = add_row(dispute, new, position=max((p.position for p in dispute.parties), default=0) + 1)
    dispute.people = max(dispute.people, sum(p.left_on is None for p in dispute.parties))
    dispute.touch()
    session.flush()
    audit.record(actor, "disputes.add_party", dispute, number=dispute.number, side=row.side)
    _note_taken(actor, row)
    return row


def _note_taken(actor: Actor, row: DisputeParty) -> None:
    """The page of the dispute shows what the register knows of a party, so that taking a person is reading the record."""
    if row.resident is not None:
        audit.record(actor, "residents.read_resident", row.resident, number=row.dispute.number)


def leave_party(actor: Actor, party: DisputeParty, *, on: dt.date, reason: str) -> DisputeParty:
    """A party is no party any more (entered by mistake, or no claim is left): its row stays with the day."""
    actor.must("disputes.register_dispute")
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明理由，会记入案件经过。"))
    party.left_on = on
    party.dispute.touch()
    session.flush()
    audit.record(
        actor, "disputes.leave_party", party.dispute, number=party.dispute.number, side=party.side, day=on
    )
    return party


def add_row(dispute: Dispute, new: NewParty, *, position: int, where: str = "") -> DisputeParty:
    """One party's row, checked and laid into the dispute; raises RuleBroken at `<where>name`."""
    name, details = read_party(new, where)
    resident, organisation = _records(new, where)
    for record in (resident, organisation):
        if record is not None:
            _must_be_named(record.name, name, new.kind, f"{where}name")
            name = record.name
    _must_be_new(dispute, name, new, resident, f"{where}name")
    if new.kind == "person" and resident is None:
        _must_be_told_apart(dispute, name, details, f"{where}name")
    row = DisputeParty(
        position=position,
        side=new.side,
        kind=new.kind,
        name=name,
        resident=resident,
        organisation=organisation,
        cannot_read=new.cannot_read,
    )
    row.details = details
    dispute.parties.append(row)
    return row


def _records(new: NewParty, where: str) -> tuple[Resident | None, Organisation | None]:
    resident = session.get(Resident, new.resident_id) if new.resident_id is not None else None
    organisation = session.get(Organisation, new.organisation_id) if new.organisation_id is not None else None
    if resident is not None and resident.merged_into_id is not None:
        resident = session.get(Resident, resident.merged_into_id)
    wrong_kind = (resident is not None and new.kind != "person") or (
        organisation is not None and new.kind != "organisation"
    )
    if wrong_kind or (new.resident_id is not None and resident is None):
        raise RuleBroken(f"{where}name", N_("登记簿里没有所选的人或单位，请重新查找。"))
    if new.organisation_id is not None and organisation is None:
        raise RuleBroken(f"{where}name", N_("登记簿里没有所选的人或单位，请重新查找。"))
    return resident, organisation


def _must_be_named(known: str, typed: str, kind: str, where: str) -> None:
    """Who is taken from the register stands under its name: a key without the name tells nobody whose it is."""
    if typed not in (known, read_name(known, kind, where)):
        raise RuleBroken(where, N_("登记簿里所选的人或单位不叫“%(name)s”，请重新查找。"), name=typed)


def _must_be_new(dispute: Dispute, name: str, new: NewParty, resident: Resident | None, where: str) -> None:
    """Nobody is a party twice, least of all on both sides."""
    for other in dispute.parties:
        if other.left_on is not None:
            continue
        same_person = resident is not None and other.resident is resident
        same_body = new.kind == other.kind == "organisation" and other.name == name
        if same_person or same_body:
            raise RuleBroken(where, N_("“%(name)s”已经是这件纠纷的当事人，不能填两次。"), name=name)


def _must_be_told_apart(dispute: Dispute, name: str, details: dict[str, str], where: str) -> None:
    """Two people of one name are two where something typed tells them apart; otherwise one was typed twice."""
    for other in dispute.parties:
        is_like = other.left_on is None and other.kind == "person" and other.name == name
        if is_like and details.items() <= (other.details or {}).items():
            raise RuleBroken(
                where,
                N_("“%(name)s”已经填过一次。确实是同名的另一个人，请填写电话或住址以便区分。"),
                name=name,
            )


def _must_have_parties(dispute: Dispute) -> None:
    if not dispute.parties:
        raise RuleBroken("parties", N_("请至少填写一名当事人。"))
    if len(dispute.parties) > MOST_PARTIES:
        raise RuleBroken(
            "parties",
            N_("当事人最多 %(most)s 名。人数更多的，请填写代表，并写明涉及人数。"),
            most=MOST_PARTIES,
        )


def _words(text: str, where: str, most: int) -> str:
    words = text.strip()
    if len(words) > most:
        raise RuleBroken(where, N_("最多 %(most)s 个字。"), most=most)
    return words


def _must_fill(where: str) -> str:
    raise RuleBroken(where, N_("请填写这一项。"))


def _must_be_past(day: dt.date | None, where: str) -> None:
    if day is not None and day > clock.today():
        raise RuleBroken(where, N_("日期不能晚于今天。"))
