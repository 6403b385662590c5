"""Which decision says what a file is paid in a month: for one file, and for all files of a street at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, Subquery, func, select

from portal.db import session
from portal.documents.portions import portions
from portal.errors import NotFound
from portal.services.assistance.models import SupportDecision, SupportFile

LARGEST_KEY = 2**63 - 1


def decision_in_force(file: SupportFile, month: dt.date) -> SupportDecision | None:
    """The last decision not reversed that is effective in this month; None before the first."""
    statement = (
        select(SupportDecision)
        .where(
            SupportDecision.file_id == file.id,
            SupportDecision.effective_month <= month,
            SupportDecision.reversed_by_id.is_(None),
        )
        .order_by(SupportDecision.effective_month.desc(), SupportDecision.id.desc())
    )
    return session.scalars(statement.limit(1)).first()


def decision_before(decision: SupportDecision) -> SupportDecision | None:
    """What was in force in the same month before this decision was written; None for the first."""
    statement = (
        select(SupportDecision)
        .where(
            SupportDecision.file_id == decision.file_id,
            SupportDecision.effective_month <= decision.effective_month,
            SupportDecision.id < decision.id,
            SupportDecision.reversed_by_id.is_(None),
        )
        .order_by(SupportDecision.effective_month.desc(), SupportDecision.id.desc())
    )
    return session.scalars(statement.limit(1)).first()


def sheets_behind(decisions: Sequence[SupportDecision]) -> dict[int, dict[str, Any]]:
    """The calculation sheet that each decision rests on, by the decision's key: its own, or the newest earlier one of the file.

    An adjustment of the standard moves the sums of a household and not whom they are for, so it has no sheet of its own. A
    decision that no sheet with its family stands behind (one from paper) is left out.
    """
    behind: dict[int, list[SupportDecision]] = defaultdict(list)
    for keys in portions(sorted({decision.file_id for decision in decisions})):
        statement = (
            select(SupportDecision)
            .where(
                SupportDecision.file_id.in_(keys),
                SupportDecision.reversed_by_id.is_(None),
                SupportDecision.sheet_sealed.is_not(None),
            )
            .order_by(SupportDecision.effective_month.desc(), SupportDecision.id.desc())
        )
        for found in session.scalars(statement):
            behind[found.file_id].append(found)
    sheets = {}
    for decision in decisions:
        place = (decision.effective_month, decision.id)
        for found in behind[decision.file_id]:
            if (found.effective_month, found.id) <= place and found.sheet and "family" in found.sheet:
                sheets[decision.id] = found.sheet
                break
    return sheets


def decisions_in_force(street_id: int, scheme: str, month: dt.date) -> Select[Any]:
    """One row for each file of a street and scheme that a decision is in force for in a month, ordered by file.

    Plain columns: file_id, file_number, unit_id, head_id, head_name, area, category, state, stop_month, fading_until,
    decision_id, decision_number, kind, decided_on, effective_month, method, persons, standard_fen, base_fen, extra_fen,
    total_fen, reason_code. Stopped and suspended files are among them, with 0. One statement on both databases. The income
    is sealed: `with_income` adds its columns.
    """
    latest = _latest_of(street_id, scheme, month)
    return (
        select(
            SupportFile.id.label("file_id"),
            SupportFile.number.label("file_number"),
            SupportFile.unit_id,
            SupportFile.head_id,
            SupportFile.head_name,
            SupportFile.area,
            SupportFile.category,
            SupportFile.state,
            SupportFile.stop_month,
            SupportFile.fading_until,
            SupportDecision.id.label("decision_id"),
            SupportDecision.number.label("decision_number"),
            SupportDecision.kind,
            SupportDecision.decided_on,
            SupportDecision.effective_month,
            SupportDecision.method,
            SupportDecision.persons,
            SupportDecision.standard_fen,
            SupportDecision.base_fen,
            SupportDecision.extra_fen,
            SupportDecision.total_fen,
            SupportDecision.reason_code,
        )
        .join(latest, latest.c.decision_id == SupportDecision.id)
        .join(SupportFile, SupportFile.id == SupportDecision.file_id)
        .where(latest.c.place == 1)
        .order_by(SupportFile.id)
    )


def with_income(statement: Select[Any]) -> Select[Any]:
    """The same with what `income_of` opens."""
    return statement.add_columns(SupportDecision.income_sealed, SupportDecision.record_key)


def income_of(row: Row[Any]) -> int:
    """The household's income a month, in fen, of a row that `with_income` was asked for."""
    return SupportDecision.income_fen.open_for(row.record_key, row.income_sealed)


def get_decision(decision_id: int) -> SupportDecision:
    """The decision with this key; raises NotFound. Whether its file may be seen is asked of the file."""
    found = session.get(SupportDecision, decision_id) if 0 < decision_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    return found


def _latest_of(street_id: int, scheme: str, month: dt.date) -> Subquery:
    """Decisions of a street and scheme with their place by file, the one in force at 1."""
    return (
        select(
            SupportDecision.id.label("decision_id"),
            func.row_number()
            .over(
                partition_by=SupportDecision.file_id,
                order_by=(SupportDecision.effective_month.desc(), SupportDecision.id.desc()),
            )
            .label("place"),
        )
        .join(SupportFile, SupportFile.id == SupportDecision.file_id)
        .where(
            SupportFile.street_id == street_id,
            SupportFile.scheme == scheme,
            SupportDecision.effective_month <= month,
            SupportDecision.reversed_by_id.is_(None),
        )
        .subquery()
    )
