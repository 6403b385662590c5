"""The instant by which reports are punctual or late: the office's day with the wall clock's time."""

from __future__ import annotations

import datetime as dt

from portal import clock

# An instant as the papers of screening write it.
PAPER_MOMENT = "{0.year}年{0.month}月{0.day}日{0.hour}时{0.minute:02}分"


def moment() -> dt.datetime:
    """This instant in office time; on a fixed day (training, tests) that day at the present time of day."""
    return dt.datetime.combine(clock.today(), clock.office_time().timetz())


def at_hour(day: dt.date, hour: dt.time) -> dt.datetime:
    """An hour of a day as an instant."""
    return dt.datetime.combine(day, hour, clock.OFFICE_ZONE)


def moment_words(instant: dt.datetime) -> str:
    """An instant in the words of a paper, on the office's clock."""
    return PAPER_MOMENT.format(clock.office_time(instant))
