"""Reading the standards of support: every one ever entered with the months that it held for, and the few that count now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select

from portal.accounts.models import StaffAccount
from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.services.assistance.models import SupportDecision, SupportFile, SupportStandard
from portal.services.assistance.months import add_months, month_of
from portal.services.assistance.schemes import MINIMUM_LIVING
from portal.services.assistance.standards import BOTH, FIGURES
from portal.units.models import Unit
from portal.units.queries import visible_unit_ids, within_scope


@dataclass(frozen=True)
class StandardLine:
    """One standard with the last month that it holds for (None: until another is entered) and what it is called.

    `state` is past, now or planned, seen from one month.
    """

    standard: SupportStandard
    label: str
    last_month: dt.date | None
    state: str
    entered_by: str
    unit: Unit | None


def get_standard(actor: Actor, standard_id: int) -> SupportStandard:
    """The standard with this key, everybody's or of a street that the actor's post may see; raises NotFound."""
    statement = select(SupportStandard).where(
        SupportStandard.id == standard_id,
        or_(SupportStandard.unit_id.is_(None), within_scope(actor, SupportStandard.unit_id)),
    )
    found = session.scalars(statement).first() if standard_id < 2**63 else None
    if found is None:
        raise NotFound
    return found


def covers_everybody(actor: Actor) -> bool:
    """Whether the actor's post reaches beyond every street, so that a standard for all of them is its to enter."""
    return visible_unit_ids(actor) is None


def list_standards(scheme: str, on: dt.date) -> list[StandardLine]:
    """Every standard of a scheme, each figure's newest first, in the order of `FIGURES`."""
    rows = session.execute(
        select(SupportStandard, StaffAccount.name, Unit)
        .outerjoin(StaffAccount, StaffAccount.id == SupportStandard.entered_by)
        .outerjoin(Unit, Unit.id == SupportStandard.unit_id)
        .where(SupportStandard.scheme == scheme)
        .order_by(SupportStandard.valid_from.desc(), SupportStandard.id.desc())
    ).all()
    month, next_from, lines = month_of(on), dict[tuple[str, str, int | None], dt.date](), []
    for row, name, unit in rows:
        place = (row.code, row.area, row.unit_id)
        follower = next_from.get(place)
        last = add_months(follower, -1) if follower else None
        next_from[place] = row.valid_from
        state = (
            "planned" if row.valid_from > month else "past" if last is not None and last < month else "now"
        )
        lines.append(
            StandardLine(row, FIGURES[scheme].get(row.code, row.code), last, state, name or "", unit)
        )
    order = {code: place for place, code in enumerate(FIGURES[scheme])}
    lines.sort(key=lambda line: (order.get(line.standard.code, len(order)), line.standard.area))
    return lines


def neighbours(
    scheme: str, area: str, code: str, unit_id: int | None, month: dt.date
) -> tuple[SupportStandard | None, SupportStandard | None]:
    """The standard of the same figure before a month, and the first one after it."""
    rows = list(_same(scheme, area, code, unit_id))
    before = [row for row in rows if row.valid_from < month]
    after = [row for row in rows if row.valid_from > month]
    return (before[-1] if before else None), (after[0] if after else None)


def find_in_month(
    scheme: str, areas: Iterable[str], code: str, unit_id: int | None, month: dt.date
) -> SupportStandard | None:
    """A standard of the same figure from the same month on, in one of these areas."""
    statement = select(SupportStandard).where(
        SupportStandard.scheme == scheme,
        SupportStandard.area.in_(list(areas)),
        SupportStandard.code == code,
        SupportStandard.unit_id == unit_id if unit_id is not None else SupportStandard.unit_id.is_(None),
        SupportStandard.valid_from == month,
    )
    return session.scalars(statement.order_by(SupportStandard.id).limit(1)).first()


def has_decisions(standard: SupportStandard) -> bool:
    """Whether a decision that may rest on this standard was written: of its scheme and area, from its month on."""
    schemes = [standard.scheme]
    if standard.scheme == MINIMUM_LIVING:
        schemes += ["marginal_income", "destitute"]
    statement = (
        select(SupportDecision.id)
        .join(SupportFile, SupportFile.id == SupportDecision.file_id)
        .where(SupportFile.scheme.in_(schemes), SupportDecision.effective_month >= standard.valid_from)
        .where(SupportDecision.created_at >= standard.created_at)
    )
    if standard.area != BOTH:
        statement = statement.where(SupportFile.area == standard.area)
    if standard.unit_id is not None:
        statement = statement.where(SupportFile.street_id == standard.unit_id)
    return session.scalar(statement.limit(1)) is not None


def _same(scheme: str, area: str, code: str, unit_id: int | None) -> Iterable[SupportStandard]:
    statement = select(SupportStandard).where(
        SupportStandard.scheme == scheme,
        SupportStandard.area == area,
        SupportStandard.code == code,
        SupportStandard.unit_id == unit_id if unit_id is not None else SupportStandard.unit_id.is_(None),
    )
    return session.scalars(statement.order_by(SupportStandard.valid_from, SupportStandard.id))
