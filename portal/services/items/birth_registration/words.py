"""The words of birth registration and of the newborn follow-up: statuses, results, needs, and how the trail names verbs."""

from __future__ import annotations

from portal.errors import N_

STATUSES = {"valid": N_("有效"), "replaced": N_("已变更"), "voided": N_("已作废")}
TONES = {"valid": "good", "replaced": "neutral", "voided": "bad"}

NOTICE_STATES = {
    "received": N_("待匹配"),
    "matched": N_("待派单"),
    "dispatched": N_("已派单"),
    "referred": N_("已转出"),
    "stopped": N_("不再联系"),
    "closed": N_("已办结"),
}
NOTICE_TONES = {
    "received": "warn",
    "matched": "warn",
    "dispatched": "info",
    "referred": "neutral",
    "stopped": "neutral",
    "closed": "good",
}
MATCHES = {
    "unique": N_("唯一匹配"),
    "several": N_("有几个人可能是"),
    "none": N_("登记中没有"),
    "chosen": N_("人工选定"),
}
CHILD_STATES = {"alive": N_("活产"), "lost": N_("—")}
VISIT_STATES = {
    "open": N_("待走访"),
    "visited": N_("跟办中"),
    "closed": N_("已办结"),
    "returned": N_("已退回街道"),
    "stopped": N_("已取消"),
}
VISIT_TONES = {
    "open": "warn",
    "visited": "info",
    "closed": "good",
    "returned": "neutral",
    "stopped": "neutral",
}
VISIT_RESULTS = {
    "home": N_("在家"),
    "moved": N_("搬离"),
    "declined": N_("拒访"),
    "elsewhere": N_("非本辖区"),
}
NEEDS = {
    "hukou": N_("落户"),
    "insurance": N_("医保参保"),
    "allowance": N_("生育保险或津贴"),
    "vaccination": N_("预防接种"),
    "subsidy": N_("育儿补贴"),
}
NEED_STATES = {"open": N_("待办"), "done": N_("已办"), "dropped": N_("不需要了")}
STOP_REASONS = {
    "loss": N_("母婴情况有变，不宜联系"),
    "opted_out": N_("家庭表示不需要走访"),
    "mistaken": N_("通知有误或重复"),
}
# The one sentence for every stopped visit: nobody can read the reason from it.
STOPPED = N_("此任务已取消，请不要再联系该家庭。")

VERBS = {
    "services.issue_registration": N_("出具生育登记凭证"),
    "services.replace_registration": N_("变更生育登记"),
    "services.restore_registration": N_("恢复生育登记"),
    "services.void_registration": N_("作废生育登记"),
    "services.correct_registration": N_("更正或补发生育登记凭证"),
    "services.take_promise": N_("以承诺书代替材料"),
    "services.carry_over": N_("带入原登记的内容"),
    "services.switch_approval": N_("开办或停办再生育审批"),
    "services.record_newborn": N_("登记出生通知"),
    "services.import_newborns": N_("导入出生通知"),
    "services.choose_mother": N_("选定产妇"),
    "services.dispatch_visit": N_("派发新生儿走访"),
    "services.refer_newborn": N_("转出出生通知"),
    "services.stop_visit": N_("停止联系"),
    "services.restore_visit": N_("恢复联系"),
    "services.record_visit": N_("登记走访结果"),
    "services.settle_need": N_("登记协助事项结果"),
    "services.reveal_contact": N_("查看走访电话"),
    "services.print_visit": N_("打印走访表"),
}
SUBJECTS = {
    "BirthRegistration": N_("生育登记"),
    "NewbornNotice": N_("出生通知"),
    "NewbornVisit": N_("新生儿走访"),
}
FACTS = {
    "birth_order": N_("孩次"),
    "children": N_("子女数"),
    "match": N_("匹配"),
    "need": N_("协助事项"),
    "outcome": N_("结果"),
}
