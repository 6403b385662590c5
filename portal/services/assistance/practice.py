"""How this office keeps the files of those who are supported: every choice that the law leaves open, as a setting.

Standards and the rules of reckoning have settings of their own, beside the rules.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal import settings
from portal.errors import N_, RuleBroken
from portal.services.assistance.schemes import CATEGORIES

_GROUP = N_("社会救助")
MOST_MONTHS = 36


def _read_table(value: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in value:
        if len(row) != 2 or row[0] not in {"", *CATEGORIES} or not row[1].isdigit():
            raise RuleBroken("value", N_("每行两栏：类别 A、B、C 或留空，竖线，月数。"))
        months = int(row[1])
        if not 1 <= months <= MOST_MONTHS:
            raise RuleBroken("value", N_("核查间隔为 1 到 %(most)s 个月。"), most=MOST_MONTHS)
        found[row[0]] = months
    if "" not in found:
        raise RuleBroken("value", N_("请保留类别留空的一行，用于没有分类的家庭。"))
    return found


def _check_table(value: Any) -> None:
    _read_table(value)


RECOVER = settings.define(
    "assistance.recover_overpayment",
    "flag",
    True,
    N_("停发、减发生效前多发的，登记为待扣回"),
    _GROUP,
    hint=N_("例如死亡次月起仍在发放的月份。登记后由发放月份扣回，或由经办人注销。"),
)
SECOND_PERSON = settings.define(
    "assistance.second_person",
    "flag",
    True,
    N_("变更由另一人决定"),
    _GROUP,
    hint=N_("提出变更的人不能自己决定。"),
)
HEAR_DEATH = settings.define(
    "assistance.hear_after_death",
    "flag",
    True,
    N_("成员死亡而减少金额的，也先听取意见"),
    _GROUP,
    hint=N_("单人户死亡无人可听取，登记亲属联系情况即可。"),
)
HEARING_SCAN = settings.define(
    "assistance.hearing_needs_scan",
    "flag",
    True,
    N_("决定以前须有听取意见记录的签字扫描件"),
    _GROUP,
)
DECIDER = settings.define(
    "assistance.change_decider",
    "choice",
    "any",
    N_("变更由哪个岗位决定"),
    _GROUP,
    choices=(
        ("any", N_("有决定权限的任一岗位")),
        ("reviewer", N_("审核人")),
        ("leader", N_("分管领导")),
        ("district", N_("区级确认")),
    ),
    hint=N_("社会救助法第四十四条：省级规定可以由街道（乡镇）决定。"),
)
FADING_MONTHS = settings.define(
    "assistance.fading_months",
    "integer",
    6,
    N_("渐退期最长月数"),
    _GROUP,
    hint=N_("民发〔2022〕83号：不超过 6 个月。"),
    minimum=1,
    maximum=6,
)
FADING_PERCENT = settings.define(
    "assistance.fading_percent",
    "integer",
    100,
    N_("渐退期内发放原金额的百分比"),
    _GROUP,
    hint=N_("100 为保持原金额。"),
    minimum=1,
    maximum=100,
)
DEATH_MONTHS = settings.define(
    "assistance.death_review_months",
    "integer",
    3,
    N_("成员死亡后几个月内完成核查和变更"),
    _GROUP,
    hint=N_("民发〔2022〕83号：死亡之日起 3 个月内。"),
    minimum=1,
    maximum=12,
)
REVIEW_MONTHS = settings.define(
    "assistance.review_months",
    "table",
    [["A", "12"], ["B", "6"], ["C", "3"], ["", "12"]],
    N_("定期核查间隔"),
    _GROUP,
    hint=N_("每行：类别|月数；类别留空的一行用于没有分类的家庭。57号第三十一条：稳定的每年，其他每半年。"),
    check=_check_table,
)


def value(setting: settings.Definition, on: dt.date | None = None) -> Any:
    """What a setting of this file says on a day, today when None."""
    return settings.value(setting.key, on=on)


def review_table(on: dt.date | None = None) -> dict[str, int]:
    """How many months lie between two reviews, by category; the empty one is for a file without category."""
    return _read_table(settings.value(REVIEW_MONTHS.key, on=on))
