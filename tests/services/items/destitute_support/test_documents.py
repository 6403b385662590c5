"""The papers of a destitute person's case, beside the pictures that a person approved."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from portal.services.items.destitute_support.papers import (
    ConditionLine,
    DestituteForm,
    DestituteRefusal,
    DestituteSigner,
    SelfCareLine,
)
from tests.documents import sample
from tests.documents.looks import must_look

DAY = dt.date(2026, 11, 26)
LABOUR = ConditionLine(label="无劳动能力", answer="符合", why="76 周岁，已满六十周岁")
INCOME = ConditionLine(
    label="无生活来源", answer="符合", why="月收入 200.00 元，低于基本生活标准 845.00 元；财产符合规定"
)
HEAD: dict[str, Any] = {
    **sample.OFFICE,
    "applicant": "张䶮",
    "identity_kind": "居民身份证",
    "identity_masked": "**************0018",
    "item": "特困人员救助供养",
    "application_number": "示街办受〔2026〕128号",
    "community": "和平社区",
    "decided_on": DAY,
}
FORM = DestituteForm(
    **HEAD,
    conditions=(
        LABOUR,
        INCOME,
        ConditionLine(label="无义务人或者义务人无履行能力", answer="符合", why="没有法定义务人"),
    ),
    visit="2026年11月23日入户，调查人测试01、测试02，张䶮签字",
    self_care=tuple(
        SelfCareLine(label=label, answer="不能自主完成" if label == "洗澡" else "能自主完成")
        for label in ("吃饭", "穿衣", "上下床", "如厕", "室内行走", "洗澡")
    ),
    care_level="半护理（部分丧失生活自理能力）",
    care="分散供养（在家），照料人李邻居（邻居）",
    reckoning="基本生活费（按人定额） 845.00 × 1 = 845.00；照料护理：张䶮 半护理照料护理 300.00",
    figures="1,145.00",
    opinion="建议给予特困人员救助供养。",
    signers=tuple(
        DestituteSigner(label=label, name=name, post=f"{post}@示范街道办事处", day=DAY)
        for label, name, post in (
            ("经办人", "测试01", "窗口人员"),
            ("审核人", "测试02", "审核人"),
            ("分管领导", "测试03", "分管领导（签发）"),
        )
    ),
)
REFUSAL = DestituteRefusal(
    **HEAD,
    conditions=(
        LABOUR,
        INCOME,
        ConditionLine(
            label="无义务人或者义务人无履行能力", answer="不符合", why="有法定义务人，有履行能力：儿子在业"
        ),
    ),
    accepted_on=dt.date(2026, 11, 3),
    article="《中华人民共和国社会救助法》第十六条、第四十五条，《特困人员认定办法》",
    result="不予确认同意。理由：有法定赡养义务人，且有履行能力。",
    remedies="不服本决定的，可以在收到之日起六十日内申请行政复议，或者六个月内提起行政诉讼。",
)


@pytest.mark.parametrize(("kind", "facts"), [("destitute_form", FORM), ("destitute_refusal", REFUSAL)])
def test_the_paper_looks_as_approved(kind: str, facts: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    must_look(
        sample.order(kind, facts, "a4"),
        Path(__file__).with_name("approved") / f"{kind}.png",
        tmp_path_factory,
    )
