"""The paper of a street's report (B.3): figures that add up, the table of units, key disputes, who signed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from portal.documents.imprint import Imprint, check_address
from portal.documents.kinds import kind_of
from portal.documents.render import PaperOrder, compose
from portal.screening.papers import CategoryLine, ReportSigner
from portal.screening.rollup.papers import KIND, KeyDispute, RollUpPaper, UnitRow
from tests.documents.looks import must_look

DAY = dt.date(2026, 12, 2)


def _unit(name: str, closing: int, owed: int = 2) -> UnitRow:
    return UnitRow(
        name=name,
        opening=1,
        found=closing,
        resolved=1,
        went_out=0,
        came_in=0,
        closing=closing,
        owed=owed,
        reported=owed,
        zero=min(1, owed),
        late=0,
    )


def _order() -> PaperOrder:
    facts = RollUpPaper(
        office="示范街道办事处",
        office_phone="0999-1234567",
        kind="半月报",
        period="2026年11月下半月(11月16日—11月30日)",
        addressee="示范区社会治安综合治理中心",
        issue="2026年第22期",
        opening=4,
        found=6,
        resolved=3,
        went_out=1,
        came_in=0,
        closing=6,
        acts=18,
        hands=44,
        people=23,
        amount="12800.00",
        mass=1,
        sizes="50人以下1起",
        criminal=1,
        grave=1,
        by_people=2,
        by_administration=1,
        by_courts=0,
        rate="30.0%",
        handled=4,
        handled_share="66.7%",
        success_share="75.0%",
        overdue_share="50.0%",
        key_levels="红、橙",
        reported="应报14份，已报13份（其中零报告5份、迟报1份），未报1份",
        carried="上期补报1件：示街纠〔2026〕7号",
        units=(_unit("示范街道办事处", 1, 0), _unit("和平社区居民委员会", 3), _unit("新华社区居民委员会", 2)),
        categories=(
            CategoryLine(name="婚姻家庭", found=2, resolved=1, closing=3),
            CategoryLine(name="邻里", found=4, resolved=2, closing=3),
        ),
        disputes=(
            KeyDispute(
                number="示街纠〔2026〕12号",
                title="工程款拖欠引发的务工人员讨薪纠纷",
                unit="和平",
                category="劳动争议",
                risk="红",
                found_on=dt.date(2026, 11, 18),
                people=11,
                responsible="和平社区居民委员会、戊示例",
                leader="丙示例",
                limit_on=dt.date(2026, 11, 25),
            ),
        ),
        overview="本期共排查18次，邻里纠纷较多，集中在老旧小区漏水和停车。",
        next_steps="对红色等级纠纷由分管领导包案，每日跟进。",
        drawn_on=DAY,
        signers=tuple(
            ReportSigner(label=label, name=name, post=post, day=DAY)
            for label, name, post in (
                ("制表", "甲示例", "街道综治专干@示范街道办事处"),
                ("平安办审核", "乙示例", "街道综治专干@示范街道办事处"),
                ("分管领导签发", "丙示例", "分管领导（签发）@示范街道办事处"),
            )
        ),
    )
    imprint = Imprint(
        number="",
        check_code="K7M2P9QX4T",
        check_url=check_address("http://10.0.0.1", "K7M2P9QX4T", "a" * 22),
        issued_on=DAY,
    )
    paper = kind_of(KIND)
    return PaperOrder(
        template=paper.template,
        version=paper.version,
        paper_format="a4",
        title=paper.title,
        seal=paper.seal,
        facts=facts,
        imprint=imprint,
    )


def test_everything_of_the_form_stands_on_it() -> None:
    text = compose(_order())
    for words in (
        "期末未化解",
        "上期补报1件",
        "应报14份",
        "30.0%",
        "丙示例",
        "讨薪",
        "下步措施",
        "2026年第22期",
        "66.7%",
        "75.0%",
        "50.0%",
        "50人以下1起",
        "戊示例",
        "（红、橙）",
    ):
        assert words in text


def test_the_paper_looks_as_approved(tmp_path_factory: pytest.TempPathFactory) -> None:
    must_look(_order(), Path(__file__).with_name("approved") / "screening_roll_up.png", tmp_path_factory)
