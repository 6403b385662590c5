"""Finding the person of a row by the identity number, or registering them as a roster does."""

from __future__ import annotations

from dataclasses import replace

from portal import clock
from portal.actor import Actor
from portal.errors import N_, RuleBroken
from portal.residents.actions import roster
from portal.residents.models import Resident
from portal.residents.numbers import read_phone
from portal.residents.person import Paper, Person, check_number, numbers_of
from portal.residents.queries.matches import find_holders
from portal.residents.spelling import plain_name
from portal.services.assistance.carrying_in.cells import named, optional, wanted
from portal.services.assistance.carrying_in.kinds import Fault, Faults, Gathering, PaperRow

_COLUMNS = {"name": "name", "number": "identity", "phone": "phone", "birth_date": "identity"}


def find_or_register(actor: Actor, row: PaperRow, *, unit_id: int) -> Resident:
    """The resident of a row with the columns `name`, `identity` and `phone`; raises Fault.

    Whoever has the number under another name is left for the counter, as is somebody of the same name and birth date.
    """
    gathering = Gathering()
    name, phone = gathering.of(wanted, row, "name"), gathering.of(_phone, row)
    paper = gathering.of(_paper, row)
    gathering.tell()
    if name is None or phone is None or paper is None:
        raise LookupError("what was not read has a fault")
    holders = find_holders(numbers_of(paper))
    same = [one for one in holders if plain_name(one.name) == plain_name(name)]
    if same:
        return same[0]
    if holders:
        raise Fault(row.number, "identity", N_("这个号码已登记在另一姓名下，请在窗口核对证件。"))
    return _register(actor, row, Person(name, "citizen", row.get("identity"), phone=phone), unit_id)


def _paper(row: PaperRow) -> Paper:
    number = wanted(row, "identity")
    try:
        return check_number("citizen", number, clock.today())
    except RuleBroken as error:
        raise named(row, error, _COLUMNS, "identity") from error


def _phone(row: PaperRow) -> str:
    """The phone, empty where none is given; what is no phone is a fault even of somebody who is registered already."""
    text = optional(row, "phone")
    if text:
        try:
            read_phone(text)
        except RuleBroken as error:
            raise named(row, error, _COLUMNS, "phone") from None
    return text


def _register(actor: Actor, row: PaperRow, person: Person, unit_id: int) -> Resident:
    """As a roster registers: whoever may carry in from paper may do so for this."""
    registrar = replace(actor, permissions=actor.permissions | {roster.IMPORT})
    verdict = roster.check_row(registrar, person=person, row=row.number, seen=roster.Seen())
    if verdict.faults:
        raise Faults([named(row, one, _COLUMNS, "identity") for one in verdict.faults])
    made = roster.import_row(registrar, verdict=verdict, unit_id=unit_id)
    if made is None:
        raise Fault(row.number, "identity", N_("这个人没有登记成功，请在窗口登记。"))
    return made
