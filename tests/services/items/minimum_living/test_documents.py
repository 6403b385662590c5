"""The papers on the way to the grant: their looks against approved pictures, what they must say, and what they must not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from portal.documents.facts import PaperFacts
from portal.services.items.minimum_living.papers import (
    ApprovalForm,
    CheckAuthorisationForm,
    CheckResultNotice,
    FamilyLine,
    InvestigationForm,
    ReckoningLine,
    RefusalLetter,
    SignerLine,
)
from tests.documents import sample
from tests.documents.looks import must_look, text_of
from tests.documents.sample import DAY, LONG_NAME, RARE_NAMES, WHO

APPROVED = Path(__file__).with_name("approved")
NUMBER = "示街办受〔2026〕128号"
MASKED = "119901********0018"
WHOLE = "119901196611220018"
CASE: dict[str, Any] = {
    **WHO,
    "item": "最低生活保障（家庭申请）",
    "item_code": "119901001MZ-JF-0001",
    "application_number": NUMBER,
    "community": "和平社区",
    "members": (
        FamilyLine(
            name=RARE_NAMES[0],
            relation="本人",
            identity_masked=MASKED,
            identity_number=WHOLE,
            age="41周岁",
            situation="失业",
            note="本人签字",
        ),
        FamilyLine(
            name=RARE_NAMES[1], relation="女", identity_masked=MASKED, age="0周岁", note="未成年，监护人签字"
        ),
        FamilyLine(
            name=LONG_NAME[:20], relation="母亲", identity_masked=MASKED, age="66周岁", note="本人签字"
        ),
    ),
}
LINES = (
    ReckoningLine(label="计入人口", text="3人", amount=""),
    ReckoningLine(label="工资性收入（年）", text="张䶮 1000.00 × 12 = 12000.00", amount="12000.00"),
    ReckoningLine(label="家庭月收入", text="12000.00 ÷ 12 = 1000.00", amount="1000.00"),
    ReckoningLine(label="保障金", text="640.00 × 3 − 1000.00 = 920.00", amount="920.00"),
)
REFUSED_LINES = (
    ReckoningLine(label="计入人口", text="共 3 人", amount=""),
    ReckoningLine(label="工资性收入（年）", text="张䶮 1920.00 × 12 = 23040.00", amount="23040.00"),
    ReckoningLine(label="家庭月收入", text="23040.00 ÷ 12 = 1920.00", amount="1920.00"),
    ReckoningLine(label="人均月收入", text="1920.00 ÷ 3 = 640.00", amount="640.00"),
    ReckoningLine(label="与标准比较", text="640.00 不低于 640.00，不符合收入条件", amount=""),
    ReckoningLine(label="月保障金合计", text="不符合条件，不发放", amount="0.00"),
)
SAMPLES: dict[str, PaperFacts] = {
    "check_authorisation": CheckAuthorisationForm(
        **CASE,
        identity_number=WHOLE,
        purpose="审核确认最低生活保障等社会救助申请，以及获得救助期间的定期核查",
        scope="户籍、婚姻、社会保险、不动产、车辆、银行存款、证券、保险等信息",
        valid_from=DAY,
        valid_until=dt.date(2027, 11, 21),
    ),
    "investigation_form": InvestigationForm(
        **CASE,
        address="示范街道示范路1号院2号楼",
        visited_on=DAY,
        first_name="测试01",
        second_name="测试02",
        signed_by=RARE_NAMES[0],
        housing="租住一室一厅，40 平方米",
        living="申请人失业，独自抚养幼女并赡养母亲",
        opinion="生活困难，情况属实",
    ),
    "check_result_notice": CheckResultNotice(
        **{key: value for key, value in CASE.items() if key not in {"members", "community"}},
        report_number="示核〔2026〕31号",
        differences="名下有定期存款，与申报不一致",
        how_to_object="对核对结果有异议的，可以自收到本告知书之日起五个工作日内提供证明材料。",
        told_on=DAY,
        told_by="测试01",
    ),
    "approval_form": ApprovalForm(
        **CASE,
        category="B类",
        scheme="最低生活保障",
        reasons="因病、失业",
        reckoning=LINES,
        persons=3,
        amount="920.00",
        opinion="建议给予最低生活保障。",
        written_on=DAY,
        signers=tuple(
            SignerLine(label=label, name=name, post=post, day=DAY)
            for label, name, post in (
                ("经办人", "测试01", "窗口人员@示范街道办事处"),
                ("审核人", "测试02", "审核人@示范街道办事处"),
                ("分管领导", "测试03", "分管领导（签发）@示范街道办事处"),
            )
        ),
    ),
    "refusal_letter": RefusalLetter(
        **CASE,
        accepted_on=dt.date(2026, 10, 12),
        facts="张䶮家庭申报共同生活的家庭成员3人，计入3人。家庭月收入1920.00元，人均月收入640.00元。",
        comparison="人均月收入640.00元不低于当地最低生活保障标准640.00元；最低生活保障边缘家庭收入线为960.00元，"
        "人均月收入低于该线，可以申请认定为最低生活保障边缘家庭。",
        reckoning=REFUSED_LINES,
        article="《中华人民共和国社会救助法》第十八条、第四十五条，《最低生活保障审核确认办法》第二十一条",
        result="不予确认。理由：人均月收入不低于当地最低生活保障标准。",
        remedies="如不服本决定，可以自收到之日起六十日内依法申请行政复议，或者自知道作出决定之日起六个月内依法向人民法院提起行政诉讼。",
        decided_on=DAY,
    ),
}


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_the_paper_looks_as_approved(kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    must_look(sample.order(kind, SAMPLES[kind]), APPROVED / f"{kind}.png", tmp_path_factory)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (
            "refusal_letter",
            ("1920.00÷3=640.00", "不低于640.00", "960.00", "第二十一条", "行政复议", "行政诉讼", "计算表"),
        ),
        ("approval_form", ("经办人", "审核人", "分管领导（签发）@示范街道办事处", "920.00")),
        ("check_authorisation", ("授权目的", "授权范围", "授权期限", "监护人签字", WHOLE)),
        ("investigation_form", ("测试01", "测试02", "家庭成员")),
    ],
)
def test_says_what_it_must(
    kind: str, words: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = text_of(sample.order(kind, SAMPLES[kind]), tmp_path_factory)
    for one in words:
        assert one in text
