"""Birth registration (生育登记) as a service item: guide, kinds of business, conditions, questions, materials. Texts only.

国卫办人口发〔2021〕21号: every birth is registered, nothing is approved; what the office can look up is not asked for, and
a written promise takes the place of what is missing. 再生育审批 belongs to the provinces that still keep it: it stands in a
version of its own, which an administrator publishes and takes back.
"""

from __future__ import annotations

from dataclasses import replace

from portal.services.definitions import (
    AGENT_MATERIALS,
    Business,
    Condition,
    FieldDefinition,
    Guide,
    ItemDefinition,
    MaterialDefinition,
)
from portal.standards.codes import EDUCATION, MARITAL

CODE = "birth_registration"
REGISTER, LATE, CHANGE, APPROVAL = "register", "late", "change", "approval"

SOURCES = (("own", "亲生"), ("adopted", "收养"), ("brought", "再婚带来"), ("given", "送养"))
PARENTAGE = (("both", "双方共同子女"), ("mother", "女方子女"), ("father", "男方子女"))
_SEXES = (("2", "女"), ("1", "男"))
_MARITAL = tuple((code, MARITAL[code]) for code in ("10", "21", "22", "23", "40", "30"))
_EDUCATION = tuple(EDUCATION.items())
_ABROAD = "外籍和港澳台人员填写"

_GUIDE = Guide(
    legal_basis="《中华人民共和国人口与计划生育法》第十八条，国卫办人口发〔2021〕21号，本省生育登记服务管理办法",
    organ="街道办事处（乡镇人民政府）",
    audience="准备生育或者已经生育的夫妻、单方母亲或者父亲，不限户籍在男方还是女方",
    place="街道便民服务大厅综合窗口",
    hours="工作日 8:30—12:00，14:00—17:30；午间和下班后错时服务，节假日可以预约",
    fee="不收费",
    flow="申请—核对身份—登记—当场出具凭证。系统能查到的不要求提供，缺的材料可以书面承诺代替",
    result="生育登记凭证（附出生子女登记副页）",
    delivery="窗口领取，可以由持委托书的代办人领取",
    notes="怀孕前、怀孕期间和子女出生以后都可以登记。一方来办即可，另一方的信息可以不填。双方所在省规定不同的，适用对当事人更有利的规定。",
    prohibited="不得以生育登记为条件限制就医、落户；不收集与登记无关的信息",
)

_BUSINESSES = (
    Business(REGISTER, "登记", "孩子还没有出生"),
    Business(LATE, "补登", "孩子已经出生，以前没有登记"),
    Business(CHANGE, "变更", "已登记的内容有变化，或者补记出生的孩子"),
)

_CONDITIONS = (
    Condition("任何一方户籍在本地，或者在本地居住（按本省规定）", hook="region"),
    Condition("本人到场或者委托代办；单方登记的，另一方信息可以不填", hook="parents"),
)

_OWN = (
    FieldDefinition(
        "basis",
        "办理依据",
        kind="choice",
        required=True,
        options=(
            ("mother_hukou", "女方户籍在本地"),
            ("father_hukou", "男方户籍在本地"),
            ("living", "在本地居住"),
        ),
    ),
    FieldDefinition(
        "partner",
        "另一方",
        kind="person",
        hint="单方登记的不填。填证件号码、手机号，或“姓名 尾号四位”；须先登记为居民，外籍和港澳台人员一样",
    ),
    FieldDefinition("marital", "申请人婚姻状况", kind="choice", options=_MARITAL),
    FieldDefinition("lives_since", "申请人在现住址居住起始日", kind="date"),
    FieldDefinition("nationality", "申请人国籍或地区", hint=_ABROAD, max_length=40),
    FieldDefinition("employer", "申请人工作单位", max_length=100),
    FieldDefinition("education", "申请人文化程度", kind="choice", options=_EDUCATION),
    FieldDefinition("partner_marital", "另一方婚姻状况", kind="choice", options=_MARITAL),
    FieldDefinition("partner_lives_since", "另一方在现住址居住起始日", kind="date"),
    FieldDefinition("partner_nationality", "另一方国籍或地区", hint=_ABROAD, max_length=40),
    FieldDefinition("partner_employer", "另一方工作单位", max_length=100),
    FieldDefinition("partner_education", "另一方文化程度", kind="choice", options=_EDUCATION),
    FieldDefinition("married_on", "结婚登记日期", kind="date"),
    FieldDefinition("marriage_number", "结婚证字号", max_length=40),
)

_PREGNANCY = (
    FieldDefinition(
        "last_period",
        "末次月经日期",
        kind="date",
        hint="填了就能算出预产期（加 280 天）和孕周；还没有怀孕的不填",
        only_for=(REGISTER, CHANGE),
    ),
    FieldDefinition(
        "due_on",
        "预产期",
        kind="date",
        hint="留空按末次月经计算；医生另行核定的，填医生的日期",
        only_for=(REGISTER, CHANGE),
    ),
    FieldDefinition("hospital", "建册医院", max_length=100),
    FieldDefinition("booklet", "母子健康手册号", max_length=40),
)

