"""The words of disputes: sides, sources, states, tendencies, risk levels, schemes. Codes are stored, words are shown."""

from __future__ import annotations

from portal.errors import N_

SCHEMES = {"justice": N_("人民调解统计类别"), "governance": N_("综治排查类别")}
SOURCES = {
    "patrol": N_("网格巡查"),
    "visit": N_("走访"),
    "walk_in": N_("来访"),
    "hotline": N_("12345热线"),
    "handed_over": N_("移交"),
    "ordered": N_("上级交办"),
    "application": N_("当事人申请调解"),
}
STATES = {
    "open": N_("未化解"),
    "resolved": N_("已化解"),
    "handed_on": N_("已移交上报"),
    "ended": N_("终结"),
    "merged": N_("已并入"),
    "void": N_("不计（登记有误或不是纠纷）"),
}
# What counts no more, in whatever period.
NOT_COUNTED = frozenset({"merged", "void"})
# What happened to a dispute at a unit on a day, and what it does to the unit's stock of unsettled disputes (未化解).
STEPS = {
    "found": N_("排查发现"),
    "resolved": N_("化解"),
    "reopened": N_("重新激化"),
    "handed_on": N_("移交、上报"),
    "moved_out": N_("转出"),
    "moved_in": N_("转入"),
    "ended": N_("终结"),
}
ADDS = frozenset({"found", "reopened", "moved_in"})
WAYS = {
    "people": N_("人民调解"),
    "administrative": N_("行政调解"),
    "judicial": N_("司法调解"),
    "other": N_("其他方式"),
}
SIDES = {
    "applicant": N_("申请人"),
    "respondent": N_("被申请人"),
    "third": N_("第三人"),
}
PARTY_KINDS = {"person": N_("个人"), "organisation": N_("单位")}
# What a dispute may turn into (激化倾向), each with the column that holds it.
TENDENCIES = {
    "tends_criminal": N_("民转刑倾向"),
    "tends_petition": N_("群体性上访倾向"),
    "tends_brawl": N_("群体性械斗倾向"),
    "tends_self_harm": N_("自杀倾向"),
    "tends_unrest": N_("影响稳定倾向"),
}
# Four colours, the highest first; an office may name them otherwise and set each one's duties.
RISKS = {
    "red": N_("红（重点）"),
    "orange": N_("橙（关注，可能激化）"),
    "yellow": N_("黄（一般）"),
    "blue": N_("蓝（隐患）"),
}
DANGERS = {
    "violence": N_("扬言或已经动手伤人"),
    "self_harm": N_("扬言自伤、自杀"),
    "mass": N_("可能聚众"),
    "crime": N_("可能引发治安案件、刑事案件"),
}
ALARM_WAYS = {"phone": N_("电话"), "in_person": N_("当面"), "written": N_("书面"), "hotline": N_("110")}
TASK_ROLES = {"lead": N_("牵头单位"), "joint": N_("参加单位")}
TASK_STATES = {
    "waiting": N_("待签收"),
    "signed_for": N_("已签收"),
    "answered": N_("已反馈"),
    "withdrawn": N_("已撤回"),
}
