"""Correcting what is registered of a person: with a reason, both versions kept, and never against the document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.residents.actions.writing import (
    check_grid,
    must_be_present,
    note_change,
    plain,
    read_reason,
    set_phone,
    spell,
)
from portal.residents.models import Resident
from portal.residents.numbers import read_phone
from portal.residents.person import Person, faults_of
from portal.residents.spelling import order_of


@dataclass(frozen=True)
class Correction:
    """Everything about a person that may be corrected, as it shall be; documents are in `papers`."""

    name: str
    sex: str
    birth_date: dt.date | None
    ethnic_group: str
    phone: str
    household_address: str
    address: str
    grid_id: int | None
    no_document_reason: str
    guardian: str

    def as_person(self, resident: Resident) -> Person:
        """The person that would be registered with this, for the rules that registering keeps."""
        paper = resident.primary_paper
        return Person(
            **vars(self),
            kind=paper.kind if paper else "none",
            number=(paper.number or "") if paper else "",
            use_18=True,
        )


def faults_of_correction(resident: Resident, correction: Correction) -> list[RuleBroken]:
    """Every rule that a correction breaks; the document's own faults are not asked here."""
    faults = faults_of(correction.as_person(resident), clock.today())
    if resident.death_date and correction.birth_date and correction.birth_date > resident.death_date:
        faults.append(RuleBroken("birth_date", N_("出生日期晚于登记的死亡日期，请核对。")))
    return [f for f in faults if f.field not in {"kind", "number"}]


def correct_resident(
    actor: Actor, resident: Resident, *, version: int | None, correction: Correction, reason: str
) -> Resident:
    """Correct a record; raises Conflict, and RuleBroken at the fields of the correction or at `reason`.

    A birth date or sex that the document's number contradicts is refused.
    """
    actor.must("residents.correct_resident")
    resident.expect_version(version)
    must_be_present(resident)
    for fault in faults_of_correction(resident, correction):
        raise fault
    check_grid(correction.grid_id)
    reason = read_reason(reason)
    before, after = _differences(resident, correction)
    if not after:
        raise RuleBroken(None, N_("没有改动任何内容。"))
    _apply(resident, after)
    changes = {
        "before": {n: plain(v) for n, v in before.items()},
        "after": {n: plain(v) for n, v in after.items()},
    }
    note_change(
        actor, resident, verb="correct_resident", reason=reason, changes=changes, fields=sorted(after)
    )
    return resident


def _differences(resident: Resident, correction: Correction) -> tuple[dict[str, Any], dict[str, Any]]:
    wanted = vars(correction) | {"name": correction.name.strip(), "phone": read_phone(correction.phone)}
    now = {name: getattr(resident, name) for name in wanted} | {"phone": resident.phone or ""}
    changed = [name for name in wanted if wanted[name] != now[name]]
    return {name: now[name] for name in changed}, {name: wanted[name] for name in changed}


def _apply(resident: Resident, after: dict[str, Any]) -> None:
    for name, value in after.items():
        if name == "phone":
            set_phone(resident, value)
        else:
            setattr(resident, name, value)
    resident.touch()
    if "name" in after:
        resident.name_pinyin = order_of(resident.name)
        spell(resident)
    session.flush()
