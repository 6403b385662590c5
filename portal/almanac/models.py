"""The office's calendar: years with their notice, days that differ from the week's pattern, opening hours."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Date, String, Time
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, Versioned


class CalendarYear(Versioned, Model):
    """A year whose holiday notice (国务院办公厅关于节假日安排的通知) has been entered; every other year is provisional (暂定)."""

    year: Mapped[int] = mapped_column(unique=True)
    source: Mapped[str] = mapped_column(String(200))


class CalendarDay(Versioned, Model):
    """A day that is not what its weekday says: a holiday (rest) or a make-up working day (调休上班)."""

    day: Mapped[dt.date] = mapped_column(Date, unique=True)
    is_workday: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(60))


class OpeningHours(Versioned, Model):
    """One opening segment of a weekday (1 Monday … 7 Sunday), for example 08:30–12:00."""

    weekday: Mapped[int]
    opens: Mapped[dt.time] = mapped_column(Time)
    closes: Mapped[dt.time] = mapped_column(Time)
    note: Mapped[str] = mapped_column(String(60), default="")
