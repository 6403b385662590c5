"""Finding what disputes are made of: categories in force on a day. Whose disputes a reader may see, the rooms above ask."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from portal.db import session
from portal.disputes.models import DisputeCategory
from portal.errors import N_, RuleBroken


def get_category(category_id: int, day: dt.date) -> DisputeCategory:
    """The category, if it is in force on the day; raises RuleBroken at `category_id`."""
    found = session.get(DisputeCategory, category_id)
    if found is None or not found.is_valid_on(day):
        raise RuleBroken("category_id", N_("请从所列的纠纷类别中选择。"))
    return found


def list_categories(day: dt.date, scheme: str = "justice") -> list[DisputeCategory]:
    """The categories of a scheme in force on a day, in the order of the form."""
    rows = session.scalars(
        select(DisputeCategory)
        .where(DisputeCategory.scheme == scheme)
        .order_by(DisputeCategory.position, DisputeCategory.id)
    )
    return [row for row in rows if row.is_valid_on(day)]
