"""What the trail calls the verbs, records and facts of social assistance."""

from __future__ import annotations

from portal.errors import N_

VERBS = {
    "assistance.open_file": N_("建立在保档案"),
    "assistance.write_decision": N_("作出救助决定"),
    "assistance.owe": N_("登记补发、扣回"),
    "assistance.propose_change": N_("提出救助变更"),
    "assistance.replan_change": N_("重新核算变更"),
    "assistance.drop_change": N_("撤下变更"),
    "assistance.record_hearing": N_("登记听取意见"),
    "assistance.attach_signed_record": N_("上传听取意见签字件"),
    "assistance.record_kin": N_("登记亲属联系情况"),
    "assistance.decide_change": N_("决定变更"),
    "assistance.record_review": N_("登记定期核查"),
    "assistance.change_account": N_("变更发放账户"),
    "assistance.issue_letter": N_("出具救助通知书"),
    "assistance.print_form": N_("打印救助表单"),
    "assistance.enter_standard": N_("登记保障标准"),
    "assistance.withdraw_standard": N_("撤回保障标准"),
}
SUBJECTS = {
    "SupportFile": N_("在保档案"),
    "SupportDecision": N_("救助决定"),
    "SupportChange": N_("救助变更"),
    "SupportHearing": N_("听取意见记录"),
    "SupportDue": N_("补发扣回"),
    "SupportStandard": N_("保障标准"),
}
FACTS = {
    "file_number": N_("户号"),
    "month": N_("月份"),
    "fen": N_("金额（分）"),
    "scheme": N_("救助种类"),
    "members": N_("人数"),
    "finding": N_("核查结果"),
    "tail": N_("账号末四位"),
    "former": N_("原值"),
    "category": N_("类别"),
    "confirmed": N_("已确认"),
    "agreement": N_("代领协议"),
    "months": N_("月数"),
    "way": N_("方式"),
    "area": N_("城市或农村"),
    "standard": N_("标准"),
}