_CHILD = (
    FieldDefinition("name", "姓名", max_length=50),
    FieldDefinition("sex", "性别", kind="choice", options=_SEXES),
    FieldDefinition("birth", "出生日期", kind="date"),
    FieldDefinition("paper", "证件或证明号", max_length=40),
)

_CHILDREN = (
    FieldDefinition(
        "children",
        "已有子女",
        kind="rows",
        hint="不含这次要登记的孩子，没有的不填；证明号可以是出生医学证明或收养证的号码",
        columns=(
            *_CHILD,
            FieldDefinition("parentage", "生父母关系", kind="choice", options=PARENTAGE),
            FieldDefinition("source", "来源", kind="choice", options=SOURCES),
            FieldDefinition("alive", "存活", kind="choice", options=(("yes", "是"), ("no", "否"))),
        ),
    ),
    FieldDefinition(
        "newborns",
        "这次出生的孩子",
        kind="rows",
        hint="双胞胎填两行；还没有起名的，姓名可以不填",
        columns=_CHILD,
        only_for=(LATE, CHANGE),
    ),
)

_REST = (
    FieldDefinition(
        "change_note", "变更内容", kind="long_text", required=True, max_length=300, only_for=(CHANGE,)
    ),
    FieldDefinition(
        "collects",
        "领取方式",
        kind="choice",
        required=True,
        options=(("counter", "窗口"), ("post", "邮寄"), ("electronic", "电子凭证")),
    ),
    FieldDefinition(
        "favourable",
        "两地规定不同时的适用说明",
        kind="long_text",
        hint="经办人填写：双方所在省规定不同的，适用更有利的规定，写明按哪里的规定",
        max_length=300,
    ),
    FieldDefinition(
        "checked", "核查结果", kind="long_text", hint="经办人填写：查了哪些系统，结果怎样", max_length=300
    ),
)

_MATERIALS = (
    MaterialDefinition(
        "identity",
        "申请人有效身份证件",
        forms=("original", "copy", "electronic"),
        source="申请人自备",
        issuer="公安机关",
        hint="核验后退还；系统能核验电子证照的不收复印件",
    ),
    MaterialDefinition(
        "marriage",
        "结婚证",
        necessity="conditional",
        forms=("copy", "original", "electronic"),
        source="系统查询或者申请人自备",
        issuer="婚姻登记机关",
        hint="本省要求已婚的才核对；可以书面承诺代替",
        can_be_promised=True,
    ),
    MaterialDefinition(
        "birth_proof",
        "出生医学证明",
        forms=("copy", "original", "electronic"),
        source="系统查询或者申请人自备",
        issuer="助产机构",
        hint="可以书面承诺代替",
        can_be_promised=True,
        only_for=(LATE,),
    ),
    MaterialDefinition(
        "change_proof",
        "变更内容的证明",
        forms=("copy", "original", "electronic"),
        source="系统查询或者申请人自备",
        hint="可以书面承诺代替",
        can_be_promised=True,
        only_for=(CHANGE,),
    ),
    *AGENT_MATERIALS,
)

DEFINITION = ItemDefinition(
    code=CODE,
    name="生育登记",
    official_code="119901001WJ-GG-0001",
    short_name="生育登记",
    kind="public_service",
    subject="resident",
    on_the_spot=True,
    on_the_spot_alone=True,
    four_eyes=False,
    sample_percent=5,
    statutory_days=20,
    promised_days=5,
    supplement_days=5,
    guide=_GUIDE,
    businesses=_BUSINESSES,
    conditions=_CONDITIONS,
    fields=(*_OWN, *_PREGNANCY, *_CHILDREN, *_REST),
    materials=_MATERIALS,
    hooks=CODE,
    result_paper="birth_certificate",
)

# The working days that Shanghai gives: the street 7, the district 10.
APPROVAL_DAYS = 17
# For provinces that keep it: with four eyes.
WITH_APPROVAL = replace(
    DEFINITION,
    four_eyes=True,
    businesses=(*_BUSINESSES, Business(APPROVAL, "再生育审批", "仅限本省仍要求审批的情形")),
    fields=(
        *(
            replace(one, only_for=(*one.only_for, APPROVAL)) if REGISTER in one.only_for else one
            for one in DEFINITION.fields
        ),
        FieldDefinition(
            "approval_reason",
            "申请再生育的理由",
            kind="long_text",
            required=True,
            max_length=300,
            only_for=(APPROVAL,),
        ),
    ),
    materials=(
        *_MATERIALS,
        MaterialDefinition(
            "approval_proof",
            "符合再生育条件的证明",
            forms=("copy", "original", "electronic"),
            source="申请人自备",
            hint="如病残儿医学鉴定意见",
            can_be_promised=True,
            only_for=(APPROVAL,),
        ),
    ),
)
