"""The words that disputes give the trail: verbs, kinds of record, keys of facts."""

from __future__ import annotations

from portal.errors import N_

VERBS: dict[str, str] = {
    "disputes.register_dispute": N_("登记纠纷"),
    "disputes.change_dispute": N_("修改纠纷"),
    "disputes.add_party": N_("增加当事人"),
    "disputes.leave_party": N_("当事人退出"),
    "disputes.set_risk": N_("调整风险等级"),
    "disputes.report_danger": N_("报告公安"),
    "disputes.see_danger": N_("阅知涉险报告"),
    "disputes.add_category": N_("增加纠纷类别"),
    "disputes.change_category": N_("修改纠纷类别"),
    "disputes.end_category": N_("停用纠纷类别"),
}
SUBJECTS: dict[str, str] = {
    "Dispute": N_("纠纷"),
    "DisputeParty": N_("当事人"),
    "DangerReport": N_("涉险报告"),
    "DisputeCategory": N_("纠纷类别"),
}
FACTS: dict[str, str] = {"side": N_("地位"), "risk": N_("风险等级"), "danger": N_("危险情形")}
