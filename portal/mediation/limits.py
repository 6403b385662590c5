"""The time limits of a mediation and what an office may set of them. Days are counted here, never stored here.

One month from the acceptance (司法部令75号, 一般在一个月内调结), thirty days for what a court sent; a month ends on the same
day of the next one, or on its last where it has none (民法典 art. 202).
"""

from __future__ import annotations

import calendar
import datetime as dt

from portal import settings
from portal.almanac.queries import due_after
from portal.errors import N_
from portal.standards.working_days import Due

GROUP = N_("人民调解")
COURT = "court"

ANSWER = settings.define(
    "mediation.answer_days",
    "integer",
    3,
    N_("决定是否受理的期限"),
    GROUP,
    hint=N_("工作日，从申请之日的次日算起；填 0 表示当天决定。"),
    minimum=0,
    maximum=30,
    per_unit=True,
)
MONTHS = settings.define(
    "mediation.limit_months",
    "integer",
    1,
    N_("调解期限"),
    GROUP,
    hint=N_("月，从受理之日算起（司法部令第75号：一般在一个月内调结）。"),
    minimum=1,
    maximum=12,
    per_unit=True,
)
COURT_DAYS = settings.define(
    "mediation.court_limit_days",
    "integer",
    30,
    N_("法院委派、委托案件的调解期限"),
    GROUP,
    hint=N_("自然日，从受理之日的次日算起。"),
    minimum=1,
    maximum=180,
    per_unit=True,
)
COURT_EXTENSION = settings.define(
    "mediation.court_extension_days",
    "integer",
    30,
    N_("法院委派、委托案件最多延长的天数"),
    GROUP,
    hint=N_("自然日，各次延长合计。"),
    minimum=0,
    maximum=180,
    per_unit=True,
)
EXTENSION = settings.define(
    "mediation.extension_days",
    "integer",
    0,
    N_("其他案件最多延长的天数"),
    GROUP,
    hint=N_("自然日，各次延长合计；填 0 表示由各方当事人商定，不设上限。"),
    minimum=0,
    maximum=365,
    per_unit=True,
)
SOON = settings.define(
    "mediation.soon_days",
    "integer",
    7,
    N_("提前几天提醒调解期限将到"),
    GROUP,
    hint=N_("自然日。"),
    minimum=0,
    maximum=31,
)


def answer_due(applied_on: dt.date, unit_id: int) -> Due:
    """By which day it is decided whether a case is taken on; its `due` is the day of application where 0 days are set."""
    days = settings.value(ANSWER.key, on=applied_on, unit_id=unit_id)
    return due_after(applied_on, days)


def month_later(day: dt.date, months: int = 1) -> dt.date:
    """The same day so many months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def mediation_due(accepted_on: dt.date, source: str, unit_id: int) -> dt.date:
    """The last day of the mediation of a case that is accepted on a day."""
    if source == COURT:
        days = settings.value(COURT_DAYS.key, on=accepted_on, unit_id=unit_id)
        return accepted_on + dt.timedelta(days=days)
    return month_later(accepted_on, settings.value(MONTHS.key, on=accepted_on, unit_id=unit_id))


def longest_extension(source: str, unit_id: int, on: dt.date) -> int | None:
    """How many days all extensions of a case may give together; None for no bound."""
    days: int = settings.value(
        (COURT_EXTENSION if source == COURT else EXTENSION).key, on=on, unit_id=unit_id
    )
    return days if days or source == COURT else None
