"""What the office chooses for temporary relief, and the sum by it: so many times the monthly standard, rounded once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal import settings
from portal.errors import N_, RuleBroken
from portal.services.items.temporary_relief.definition import EMERGENCY, EXPENSE, MEDICAL

_GROUP = N_("临时救助")
_KINDS = {
    EMERGENCY: (N_("急难型最高为月保障标准的百分之几"), 400),
    EXPENSE: (N_("支出型最高为月保障标准的百分之几"), 600),
    MEDICAL: (N_("大病救助最高为月保障标准的百分之几"), 600),
}
MOST = {
    kind: settings.define(
        f"temporary_relief.most_{kind}",
        "integer",
        percent,
        label,
        _GROUP,
        hint=N_("400 就是 4 个月的标准。"),
        minimum=10,
        maximum=3600,
        per_unit=True,
    )
    for kind, (label, percent) in _KINDS.items()
}
BY_PERSON = settings.define(
    "temporary_relief.by_person",
    "flag",
    False,
    N_("按共同生活人数计算"),
    _GROUP,
    hint=N_("勾选后，金额再乘以共同生活人数。"),
    per_unit=True,
)
TIMES = settings.define(
    "temporary_relief.times_a_year",
    "integer",
    2,
    N_("同一人一年内最多救助几次"),
    _GROUP,
    minimum=1,
    maximum=12,
)
SMALL = settings.define(
    "temporary_relief.small_limit",
    "integer",
    2000,
    N_("街道可以审批的小额限额（元）"),
    _GROUP,
    hint=N_("超过的，报区级审批。先行救助也不超过这个数。"),
    minimum=0,
    maximum=1_000_000,
    per_unit=True,
)
PAPER_DAYS = settings.define(
    "temporary_relief.paper_days",
    "integer",
    10,
    N_("先行救助以后几个工作日内补办手续"),
    _GROUP,
    minimum=1,
    maximum=60,
)


@dataclass(frozen=True)
class ReliefTerms:
    """The choices of a street on a day; sums in fen."""

    most_percent: int
    by_person: bool
    times: int
    small_fen: int
    paper_days: int


def terms_on(kind: str, unit_id: int, on: dt.date) -> ReliefTerms:
    """The choices in force for a type of relief."""
    return ReliefTerms(
        most_percent=settings.value(MOST[kind].key, on=on, unit_id=unit_id),
        by_person=settings.value(BY_PERSON.key, on=on, unit_id=unit_id),
        times=settings.value(TIMES.key, on=on),
        small_fen=settings.value(SMALL.key, on=on, unit_id=unit_id) * 100,
        paper_days=settings.value(PAPER_DAYS.key, on=on),
    )


def check_told(answers: Mapping[str, Any], on: dt.date) -> None:
    """Raise RuleBroken at `event_on` for a day that has not come, and at `persons` for nobody."""
    event = answers.get("event_on")
    if event and dt.date.fromisoformat(str(event)) > on:
        raise RuleBroken("event_on", N_("发生日期不能晚于今天。"))
    persons = answers.get("persons")
    if persons is not None and not 1 <= int(persons) <= 99:
        raise RuleBroken("persons", N_("共同生活人数填 1 到 99。"))


def reckon(standard_fen: int, percent: int, persons: int, terms: ReliefTerms) -> int:
    """The sum in fen: percent of the monthly standard, times persons where the office says so; half a fen counts as one.

    Raises RuleBroken at `percent` or `persons`.
    """
    if not 0 < percent <= terms.most_percent:
        raise RuleBroken("percent", N_("最高为标准的 %(most)s%%。"), most=terms.most_percent)
    if persons < 1:
        raise RuleBroken("persons", N_("共同生活人数至少为 1。"))
    times = persons if terms.by_person else 1
    return (standard_fen * percent * times + 50) // 100
