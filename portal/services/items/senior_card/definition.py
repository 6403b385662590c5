"""The senior card (老年优待证) as a service item: guide, kinds of business, conditions, questions, materials. Texts only."""

from __future__ import annotations

from portal.services.definitions import (
    AGENT_MATERIALS,
    Business,
    Condition,
    FieldDefinition,
    Guide,
    ItemDefinition,
    MaterialDefinition,
)

CODE = "senior_card"
NEW, UPGRADE, LOST, DAMAGED, CHANGE, CANCEL = "new", "upgrade", "lost", "damaged", "change", "cancel"
# Kinds of business that end with a card in the hand.
MAKES_CARD = (NEW, UPGRADE, LOST, DAMAGED, CHANGE)

_GUIDE = Guide(
    legal_basis="《中华人民共和国老年人权益保障法》第二条、第五十三条，本地区老年人优待办法",
    organ="街道办事处（乡镇人民政府）受区民政部门委托办理",
    audience="年满 60 周岁的本地户籍老年人，以及持有本地居住证的外埠和港澳台老年人",
    place="街道便民服务大厅综合窗口",
    hours="工作日 8:30—12:00，14:00—17:30；午间和下班后错时服务，节假日可以预约",
    fee="不收费，补证、换证也不收费",
    flow="申请—核对材料和照片—受理—审核—制证—领取。材料齐全、符合条件的，可以当场办结",
    result="老年优待证（绿证：60 至 69 周岁；红证：70 周岁及以上）",
    delivery="窗口领取，可以由持委托书的代办人领取",
    notes="行动不便的老年人可以由亲属、社区工作者代办，也可以电话预约上门办理。2 月 29 日出生的，平年按 2 月 28 日届满。",
    prohibited="同一人同一类型只能持有一张有效证件；证件限本人使用，转借、涂改无效",
)

_BUSINESSES = (
    Business(NEW, "首次申领", "没有办过优待证的老年人"),
    Business(UPGRADE, "升级换证", "持绿证、年满 70 周岁换红证"),
    Business(LOST, "遗失补证", "证件遗失或被盗"),
    Business(DAMAGED, "损坏换证", "证件污损、无法辨认"),
    Business(CHANGE, "信息变更", "姓名、身份证号、住址等有变化"),
    Business(CANCEL, "注销", "本人不再使用，或者持证人死亡"),
)

_CONDITIONS = (
    Condition("年满 60 周岁（按身份证出生日期，生日当天届满）", hook="age"),
    Condition("具有本地户籍，或者持有有效的本地居住证", hook="region"),
    Condition("没有同一类型的有效证件；补证、换证的须持有过证件", hook="one_card"),
)

_FIELDS = (
    FieldDefinition(
        "region_basis",
        "办证依据",
        kind="choice",
        required=True,
        options=(("hukou", "本地户籍"), ("permit", "本地居住证"), ("hmt_permit", "港澳台居民居住证")),
        only_for=MAKES_CARD,
    ),
    FieldDefinition(
        "loss_story",
        "遗失经过",
        kind="long_text",
        required=True,
        hint="何时、何地、怎样遗失；申请人在《遗失申明》上签字",
        max_length=300,
        only_for=(LOST,),
    ),
    FieldDefinition(
        "change_note", "变更内容", kind="long_text", required=True, max_length=300, only_for=(CHANGE,)
    ),
    FieldDefinition(
        "cancel_reason",
        "注销原因",
        kind="choice",
        required=True,
        options=(("wish", "本人申请"), ("death", "持证人死亡"), ("moved", "迁出本地"), ("other", "其他")),
        only_for=(CANCEL,),
    ),
)

_MATERIALS = (
    MaterialDefinition(
        "identity",
        "申请人居民身份证（或其他有效身份证件）",
        forms=("original", "copy"),
        source="申请人自备",
        issuer="公安机关",
        hint="核验原件后退还，留复印件一份",
    ),
    MaterialDefinition(
        "residence",
        "户口簿或居住证",
        forms=("original", "copy", "electronic"),
        source="申请人自备",
        issuer="公安机关",
        hint="本地户籍提供户口簿，外埠和港澳台老年人提供居住证；可以后补",
        can_be_promised=True,
        promise_days=10,
        only_for=MAKES_CARD,
    ),
    MaterialDefinition(
        "photo",
        "近期一寸免冠正面照片",
        forms=("electronic", "original"),
        source="现场拍摄、上传或自备",
        hint="三个月内，白底，25×35 毫米；可以在窗口当场拍摄",
        only_for=MAKES_CARD,
    ),
    MaterialDefinition(
        "old_card",
        "原老年优待证",
        forms=("original",),
        source="申请人自备",
        issuer="发证机关",
        hint="收回剪角；确已灭失的可以免交并写明理由",
        only_for=(UPGRADE, DAMAGED, CHANGE, CANCEL),
    ),
    MaterialDefinition(
        "loss_statement",
        "遗失申明",
        forms=("original", "electronic"),
        source="窗口领取，本人签字",
        hint="由申请人或代办人签字",
        only_for=(LOST,),
    ),
    MaterialDefinition(
        "death_certificate",
        "死亡证明",
        necessity="conditional",
        forms=("original", "copy", "electronic"),
        source="亲属提供或者部门共享",
        issuer="医疗机构或公安机关",
        hint="持证人死亡而注销时提供；数据已共享的可以免交",
        can_be_promised=True,
        promise_days=20,
        only_for=(CANCEL,),
    ),
    *AGENT_MATERIALS,
)

DEFINITION = ItemDefinition(
    code=CODE,
    name="老年优待证",
    official_code="119901001MZ-GG-0001",
    short_name="老年优待证",
    kind="public_service",
    subject="resident",
    on_the_spot=True,
    on_the_spot_alone=True,
    four_eyes=True,
    sample_percent=10,
    statutory_days=20,
    promised_days=5,
    supplement_days=5,
    guide=_GUIDE,
    businesses=_BUSINESSES,
    conditions=_CONDITIONS,
    fields=_FIELDS,
    materials=_MATERIALS,
    hooks=CODE,
    result_paper=CODE,
)
