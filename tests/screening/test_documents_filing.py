"""The papers of a community's week: the zero report sheet and the report of B.3, as pictures that a person approved."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from portal.documents.imprint import Imprint, check_address
from portal.documents.kinds import kind_of
from portal.documents.render import PaperOrder
from portal.screening.filing.papers import (
    KIND_REPORT,
    KIND_ZERO,
    ActLine,
    DisputeLine,
    UnitReport,
)
from portal.screening.papers import CategoryLine, ReportSigner
from tests.documents.looks import must_look

DAY = dt.date(2026, 11, 23)
ZERO = UnitReport(
    office="和平社区居民委员会",
    office_phone="0999-1234567",
    office_address="示范路1号",
    report_kind="周报",
    period="2026年第47周(11月16日—11月22日)",
    issue="2026年第47期",
    addressee="示范街道办事处",
    statement="经排查，本单位2026年11月16日至11月22日未发现新的矛盾纠纷和不稳定因素，特此零报告。",
    nothing_new="无新增，在化解1件。",
    opening=2,
    found=0,
    resolved=1,
    went_out=0,
    came_in=0,
    closing=1,
    acts=6,
    hands=17,
    by_people=1,
    by_administration=0,
    by_courts=0,
    people=0,
    amount="0.00",
    mass=0,
    criminal=0,
    grave=0,
    handled=1,
    handled_share="—",
    success_share="100.0%",
    scope="和平社区全部楼栋和沿街商户",
    screeners="甲示例、网格员3名",
    act_lines=(
        ActLine(kind="两排查（日排查）", times=5, hands=13, places="和平里3至8号楼、新村路东侧商户"),
        ActLine(kind="入户走访", times=1, hands=4, places="示范路2号院"),
    ),
    disputes=(
        DisputeLine(
            number="和平纠〔2026〕11号",
            title="张示例与李样本漏水损害赔偿纠纷",
            category="邻里",
            found_on=dt.date(2026, 11, 10),
            people=2,
            risk="黄",
            outcome="在化解",
        ),
        DisputeLine(
            number="和平纠〔2026〕9号",
            title="王示例与赵样本停车纠纷",
            category="邻里",
            found_on=dt.date(2026, 11, 3),
            people=2,
            risk="蓝",
            outcome="已化解",
        ),
    ),
    filed="2026年11月23日10时05分",
    filed_on=DAY,
    filled_on=DAY,
    signers=(
        ReportSigner(label="填报", name="甲示例", post="社区工作者@和平社区居民委员会", day=DAY),
        ReportSigner(label="签发", name="乙示例", post="社区书记（主任）@和平社区居民委员会", day=DAY),
    ),
)
REPORT = replace(
    ZERO,
    statement="",
    nothing_new="",
    found=1,
    closing=2,
    people=12,
    amount="12800.00",
    mass=1,
    sizes="50人以下1起",
    criminal=1,
    grave=1,
    handled_share="100.0%",
    as_of="本期尚未结束，数字截至2026年11月21日18时05分。",
    lateness="迟报1天5小时（应于2026年11月23日17时00分前报送）。原因：停电",
    correction="第2版。更正原因：报送后登记了本期的纠纷。此前各版留存备查。",
    categories=(
        CategoryLine(name="邻里", found=0, resolved=1, closing=1),
        CategoryLine(name="劳动争议", found=1, resolved=0, closing=1),
    ),
    disputes=(
        DisputeLine(
            number="和平纠〔2026〕12号",
            title="工程款拖欠引发的务工人员讨薪纠纷",
            category="劳动争议",
            found_on=dt.date(2026, 11, 21),
            people=12,
            risk="红",
            outcome="本期新增，在化解",
        ),
        *ZERO.disputes,
    ),
    overview="本周排查6次，新增讨薪纠纷1件，已报街道。",
    wants_help="请协调劳动保障所参加调解。",
)


@pytest.mark.parametrize(("kind", "facts"), [(KIND_ZERO, ZERO), (KIND_REPORT, REPORT)])
def test_the_paper_looks_as_approved(
    kind: str, facts: UnitReport, tmp_path_factory: pytest.TempPathFactory
) -> None:
    imprint = Imprint(
        number="和平排查〔2026〕12号",
        check_code="K7M2P9QX4T",
        check_url=check_address("http://10.0.0.1", "K7M2P9QX4T", "a" * 22),
        issued_on=DAY,
    )
    paper = kind_of(kind)
    order = PaperOrder(
        template=paper.template,
        version=paper.version,
        paper_format="a4",
        title=paper.title,
        seal=paper.seal,
        facts=facts,
        imprint=imprint,
    )
    must_look(order, Path(__file__).with_name("approved") / f"{kind}.png", tmp_path_factory)
