"""Taking one row of a roster (名册): checked like at the counter, and never a second record of somebody registered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from portal import clock
from portal.actor import Actor
from portal.errors import N_, RuleBroken
from portal.residents.actions.register import store_person
from portal.residents.actions.writing import hold
from portal.residents.models import Resident
from portal.residents.person import FOREIGN_KINDS, CheckedPerson, Person, check_person, faults_of
from portal.residents.queries.matches import find_matches
from portal.standards.invalid import Invalid
from portal.standards.names import propose_name
from portal.standards.papers import PAPERS

IMPORT = "residents.import_roster"
SAME = N_("此人已经登记过（号码和姓名相同）。")
NUMBER = N_("号码已登记在另一姓名下，请核对证件；确属历史重号的，在窗口报批。")
NAME = N_("已有姓名和出生日期相同的人，请在窗口核对后登记。")
TWICE = N_("与第%(row)s行的号码相同。")
NAMESAKE = N_("与第%(row)s行的姓名和出生日期相同，请在窗口核对后登记。")


@dataclass
class Seen:
    """What earlier rows of the same roster hold: the row of each number, and of each name with its birth date."""

    rows: dict[str, int] = field(default_factory=dict)
    people: dict[tuple[str, dt.date | None], int] = field(default_factory=dict)


@dataclass(frozen=True)
class RowVerdict:
    """What becomes of a row: `faults` refuse it, `notes` are to be looked at although it is taken. Marked texts inside."""

    checked: CheckedPerson | None
    faults: tuple[RuleBroken, ...] = ()
    notes: tuple[RuleBroken, ...] = ()


def check_row(actor: Actor, *, person: Person, row: int, seen: Seen) -> RowVerdict:
    """Judge a row without storing anything: every fault at once, then people registered already, then earlier rows.

    The separator of a name and a 15-digit number are put right and noted; at the counter a person confirms them.
    """
    actor.must(IMPORT)
    person, notes = _put_right(person)
    faults = faults_of(person, clock.today())
    if faults:
        return RowVerdict(None, tuple(faults))
    checked = check_person(person, clock.today())
    who = (checked.person.name, checked.person.birth_date)
    earlier = next((seen.rows[n.number] for n in checked.numbers if n.number in seen.rows), None)
    if earlier is not None:
        return RowVerdict(None, (RuleBroken("number", TWICE, row=earlier),))
    if who in seen.people:
        return RowVerdict(None, (RuleBroken("name", NAMESAKE, row=seen.people[who]),))
    hold(checked)
    kinds = {m.likeness for m in find_matches(actor, checked)}
    if kinds:
        message = SAME if "same" in kinds else NUMBER if "number" in kinds else NAME
        return RowVerdict(None, (RuleBroken("number", message),))
    seen.people[who] = row
    seen.rows.update({n.number: row for n in checked.numbers})
    return RowVerdict(checked, (), (*notes, *(RuleBroken(None, words) for words in checked.warnings)))


def import_row(actor: Actor, *, verdict: RowVerdict, unit_id: int | None) -> Resident | None:
    """Store a row that `check_row` has let pass; None for one that it has refused."""
    actor.must(IMPORT)
    if verdict.checked is None:
        return None
    return store_person(actor, verdict.checked, unit_id=unit_id, source="roster")


def _put_right(person: Person) -> tuple[Person, list[RuleBroken]]:
    notes = []
    person = replace(person, use_18=True)
    if person.kind not in PAPERS:
        return person, []
    try:
        proposal = propose_name(person.name, foreign=person.kind in FOREIGN_KINDS)
    except Invalid:
        return person, []
    if proposal.changed:
        message = N_("姓名登记为“%(name)s”（名册上是“%(typed)s”），请与证件核对。")
        notes.append(RuleBroken("name", message, name=proposal.text, typed=person.name))
        person = replace(person, name=proposal.text)
    return person, notes
