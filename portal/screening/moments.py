"""The instant by which reports are punctual or late: the office's day with the wall clock's time."""

from __future__ import annotations

import datetime as dt

from portal import clock


def moment() -> dt.datetime:
    """This instant in office time; on a fixed day (training, tests) that day at the present time of day."""
    return dt.datetime.combine(clock.today(), clock.office_time().timetz())


def at_hour(day: dt.date, hour: dt.time) -> dt.datetime:
    """An hour of a day as an instant."""
    return dt.datetime.combine(day, hour, clock.OFFICE_ZONE)
