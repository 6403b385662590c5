"""The papers of what follows an acceptance, and the forms that are signed, as pictures that a person approved."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from portal.services.application_forms.papers import FormLine, FormRow, FormTable, PrintedForm
from portal.services.documents import PAPER_REMEDIES
from portal.services.ends.papers import (
    PAPER_AFTER_END,
    PAPER_BASIS,
    PAPER_BRING,
    PAPER_END_BASIS,
    PAPER_LATE,
    PAPER_STOPPED,
    ResultNotice,
    SuspensionNotice,
    TerminationNotice,
)
from portal.services.items.minimum_living.form.papers import (
    PAPER_PROMISE,
    MoneyLine,
    PersonLine,
    SupportApplication,
    SupporterLine,
)
from portal.services.ratings.levels import ASPECTS, LEVELS
from portal.services.ratings.papers import PAPER_TELLS, RatingSlip
from tests.documents import sample
from tests.documents.looks import must_look
from tests.documents.sample import DAY, LONG_NAME, OFFICE, RARE_NAMES, WHO

APPROVED = Path(__file__).with_name("approved")
NUMBER = "示街办受〔2026〕128号"
MASKED = "119901********0018"
SAMPLES: dict[str, Any] = {
    "rating_slip": RatingSlip(
        **OFFICE,
        application_number=NUMBER,
        item="困难帮扶登记",
        handed_on=DAY,
        levels=tuple(LEVELS.values()),
        aspects=tuple(ASPECTS.values()),
        tells=PAPER_TELLS,
    ),
    "suspension_notice": SuspensionNotice(
        **WHO,
        application_number=NUMBER,
        accepted_on=dt.date(2026, 11, 16),
        suspended_on=DAY,
        reason="申请人与亲属就房屋权属的诉讼正在审理，需以法院生效判决为依据。",
        article=PAPER_BASIS,
        resume_when="法院判决生效后，由申请人提交判决书，本单位即恢复办理。",
        clock_note=PAPER_STOPPED,
        told_by="测试01",
    ),
    "termination_notice": TerminationNotice(
        **WHO,
        application_number=NUMBER,
        accepted_on=dt.date(2026, 11, 16),
        ended_on=DAY,
        reason="经通知补正，期满未补正，又未说明理由：两次电话联系，无人接听",
        article=PAPER_END_BASIS,
        afterwards=PAPER_AFTER_END,
        remedies=PAPER_REMEDIES.replace("{organ}", "向示范区人民政府").replace("{court}", "示范区人民法院"),
        told_by="测试01",
    ),
    "result_notice": ResultNotice(
        **WHO,
        agent=LONG_NAME[:20],
        agent_relation="女儿",
        application_number=NUMBER,
        accepted_on=dt.date(2026, 11, 16),
        decided_on=DAY,
        result="准予",
        result_papers="困难帮扶决定书 示街办办〔2026〕31号",
        place="示范街道便民服务大厅综合窗口",
        hours="工作日 8:30—12:00，14:00—17:30",
        fetch_by=dt.date(2026, 12, 22),
        bring=PAPER_BRING,
        late=PAPER_LATE,
        told_on=DAY,
        told_by="测试01",
    ),
    "application_form": PrintedForm(
        **WHO,
        agent="李试",
        form_title="困难帮扶登记申请表",
        applied_on=DAY,
        subject=(
            FormLine(label="姓　　名", value=RARE_NAMES[0]),
            FormLine(label="性　　别", value="女"),
            FormLine(label="证件类型", value="居民身份证"),
            FormLine(label="证件号码", value=MASKED),
            FormLine(label="联系电话", value="139****0000"),
            FormLine(label="出生日期", value="1966年11月22日"),
            FormLine(label="民　　族", value="汉族"),
            FormLine(label="户籍地址", value="示范街道示范路1号院2号楼", is_wide=True),
            FormLine(label="现 住 址", value="示范街道示范路1号院2号楼", is_wide=True),
        ),
        agent_lines=(
            FormLine(label="姓　　名", value="李试"),
            FormLine(label="与申请人关系", value="女儿"),
            FormLine(label="证件号码", value=MASKED),
        ),
        answers=(
            FormLine(label="家庭人口", value="3"),
            FormLine(label="帮扶类别", value="临时困难"),
            FormLine(label="情况说明", value="因房屋漏水，家中无法居住，暂住亲戚家。", is_wide=True),
            FormLine(label="是否已在其他部门申请同类帮扶", value="否", is_wide=True),
        ),
        tables=(
            FormTable(
                title="损失物品",
                columns=("名称", "数量", "估价（元）"),
                rows=(FormRow(cells=("棉被", "2", "300.00")), FormRow(cells=("电视机", "1", "1200.00"))),
            ),
        ),
        materials=("身份证", "困难证明", "授权委托书"),
        promise="本人（本单位）承诺：以上填写的内容和提交的材料真实、完整。",
    ),
    "support_application": SupportApplication(
        **(WHO | {"item": "最低生活保障（家庭申请）", "item_code": "119901001MZ-JF-0001"}),
        applied_on=DAY,
        community="和平社区",
        channel="窗口",
        area="城市",
        sex="女",
        birth="1985年3月9日",
        ethnic_group="汉族",
        own_identity=MASKED,
        hukou="示范街道示范路1号院2号楼",
        home="示范街道示范路1号院2号楼",
        years_here="12年",
        is_apart="否",
        is_head="是",
        bank="示范银行示范支行",
        account="***************1234",
        account_holder=RARE_NAMES[0],
        people=(
            PersonLine(
                name=RARE_NAMES[0],
                relation="本人",
                sex="女",
                birth="1985-03-09",
                ethnic_group="汉族",
                identity_masked=MASKED,
                marital="离婚",
                education="初中",
                health="肢体残疾二级、重病",
                labour="部分丧失劳动能力",
                work="失业",
            ),
            PersonLine(
                name=LONG_NAME[:20],
                relation="女",
                sex="女",
                birth="2015-06-01",
                identity_masked=MASKED,
                work="在校生、义务教育、示范小学",
            ),
        ),
        incomes=(
            MoneyLine(
                who=RARE_NAMES[0], kind="工资性收入", amount="600.00", per="每月", note="零工，社区证明"
            ),
        ),
        uncounted=(
            MoneyLine(
                who=RARE_NAMES[0], kind="转移净收入", amount="80.00", per="每月", note="残疾人生活补贴"
            ),
        ),
        possessions=(MoneyLine(who="家庭共同", kind="房屋", amount="0.00", note="60平方米，自住、生活必需"),),
        supporters=(
            SupporterLine(
                name="李试",
                relation="前配偶（抚养义务人）",
                identity_masked=MASKED,
                work="示范公司",
                persons="3",
                income="4500.00",
                pays="500.00",
                consent="同意",
            ),
        ),
        reasons="因病、因残",
        story="申请人长期患病，独自抚养女儿。",
        promise=PAPER_PROMISE,
    ),
}


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_paper_looks_as_approved(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    must_look(sample.order(name, SAMPLES[name]), APPROVED / f"{name}.png", tmp_path_factory)
