"""The paper of a grave matter (重大矛盾纠纷专报): first, following, final; and what the police was told (报告公安记录)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from portal.documents.imprint import Imprint, check_address
from portal.documents.kinds import kind_of
from portal.documents.render import PaperOrder, compose
from portal.screening.ledger.papers import DANGER, KIND, DangerPaper, GravePaper, Told
from tests.documents.looks import must_look

DAY = dt.date(2026, 11, 22)
FIRST = GravePaper(
    office="示范街道和平社区居民委员会",
    office_phone="0999-1234567",
    kind="首报（第1次报告）",
    number="和平纠〔2026〕1号",
    title="张示例与李样本邻里纠纷",
    unit="和平社区",
    receiver="示范街道办事处",
    category="邻里",
    risk="红（重点）",
    found_on=DAY,
    place="和平里3号楼",
    parties="张示例、李样本",
    people=2,
    amount="3000.00",
    tendencies="民转刑倾向",
    responsible="和平社区 王示例",
    leader="赵示例",
    noticed="2026年11月22日9时05分",
    reported="2026年11月22日12时10分",
    late="发现后3小时5分报告，超过2小时",
    next_due="2026年11月23日12时10分",
    text="一、基本情况：\n楼上漏水，双方多次争吵，李样本扬言动手。\n二、已采取的措施：\n已报告示范派出所，民警到场劝离；社区书记上门做工作。\n"
    "三、下一步打算：\n由赵示例包案，每天走访一次，请物业三日内修好。\n四、需要上级协调的事项：\n请街道派调解员。",
    police=(
        Told(
            danger="扬言或已经动手伤人",
            moment="2026年11月22日9时20分",
            station="示范派出所",
            receiver="警号001",
        ),
    ),
    reporter="测试07",
    phone="0999-1234567",
    made_on=DAY,
)


TOLD = DangerPaper(
    office="示范街道和平社区居民委员会",
    office_phone="0999-1234567",
    report=1,
    number="和平纠〔2026〕1号",
    title="张示例与李样本邻里纠纷",
    parties="张示例、李样本",
    danger="扬言或者已经动手伤人",
    noticed="2026年11月22日9时05分",
    reported="2026年11月22日9时20分",
    station="示范派出所",
    receiver="警号001",
    way="电话",
    happened="李样本扬言动手，已经分开劝说，家属在旁看护。",
    reported_by="测试07",
    made_on=DAY,
)


def _order(facts: GravePaper | DangerPaper) -> PaperOrder:
    paper = kind_of(DANGER if isinstance(facts, DangerPaper) else KIND)
    imprint = Imprint(
        number="",
        check_code="K7M2P9QX4T",
        check_url=check_address("http://10.0.0.1", "K7M2P9QX4T", "a" * 22),
        issued_on=DAY,
    )
    return PaperOrder(
        template=paper.template,
        version=paper.version,
        paper_format="a4",
        title=paper.title,
        seal=paper.seal,
        facts=facts,
        imprint=imprint,
    )


def test_a_final_report_asks_for_no_other() -> None:
    text = compose(
        _order(dataclasses.replace(FIRST, kind="终报（第3次报告）", next_due="", late="", police=()))
    )
    assert "终报，不再续报" in text
    assert "已向公安机关报告" not in text
    assert "迟报说明" not in text


def test_the_paper_looks_as_approved(tmp_path_factory: pytest.TempPathFactory) -> None:
    must_look(_order(FIRST), Path(__file__).parents[1] / "approved" / "screening_grave.png", tmp_path_factory)


def test_what_the_police_was_told_stands_on_its_own_sheet() -> None:
    text = compose(_order(TOLD))
    for words in ("9时20分", "示范派出所", "警号001", "电话", "扬言动手", "报告人（测试07）"):
        assert words in text
    assert "人民调解" not in text
    assert "申请人" not in text
