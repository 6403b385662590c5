"""Support of destitute persons (特困人员救助供养) as a service item, by person: guide, questions, steps. Texts only."""

from __future__ import annotations

from portal.services.definitions import Condition, FieldDefinition, Guide, ItemDefinition, MaterialDefinition
from portal.services.definitions import StepDefinition as Step

CODE = "destitute_support"
# Steps of the item, each completed by an action of its own.
VISIT, OPINION, NOTICE, REPORT = "visit", "opinion", "public_notice", "report"
HOME, INSTITUTION = "home", "institution"
WISHES = ((HOME, "分散供养（在家）"), (INSTITUTION, "集中供养（供养服务机构）"))

_GUIDE = Guide(
    legal_basis="《中华人民共和国社会救助法》第十六条，《特困人员认定办法》",
    organ="街道办事处（乡镇人民政府）受理、调查、初审和公示，区民政部门（或者受委托的街道）审核确认",
    audience="无劳动能力、无生活来源、无法定赡养抚养扶养义务人或者义务人无履行能力的老年人、残疾人和未成年人",
    place="街道便民服务大厅综合窗口，也可以由社区代为提出",
    hours="工作日 8:30—12:00，14:00—17:30；行动不便的可以电话预约上门",
    fee="不收费",
    flow="申请—受理—入户调查和生活自理能力评估—初审—公示七天—审核—确认—通知",
    result="特困人员救助供养确认通知书，自确认的次月起按月发放基本生活费和照料护理费",
    delivery="窗口领取或者送达",
    notes="按个人认定。本人行动不便、不能表达意愿的，社区应当主动帮助提出。能够查询到的不要求提供证明。这是按人的供养；本地另有按户定额的特困救助的，在“最低生活保障”中申办。",
    prohibited="不能同时享受最低生活保障和孤儿、事实无人抚养儿童基本生活保障",
)
_FIELDS = (
    FieldDefinition(
        "living",
        "目前的生活和照料情况",
        kind="long_text",
        required=True,
        max_length=500,
        hint="和谁住，谁照料",
    ),
    FieldDefinition(
        "family",
        "子女等法定义务人情况",
        kind="long_text",
        required=True,
        max_length=500,
        hint="没有的写“无”；有的写明姓名、关系和现状",
    ),
    FieldDefinition("wish", "希望的供养方式", kind="choice", required=True, options=WISHES),
)
_MATERIALS = (
    MaterialDefinition(
        "application_form",
        "特困人员救助供养申请书（含诚信承诺和核对授权）",
        forms=("original", "electronic"),
        source="窗口打印，申请人签字",
        hint="本人不能签字的，由监护人或者代办人签",
    ),
    MaterialDefinition(
        "identity",
        "居民身份证、户口簿",
        necessity="conditional",
        forms=("original", "copy", "electronic"),
        source="系统查询优先",
        issuer="公安机关",
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
        "account",
        "银行存折或者社会保障卡",
        forms=("copy", "electronic"),
        source="申请人自备",
        hint="用于发放基本生活费",
        can_be_promised=True,
    ),
)
DEFINITION = ItemDefinition(
    code=CODE,
    name="特困人员救助供养",
    official_code="119901001MZ-JF-0002",
    short_name="特困",
    kind="payment",
    subject="resident",
    four_eyes=True,
    statutory_days=35,
    promised_days=35,
    supplement_days=10,
    guide=_GUIDE,
    conditions=(
        Condition("无劳动能力：六十周岁以上、未满十六周岁，或者残疾类别和等级符合规定"),
        Condition("无生活来源：月收入低于当地特困人员基本生活标准，财产符合规定"),
        Condition("无法定赡养、抚养、扶养义务人，或者义务人无履行能力"),
        Condition("没有正在享受最低生活保障等待遇"),
    ),
    fields=_FIELDS,
    materials=_MATERIALS,
    steps=(
        Step(VISIT, "入户调查和自理能力评估", permission="services.record_investigation"),
        Step(OPINION, "初审意见", permission="services.write_opinion"),
        Step(NOTICE, "初审公示", permission="services.announce", days=7),
        Step(REPORT, "报送确认", during="reviewed", permission="services.report_household"),
    ),
    hooks=CODE,
)
