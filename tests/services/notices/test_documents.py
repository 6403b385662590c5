"""The papers of the board: looks that a person approved, and scenario 21: name, members and amount, and nothing else."""

from __future__ import annotations

import dataclasses
import datetime as dt
import typing
from pathlib import Path

import pytest

from portal.db import session, transaction
from portal.documents.models import Document
from portal.services.notices import actions, published
from portal.services.notices.papers import NoticeLine, NoticeSheet, PublishedSheet, ReturnSlip
from portal.services.notices.wording import Line
from tests.documents import sample
from tests.documents.looks import must_look, text_of
from tests.documents.sample import RARE_NAMES
from tests.factories import residents, staff
from tests.services.conftest import unrendered
from tests.services.notices import board

__all__ = ["unrendered"]
APPROVED = Path(__file__).with_name("approved")
LINES = tuple(
    NoticeLine(name=name, members=members, amount_fen=fen)
    for name, members, fen in zip(RARE_NAMES, (3, 1, 12), (92000, 64000, 385050), strict=True)
)
OFFICE = {
    "office": "示范街道办事处",
    "office_phone": "0999-1234567",
    "complaint_phone": "12345",
    "office_address": "示范街道示范路1号",
}
SHEET = NoticeSheet(
    **OFFICE,
    heading="最低生活保障拟确认对象公示",
    community="和平社区",
    lines=LINES,
    opinion="拟同意给予最低生活保障。",
    basis="《最低生活保障审核确认办法》第十九条",
    post_on=dt.date(2026, 11, 23),
    first=dt.date(2026, 11, 24),
    last=dt.date(2026, 11, 30),
    days=7,
    channel_phone="0999-1234567",
    channel_place="和平社区居委会",
)
SLIP = ReturnSlip(
    **OFFICE,
    heading=SHEET.heading,
    community="和平社区",
    names="、".join(RARE_NAMES),
    place="社区居委会公示栏",
    posted_on=dt.date(2026, 11, 23),
    posted_by="测试08",
    first=dt.date(2026, 11, 24),
    last=dt.date(2026, 11, 30),
    removed_on=dt.date(2026, 12, 1),
    removed_by="测试08",
    days=7,
)
PUBLISHED = PublishedSheet(
    **OFFICE,
    heading="最低生活保障对象公布名单",
    community="和平社区",
    lines=LINES,
    as_of=dt.date(2026, 11, 22),
    households=3,
    persons=16,
    total_fen=541050,
    channel_phone="12345",
)
SAMPLES = {
    "notice_sheet": SHEET,
    "notice_sheet-again": dataclasses.replace(
        SHEET,
        is_again=True,
        days=3,
        last=dt.date(2026, 11, 26),
        has_amounts=False,
        lines=tuple(dataclasses.replace(line, amount_fen=None) for line in LINES),
    ),
    "notice_return_slip": SLIP,
    "published_list": PUBLISHED,
}


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_paper_looks_as_approved(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    must_look(sample.order(name, SAMPLES[name]), APPROVED / f"{name}.png", tmp_path_factory)


def test_a_long_list_repeats_its_head_and_counts_on(tmp_path_factory: pytest.TempPathFactory) -> None:
    long = dataclasses.replace(PUBLISHED, lines=LINES * 30)
    text = text_of(sample.order("published_list", long), tmp_path_factory)
    assert text.count("金额（元/月）") > 1
    assert "90" in text


@pytest.mark.usefixtures("database", "unrendered")
class TestScenario21:
    def test_scenario_21(
        self, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Printed for the board, now and for long: name, members, amount; no number, address, illness, phone, account."""
        monkeypatch.setattr(published, "_sources", {})
        rows = [Line("张䶮", 3, 92000)]
        published.define_published("tests", PUBLISHED.heading, lambda unit, day: rows)
        with transaction():
            resident = residents.make_zhang()
            notice = board.announced(resident)
            made = actions.print_published(
                staff.actor("community"), unit_id=staff.unit("C1").id, source="tests"
            )
            kept = [
                (session.get_one(Document, key).kind, session.get_one(Document, key).frozen["facts"])
                for key in (notice.document_id, made.document_id)
            ]
            private = [resident.primary_paper.number, resident.phone, resident.address]  # type: ignore[union-attr]
        for kind, facts in kept:
            assert [set(line) for line in facts["lines"]] == [{"name", "members", "amount_fen"}]
            shape = NoticeSheet if kind == "notice_sheet" else PublishedSheet
            text = text_of(sample.order(kind, _revived(shape, facts)), tmp_path_factory)
            assert "张䶮" in text
            assert "920.00" in text
            assert not [words for words in private if words and words in text]

    def test_the_facts_have_no_place_for_anything_else(self) -> None:
        """The dataclass of a line is the rule: what it cannot hold cannot be printed."""
        assert set(typing.get_type_hints(NoticeLine)) == {"name", "members", "amount_fen"}


def _revived(shape: typing.Any, facts: dict[str, typing.Any]) -> typing.Any:
    from portal.documents.facts import from_plain

    return from_plain(shape, facts)
