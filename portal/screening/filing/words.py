"""The words that filing gives the trail: verbs, kinds of record, keys of facts."""

from __future__ import annotations

from portal.errors import N_

VERBS: dict[str, str] = {
    "screening.record_act": N_("登记排查记录"),
    "screening.strike_act": N_("划去排查记录"),
    "screening.fill_report": N_("填报排查报告"),
    "screening.sign_report": N_("签发排查报告"),
    "screening.correct_report": N_("更正排查报告"),
    "screening.drop_correction": N_("放弃更正"),
    "screening.withdraw_report": N_("撤回排查报告"),
    "screening.supersede_report": N_("排查报告自动更正"),
    "screening.object": N_("对纠纷提出异议"),
    "screening.decide_objection": N_("决定异议"),
}
SUBJECTS: dict[str, str] = {
    "ScreeningAct": N_("排查记录"),
    "ScreeningReport": N_("排查报告"),
    "Objection": N_("异议"),
}
FACTS: dict[str, str] = {
    "period": N_("期间"),
    "edition": N_("版次"),
    "found": N_("本期新增"),
    "is_zero": N_("零报告"),
    "late": N_("迟报秒数"),
    "ground": N_("异议理由"),
    "result": N_("结果"),
}
