"""What a batch reads of the files: every decision in force, and which files a person must look at instead.."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from portal import clock, settings
from portal.db import session
from portal.errors import N_
from portal.residents.models import Resident
from portal.services.assistance.adjustments.models import Adjustment
from portal.services.assistance.models import (
    SupportChange,
    SupportDecision,
    SupportFile,
    SupportMember,
    SupportReview,
)
from portal.services.assistance.queries import decisions_in_force, sheets_behind
from portal.services.assistance.queries.decisions import with_income
from portal.services.assistance.schemes import STANDING

OPEN_CHANGES = ("proposed", "heard")
HOLD_REVIEWS = settings.define(
    "assistance.adjustment_holds_reviews",
    "flag",
    True,
    N_("标准调整时，定期核查到期未完成的列为例外"),
    N_("社会救助"),
    hint=N_("列为例外的户不自动调整，核查后由经办人逐户办理。"),
)


def rows_in_force(adjustment: Adjustment) -> Iterator[Row[Any]]:
    """The decision in force in the run month of every file of the batch's scheme and area, by file."""
    statement = decisions_in_force(adjustment.street_id, adjustment.scheme, adjustment.run_month)
    yield from session.execute(with_income(statement).where(SupportFile.area == adjustment.area))


def earlier_decisions(adjustment: Adjustment) -> dict[int, list[Row[Any]]]:
    """For files whose decision in force took effect after the effective month: all that were in force since, oldest first."""
    between = select(SupportDecision.file_id).where(
        SupportDecision.effective_month > adjustment.effective_month,
        SupportDecision.effective_month <= adjustment.run_month,
        SupportDecision.reversed_by_id.is_(None),
    )
    statement = (
        select(
            SupportDecision.file_id,
            SupportDecision.id,
            SupportDecision.effective_month,
            SupportDecision.method,
            SupportDecision.persons,
            SupportDecision.standard_fen,
            SupportDecision.income_sealed,
            SupportDecision.record_key,
            SupportDecision.base_fen,
            SupportDecision.extra_fen,
            SupportDecision.total_fen,
        )
        .join(SupportFile, SupportFile.id == SupportDecision.file_id)
        .where(
            *_of_batch(adjustment),
            SupportDecision.effective_month <= adjustment.run_month,
            SupportDecision.reversed_by_id.is_(None),
            SupportDecision.file_id.in_(between),
        )
        .order_by(SupportDecision.file_id, SupportDecision.effective_month, SupportDecision.id)
    )
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in session.execute(statement):
        found[row.file_id].append(row)
    return dict(found)


def sheets_with_extras(adjustment: Adjustment) -> dict[int, dict[str, Any]]:
    """The sheets of the decisions that pay something besides the household's sum, by the decision's key."""
    statement = (
        select(SupportDecision)
        .join(SupportFile, SupportFile.id == SupportDecision.file_id)
        .where(
            *_of_batch(adjustment), SupportDecision.extra_fen > 0, SupportDecision.reversed_by_id.is_(None)
        )
    )
    return sheets_behind(session.scalars(statement).all())


def held_files(adjustment: Adjustment) -> dict[int, str]:
    """The files that a person must look at, each with the code of the first reason (see `figures.EXCEPTIONS`)."""
    found: dict[int, str] = {}
    for reason, keys in (
        ("death", _with_dead_members(adjustment)),
        ("overlap", _with_members_elsewhere(adjustment)),
        ("change", _with_open_changes(adjustment)),
        ("review", _with_reviews_due(adjustment)),
        ("later", _with_later_decisions(adjustment)),
        ("single", _with_partial_shares(adjustment)),
    ):
        for key in keys:
            found.setdefault(key, reason)
    return found


def _of_batch(adjustment: Adjustment) -> tuple[ColumnElement[bool], ...]:
    return (
        SupportFile.street_id == adjustment.street_id,
        SupportFile.scheme == adjustment.scheme,
        SupportFile.area == adjustment.area,
    )


def _counted_in(month: dt.date) -> ColumnElement[bool]:
    return and_(
        SupportMember.is_counted,
        SupportMember.since_month <= month,
        or_(SupportMember.until_month.is_(None), SupportMember.until_month >= month),
    )


def _with_dead_members(adjustment: Adjustment) -> Iterator[int]:
    statement = (
        select(SupportMember.file_id)
        .join(Resident, Resident.id == SupportMember.resident_id)
        .join(SupportFile, SupportFile.id == SupportMember.file_id)
        .where(*_of_batch(adjustment), _counted_in(adjustment.run_month), Resident.death_date.is_not(None))
    )
    yield from session.scalars(statement)


def _with_members_elsewhere(adjustment: Adjustment) -> Iterator[int]:
    """Somebody counted in two files in the run month, also as two records of which one took the other's place."""
    person = func.coalesce(Resident.merged_into_id, Resident.id)
    counted = (
        select(person.label("person"), SupportMember.file_id.label("file_id"))
        .join(SupportMember, SupportMember.resident_id == Resident.id)
        .join(SupportFile, SupportFile.id == SupportMember.file_id)
        .where(_counted_in(adjustment.run_month), SupportFile.state.in_(STANDING))
    ).subquery()
    twice = (
        select(counted.c.person)
        .group_by(counted.c.person)
        .having(func.count(func.distinct(counted.c.file_id)) > 1)
    )
    yield from session.scalars(select(counted.c.file_id).where(counted.c.person.in_(twice)))


def _with_open_changes(adjustment: Adjustment) -> Iterator[int]:
    statement = (
        select(SupportChange.file_id)
        .join(SupportFile, SupportFile.id == SupportChange.file_id)
        .where(*_of_batch(adjustment), SupportChange.state.in_(OPEN_CHANGES))
    )
    yield from session.scalars(statement)


def _with_reviews_due(adjustment: Adjustment) -> Iterator[int]:
    if not settings.value(HOLD_REVIEWS.key):
        return
    statement = (
        select(SupportReview.file_id)
        .join(SupportFile, SupportFile.id == SupportReview.file_id)
        .where(*_of_batch(adjustment), SupportReview.done_on.is_(None), SupportReview.due_on <= clock.today())
    )
    yield from session.scalars(statement)


def _with_later_decisions(adjustment: Adjustment) -> Iterator[int]:
    statement = (
        select(SupportDecision.file_id)
        .join(SupportFile, SupportFile.id == SupportDecision.file_id)
        .where(
            *_of_batch(adjustment),
            SupportDecision.effective_month > adjustment.run_month,
            SupportDecision.reversed_by_id.is_(None),
        )
    )
    yield from session.scalars(statement)


def _with_partial_shares(adjustment: Adjustment) -> Iterator[int]:
    """Households of which only some are supported: 单人户 (57号 art. 8), or a member whose share was stopped (art. 34)."""
    statement = (
        select(SupportMember.file_id)
        .join(SupportFile, SupportFile.id == SupportMember.file_id)
        .where(
            *_of_batch(adjustment),
            SupportMember.not_counted_because.in_(("single", "refused_work")),
            or_(SupportMember.until_month.is_(None), SupportMember.until_month >= adjustment.run_month),
        )
    )
    yield from session.scalars(statement)
