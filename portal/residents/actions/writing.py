"""What every change to a resident has in common: a reason, a line of history, a line of the audit trail, and the rows that
a name is found by. The verbs themselves live in the modules beside this one.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import delete, func, insert, select

from portal import audit, clock, vault
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, NotFound, RuleBroken
from portal.residents.models import (
    GRAM_LENGTH,
    SORT_LENGTH,
    IdentityPaper,
    NameGram,
    Resident,
    ResidentRevision,
)
from portal.residents.numbers import number_index, phone_index, phone_tail_index, tail_index
from portal.residents.person import CheckedPerson, Number, check_text
from portal.residents.spelling import grams_of, order_of
from portal.units.queries import get_unit

LONGEST_REASON = 200


def read_reason(text: str, field: str = "reason") -> str:
    """A reason as it is kept; raises RuleBroken at `field` for none, too long a one, or one with a number in it."""
    reason = text.strip()
    if not reason:
        raise RuleBroken(field, N_("请写明原因，会记入历史。"))
    check_text(field, reason)
    return reason


def check_grid(grid_id: int | None) -> None:
    """Raise RuleBroken at `grid_id` unless this is a grid (网格) that exists today, or none is named."""
    if grid_id is None:
        return
    try:
        unit = get_unit(grid_id)
    except NotFound:
        unit = None
    if unit is None or unit.kind != "grid" or not unit.exists_on(clock.today()):
        raise RuleBroken("grid_id", N_("请从所列网格中选择。"))


def hold(checked: CheckedPerson) -> None:
    """Let nobody else register the same name or number until this transaction ends, so that two clerks at once are
    shown the match as well. SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    marks = {number_index(n.number) for n in checked.numbers}
    marks.add(vault.current().index("residents.name", checked.person.name))
    for mark in sorted(marks):
        session.execute(select(func.pg_advisory_xact_lock(int(mark[:15], 16))))


def must_be_present(resident: Resident) -> None:
    """Raise RuleBroken for a record that another one has taken the place of."""
    if resident.is_merged:
        raise RuleBroken(None, N_("这条记录已并入另一条，请在保留的记录上办理。"))


def set_phone(resident: Resident, phone: str) -> None:
    """Keep a phone in its normal form, with its blind indexes; empty forgets it."""
    resident.phone = phone or None
    resident.phone_index = phone_index(phone) if phone else None
    resident.phone_tail_index = phone_tail_index(phone) if phone else None


def make_paper(number: Number, *, is_primary: bool, note: str = "") -> IdentityPaper:
    """A document with its blind indexes, belonging to nobody yet."""
    return IdentityPaper(
        kind=number.kind,
        number=number.number,
        number_index=number_index(number.number),
        tail_index=tail_index(number.number),
        is_primary=is_primary and not number.former,
        former=number.former,
        note=note,
    )


def make_resident(checked: CheckedPerson, unit_id: int | None) -> Resident:
    """A new record of a checked person with its documents; not stored, and not yet found by name (see `spell`)."""
    person = checked.person
    made = Resident(
        name=person.name,
        name_pinyin=order_of(person.name)[:SORT_LENGTH],
        sex=person.sex,
        birth_date=person.birth_date,
        ethnic_group=person.ethnic_group,
        household_address=person.household_address,
        address=person.address,
        grid_id=person.grid_id,
        registered_by_unit_id=unit_id,
        no_document_reason=person.no_document_reason,
        guardian=person.guardian,
    )
    set_phone(made, person.phone)
    made.papers = [make_paper(n, is_primary=i == 0) for i, n in enumerate(checked.numbers)]
    return made


def gram_rows(resident: Resident) -> list[dict[str, Any]]:
    """The rows under which a stored resident is found by name."""
    sort = resident.name_pinyin[:GRAM_LENGTH]
    return [
        {"gram": gram, "sort": sort, "resident_id": resident.id} for gram in sorted(grams_of(resident.name))
    ]


def spell(resident: Resident) -> None:
    """Store a resident and the rows that the name is found by, in place of those of an earlier name."""
    session.add(resident)
    session.flush()
    session.execute(delete(NameGram).where(NameGram.resident_id == resident.id))
    session.execute(insert(NameGram), gram_rows(resident))


def note_change(
    actor: Actor,
    resident: Resident,
    *,
    verb: str,
    reason: str = "",
    changes: dict[str, Any] | None = None,
    **facts: Any,
) -> ResidentRevision:
    """Add a line to the resident's history and one to the audit trail; `changes` stays sealed, `facts` holds no number."""
    made = ResidentRevision(
        resident=resident,
        verb=verb,
        account_id=actor.account_id or None,
        account_name=actor.name,
        unit_id=actor.unit_id,
        reason=reason,
        changes=changes or {},
    )
    session.add(made)
    session.flush()
    audit.record(actor, f"residents.{verb}", resident, **({"reason": reason} if reason else {}), **facts)
    return made


def plain(value: Any) -> Any:
    """A field's value as the history keeps it."""
    return value.isoformat() if isinstance(value, dt.date) else value
