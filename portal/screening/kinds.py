"""The words of screening: kinds of report, states, screening acts, grounds of an objection, grave matters. Codes are stored."""

from __future__ import annotations

from portal.errors import N_

# What a duty is about: a day or a week of a community, a half-month, month or year of a street.
PERIODS = {
    "day": N_("日报"),
    "week": N_("周报"),
    "half_month": N_("半月报"),
    "month": N_("月报"),
    "year": N_("年报"),
}
UNIT_PERIODS = frozenset({"day", "week"})
STREET_PERIODS = frozenset({"half_month", "month", "year"})
# What a report is on its way. Only one of a duty is in force (`filed` or `sent`), and only one is being written.
REPORT_STATES = {
    "draft": N_("填写中"),
    "filed": N_("已报"),
    "sent": N_("已报送区里"),
    "superseded": N_("已被更正"),
    "withdrawn": N_("已撤回"),
}
IN_FORCE = ("filed", "sent")
# Why there is an edition: the first one, or what made the one before it untrue.
EDITION_REASONS = {
    "first": N_("首次上报"),
    "found": N_("报送后发现新纠纷"),
    "correction": N_("更正"),
    "objection": N_("异议成立"),
    "supplement": N_("补报"),
}
# What a duty is at this moment, as the street sees it.
DUTY_STATES = {
    "coming": N_("未到期"),
    "expected": N_("应报"),
    "drafted": N_("已填待签"),
    "reported": N_("已报"),
    "nothing_new": N_("无新增（有存量）"),
    "zero": N_("零报告"),
    "unreported": N_("未报"),
    "missing": N_("漏报"),
}
# What may be said besides: a report is late and corrected at once.
DUTY_MARKS = {
    "late": N_("迟报"),
    "corrected": N_("已更正"),
    "as_of": N_("截至"),
    "moved": N_("数据已变化"),
    "disputed": N_("有异议"),
    "unsigned": N_("更正待签"),
}
ACT_KINDS = {
    "daily": N_("两排查（日排查）"),
    "round": N_("集中排查"),
    "visit": N_("入户走访"),
    "desk": N_("来访接待"),
    "special": N_("专项排查"),
}
GROUNDS = {
    "not_ours": N_("不属于本单位"),
    "duplicate": N_("与另一件重复"),
    "not_a_dispute": N_("不是矛盾纠纷"),
}
OBJECTION_STATES = {"open": N_("待街道决定"), "upheld": N_("异议成立"), "refused": N_("异议不成立")}
GRAVE_KINDS = {"first": N_("首报"), "following": N_("续报"), "final": N_("终报")}
LIGHTS = {
    "green": N_("办结"),
    "plain": N_("在办"),
    "yellow": N_("临期"),
    "red": N_("超期"),
    "grey": N_("中止"),
}
# How many people a matter concerns, as the districts count it (群体性).
SIZES = ((500, N_("500人以上")), (100, N_("100—500人")), (50, N_("50—100人")), (0, N_("50人以下")))
