"""The limits of time in an application's life: due date, one-time notice, deemed acceptance, days of suspension.

Days are working days of the office's calendar, the first day not counted. Nothing here writes.
"""

from __future__ import annotations

import datetime as dt

from portal import clock, settings
from portal.almanac import queries as almanac
from portal.errors import N_
from portal.services.items.registry import hooks_of
from portal.services.models import Application
from portal.services.states import BEFORE_ACCEPTANCE
from portal.standards.working_days import Due, count_working_days

_GROUP = N_("便民服务")
settings.define(
    "services.notice_days",
    "integer",
    5,
    N_("一次性告知期限（工作日）"),
    _GROUP,
    hint=N_("收到申请后超过此期限没有告知的，自收到之日起视为受理（行政许可法第三十二条）。"),
    minimum=0,
    maximum=30,
)
settings.define(
    "services.due_soon_days", "integer", 2, N_("临近到期提醒（工作日）"), _GROUP, minimum=0, maximum=30
)
settings.define(
    "services.paper_day_days", "integer", 30, N_("停电停网补录最多可补的天数"), _GROUP, minimum=1, maximum=365
)


def soon_until(day: dt.date) -> dt.date:
    """The last day that counts as near on a day (setting `services.due_soon_days`, working days)."""
    return almanac.due_after(day, int(settings.value("services.due_soon_days", on=day))).due


def due_of(application: Application) -> Due | None:
    """The last day for this accepted application, each day explained; None before acceptance.

    Counted from the day of acceptance by the promised days (承诺时限), which an item may count by the circumstances, moved by
    the working days of suspension.
    """
    if application.accepted_on is None:
        return None
    promised = hooks_of(application.definition).promised_days(application)
    days = promised + application.suspended_days
    return almanac.due_after(application.accepted_on, days)


def suspended_between(suspended_on: dt.date, resumed_on: dt.date) -> int:
    """The working days that a suspension takes off the clock: those after its day, up to the day of resumption.

    The day of suspension has run already; after the day of resumption, which is a first day and not counted
    (民法典 art. 201), the limit runs on.
    """
    return count_working_days(suspended_on, resumed_on, almanac.lookup)


def run_on(application: Application, today: dt.date) -> None:
    """Let the clock of a suspended application run on: its due date moves by the working days of the suspension."""
    if application.suspended_on is not None:
        application.suspended_days += suspended_between(application.suspended_on, today)
    due = due_of(application)
    if due is not None:
        application.due_on, application.due_is_provisional = due.due, due.provisional


def notice_limit(application: Application) -> dt.date:
    """The last day on which a one-time notice (一次性告知) may still be given."""
    days = settings.value("services.notice_days", on=application.applied_on, unit_id=application.unit_id)
    return almanac.due_after(application.applied_on, int(days)).due


def deemed_accepted_on(application: Application, today: dt.date | None = None) -> dt.date | None:
    """The day from which the application counts as accepted by silence (视为受理), or None.

    行政许可法 art. 32 (4): without a notice within the limit it is accepted from the day of receipt. A notice that is
    recorded later changes nothing. An entry from a paper day was answered on paper in time.
    """
    if application.state not in BEFORE_ACCEPTANCE or application.paper_day:
        return None
    if application.is_deemed:  # the timer has written it down: nothing undoes it
        return application.applied_on
    limit = notice_limit(application)
    if application.notified_on is not None and application.notified_on <= limit:
        return None
    return application.applied_on if (today or clock.today()) > limit else None


def working_days_left(due_on: dt.date, today: dt.date | None = None) -> int:
    """Working days that remain until a due date; 0 on the day itself, negative when it has passed."""
    day = today or clock.today()
    if due_on >= day:
        return count_working_days(day, due_on, almanac.lookup)
    return -count_working_days(due_on, day, almanac.lookup)
