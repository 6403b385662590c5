"""Registering a person once: a possible match is shown before a second record is made (GB 11643 duplicates exist)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal import clock
from portal.actor import Actor
from portal.errors import N_, RuleBroken
from portal.residents.actions.writing import check_grid, hold, make_resident, note_change, read_reason, spell
from portal.residents.models import Resident
from portal.residents.person import CheckedPerson, Person, check_person
from portal.residents.queries.matches import Match, find_matches

SAME = N_("此人已经登记过，请直接使用已有的记录，不要再登记一次。")
NUMBER = N_("这个证件号码已经登记在另一个姓名下。请先核对证件；确属历史重号的，写明原因后报审核人批准。")
NAME = N_("有姓名和出生日期相同的人。请逐个核对；确实是另一个人的，写明依据后再次提交。")


class PossibleMatch(RuleBroken):
    """Somebody registered already may be this person; `matches` are to be shown.

    `is_certain`: number and name agree, nobody else may be registered. `needs_second_person`: the number is another
    name's, and a second person must approve (see `request_duplicate`). Otherwise a reason lets it pass.
    """

    def __init__(self, matches: Sequence[Match]) -> None:
        kinds = {m.likeness for m in matches}
        self.matches = list(matches)
        self.is_certain = "same" in kinds
        self.needs_second_person = "number" in kinds and not self.is_certain
        super().__init__(None, SAME if self.is_certain else NUMBER if self.needs_second_person else NAME)


def register_resident(actor: Actor, *, person: Person, other_person_reason: str = "") -> Resident:
    """Register a person; gives the record. Sex and birth date come from the number where it tells them.

    Raises RuleBroken at the person's fields, PossibleMatch when somebody registered may be the same: one with the same
    name and birth date passes with `other_person_reason` (确认是另一个人), the others never do here.
    """
    actor.must("residents.register_resident")
    checked = check_person(person, clock.today())
    check_grid(person.grid_id)
    hold(checked)
    matches = find_matches(actor, checked)
    serious = [m for m in matches if m.likeness != "name"]
    if serious or (matches and not other_person_reason.strip()):
        raise PossibleMatch(matches)
    reason = read_reason(other_person_reason, "other_person_reason") if matches else ""
    return store_person(actor, checked, unit_id=actor.unit_id, reason=reason)


def store_person(
    actor: Actor, checked: CheckedPerson, *, unit_id: int | None, reason: str = "", **facts: Any
) -> Resident:
    """Store a checked person who is nobody registered already (or whom a second person has approved)."""
    made = make_resident(checked, unit_id)
    spell(made)
    note_change(actor, made, verb="register_resident", reason=reason, kind=checked.person.kind, **facts)
    return made
