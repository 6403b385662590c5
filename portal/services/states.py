"""The words of an application's life: states, results, opinions, materials, channels, each with its marked Chinese label.

Which verb leads from which state to which is the table in `life`; nothing here decides.
"""

from __future__ import annotations

from portal.errors import N_

STATES: dict[str, str] = {
    "draft": N_("草稿"),
    "discarded": N_("草稿已弃"),
    "supplementing": N_("待补正"),
    "refused": N_("不予受理"),
    "accepted": N_("已受理"),
    "reviewed": N_("已审核"),
    "decided": N_("已决定"),
    "issued": N_("待领取"),
    "collected": N_("已领取"),
    "closed": N_("已办结"),
    "withdrawn": N_("已撤回"),
    "suspended": N_("已中止"),
    "ended": N_("已终止"),
    "voided": N_("受理作废"),
}
TONES: dict[str, str] = {
    "draft": "neutral",
    "discarded": "neutral",
    "supplementing": "warn",
    "refused": "bad",
    "accepted": "info",
    "reviewed": "info",
    "decided": "info",
    "issued": "waiting",
    "collected": "good",
    "closed": "good",
    "withdrawn": "neutral",
    "suspended": "paused",
    "ended": "bad",
    "voided": "bad",
}
BEFORE_ACCEPTANCE = frozenset({"draft", "supplementing"})
RUNNING = frozenset({"accepted", "reviewed"})
OPEN = BEFORE_ACCEPTANCE | RUNNING | {"decided", "issued", "collected", "suspended"}
# From these on an application has been accepted and counts in the ledger, voided ones struck.
ACCEPTED_ONCE = RUNNING | {"decided", "issued", "collected", "closed", "suspended", "ended"}

# What runs, by what is left of its time: a list of applications may be narrowed to each.
DUE: dict[str, str] = {
    "due_today": N_("今天到期"),
    "overdue": N_("已超期"),
    "due_soon": N_("快到期"),
}

RESULTS: dict[str, str] = {"granted": N_("准予"), "denied": N_("不予")}
OPINIONS: dict[str, str] = {"agree": N_("同意"), "disagree": N_("不同意"), "return": N_("退回")}
MATERIAL_STATES: dict[str, str] = {
    "unchecked": N_("未核"),
    "received": N_("已收"),
    "waived": N_("免交"),
    "missing": N_("缺"),
    "promised": N_("容缺"),
    "not_needed": N_("不需"),
}
CHANNELS: dict[str, str] = {
    "counter": N_("窗口"),
    "agent": N_("代办"),
    "online": N_("网上"),
    "home": N_("上门"),
    "appointment": N_("预约"),
    "found": N_("主动发现"),
}
COLLECTORS: dict[str, str] = {"self": N_("本人"), "agent": N_("代办人"), "other": N_("其他人")}
ENQUIRY_KINDS: dict[str, str] = {
    "enquiry": N_("来访咨询"),
    "help": N_("便民服务"),
    "telephone": N_("电话咨询"),
    "complaint": N_("意见建议"),
}
# 行政许可法 art. 32 (1), (2), (4): why an application is not accepted; the article is printed on the notice.
REFUSAL_REASONS: dict[str, str] = {
    "not_required": N_("依法不需要办理"),
    "not_this_office": N_("不属于本单位职责范围"),
    "not_eligible": N_("不符合受理条件"),
    "not_supplied": N_("告知后逾期未补正"),
    "false_material": N_("材料虚假"),
}
