"""The schemes of social assistance: which pay by the month, for whom, and how their amount is found.

Names after 社会救助法 (2026) and 民发〔2021〕57号; the flat sum for a household is a local scheme.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.errors import N_


@dataclass(frozen=True)
class Scheme:
    """One scheme. `pays_monthly`: a payment month has lines for it. `by_household`: one flat sum a household."""

    code: str
    name: str
    pays_monthly: bool = True
    by_household: bool = False


MINIMUM_LIVING, MARGINAL, DESTITUTE, FLAT = "minimum_living", "marginal_income", "destitute", "flat_hardship"

SCHEMES: dict[str, Scheme] = {
    scheme.code: scheme
    for scheme in (
        Scheme(MINIMUM_LIVING, N_("最低生活保障")),
        Scheme(MARGINAL, N_("最低生活保障边缘家庭"), pays_monthly=False),
        Scheme(DESTITUTE, N_("特困人员供养")),
        Scheme(FLAT, N_("特困救助（按户定额）"), by_household=True),
    )
}
AREAS: dict[str, str] = {"urban": N_("城市"), "rural": N_("农村")}
# How an amount is found (社会救助法 art. 18): the difference to the standard, a tier a person, a flat sum a household, or the
# full standard a person (特困人员).
METHODS: dict[str, str] = {
    "difference": N_("补差"),
    "tier": N_("分档定额"),
    "flat": N_("按户定额"),
    "person": N_("按人定额"),
}
FILE_STATES: dict[str, str] = {
    "active": N_("在保"),
    "fading": N_("渐退期"),
    "suspended": N_("暂停"),
    "stopped": N_("已停保"),
}
# What a reader is told: a stop that was decided takes effect with its month, and until then the household is still paid.
STOPPING = "stopping"
SHOWN_STATES: dict[str, str] = {**FILE_STATES, STOPPING: N_("已决定停保，尚未到停发月份")}
# In these states somebody is supported, and may not be supported a second time anywhere.
STANDING = frozenset({"active", "fading", "suspended"})
PAID = frozenset({"active", "fading"})

# What is paid or taken back besides a month's own sum.
DUE_KINDS: dict[str, str] = {
    "arrears": N_("补发"),
    "recovery": N_("扣回"),
    "repay": N_("退回重发"),
}
DECISION_KINDS: dict[str, str] = {
    "grant": N_("新增"),
    "increase": N_("增发"),
    "reduce": N_("减发"),
    "adjust": N_("标准调整"),
    "members": N_("人员变动"),
    "head_change": N_("户主变更"),
    "transfer_out": N_("人员转出"),
    "transfer_in": N_("人员转入"),
    "fading": N_("渐退"),
    "suspend": N_("暂停"),
    "resume": N_("恢复"),
    "stop": N_("停保"),
    "death": N_("死亡调整"),
    "correct": N_("更正"),
    "reverse": N_("撤销调整"),
    "carried_in": N_("纸质转入"),
}
# 社会救助法 art. 48: before these somebody must be heard, unless nobody is left.
NEEDS_HEARING = frozenset({"reduce", "stop", "suspend", "fading"})
CATEGORIES: dict[str, str] = {"A": N_("A类"), "B": N_("B类"), "C": N_("C类")}
