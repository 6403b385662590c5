"""What an office may set about records, and words and times that several of them check in the same way."""

from __future__ import annotations

import datetime as dt

from portal import clock, settings
from portal.errors import N_, RuleBroken
from portal.mediation.limits import GROUP
from portal.mediation.models import MediationCase

OVERLAP = settings.define(
    "mediation.overlap",
    "choice",
    "refuse",
    N_("同一调解员的两次调解时间重叠时"),
    GROUP,
    hint=N_("同一个人不能同时在两处调解。选“只提醒”时照常保存，并显示与哪一次重叠。"),
    choices=(("refuse", N_("不予保存")), ("warn", N_("只提醒"))),
)
INVESTIGATORS = settings.define(
    "mediation.investigators",
    "integer",
    2,
    N_("调查取证的人数"),
    GROUP,
    hint=N_("至少几名调解员一起调查；法律没有规定，各地不同。"),
    minimum=1,
    maximum=5,
    per_unit=True,
)


def read_word(text: str, field: str, most: int, *, wanted: bool = True) -> str:
    """A text on one line, as it is kept; raises RuleBroken at its field when it is missing or too long."""
    word = " ".join((text or "").split())
    if wanted and not word:
        raise RuleBroken(field, N_("请填写这一项。"))
    if len(word) > most:
        raise RuleBroken(field, N_("最多 %(most)s 个字。"), most=most)
    return word


def instant(day: dt.date, time: dt.time) -> dt.datetime:
    """A day and a time of the office's wall clock as an instant."""
    return dt.datetime.combine(day, time, clock.OFFICE_ZONE)


def end_proposed(started_at: dt.datetime) -> dt.time:
    """The time to propose for the end of what began then: now, and never before a minute after its start."""
    now, start = clock.office_time().time(), clock.office_time(started_at).time()
    minute = min(start.hour * 60 + start.minute + 1, 24 * 60 - 1)
    return max(now.replace(second=0, microsecond=0), dt.time(*divmod(minute, 60)))


def day_of(moment: dt.datetime) -> dt.date:
    """The office's day of an instant."""
    return clock.office_time(moment).date()


def must_be_in_time(case: MediationCase, started_at: dt.datetime, ended_at: dt.datetime | None) -> None:
    """What happens in a case happens after its acceptance, before tomorrow, and ends on its own day after it began."""
    day = day_of(started_at)
    if day > clock.today():
        raise RuleBroken("day", N_("日期不能晚于今天。"))
    if case.accepted_on is None:
        raise RuleBroken(None, N_("这一案件还没有受理，不能记录调解。请先办理受理。"))
    if day < case.accepted_on:
        raise RuleBroken("day", N_("不能早于受理日期 %(day)s。"), day=case.accepted_on)
    if ended_at is None:
        return
    if ended_at <= started_at:
        raise RuleBroken("end", N_("结束时间应当晚于开始时间。"))
    if day_of(ended_at) != day:
        raise RuleBroken("end", N_("开始和结束应当在同一天；跨天的请记成两次。"))
