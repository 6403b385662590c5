"""What the workbench reads across rooms: few statements, each limited to the units that the reader may see."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from portal import clock
from portal.almanac.models import CalendarYear
from portal.db import session

# The notice for a year comes out in October or November of the year before.
LOOKS_AHEAD = dt.timedelta(days=60)


def list_provisional_years(on: dt.date | None = None) -> list[int]:
    """The years that deadlines fall in today or within two months and whose official calendar is not entered yet."""
    day = on or clock.today()
    wanted = sorted({day.year, (day + LOOKS_AHEAD).year})
    known = set(session.scalars(select(CalendarYear.year).where(CalendarYear.year.in_(wanted))))
    return [year for year in wanted if year not in known]
