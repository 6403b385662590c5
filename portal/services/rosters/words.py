"""The words of rosters: what each code means on a page, and how the trail names what was done."""

from __future__ import annotations

from portal.errors import N_

KINDS = {
    "holiday": N_("节日慰问"),
    "relief": N_("慰问救助"),
    "disaster": N_("救灾"),
    "vehicle": N_("代步车更换"),
    "other": N_("其他发放"),
}
ROSTER_STATES = {
    "draft": N_("草拟"),
    "reviewing": N_("待审核"),
    "reviewed": N_("待签发"),
    "agreed": N_("发放中"),
    "settled": N_("已结清"),
    "cancelled": N_("已取消"),
}
TONES = {
    "draft": "neutral",
    "reviewing": "waiting",
    "reviewed": "info",
    "agreed": "warn",
    "settled": "good",
    "cancelled": "neutral",
}
OUTCOMES = {"waiting": N_("未发放"), "received": N_("已领取"), "uncollected": N_("未领取")}
OUTCOME_TONES = {"waiting": "waiting", "received": "good", "uncollected": "paused"}
ORIGINS = {"condition": N_("按条件生成"), "sheet": N_("Excel 导入"), "hand": N_("手工添加")}
ITEM_KINDS = {"money": N_("慰问金"), "goods": N_("物资")}
SOURCES = {
    "support": N_("在保家庭"),
    "cards": N_("优待证持有人"),
    "age": N_("按年龄的居民"),
}
SUPPORT_PEOPLE = {"head": N_("每户一人（户主）"), "everybody": N_("每一名保障对象")}
VERBS = {
    "rosters.start_roster": N_("建立花名册"),
    "rosters.correct_roster": N_("修改花名册"),
    "rosters.set_items": N_("确定发放内容"),
    "rosters.add_people": N_("按条件加入花名册"),
    "rosters.add_person": N_("手工加入花名册"),
    "rosters.try_sheet": N_("试读花名册表格"),
    "rosters.take_sheet": N_("由表格加入花名册"),
    "rosters.strike_line": N_("从花名册划去"),
    "rosters.question_line": N_("审核退回名单中的人"),
    "rosters.answer_line": N_("答复审核意见"),
    "rosters.submit_roster": N_("花名册送审"),
    "rosters.review_roster": N_("审核花名册"),
    "rosters.return_roster": N_("退回花名册"),
    "rosters.agree_roster": N_("签发花名册"),
    "rosters.hand_out": N_("发放"),
    "rosters.record_uncollected": N_("登记未领取"),
    "rosters.correct_handing": N_("更正发放登记"),
    "rosters.settle_roster": N_("结清花名册"),
    "rosters.cancel_roster": N_("取消花名册"),
}
SUBJECTS = {"Roster": N_("花名册"), "RosterLine": N_("花名册名单"), "RosterSheet": N_("花名册表格")}
FACTS = {"added": N_("加入"), "skipped": N_("已在名册"), "proxy": N_("代领人"), "lines": N_("人数")}
