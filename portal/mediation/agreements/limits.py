"""What an office may set of agreements, and the days that follow from them: reminders, visits, the thirty days of the court's
confirmation. Days are counted here, never stored here."""

from __future__ import annotations

import datetime as dt
import re

from portal import settings
from portal.almanac.queries import due_after
from portal.errors import N_, RuleBroken
from portal.standards.working_days import Due

_GROUP = N_("人民调解")
CONFIRMATION_DAYS = 30


def _check_days(text: str) -> None:
    if not re.fullmatch(r"\d{1,3}([,，、/ ]+\d{1,3})*", text):
        raise RuleBroken("value", N_("请写成用斜杠隔开的天数，如 7/3/0。"))


REMINDERS = settings.define(
    "mediation.reminder_days",
    "text",
    "7/3/0",
    N_("履行期限前几天提醒"),
    _GROUP,
    hint=N_("自然日，用斜杠隔开；0 表示到期当天。"),
    longest=40,
    check=_check_days,
    per_unit=True,
)
VISIT_FROM = settings.define(
    "mediation.visit_from_days",
    "integer",
    15,
    N_("履行期满后几天起提醒回访"),
    _GROUP,
    hint=N_("自然日。"),
    minimum=0,
    maximum=365,
    per_unit=True,
)
VISIT_WITHIN = settings.define(
    "mediation.visit_within_days",
    "integer",
    30,
    N_("履行期满后几天内应当回访"),
    _GROUP,
    hint=N_("自然日；超过的列为逾期未回访。"),
    minimum=0,
    maximum=365,
    per_unit=True,
)
HEAD_OPINIONS = {
    "all": N_("所有案件"),
    "ordinary": N_("简易口头案件除外"),
    "none": N_("不要求"),
}
HEAD_OPINION = settings.define(
    "mediation.head_opinion",
    "choice",
    "all",
    N_("结案报告表要有负责人意见才能装订、归档"),
    _GROUP,
    hint=N_("由调委会主任或副主任签署；承办本案的调解员不能自己签，除非没有其他负责人。"),
    choices=tuple(HEAD_OPINIONS.items()),
    per_unit=True,
)
VISIT_WANTED = settings.define(
    "mediation.visit_before_closing",
    "flag",
    True,
    N_("达成协议的案件，至少回访一次才能结案"),
    _GROUP,
    per_unit=True,
)
ORAL_SIGNED = settings.define(
    "mediation.oral_signatures",
    "flag",
    True,
    N_("口头协议登记表要当事人签名或捺指印"),
    _GROUP,
    hint=N_("法律没有要求（人民调解法第二十八条），各地做法不同。关闭后只由调解员签名。"),
    per_unit=True,
)
WRITTEN_ASKED = settings.define(
    "mediation.written_when_asked",
    "flag",
    True,
    N_("当事人要求书面的，应当签订书面协议"),
    _GROUP,
    per_unit=True,
)
WRITTEN_LATER = settings.define(
    "mediation.written_when_later",
    "flag",
    False,
    N_("不能即时履行的，应当签订书面协议"),
    _GROUP,
    hint=N_("有的地方这样规定（如宁波）；国家层面没有要求。"),
    per_unit=True,
)
WRITTEN_COMPLEX = settings.define(
    "mediation.written_when_complex",
    "flag",
    True,
    N_("疑难复杂的案件，应当签订书面协议"),
    _GROUP,
    per_unit=True,
)
URGED_DAYS = settings.define(
    "mediation.urged_days",
    "integer",
    7,
    N_("督促履行时给的期限"),
    _GROUP,
    hint=N_("自然日，督促时可以另定日期。"),
    minimum=1,
    maximum=90,
    per_unit=True,
)


LATE_ENTRY = settings.define(
    "mediation.late_entry_days",
    "integer",
    7,
    N_("当场调解补登超过几天要写原因"),
    _GROUP,
    hint=N_("自然日，从调解当天的次日算起。原因记入案件备注。"),
    minimum=0,
    maximum=365,
    per_unit=True,
)
VOIDED_WITHIN = settings.define(
    "mediation.void_days",
    "integer",
    3,
    N_("当场调解登记错了，几天内主任可以作废"),
    _GROUP,
    hint=N_("自然日，从登记当天的次日算起；填 0 表示只能当天作废。"),
    minimum=0,
    maximum=30,
    per_unit=True,
)


def reminder_days(unit_id: int | None, on: dt.date | None = None) -> list[int]:
    """How many days before a due day a reminder is shown, the longest first."""
    text = str(settings.value(REMINDERS.key, on=on, unit_id=unit_id))
    return sorted({int(part) for part in re.findall(r"\d+", text)}, reverse=True)


def stage_of(due_on: dt.date, today: dt.date, days: list[int]) -> int | None:
    """Which reminder a due day has reached: the smallest number of days that it is within; None before the first."""
    left = (due_on - today).days
    if left < 0:
        return None
    reached = [stage for stage in days if left <= stage]
    return min(reached) if reached else None


def confirmation_last(effective_on: dt.date) -> Due:
    """The last day for the joint application (人民调解法 art. 33, 民事诉讼法 arts. 85, 205): `raw` is the thirtieth day, `due`
    the same moved off rest days, provisional where the year has no official calendar yet."""
    return due_after(effective_on, CONFIRMATION_DAYS, "calendar")


def visit_due(last_due_on: dt.date, unit_id: int) -> dt.date:
    """By which day the parties are visited, counted from the end of the performance."""
    return last_due_on + dt.timedelta(days=settings.value(VISIT_WITHIN.key, on=last_due_on, unit_id=unit_id))


def visit_lead(unit_id: int | None) -> int:
    """How many days before its last day a visit begins to be asked for."""
    within, first = (settings.value(s.key, unit_id=unit_id) for s in (VISIT_WITHIN, VISIT_FROM))
    return max(0, int(within) - int(first))


def why_written(
    *, unit_id: int, on: dt.date, is_asked: bool, is_performed_at_once: bool, difficulty: str
) -> str:
    """Why an agreement must be written (reference A.2, local rules), or empty where it may be oral."""

    def holds(setting: settings.Definition) -> bool:
        return bool(settings.value(setting.key, on=on, unit_id=unit_id))

    if is_asked and holds(WRITTEN_ASKED):
        return N_("当事人要求书面协议，不能只登记口头协议。")
    if not is_performed_at_once and holds(WRITTEN_LATER):
        return N_("协议不能即时履行，按规定应当签订书面协议。")
    if difficulty == "complex" and holds(WRITTEN_COMPLEX):
        return N_("疑难复杂的案件，按规定应当签订书面协议。")
    return ""
