"""Numbers that one adjustment of the standard took in a row, as one line: from which to which, and how many.

A day on which a batch was carried out has thousands of them, which nobody at a counter used. A run has no gap: where a number
between was used otherwise, or is void, another run begins.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Subquery, func, select

from portal.documents.models import IssuedNumber
from portal.services.assistance.models import SupportDecision


def runs_of_adjustments() -> Subquery:
    """The runs of two numbers and more: book, first and last place in it, how many."""
    taken = (
        select(
            IssuedNumber.id,
            IssuedNumber.series_id,
            IssuedNumber.sequence,
            IssuedNumber.used_on,
            SupportDecision.adjustment_id,
        )
        .join(SupportDecision, SupportDecision.issued_number_id == IssuedNumber.id)
        .where(SupportDecision.adjustment_id.is_not(None), IssuedNumber.state == "used")
        .distinct()
        .subquery()
    )
    batch: tuple[Any, ...] = (taken.c.adjustment_id, taken.c.series_id, taken.c.used_on)
    place = func.row_number().over(partition_by=batch, order_by=taken.c.sequence)
    in_row = select(taken, (taken.c.sequence - place).label("island")).subquery()
    return (
        select(
            in_row.c.series_id,
            func.min(in_row.c.sequence).label("first"),
            func.max(in_row.c.sequence).label("last"),
            func.count().label("count"),
        )
        .group_by(in_row.c.adjustment_id, in_row.c.series_id, in_row.c.used_on, in_row.c.island)
        .having(func.count() > 1)
        .subquery("number_runs")
    )
