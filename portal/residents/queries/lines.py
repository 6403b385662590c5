"""One person in one line of a list: plain values that tell people of the same name apart, sealed numbers masked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.actor import Actor
from portal.db import session
from portal.residents.models import Resident
from portal.residents.numbers import TAIL
from portal.residents.queries.masks import MaskWidths, mask_widths, masked_number
from portal.standards.codes import SEX


@dataclass(frozen=True)
class ResidentLine:
    """A resident as a list shows them. `sex` and `paper` are marked texts; `last_four` is the end of the number."""

    id: int
    name: str
    sex: str
    birth_date: dt.date | None
    paper: str
    number: str
    last_four: str
    address: str
    is_dead: bool


def line_of(actor: Actor, resident: Resident, widths: MaskWidths) -> ResidentLine:
    """The line of a resident whose papers are loaded."""
    paper = resident.primary_paper
    return ResidentLine(
        id=resident.id,
        name=resident.name,
        sex=SEX.get(resident.sex, ""),
        birth_date=resident.birth_date,
        paper=paper.label if paper else "",
        number=masked_number(actor, paper, widths),
        last_four=(paper.number or "")[-min(widths.last, TAIL) :] if paper and widths.last else "",
        address=resident.address or resident.household_address,
        is_dead=resident.death_date is not None,
    )


def lines_of(actor: Actor, ids: Sequence[int]) -> list[ResidentLine]:
    """The lines of these residents in this order, in a bounded number of statements; a merged one gives its survivor's,
    each survivor once."""
    if not ids:
        return []
    found = {r.id: r for r in _load(ids)}
    lost = {r.merged_into_id for r in found.values() if r.merged_into_id} - found.keys()
    found |= {r.id: r for r in _load(lost)}
    survivors = dict.fromkeys(found[i].merged_into_id or i for i in ids if i in found)
    widths = mask_widths(actor)
    return [line_of(actor, found[i], widths) for i in survivors if i in found]


def _load(ids: Iterable[int | None]) -> list[Resident]:
    wanted = [i for i in ids if i is not None]
    if not wanted:
        return []
    statement = select(Resident).where(Resident.id.in_(wanted)).options(selectinload(Resident.papers))
    return list(session.scalars(statement.order_by(Resident.id)))
