"""Temporary relief as a service item: guide, types, questions, materials, steps. Texts only."""

from __future__ import annotations

from portal.services.definitions import (
    AGENT_MATERIALS,
    Business,
    Condition,
    FieldDefinition,
    Guide,
    ItemDefinition,
    MaterialDefinition,
    StepDefinition,
)

CODE = "temporary_relief"
EMERGENCY, EXPENSE, MEDICAL = "emergency", "expense", "medical"
ASSESS, DISTRICT = "assess", "district"

_GUIDE = Guide(
    legal_basis="《中华人民共和国社会救助法》关于临时救助和先行救助的规定，《社会救助暂行办法》第四十七条至第五十一条",
    organ="街道办事处（乡镇人民政府）；超过街道审批限额的，由区民政部门审批",
    audience="遭遇突发事件、意外伤害、重大疾病或者必需支出突然增加，基本生活暂时严重困难的家庭或个人，不分户籍",
    place="困难发生地的街道便民服务大厅综合窗口，也可以由社区代为提出",
    hours="工作日 8:30—12:00，14:00—17:30；情况紧急的，随到随办",
    fee="不收费",
    flow="申请—受理—核定金额—审核—决定—发放签收。情况紧急、金额较小的，先行救助，事后补办手续",
    result="临时救助金、实物或者转介服务",
    delivery="窗口签领，可以由本人委托的人代领",
    notes="不以户籍为条件，在困难发生地申请。同一困难原因一年内救助次数有限制。",
)
_BUSINESSES = (
    Business(EMERGENCY, "急难型", "火灾、交通事故、意外伤害、突发重大疾病等，须立即救助"),
    Business(EXPENSE, "支出型", "教育、医疗等生活必需支出突然增加，超出家庭承受能力"),
    Business(MEDICAL, "大病救助", "重大疾病自付医疗费用过高"),
)
_CONDITIONS = (
    Condition("基本生活暂时出现严重困难，其他社会救助暂时无法覆盖或者救助以后仍有严重困难"),
    Condition("在困难发生地提出，不受户籍限制"),
)
_FIELDS = (
    FieldDefinition(
        "reason", "困难原因", kind="long_text", required=True, hint="发生了什么，造成什么困难", max_length=500
    ),
    FieldDefinition("event_on", "发生日期", kind="date", required=True),
    FieldDefinition("place", "困难发生地", required=True, hint="写明地址；户籍不在本地的也可以申请"),
    FieldDefinition("need", "需要什么帮助", kind="long_text", required=True, max_length=300),
    FieldDefinition(
        "persons",
        "共同生活人数",
        kind="number",
        required=True,
        hint="含申请人本人；写入审批表和台账，按人数计算的街道也用它算金额",
    ),
)
_MATERIALS = (
    MaterialDefinition(
        "identity",
        "申请人居民身份证（或其他有效身份证件）",
        forms=("original", "copy"),
        source="申请人自备",
        can_be_promised=True,
        hint="证件在事故中丢失的，可以后补",
    ),
    MaterialDefinition(
        "proof",
        "证明困难的材料",
        forms=("original", "copy", "electronic"),
        source="申请人自备",
        hint="事故认定、诊断证明、费用票据等，有什么交什么",
        can_be_promised=True,
    ),
    MaterialDefinition(
        "bills",
        "医疗费用结算单",
        forms=("original", "copy", "electronic"),
        source="医疗机构",
        can_be_promised=True,
        only_for=(MEDICAL,),
    ),
    *AGENT_MATERIALS,
)
DEFINITION = ItemDefinition(
    code=CODE,
    name="临时救助",
    official_code="119901001MZ-GJ-0003",
    short_name="临时救助",
    kind="payment",
    subject="resident",
    statutory_days=10,
    promised_days=5,
    supplement_days=5,
    guide=_GUIDE,
    businesses=_BUSINESSES,
    conditions=_CONDITIONS,
    fields=_FIELDS,
    materials=_MATERIALS,
    steps=(
        StepDefinition(ASSESS, "核定救助金额", permission="services.assess_relief"),
        StepDefinition(
            DISTRICT, "区级审批意见", during="reviewed", permission="services.enter_relief_answer"
        ),
    ),
    hooks=CODE,
    result_paper="relief_notice",
)
