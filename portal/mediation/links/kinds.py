"""The words of the links: who refers, how it ends, which organ guides, what a proxy's matter came to. Codes are stored."""

from __future__ import annotations

from portal.errors import N_

DIRECTIONS = {"in": N_("移送来"), "out": N_("移送出")}
# Which link a referral belongs to: its source of cases has the same code (reference A.6).
KINDS = {
    "court": N_("诉调对接（法院）"),
    "police": N_("警调对接（公安）"),
    "petition": N_("访调对接（信访）"),
    "procuratorate": N_("检调对接（检察院）"),
    "administrative": N_("行调对接（行政机关）"),
    "arbitration": N_("仲调对接（仲裁机构）"),
    "street": N_("街道（政府）指定"),
}
# A court sends a dispute before it files the suit (委派) or after (委托).
ENTRUSTINGS = {"before": N_("立案前委派"), "after": N_("立案后委托")}
STATES = {
    "open": N_("调解中"),
    "replying": N_("复函待发"),
    "replied": N_("已函复"),
    "sent": N_("函已发出"),
    "answered": N_("对方已答复"),
    "withdrawn": N_("对方已撤回"),
}
OUTCOMES = {
    "agreed": N_("达成调解协议"),
    "failed": N_("调解不成"),
    "refused": N_("不予受理"),
    "time_over": N_("期限届满，尚未达成协议"),
}
REASONS_OUT = {
    "not_ours": N_("不属于本委员会的受理范围，建议贵单位处理（不予调解函）"),
    "entrusted": N_("委托贵单位调解（委托调解函）"),
}
ORGANS = {"court": N_("人民法院"), "procuratorate": N_("人民检察院")}
PUBLISHINGS = {
    "none": N_("未公开"),
    "ready": N_("可以公开"),
    "published": N_("已公开"),
    "taken_down": N_("已撤下"),
}
TRANSFER_STATES = {
    "draft": N_("移送函待发"),
    "sent": N_("联合调解室办理中"),
    "agreed": N_("达成调解协议"),
    "failed": N_("调解不成，可由人民法院立案"),
    "withdrawn": N_("已撤回"),
}
AUTHORITIES = {"general": N_("一般授权"), "special": N_("特别授权")}
MATTER_STATES = {
    "open": N_("办理中"),
    "case": N_("已转人民调解"),
    "answered": N_("已答复信访人"),
    "handed_on": N_("已移交有权处理的单位"),
    "withdrawn": N_("信访人撤回"),
}
