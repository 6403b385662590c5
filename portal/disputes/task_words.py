"""The words that tasks give the trail: verbs, the kind of record, keys of facts."""

from __future__ import annotations

from portal.errors import N_

VERBS: dict[str, str] = {
    "disputes.give_task": N_("交办联合化解任务"),
    "disputes.sign_for_task": N_("签收联合化解任务"),
    "disputes.answer_task": N_("反馈联合化解任务"),
    "disputes.withdraw_task": N_("撤回联合化解任务"),
    "disputes.read_opinion": N_("查看单位意见扫描件"),
}
SUBJECTS: dict[str, str] = {"DisputeTask": N_("联合化解任务")}
FACTS: dict[str, str] = {"body": N_("单位"), "part": N_("身份")}
