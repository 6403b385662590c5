"""Low-income support (最低生活保障) as a service item: guide, kinds of business, conditions, materials, steps. Texts only."""

from __future__ import annotations

from portal.services.definitions import (
    AGENT_MATERIALS,
    Business,
    Condition,
    Guide,
    ItemDefinition,
    MaterialDefinition,
    StepDefinition,
)

CODE = "minimum_living"
FAMILY, SINGLE, MARGINAL, HOUSEHOLD_SUM = "family", "single", "marginal", "household_sum"
# Steps of the item, each completed by an action of its own.
VISIT, CHECK, OPINION, NOTICE, REPORT, DISTRICT_VISIT = (
    "visit",
    "data_check",
    "opinion",
    "public_notice",
    "report",
    "district_visit",
)

_GUIDE = Guide(
    legal_basis="《中华人民共和国社会救助法》，《最低生活保障审核确认办法》（民发〔2021〕57号），民发〔2022〕83号",
    organ="街道办事处（乡镇人民政府）受理、调查、初审和公示，区民政部门（或者受委托的街道）审核确认",
    audience="共同生活的家庭成员人均收入低于当地最低生活保障标准，且财产状况符合规定的家庭；符合条件的单人户；最低生活保障边缘家庭",
    place="街道便民服务大厅综合窗口",
    hours="工作日 8:30—12:00，14:00—17:30；行动不便的可以电话预约上门",
    fee="不收费",
    flow="申请—核对材料—受理—入户调查—家庭经济状况核对—初审—公示七天—审核—确认—通知",
    result="最低生活保障确认通知书，自确认的次月起按月发放",
    delivery="窗口领取或者送达",
    notes="可以委托居（村）民委员会或者其他人代为申请。能够通过信息共享核实的，不要求提供证明。收入等于标准的不属于“低于标准”。",
    prohibited="同一人只能在一个家庭内享受，不能同时享受特困人员供养；隐瞒、虚报的依法追回并处理",
)

_BUSINESSES = (
    Business(FAMILY, "家庭申请", "以家庭为单位，共同生活的成员都计入"),
    Business(SINGLE, "单人户申请", "边缘家庭中的重度残疾人、重病患者等，可以单独提出"),
    Business(MARGINAL, "边缘家庭认定", "人均收入低于标准的 1.5 倍（以本地规定为准）"),
    Business(
        HOUSEHOLD_SUM,
        "特困救助（本地按户定额，不是特困人员供养）",
        "本地规定给困难家庭每户定额，不按人数和收入计算，没有这项规定的地方不使用；无劳动能力、无收入来源、无人供养的个人，"
        "请办“特困人员救助供养”",
    ),
)

_CONDITIONS = (
    Condition("共同生活的家庭成员人均收入低于当地最低生活保障标准（边缘家庭低于规定倍数）"),
    Condition("家庭财产状况符合当地规定"),
    Condition("每一名成年成员都签署家庭经济状况核对授权书，未成年人由监护人签署"),
    Condition("没有成员正在其他家庭享受最低生活保障、特困供养等待遇"),
)

_MATERIALS = (
    MaterialDefinition(
        "application_form",
        "最低生活保障申请书（含家庭申报和诚信承诺）",
        forms=("original", "electronic"),
        source="窗口打印，申请人签字",
        hint="由申报内容直接打印，不需要另写",
    ),
    MaterialDefinition(
        "authorisation",
        "家庭经济状况核对授权书",
        forms=("original", "electronic"),
        source="窗口打印，每一名成年成员签字",
        hint="未成年人由监护人签；在“核对授权”页面逐人登记",
    ),
    MaterialDefinition(
        "identity",
        "居民身份证、户口簿",
        necessity="conditional",
        forms=("original", "copy", "electronic"),
        source="系统查询优先",
        issuer="公安机关",
        hint="能够查询到的不要求提供",
        can_be_promised=True,
    ),
    MaterialDefinition(
        "income_proof",
        "收入和财产证明",
        necessity="conditional",
        forms=("copy", "electronic"),
        source="申请人自备",
        hint="不能通过核对取得、又有必要的才收",
        can_be_promised=True,
    ),
    MaterialDefinition(
        "disability",
        "残疾人证",
        necessity="conditional",
        forms=("original", "copy", "electronic"),
        source="系统查询优先",
        issuer="残疾人联合会",
        can_be_promised=True,
    ),
    MaterialDefinition(
        "illness",
        "重病认定材料",
        necessity="conditional",
        forms=("copy", "electronic"),
        source="申请人自备",
        issuer="医疗机构",
        hint="只核对是否属于重病，不登记病名",
        can_be_promised=True,
    ),
    MaterialDefinition(
        "school",
        "在校证明",
        necessity="conditional",
        forms=("original", "copy", "electronic"),
        source="申请人自备",
        issuer="学校",
        can_be_promised=True,
    ),
    MaterialDefinition(
        "other", "离婚判决、赡养协议、租赁合同等", necessity="optional", forms=("copy", "electronic")
    ),
    *AGENT_MATERIALS,
)

_STEPS = (
    StepDefinition(VISIT, "入户调查", permission="services.record_investigation", days=3),
    StepDefinition(CHECK, "家庭经济状况核对", permission="services.request_data_check", days=3),
    StepDefinition(OPINION, "初审意见", permission="services.write_opinion"),
    StepDefinition(NOTICE, "初审公示", permission="services.announce", days=7),
    StepDefinition(
        DISTRICT_VISIT,
        "区级入户核查",
        during="reviewed",
        permission="services.report_household",
        required=False,
    ),
    StepDefinition(REPORT, "报送确认", during="reviewed", permission="services.report_household"),
)

DEFINITION = ItemDefinition(
    code=CODE,
    name="最低生活保障",
    official_code="119901001MZ-JF-0001",
    short_name="低保",
    kind="payment",
    subject="household",
    four_eyes=True,
    statutory_days=30,
    promised_days=30,
    supplement_days=10,
    guide=_GUIDE,
    businesses=_BUSINESSES,
    conditions=_CONDITIONS,
    materials=_MATERIALS,
    steps=_STEPS,
    hooks=CODE,
)
