"""What an office may choose about reckoning and deciding support, as settings with the default of the national rules.

How files are kept afterwards is in `practice`, how months are paid in `payments.practice`; standards are rows, in `standards`.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

from portal import settings
from portal.errors import N_, RuleBroken
from portal.services.assistance.rules.income import LOOK_BACKS, DeductionRule, IncomeRules, Uncounted
from portal.services.assistance.rules.terms import ROUNDINGS, TOGETHER, PropertyLimits
from portal.services.assistance.schemes import AREAS, DESTITUTE, FLAT, MARGINAL, MINIMUM_LIVING
from portal.standards.amounts import fen_of
from portal.standards.invalid import InvalidAmount

GROUP = N_("社会救助")
LIMITS = N_("社会救助时限")
PAPER_DEFAULT_UNCOUNTED = [
    ["preferential", "优抚对象抚恤金、补助金等优待抚恤金", ""],
    ["family_planning", "计划生育奖励扶助金、特别扶助金", ""],
    ["scholarship", "奖学金", ""],
    ["bravery", "见义勇为奖励金", ""],
    ["assistance", "政府发放的各类社会救助款物", ""],
    ["basic_pension", "中央确定的城乡居民基本养老保险基础养老金", "2025-12-31"],
    ["local", "省级规定的其他不计入收入", ""],
]
PAPER_DEFAULT_DEDUCTIONS = [
    ["disability", "残疾康复、照护等刚性支出", "100", ""],
    ["illness", "患病的刚性医疗支出（报销后自付部分）", "100", ""],
    ["work", "必要的就业成本", "100", ""],
]
# Schemes whose method is not a matter of choice.
FIXED_METHODS = {DESTITUTE: "person", FLAT: "flat", MARGINAL: "difference"}
CHOSEN_METHODS = ("difference", "tier")


def _check_amount(value: Any) -> None:
    try:
        fen_of(str(value))
    except InvalidAmount:
        raise RuleBroken("value", N_("请填写以元为单位的金额，例如 50 或 0.50。")) from None


def read_ratio(value: Any) -> Fraction:
    """A ratio typed as 1.5; raises RuleBroken at `value` for one that is not above 1 and at most 5."""
    try:
        ratio = Fraction(str(value).strip())
    except (ValueError, ZeroDivisionError):
        raise RuleBroken("value", N_("请填写倍数，例如 1.5。")) from None
    if not 1 < ratio <= 5:
        raise RuleBroken("value", N_("倍数须大于 1，不超过 5。"))
    return ratio


def read_uncounted(rows: Any) -> dict[str, Uncounted]:
    """The table of what is left out, by code; raises RuleBroken at `value` for a row that cannot be read."""
    found = {}
    for row in rows:
        code, name, until = [*row, "", "", ""][:3]
        if len(row) not in {2, 3} or not code or not name or code in found:
            raise RuleBroken("value", N_("每行三栏：编码|名称|最后一天（没有期限的留空），编码不能重复。"))
        try:
            last = dt.date.fromisoformat(until) if until else None
        except ValueError:
            raise RuleBroken("value", N_("“%(row)s”的日期不对，请写成 2025-12-31。"), row=name) from None
        found[code] = Uncounted(code, name, last)
    return found


def read_deductions(rows: Any) -> dict[str, DeductionRule]:
    """The table of deductions, by code; raises RuleBroken at `value` for a row that cannot be read."""
    found = {}
    for row in rows:
        code, name, share, most = [*row, "", "", "", ""][:4]
        if len(row) not in {3, 4} or not code or not name or code in found or not _is_share(share):
            raise RuleBroken(
                "value", N_("每行四栏：编码|名称|扣减百分比（1 到 100）|每人每月最多几元（不限的留空）。")
            )
        _check_amount(most or 0)
        found[code] = DeductionRule(code, name, int(share), fen_of(most) if most else None)
    return found


def _is_share(text: str) -> bool:
    return text.isascii() and text.isdigit() and 1 <= int(text) <= 100


def read_property_limits(rows: Any) -> dict[str, PropertyLimits]:
    """The limits by area; an empty cell sets no limit. Raises RuleBroken at `value`."""
    found = {}
    for row in rows:
        cells = [cell.strip() for cell in row]
        numbers = cells[1:]
        if len(cells) != 4 or cells[0] not in AREAS or not all(not n or n.isdigit() for n in numbers):
            raise RuleBroken(
                "value",
                N_(
                    "每行四栏：urban 或 rural|人均货币财产不超过几个月的标准|机动车几辆|住房几套，不限的留空。"
                ),
            )
        found[cells[0]] = PropertyLimits(*(int(n) if n else None for n in numbers))
    return found


def read_methods(rows: Any) -> dict[str, str]:
    """How the minimum living allowance is found, by area; raises RuleBroken at `value`."""
    found = {}
    for row in rows:
        if len(row) != 2 or row[0] not in AREAS or row[1] not in CHOSEN_METHODS:
            raise RuleBroken("value", N_("每行两栏：urban 或 rural|difference（补差）或 tier（分档）。"))
        found[row[0]] = row[1]
    if set(found) != set(AREAS):
        raise RuleBroken("value", N_("城市、农村各写一行。"))
    return found


METHODS_KEPT = settings.define(
    "assistance.methods",
    "table",
    [["urban", "difference"], ["rural", "difference"]],
    N_("最低生活保障金的计算方式"),
    GROUP,
    hint=N_("社会救助法第十八条：按差额，或者分档。每行：urban 或 rural|difference 或 tier。"),
    check=read_methods,
)
RATIO = settings.define(
    "assistance.marginal_ratio",
    "text",
    "1.5",
    N_("边缘家庭收入为标准的几倍以下"),
    GROUP,
    hint=N_("社会救助法第二十一条：由省级规定。"),
    check=read_ratio,
)
LOOK_BACK = settings.define(
    "assistance.look_back",
    "choice",
    "12",
    N_("收入回溯期"),
    GROUP,
    choices=tuple(
        zip(map(str, LOOK_BACKS), (N_("前 12 个月"), N_("前 6 个月"), N_("前 3 个月")), strict=True)
    ),
    hint=N_("不满一年的折算为一年，再除以 12。"),
)
UNCOUNTED = settings.define(
    "assistance.uncounted",
    "table",
    PAPER_DEFAULT_UNCOUNTED,
    N_("不计入家庭收入的项目"),
    GROUP,
    hint=N_("每行：编码|名称|最后一天。过了最后一天就计入；政策延续的请改日期。"),
    check=read_uncounted,
)
DEDUCTIONS = settings.define(
    "assistance.deductions",
    "table",
    PAPER_DEFAULT_DEDUCTIONS,
    N_("可以扣减的支出"),
    GROUP,
    hint=N_("每行：编码|名称|扣减百分比|每人每月最多几元。"),
    check=read_deductions,
)
PROPERTY = settings.define(
    "assistance.property_limits",
    "table",
    [["urban", "24", "0", "1"], ["rural", "24", "0", "1"]],
    N_("家庭财产限额"),
    GROUP,
    hint=N_(
        "每行：urban 或 rural|人均货币财产不超过几个月的标准|机动车几辆|住房几套。超过的只作提示，由人判断。"
    ),
    check=read_property_limits,
)
MINIMUM = settings.define(
    "assistance.minimum",
    "text",
    "0",
    N_("最低发放额（元）"),
    GROUP,
    hint=N_("符合条件但差额不足此数的，按此数发放；0 为不设。"),
    check=_check_amount,
)
MINIMUM_BY = settings.define(
    "assistance.minimum_by",
    "choice",
    "household",
    N_("最低发放额按"),
    GROUP,
    choices=(("household", N_("户")), ("person", N_("人"))),
)
ROUNDING = settings.define(
    "assistance.rounding", "choice", "fen", N_("保障金取整"), GROUP, choices=tuple(ROUNDINGS.items())
)
TOGETHER_KEPT = settings.define(
    "assistance.extras_together",
    "choice",
    "highest",
    N_("一人符合两项分类施保的"),
    GROUP,
    choices=tuple(TOGETHER.items()),
)
DECIDED_BY = settings.define(
    "assistance.decided_by",
    "choice",
    "district",
    N_("由谁确认"),
    GROUP,
    choices=(("district", N_("区级民政部门")), ("street", N_("街道（委托确认）"))),
    hint=N_("社会救助法第四十四条：省级规定可以由街道确认的，选街道。"),
    per_unit=True,
)
SPOT_CHECK = settings.define(
    "assistance.spot_check_percent",
    "integer",
    30,
    N_("特困人员认定抽查的百分比，不低于"),
    GROUP,
    minimum=0,
    maximum=100,
)


def _days(code: str, default: int, label: str, hint: str = "") -> settings.Definition:
    """A limit in working days."""
    return settings.define(
        f"assistance.{code}", "integer", default, label, LIMITS, hint=hint, minimum=1, maximum=180
    )


LIMIT_DISTRICT = _days("limit_district", 30, N_("由区级确认的，全程（工作日）"), N_("57号第二十二条"))
LIMIT_STREET = _days("limit_street", 20, N_("由街道确认的，全程（工作日）"), N_("民发〔2022〕83号"))
LIMIT_LONG = _days(
    "limit_long", 45, N_("有异议、人户分离、异地申请、调查难度大的，全程（工作日）"), N_("57号第二十二条")
)
DESTITUTE_STREET = _days("destitute_street", 15, N_("特困人员：街道调查和初审（工作日）"))
DESTITUTE_DISTRICT = _days("destitute_district", 15, N_("特困人员：区级确认（工作日）"))


def income_rules(on: dt.date | None = None) -> IncomeRules:
    """How income is counted, as the office has it on a day (today when None)."""
    return IncomeRules(
        look_back=int(settings.value(LOOK_BACK.key, on=on)),
        uncounted=read_uncounted(settings.value(UNCOUNTED.key, on=on)),
        deductions=read_deductions(settings.value(DEDUCTIONS.key, on=on)),
    )


def method_of(scheme: str, area: str, on: dt.date) -> str:
    """How a sum of this scheme is found: a code of `METHODS`."""
    if scheme == MINIMUM_LIVING:
        return read_methods(settings.value(METHODS_KEPT.key, on=on))[area]
    return FIXED_METHODS[scheme]


def property_limits(area: str, on: dt.date) -> PropertyLimits:
    """From where on a family's property is too much."""
    return read_property_limits(settings.value(PROPERTY.key, on=on)).get(area, PropertyLimits())


def is_decided_by_street(street_id: int, on: dt.date) -> bool:
    """Whether this street confirms by itself (委托确认), as it stood on a day."""
    return settings.value(DECIDED_BY.key, on=on, unit_id=street_id) == "street"


def limit_days(street_id: int, on: dt.date, *, is_long: bool = False) -> int:
    """The working days from acceptance to the decision: 45 where something lengthens it, else 20 or 30."""
    kept = LIMIT_LONG if is_long else LIMIT_STREET if is_decided_by_street(street_id, on) else LIMIT_DISTRICT
    return int(settings.value(kept.key, on=on))
