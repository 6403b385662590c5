"""The pages of statistics: every figure opens its list; a report is frozen, signed by three persons, sent and kept."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from portal.db import session, transaction
from portal.documents.models import Document
from portal.errors import Forbidden, RuleBroken
from portal.mediation.registers.actions import reporting
from portal.mediation.registers.conditions import Period
from portal.mediation.registers.models import StatisticsReport
from portal.web.application import Portal
from tests.factories import mediation as made
from tests.factories import staff
from tests.page import Browser

HALF = Period(dt.date(2026, 7, 1), dt.date(2026, 12, 31))


def _report(**changes: object) -> StatisticsReport:
    given = {"unit": staff.unit("M1"), "period": HALF, "addressee": "示范司法所", "by_hand": {"found": 3}}
    return reporting.draw_up_statistics(staff.actor("mediator"), **(given | changes))


def _browser(app: Portal, who: str) -> Browser:
    return Browser(app.test_client()).sign_in(who, staff.PASSWORD)


class TestReport:
    def test_figures_open_their_lists_and_a_report_stays_what_was_sent(self, app: Portal) -> None:
        with app.app_context(), transaction():
            made.make_case("mediating")
            made.make_case("draft")
        page = _browser(app, "mediator").open("/mediation/statistics")
        assert "受理：受理日期在统计期内" in page.text
        assert page.rows("案件")[0]["数字"] == "1"
        assert "—" not in {row["数字"] for row in page.rows("案件来源")}
        link = next(href for href in page.links.values() if "figure=people" in href)
        assert len(page.open(link).rows("人民调解登记簿")) == 1
        for name, title, count in (
            ("mediators", "人民调解员名册", 3),
            ("mediation-committees", "人民调解委员会名册", 1),
            ("mediation-register-whole", "人民调解登记簿（含案情）", 1),
        ):
            assert len(page.open(f"/ledgers/{name}").rows(title)) == count
        assert "139****0101" in page.text
        assert page.open("/mediation/statistics?from=2027-01-01&to=2026-01-01").status == 200
        assert page.open("/mediation/statistics?from=2025-01-01&to=2025-12-31").rows("案件")[2]["数字"] == "—"
        assert page.open("/mediation/statistics.xlsx").status == 200

        page.open("/mediation/reports/new").choose("填报单位", "示范街道人民调解委员会")
        page.fill("统计期起", "2026-07-01").fill("统计期止", "2026-12-31")
        page.fill("排查次数", "12").press("填报统计表")
        address = page.url
        assert page.rows("排查和预防（由填表人填写）")[0]["数字"] == "12"
        assert page.open(f"{address}/sign").status == 403
        with app.app_context(), transaction():
            made.make_case("mediating")
        chair = _browser(app, "chair").open(address)
        assert "登记簿里有" in chair.text
        chair.follow("签名").press("签名：审核人")
        last = _browser(app, "justice").open(address).follow("签名").press("签名：负责人")
        assert last.facts["报送日期"] == "2026-11-22"
        assert last.rows("案件")[0]["数字"] == "1"
        assert last.open(f"{address}.xlsx").status == 200
        with app.app_context():
            paper = session.scalars(select(Document).where(Document.kind == "mediation_statistics")).one()
            report = session.scalars(select(StatisticsReport)).one()
            assert report.state == "sent"
            assert paper.id == report.document_id
            assert reporting.paper_of(report).signers[2].label == "负责人"

    def test_a_period_is_corrected_with_a_reason_only_and_one_report_is_open_at_a_time(
        self, app: Portal
    ) -> None:
        with app.app_context(), transaction():
            made.make_committee()
            report = _report()
            with pytest.raises(RuleBroken, match="正在签名"):
                _report()
            with pytest.raises(Forbidden):
                reporting.sign_statistics(staff.actor("mediator"), report, version=None, step="check")
            with pytest.raises(RuleBroken, match="请先由"):
                reporting.sign_statistics(staff.actor("justice"), report, version=None, step="head")
            for who, step in (("chair", "check"), ("justice", "head")):
                reporting.sign_statistics(staff.actor(who), report, version=None, step=step)
            with pytest.raises(RuleBroken, match="已经报送"):
                reporting.discard_statistics(staff.actor("chair"), report, version=None, reason="错")
            with pytest.raises(RuleBroken, match="写明原因"):
                _report()
            again = _report(because="漏登一件")
            assert again.corrects_id == report.id
            assert reporting.paper_of(again).corrects.endswith("漏登一件")
            reporting.discard_statistics(staff.actor("chair"), again, version=None, reason="重填")
            assert again.state == "discarded"
