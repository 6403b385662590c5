"""The papers of the table filled in with made-up people: one of each kind, the session long enough for two pages."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from portal.mediation.papers import PartyLine
from portal.mediation.records import papers
from portal.mediation.records.strokes import draw

DAY = dt.date(2026, 11, 22)
PARTIES = (
    PartyLine(
        side="申请人",
        name="张示例",
        sex="男",
        ethnic_group="汉族",
        age="51",
        phone="13900000101",
        address="示范路2号院3号楼201",
    ),
    PartyLine(
        side="被申请人",
        name="示范物业服务有限公司",
        is_person=False,
        phone="0999-1234500",
        address="示范路2号院1号楼底商",
        legal_representative="李样本",
        credit_code="91990100MA0000000X",
    ),
)
CASE: dict[str, Any] = {
    "office": "示范街道人民调解委员会",
    "office_phone": "0999-1234567",
    "case_number": "示街人调字〔2026〕12号",
    "title": "张示例与示范物业服务有限公司漏水损害赔偿纠纷",
    "category": "物业",
    "parties": PARTIES,
}
WAVE = [[[10 * n, 60 + (n * 37) % 50, 20 * n] for n in range(30)], [[60, 20, 700], [160, 110, 800]]]
_TALK = (
    ("调解员赵调解", "现在告知各方当事人在调解中的权利和义务。各方听清楚了吗？是否申请回避？"),
    ("申请人张示例", "听清楚了，不申请回避。"),
    ("被申请人李样本", "听清楚了，不申请回避。"),
    ("申请人张示例", "今年十月楼上管道漏水，泡坏了我家的天花板和地板，我找物业修，一直没有人来。"),
    (
        "被申请人李样本",
        "公共管道确实老化，我们愿意修。装修损失要看票据，我们可以承担1200.00元（大写：人民币壹仟贰佰元整）。",
    ),
)
LINES = tuple(papers.SpokenLine(who=who, what=what) for who, what in _TALK)
SIGNS = (
    papers.SignPlace(label="申请人", name="张示例", image=draw(WAVE), day=DAY),
    papers.SignPlace(label="宣读人（张示例）"),
    papers.SignPlace(label="见证人（张示例）"),
    papers.SignPlace(label="被申请人", name="示范物业服务有限公司"),
    papers.SignPlace(label="参加人", name="王邻居"),
    papers.SignPlace(label="人民调解员", name="赵调解"),
    papers.SignPlace(label="记录人", name="钱备用"),
)
SESSION = papers.SessionPaper(
    **CASE,
    position=2,
    day=DAY,
    start="09:30",
    end="11:05",
    place="示范街道人民调解室",
    participants="王邻居（邻居）",
    mediators="赵调解、孙主任",
    recorder="钱备用",
    lines=LINES * 3,
    result="双方同意由被申请人于十一月底前修好管道，并支付1200.00元（大写：人民币壹仟贰佰元整）。另行签订调解协议书。",
    outcome="达成协议",
    signs=SIGNS,
)
INVESTIGATION = papers.InvestigationPaper(
    **CASE,
    day=DAY,
    start="14:00",
    end="14:40",
    place="示范路2号院门卫室",
    investigators="赵调解、孙主任",
    recorder="钱备用",
    asked="周门卫",
    sex="男",
    age="60",
    ethnic_group="汉族",
    job="门卫",
    employer="示范路2号院",
    phone="13900000105",
    relation="无利害关系",
    lines=tuple(
        papers.SpokenLine(who=who, what=what)
        for who, what in (
            ("问", "我们是示范街道人民调解委员会的调解员，向你了解张示例家漏水的情况，请如实说明。"),
            ("答", "好的。"),
            ("问", "什么时候发现漏水的？"),
            ("答", "十月十二日晚上，三号楼二单元的楼道里全是水，我打电话报了物业。"),
        )
    ),
    signs=(
        papers.SignPlace(label="被调查人", name="周门卫"),
        papers.SignPlace(label="调查人", name="赵调解"),
        papers.SignPlace(label="调查人", name="孙主任"),
        papers.SignPlace(label="记录人", name="钱备用"),
    ),
)
POWER = papers.PowerPaper(
    **{**CASE, "parties": (dataclasses.replace(PARTIES[0], cannot_read=True),)},
    principal="张示例",
    agent="张小例",
    sex="女",
    age="26",
    identity="119901200001010026",
    employer="示范小学",
    phone="13900000106",
    relation="父女",
    matters="参加与本纠纷有关的人民调解活动",
    is_special=True,
    powers=("承认对方的请求", "进行和解，达成、签署调解协议", "收取款项、财物"),
    granted_on=DAY,
    valid_from=DAY,
    valid_to=dt.date(2026, 12, 31),
)
_ITEM = papers.ProofLine(
    number=1,
    owner="张示例",
    name="居民身份证复印件",
    form="复印件",
    pages=1,
    supplied_by="张示例",
    supplied_on=DAY,
)
IDENTITY = papers.IdentityList(
    **CASE,
    proofs=(
        _ITEM,
        dataclasses.replace(_ITEM, number=2, owner="示范物业服务有限公司", name="营业执照（登记证书）复印件"),
        dataclasses.replace(
            _ITEM, number=3, owner="示范物业服务有限公司", name="法定代表人（负责人）身份证明", form="原件"
        ),
    ),
    without="第三人陈𬭚",
    made_on=DAY,
    made_by="钱备用",
)
EVIDENCE = papers.EvidenceList(
    **CASE,
    items=(
        dataclasses.replace(_ITEM, name="漏水现场照片", form="照片", pages=4, source="申请人拍摄"),
        dataclasses.replace(
            _ITEM,
            number=2,
            name="装修材料收据",
            form="原件",
            pages=3,
            source="建材市场",
            returned="2026-11-22 退张示例",
        ),
        dataclasses.replace(
            _ITEM, number=4, name="报修登记簿第十二页", source="物业公司", supplied_by="李样本"
        ),
    ),
    made_on=DAY,
    made_by="钱备用",
)
SAMPLES = {
    papers.SESSION: SESSION,
    papers.INVESTIGATION: INVESTIGATION,
    papers.POWER: POWER,
    papers.IDENTITY: IDENTITY,
    papers.EVIDENCE: EVIDENCE,
}
