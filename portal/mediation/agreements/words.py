"""How the trail names the verbs, subjects and facts of agreements."""

from __future__ import annotations

from portal.errors import N_

VERBS = {
    "mediation.draft_agreement": N_("起草调解协议"),
    "mediation.change_agreement": N_("修改调解协议"),
    "mediation.issue_agreement": N_("协议定稿编号"),
    "mediation.strike_agreement": N_("作废未签的协议"),
    "mediation.record_performance": N_("登记履行"),
    "mediation.strike_performance": N_("划去履行记录"),
    "mediation.follow_confirmation": N_("登记司法确认结果"),
    "mediation.count_prevention": N_("登记防止激化情况"),
    "mediation.read_performance_scan": N_("查看履行凭证"),
    "mediation.give_opinion": N_("签署结案意见"),
    "mediation.read_ruling": N_("查看裁定书"),
}
EVENTS = {
    "draft_agreement": N_("起草协议"),
    "change_agreement": N_("修改协议"),
    "issue_agreement": N_("协议定稿"),
    "strike_agreement": N_("作废未签的协议"),
    "record_performance": N_("登记履行"),
    "strike_performance": N_("划去履行记录"),
    "follow_confirmation": N_("司法确认进展"),
    "give_opinion": N_("负责人签署结案意见"),
}
SUBJECTS = {
    "Agreement": N_("调解协议"),
    "Obligation": N_("履行事项"),
    "Confirmation": N_("司法确认"),
}
FACTS = {
    "criminal": N_("防止民转刑（人）"),
    "suicide": N_("防止自杀（人）"),
    "petition": N_("防止群体性上访（人）"),
    "brawl": N_("防止群体性械斗（人）"),
}
