"""The paper of the statistics: both tables, what counts as what, who signed; one picture is kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from portal.documents.imprint import Imprint, check_address
from portal.documents.kinds import kind_of
from portal.documents.render import PaperOrder, compose
from portal.mediation.registers import freezing, team
from portal.mediation.registers.conditions import Period
from portal.mediation.registers.figures import DEFINITIONS, sections
from portal.mediation.registers.papers import (
    KIND,
    ReportLine,
    ReportSection,
    ReportSigner,
    StatisticsPaper,
)
from portal.mediation.registers.statistics import Statistics
from tests.documents.looks import must_look

DAY = dt.date(2026, 11, 22)


def _sections(told: list[tuple[str, list[freezing.Line]]]) -> tuple[ReportSection, ...]:
    return tuple(
        ReportSection(
            title=title,
            lines=tuple(
                ReportLine(label=one.label, figure=one.words, unit=one.unit, depth=one.depth) for one in lines
            ),
        )
        for title, lines in told
    )


def _order() -> PaperOrder:
    found = Statistics(
        Period(dt.date(2026, 7, 1), dt.date(2026, 12, 31)),
        None,
        sections(()),
        {"accepted": 9, "settled": 3, "amount": 608_000},
    )
    facts = StatisticsPaper(
        office="示范街道人民调解委员会",
        office_phone="0999-1234567",
        period="2026年下半年",
        addressee="示范司法所",
        cases=_sections(freezing.case_lines(found, {"screenings": 12})),
        team=_sections(freezing.team_lines(dict.fromkeys(team.FIGURES, 2))),
        team_on=DAY,
        definitions=DEFINITIONS,
        drawn_on=DAY,
        signers=tuple(
            ReportSigner(label=label, name=name, post="调解员@示范街道人民调解委员会", day=DAY)
            for label, name in (("填表人", "甲示例"), ("审核人", "乙示例"), ("负责人", "丙示例"))
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


def test_both_tables_definitions_and_signers_stand_on_it() -> None:
    text = compose(_order())
    for words in ("33.3%", "0.61", "排查次数", "12", *DEFINITIONS, "丙示例", "其中：人民法院委托移送"):
        assert words in text


def test_the_paper_looks_as_approved(tmp_path_factory: pytest.TempPathFactory) -> None:
    must_look(_order(), Path(__file__).with_name("approved") / "mediation_statistics.png", tmp_path_factory)
