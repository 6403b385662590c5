"""The made-up facts of 联合调解参加单位意见表 and of a petition proxy's power of attorney, for their pictures."""

from __future__ import annotations

import datetime as dt

from portal.mediation.links.papers import BodyOpinion, JointOpinions, ProxyPower

DAY, DUE = dt.date(2026, 11, 22), dt.date(2026, 11, 27)
OPINIONS = JointOpinions(
    office="示范街道人民调解委员会",
    office_phone="0999-1234567",
    office_address="示范路1号",
    case_number="示街人调字〔2026〕1号",
    title="张示例等人与样本公司欠薪纠纷",
    lead="示范街道人民调解委员会",
    bodies=(
        BodyOpinion(
            role="牵头单位",
            name="示范街道人民调解委员会",
            task="牵头组织联合调解，汇总各单位意见，制作调解文书",
            sent_on=DAY,
            due_on=DUE,
            signed_for_on=DAY,
            person="测试05",
        ),
        BodyOpinion(
            role="参加单位",
            name="示范街道劳动保障所",
            task="核实欠薪数额",
            sent_on=DAY,
            due_on=DUE,
            signed_for_on=DAY,
            person="王协办、李协办",
            is_answered=True,
            answered_on=DAY,
            opinion=("经核对工资表和考勤，欠薪共12000元，双方均无异议。", "建议一次付清。"),
        ),
        BodyOpinion(
            role="参加单位",
            name="示范区总工会",
            task="提供法律意见",
            sent_on=DAY,
            due_on=DUE,
            signed_for_on=DAY,
            person="赵工会",
            is_answered=True,
            answered_on=DAY,
            number="示工函〔2026〕5号",
            opinion=("已办结",),
        ),
        BodyOpinion(role="参加单位", name="示范派出所", task="维持秩序", sent_on=DAY, due_on=DUE),
    ),
    made_on=DAY,
    made_by="测试05",
)
POWER = ProxyPower(
    office="示范社区居民委员会",
    office_phone="0999-1234567",
    proxy="钱代理",
    proxy_post="社区专职工作者",
    proxy_phone="13900000123",
)
