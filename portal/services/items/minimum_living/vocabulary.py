"""The words that a declaration is filled in with: reasons, kinds of income and property, states of work and health, visits,
checks. Which of them count, and how, is decided by the rules of `assistance`.
"""

from __future__ import annotations

from portal.errors import N_
from portal.services.assistance.rules.counting import AWAY, SINGLE_GROUNDS, STUDIES
from portal.services.assistance.rules.income import KINDS as INCOME_KINDS
from portal.services.assistance.rules.income import PER
from portal.services.assistance.schemes import CATEGORIES

__all__ = ["AWAY", "CATEGORIES", "INCOME_KINDS", "PER", "SINGLE_GROUNDS", "STUDIES"]

# 致困原因 of the application form.
REASONS: dict[str, str] = {
    "illness": N_("因病"),
    "disability": N_("因残"),
    "schooling": N_("因学"),
    "unemployment": N_("失业"),
    "no_labour": N_("缺少劳动力"),
    "disaster": N_("因灾"),
    "other": N_("其他"),
}
LABOUR: dict[str, str] = {
    "able": N_("有劳动能力"),
    "partly": N_("部分丧失劳动能力"),
    "none": N_("无劳动能力"),
}
EMPLOYMENT: dict[str, str] = {
    "employed": N_("在职"),
    "flexible": N_("灵活就业"),
    "farming": N_("务农"),
    "unemployed": N_("失业"),
    "retired": N_("退休"),
    "pupil": N_("在校生"),
    "none": N_("未就业"),
}
# Who works for pay; who tills the family's own land only does not count as employed where the rule asks for 无业.
WORKING = frozenset({"employed", "flexible"})
LINE_SECTIONS = ("income", "deduction", "property")
# What counts as money in a household's property, and which grades of disability are severe.
MONEY = frozenset({"deposit", "securities", "insurance", "claim"})
SEVERE = frozenset({"1", "2"})
PROPERTY_KINDS: dict[str, str] = {
    "deposit": N_("存款、现金"),
    "securities": N_("证券、基金、互联网金融资产"),
    "insurance": N_("商业保险"),
    "claim": N_("债权"),
    "vehicle": N_("机动车辆"),
    "house": N_("房屋"),
    "business": N_("经营性资产"),
    "other": N_("其他财产"),
}
VISIT_KINDS: dict[str, str] = {
    "home": N_("入户调查"),
    "neighbour": N_("邻里访问"),
    "district": N_("区级入户核查"),
}
CHECK_STATES: dict[str, str] = {
    "requested": N_("已发函，等待结果"),
    "matched": N_("与申报一致"),
    "mismatch": N_("与申报不一致"),
    "told": N_("不一致，已告知申请人"),
    "objected": N_("申请人有异议，待复核"),
    "settled": N_("不一致，申请人无异议"),
    "withdrawn": N_("已撤回"),
}
OPINIONS: dict[str, str] = {"agree": N_("建议给予"), "disagree": N_("建议不予")}
WAYS: dict[str, str] = {
    "street": N_("街道确认"),
    "post": N_("区级在门户确认"),
    "letter": N_("报送区级，书面答复"),
}
ANSWERS: dict[str, str] = {
    "confirmed": N_("确认同意"),
    "denied": N_("不予确认"),
    "returned": N_("退回补充"),
}
# 57号 art. 22: what lengthens the procedure to 45 working days.
EXTENSIONS: dict[str, str] = {
    "objection": N_("公示有异议"),
    "apart": N_("人户分离或者异地居住"),
    "hard": N_("家庭经济状况难以查证"),
    "other": N_("其他特殊情形"),
}
SECTIONS: dict[str, str] = {
    "family": N_("家庭成员"),
    "income": N_("家庭收入"),
    "property": N_("家庭财产"),
    "supporters": N_("赡养、抚养、扶养义务人"),
    "relatives": N_("近亲属备案"),
    "head": N_("申请信息和账户"),
    "authorisations": N_("核对授权"),
}
