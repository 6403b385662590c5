"""What a street may set about its screening: how its weeks run, when reports are due, when silence becomes a gap.

The law and the office's card fix only how often, that a zero report is due, and who answers; the hours here are defaults.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from portal import settings
from portal.errors import N_, RuleBroken

GROUP = N_("矛盾纠纷排查")
# As it stands on the zero report; the office may word it otherwise.
PAPER_ZERO = "经排查，本单位{first}至{last}未发现新的矛盾纠纷和不稳定因素，特此零报告。"
_HOUR = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def _must_be_hour(value: str) -> None:
    if not _HOUR.fullmatch(value):
        raise RuleBroken("value", N_("请按“17:00”的样子填写时间。"))


def _must_be_day(value: str) -> None:
    try:
        if value:
            dt.date.fromisoformat(value)
    except ValueError:
        raise RuleBroken("value", N_("请按“2026-01-01”的样子填写日期，或者留空。")) from None


def _must_name_both_ends(value: str) -> None:
    if value.count("{first}") != 1 or value.count("{last}") != 1 or value.count("{") != 2:
        raise RuleBroken("value", N_("请保留 {first} 和 {last} 各一处，打印时换成起止日期。"))


def _days(key: str, default: int, label: str, hint: str, most: int) -> settings.Definition:
    return settings.define(
        f"screening.{key}",
        "integer",
        default,
        label,
        GROUP,
        hint=hint,
        minimum=0,
        maximum=most,
        per_unit=True,
    )


def _hour(key: str, default: str, label: str) -> settings.Definition:
    return settings.define(
        f"screening.{key}",
        "text",
        default,
        label,
        GROUP,
        hint=N_("24小时制，例如 17:00。改动从还没开始的周期起生效，已经开始的仍按原来的期限。"),
        longest=5,
        per_unit=True,
        check=_must_be_hour,
    )


_WORKING_DAYS_AFTER = N_("期末之后第几个工作日。改动从还没开始的周期起生效，已经开始的仍按原来的期限。")
SINCE = settings.define(
    "screening.since",
    "text",
    "",
    N_("从哪一天起在本系统上报"),
    GROUP,
    hint=N_("此前的周期不算应报；留空表示从开始使用的那一周算起。"),
    longest=10,
    check=_must_be_day,
)
WEEK_START = settings.define(
    "screening.week_start",
    "choice",
    "0",
    N_("一周从哪天开始"),
    GROUP,
    hint=N_("例如选周五：上周五到本周四为一周。改动从还没开始的周起生效，中间的一周自动缩短。"),
    choices=(
        ("0", N_("周一")),
        ("1", N_("周二")),
        ("2", N_("周三")),
        ("3", N_("周四")),
        ("4", N_("周五")),
        ("5", N_("周六")),
        ("6", N_("周日")),
    ),
    per_unit=True,
)
HALF_CUT = settings.define(
    "screening.half_month_cut",
    "integer",
    15,
    N_("上半月到哪一天为止"),
    GROUP,
    minimum=1,
    maximum=27,
    per_unit=True,
)
DAY_DUE = _days(
    "day_due_days",
    0,
    N_("日报的报送期限"),
    N_("特殊时段日报：当天之后第几个工作日，0 表示当天。改动从第二天的日报起生效。"),
    5,
)
WEEK_DUE = _days("week_due_days", 1, N_("周报的报送期限"), _WORKING_DAYS_AFTER, 10)
HALF_DUE = _days("half_month_due_days", 2, N_("半月报的报送期限"), _WORKING_DAYS_AFTER, 15)
MONTH_DUE = _days("month_due_days", 5, N_("月报的报送期限"), _WORKING_DAYS_AFTER, 20)
YEAR_DUE = _days("year_due_days", 10, N_("年报的报送期限"), _WORKING_DAYS_AFTER, 60)
DAY_HOUR = _hour("day_due_hour", "17:00", N_("日报的截止时间"))
WEEK_HOUR = _hour("week_due_hour", "17:00", N_("周报的截止时间"))
HALF_HOUR = _hour("half_month_due_hour", "17:00", N_("半月报、月报、年报的截止时间"))
MISSING_AFTER = _days(
    "missing_after_days",
    3,
    N_("逾期多少天算漏报"),
    N_("自然日，从截止时间算起；之前是“未报”。补报仍然接收，记为迟报。"),
    60,
)
AHEAD = settings.define(
    "screening.ahead_days",
    "integer",
    28,
    N_("提前多少天排出应报"),
    GROUP,
    minimum=7,
    maximum=120,
)
ZERO_TEXT = settings.define(
    "screening.zero_text",
    "text",
    PAPER_ZERO,
    N_("零报告的固定文字"),
    GROUP,
    hint=N_("{first} 和 {last} 打印时换成起止日期。"),
    longest=300,
    per_unit=True,
    check=_must_name_both_ends,
)


@dataclass(frozen=True)
class Practice:
    """How one street reports: the weekday its weeks begin on, the half-month's cut, working days and hour by kind."""

    week_start: int
    half_cut: int
    working_days: dict[str, int]
    hours: dict[str, dt.time]
    missing_after: dt.timedelta


def practice_of(street_id: int, on: dt.date) -> Practice:
    """What the street has set, as it stands on a day."""

    def value(one: settings.Definition) -> int | str:
        found: int | str = settings.value(one.key, on=on, unit_id=street_id)
        return found

    half_hour = read_hour(str(value(HALF_HOUR)))
    return Practice(
        week_start=int(value(WEEK_START)),
        half_cut=int(value(HALF_CUT)),
        working_days={
            "day": int(value(DAY_DUE)),
            "week": int(value(WEEK_DUE)),
            "half_month": int(value(HALF_DUE)),
            "month": int(value(MONTH_DUE)),
            "year": int(value(YEAR_DUE)),
        },
        hours={
            "day": read_hour(str(value(DAY_HOUR))),
            "week": read_hour(str(value(WEEK_HOUR))),
            "half_month": half_hour,
            "month": half_hour,
            "year": half_hour,
        },
        missing_after=dt.timedelta(days=int(value(MISSING_AFTER))),
    )


def read_hour(text: str) -> dt.time:
    """`17:00` as a time of day; the setting's check has seen it."""
    hour, minute = text.split(":")
    return dt.time(int(hour), int(minute))


def since() -> dt.date | None:
    """The office's first day of reporting here, None where it set none."""
    text = str(settings.value(SINCE.key))
    return dt.date.fromisoformat(text) if text else None
