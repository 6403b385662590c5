"""How long a notice (公示) hangs and when it ends: seven days from the day after posting (57号 art. 19, 民法典 art. 201).

Settings may change the number of days, the days of a second notice after an objection, whether a last day on a holiday
moves to the next working day, and how late a posting may be registered.
"""

from __future__ import annotations

import datetime as dt

from portal import settings
from portal.almanac.queries import due_after
from portal.errors import N_
from portal.standards.working_days import Due

_GROUP = N_("公示与公布")
DAYS, AGAIN_DAYS, SHIFTS = (
    "services.public_notice_days",
    "services.public_notice_again_days",
    "services.public_notice_shifts",
)
PHOTOS = "services.public_notice_wants_photos"
LATE_DAYS = "services.public_notice_late_days"

settings.define(
    DAYS,
    "integer",
    7,
    N_("公示天数"),
    _GROUP,
    minimum=1,
    maximum=60,
    per_unit=True,
    hint=N_("自然日，从张贴次日起算，到最后一天 24:00。"),
)
settings.define(
    AGAIN_DAYS,
    "integer",
    3,
    N_("异议后重新公示天数"),
    _GROUP,
    minimum=1,
    maximum=60,
    per_unit=True,
    hint=N_("自然日；当地没有缩短规定的，可设为与公示天数相同。"),
)
settings.define(
    SHIFTS,
    "flag",
    False,
    N_("公示最后一天是休息日的，顺延到下一个工作日"),
    _GROUP,
    per_unit=True,
)
settings.define(
    PHOTOS,
    "flag",
    True,
    N_("张贴和撤下公示须有照片"),
    _GROUP,
    per_unit=True,
)
settings.define(
    LATE_DAYS,
    "integer",
    2,
    N_("张贴最多可以晚几天登记"),
    _GROUP,
    minimum=0,
    maximum=30,
    per_unit=True,
    hint=N_("自然日，从张贴日起算；超过的须先改张贴日、重印公示单。公示期已过的，任何时候都不能补登记。"),
)


def last_day(post_on: dt.date, days: int, *, unit_id: int) -> Due:
    """The last day of a notice posted on a day; it ends at 24:00 of that day."""
    shifts = bool(settings.value(SHIFTS, on=post_on, unit_id=unit_id))
    return due_after(post_on, days, "calendar", shift=shifts)


def days_of(round_: int, *, unit_id: int, on: dt.date) -> int:
    """How many days a notice hangs: a first one, or one that is posted again after an objection."""
    return int(settings.value(DAYS if round_ == 1 else AGAIN_DAYS, on=on, unit_id=unit_id))


def wants_photos(unit_id: int) -> bool:
    """Whether posting and taking down must be shown by photographs."""
    return bool(settings.value(PHOTOS, unit_id=unit_id))


def late_days(unit_id: int) -> int:
    """How many days after it was posted a notice may be registered as posted."""
    return int(settings.value(LATE_DAYS, unit_id=unit_id))
