"""The words of mediation: committees, mediators, states of a case, sources, outcomes. Codes are stored, words are shown."""

from __future__ import annotations

from portal.errors import N_

COMMITTEE_KINDS = {
    "village": N_("村人民调解委员会"),
    "residents": N_("居民委员会人民调解委员会"),
    "street": N_("街道（乡镇）人民调解委员会"),
    "enterprise": N_("企业事业单位人民调解委员会"),
    "professional": N_("行业性专业性人民调解委员会"),
}
SPECIALITIES = {
    "": N_("不限"),
    "land": N_("土地"),
    "medical": N_("医患"),
    "labour": N_("劳动争议"),
    "traffic": N_("交通事故"),
    "property": N_("物业"),
    "circuit": N_("巡回"),
    "other": N_("其他行业专业"),
}
MEMBER_ROLES = {"chair": N_("主任"), "deputy": N_("副主任"), "member": N_("委员")}
MEDIATOR_KINDS = {"full_time": N_("专职"), "part_time": N_("兼职")}
LAYERS = {
    "committee": N_("委员会委员"),
    "engaged": N_("聘任调解员"),
    "ten_households": N_("十户调解员"),
    "building": N_("楼院调解员"),
    "enterprise": N_("企业调解员"),
}
CASE_SOURCES = {
    "application": N_("当事人申请"),
    "initiative": N_("主动调解"),
    "court": N_("法院委派、委托"),
    "procuratorate": N_("检察院移送"),
    "police": N_("公安移送"),
    "petition": N_("信访移送"),
    "administrative": N_("行政机关移送"),
    "arbitration": N_("仲裁机构移送"),
    "street": N_("街道（政府）指定"),
    "proxy": N_("信访代理"),
    "screening": N_("排查移送"),
}
# What the agreement is in law: its template, seal and remedies follow from it, and the three are never mixed (三位一体大调解).
NATURES = {"people": N_("人民调解"), "administrative": N_("行政调解"), "judicial": N_("司法调解")}
DIFFICULTIES = {"simple": N_("简单"), "general": N_("一般"), "complex": N_("疑难复杂")}
RESPONDENT_WISHES = {
    "unknown": N_("尚未答复"),
    "agrees": N_("同意调解"),
    "not_refused": N_("未明确拒绝"),
    "refuses": N_("明确拒绝调解"),
}
MEDIATOR_ROLES = {"lead": N_("主持"), "joint": N_("协助"), "recorder": N_("记录")}
CHOSEN_BY = {"committee": N_("委员会指定"), "parties": N_("当事人选择")}

STATES = {
    "draft": N_("登记中"),
    "reviewing": N_("审查中"),
    "refused": N_("不予受理"),
    "accepted": N_("已受理"),
    "mediating": N_("调解中"),
    "suspended": N_("中止"),
    "withdrawn": N_("已撤回"),
    "terminated": N_("已终止"),
    "performing": N_("履行中"),
    "breached": N_("未履行"),
    "performed": N_("已履行"),
    "told_to_sue": N_("已告知诉讼"),
    "closed": N_("已结案"),
    "archived": N_("已归档"),
    "discarded": N_("已作废"),
}
BEFORE_ACCEPTANCE = frozenset({"draft", "reviewing"})
RUNNING = frozenset({"accepted", "mediating"})
AGREED = frozenset({"performing", "breached", "performed"})
WITHOUT_AGREEMENT = frozenset({"refused", "withdrawn", "terminated"})
ENDED = WITHOUT_AGREEMENT | {"performed", "told_to_sue"}
OPEN = BEFORE_ACCEPTANCE | RUNNING | {"suspended"} | AGREED

# Why a case is not taken on (若干规定 art. 22–23; reference A.1, "what cannot be mediated").
REFUSALS = {
    "respondent_refuses": N_("被申请人明确拒绝调解，或者经多次通知不答复"),
    "out_of_scope": N_("不属于人民调解委员会的受理范围"),
    "unclear": N_("没有明确的被申请人或者调解请求"),
    "no_materials": N_("经要求不提供必要的材料"),
    "exclusive": N_("法律规定由专门机关管辖，或者法律禁止采用民间调解方式解决"),
    "already_taken": N_("人民法院、仲裁机构、公安机关或者其他行政机关已经受理或者解决"),
    "other": N_("其他"),
}
TERMINATIONS = {
    "refusal": N_("一方拒绝调解或者放弃调解"),
    "no_accord": N_("当事人无法达成一致"),
    "time_over": N_("调解期限届满，当事人没有同意延期"),
    "death": N_("当事人死亡、丧失行为能力或者终止，不能继续调解"),
    "sued": N_("当事人已经起诉或者申请仲裁"),
    "other": N_("其他"),
}
# What a mediation kept from happening, for the statistics (reference A.7): each counted in cases and in people.
PREVENTIONS = {
    "criminal": N_("防止民间纠纷转化为刑事案件"),
    "suicide": N_("防止自杀"),
    "petition": N_("防止群体性上访"),
    "brawl": N_("防止群体性械斗"),
}
