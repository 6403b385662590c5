"""The words that the calendar gives the trail."""

from __future__ import annotations

from portal.errors import N_

VERBS: dict[str, str] = {
    "screening.open_special_period": N_("设特殊时段"),
    "screening.end_special_period": N_("提前结束特殊时段"),
    "screening.draw_chase_list": N_("生成催报单"),
    "screening.remind": N_("提醒报送"),
}
SUBJECTS: dict[str, str] = {
    "SpecialPeriod": N_("特殊时段"),
    "ChaseList": N_("催报单"),
    "ReportDuty": N_("应报的报告"),
}
