"""What a new standard does not reach by itself: cases that were reckoned by the old one and are decided later, and households
that were decided so since. Listed for people, with what happens next; rooms above, which know applications, add theirs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from portal import clock
from portal.db import session
from portal.errors import N_
from portal.services.assistance.actions.planning import stands_on_standard
from portal.services.assistance.adjustments.models import EXCEPTION, Adjustment, AdjustmentLine
from portal.services.assistance.models import SupportChange, SupportDecision, SupportFile
from portal.services.assistance.months import next_month
from portal.services.assistance.queries import decisions_in_force
from portal.services.assistance.renewing import terms_in_force

MOST = 100
RECENT = dt.timedelta(days=180)
CHANGE_WAITS = N_("这项变更按原标准核算，决定以前须重新核算金额")
CHANGE_IN_PAIR = N_("这项转户按原标准核算，须撤下后重新提出")
FILE_STAYS = N_("仍按原标准发放，请提出变更、重新核算金额")


@dataclass(frozen=True)
class LeftBehind:
    """One case: its number, whose, where it is opened, in a marked sentence what happens to it, from which month it pays."""

    number: str
    head_name: str
    href: str
    sentence: str
    month: dt.date


Source = Callable[[Adjustment], Iterable[LeftBehind]]
_sources: dict[str, Source] = {}


def add_source(name: str, source: Source) -> None:
    """Let a room above name its cases; adding a name again replaces it."""
    _sources[name] = source


def left_behind(adjustment: Adjustment) -> list[LeftBehind]:
    """Every case of a batch that was carried out, up to `MOST`: changes, applications, households; none for another state."""
    if adjustment.state not in {"applied", "reversal_asked"}:
        return []
    return [*cases_left_behind(adjustment), *_files(adjustment)][:MOST]


def cases_left_behind(adjustment: Adjustment) -> list[LeftBehind]:
    """The same without the households that are paid already: what somebody still decides."""
    found = [*_changes(adjustment)]
    for _name, source in sorted(_sources.items()):
        found += source(adjustment)
    return found[:MOST]


def list_left_behind(applied: Iterable[Adjustment]) -> list[LeftBehind]:
    """The cases of those of these batches that were carried out lately, for a workbench."""
    since = clock.today() - RECENT
    recent = [one for one in applied if one.applied_on and one.applied_on >= since]
    found = {case.href: case for one in recent for case in cases_left_behind(one)}
    return list(found.values())


def _changes(adjustment: Adjustment) -> Iterator[LeftBehind]:
    statement = (
        select(SupportChange)
        .join(SupportFile, SupportFile.id == SupportChange.file_id)
        .where(
            SupportFile.street_id == adjustment.street_id,
            SupportFile.scheme == adjustment.scheme,
            SupportFile.area == adjustment.area,
            SupportChange.state == "proposed",
            SupportChange.effective_month >= adjustment.effective_month,
        )
        .options(joinedload(SupportChange.file))
        .order_by(SupportChange.id)
    )
    for change in session.scalars(statement.limit(MOST)):
        planned = change.planned or {}
        if not stands_on_standard(change.file, change.kind, change.effective_month, planned):
            yield LeftBehind(
                change.file.number,
                change.file.head_name,
                f"/assistance/changes/{change.id}",
                CHANGE_IN_PAIR if planned.get("partner") else CHANGE_WAITS,
                change.effective_month,
            )


def _files(adjustment: Adjustment) -> Iterator[LeftBehind]:
    """Households that are paid by the old standard, and are no exception of the batch; nothing once there is a newer one."""
    month = max(adjustment.run_month, next_month(clock.today()))
    terms = terms_in_force(adjustment.scheme, adjustment.area, month, street_id=adjustment.street_id)
    if terms is None or terms.standard_fen != adjustment.new_fen:
        return
    listed = exists().where(
        AdjustmentLine.adjustment_id == adjustment.id,
        AdjustmentLine.file_id == SupportFile.id,
        AdjustmentLine.kind == EXCEPTION,
    )
    statement = decisions_in_force(adjustment.street_id, adjustment.scheme, month).where(
        SupportFile.area == adjustment.area,
        SupportFile.state == "active",
        SupportDecision.total_fen > 0,
        SupportDecision.method != "tier",
        SupportDecision.standard_fen == adjustment.old_fen,
        ~listed,
    )
    for row in session.execute(statement.limit(MOST)):
        href = f"/assistance/files/{row.file_id}"
        yield LeftBehind(row.file_number, row.head_name, href, FILE_STAYS, adjustment.effective_month)
