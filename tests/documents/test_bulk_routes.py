"""The page of bulk printing: what it shows, what it asks for, and what it refuses."""

from __future__ import annotations

import pytest

from portal.db import session, transaction
from portal.documents import actions as documents
from portal.documents.actions import printers
from portal.documents.models import Document
from portal.jobs.queries import list_open_jobs
from portal.jobs.running import run_pending
from portal.web.application import Portal
from tests.documents import sample
from tests.documents.conftest import Issuer
from tests.factories import staff
from tests.factories.staff import PASSWORD
from tests.page import Browser


@pytest.fixture
def clerk(app: Portal) -> Browser:
    """A clerk's browser."""
    return Browser(app.test_client()).sign_in("clerk", PASSWORD)


class TestPrintBulk:
    def test_today_s_receipts_become_a_job_and_a_file(
        self, app: Portal, clerk: Browser, issue: Issuer
    ) -> None:
        with app.app_context():
            keys = [issue.now() for _ in range(2)]
            issue.now("clerk2")
            with transaction():
                void = issue.inside().id
            with transaction():
                documents.void_document(staff.actor("reviewer"), session.get_one(Document, void), reason="误")
        clerk.open("/documents/bulk")
        rows = clerk.rows("将要打印的文书，按编号簿的顺序")
        assert [row["编号"] for row in rows] == ["示街办受〔2026〕1号", "示街办受〔2026〕2号"]
        assert "另有 1 份已更正或作废" in clerk.text
        with app.app_context():
            issue.now()  # comes after the list was shown, and is not in it
        clerk.check("双面打印").press("制作打印文件")
        assert clerk.page.url.startswith("/jobs/")
        assert "批量打印 受理通知书 2026-11-22 共2份" in clerk.text
        with app.app_context():
            assert run_pending() == 1
        answer = clerk.client.get(clerk.page.url + "/result")
        assert answer.mimetype == "application/pdf"
        assert answer.data.startswith(b"%PDF-1.7")
        shown = clerk.open(f"/documents/{keys[0]}")
        assert [row["类别"] for row in shown.rows("打印记录")] == ["批量打印"]

    def test_conditions_stand_in_the_address_and_choose(
        self, app: Portal, clerk: Browser, issue: Issuer
    ) -> None:
        with app.app_context():
            issue.now("clerk2")
            issue.now(kind="senior_card", facts=sample.card(photo=None))
        clerk.open("/documents/bulk")
        assert "没有符合条件的文书" in clerk.text
        assert "制作打印文件" not in clerk.text
        clerk.choose("文书种类", "全部").choose("签发人", "所有人签发").press("筛选")
        assert len(clerk.rows("将要打印的文书，按编号簿的顺序")) == 2
        clerk.check("证卡拼版").press("制作打印文件")
        with app.app_context(), transaction("read"):
            (job,) = list_open_jobs()
            assert job.arguments["layout"] == {
                "duplex": False,
                "copies": 1,
                "order": "sets",
                "sheets": True,
                "two_up": False,
                "offsets": {},
            }
            assert len(job.arguments["documents"]) == 2

    def test_whose_paper_it_is_stands_there_and_one_can_be_left_out(
        self, app: Portal, clerk: Browser, issue: Issuer
    ) -> None:
        with app.app_context():
            receipt, card = issue.now(), issue.now(kind="senior_card", facts=sample.card(photo=None))
        clerk.open("/documents/bulk?kind=all")
        names = {
            row["文书"]: (row["编号"], row["姓名"]) for row in clerk.rows("将要打印的文书，按编号簿的顺序")
        }
        assert names["受理通知书"][1] == sample.receipt().applicant
        assert names["老年优待证"] == (sample.card().card_number, sample.card().name)
        assert "选中的文书用几种纸" in clerk.text
        clerk.check(f"不打 {sample.card().card_number}").press("制作打印文件")
        with app.app_context(), transaction("read"):
            (job,) = list_open_jobs()
            assert job.arguments["documents"] == [receipt]
            assert card not in job.arguments["documents"]

    def test_the_printer_beside_the_computer_moves_what_is_printed(
        self, app: Portal, clerk: Browser, issue: Issuer
    ) -> None:
        with app.app_context():
            card = issue.now(kind="senior_card", facts=sample.card(photo=None))
            with transaction():
                admin = staff.actor("admin")
                made = printers.add_printer(admin, unit_id=staff.unit("S").id, name="三号窗", place="")
                printers.calibrate_printer(admin, made, paper_format="card", right=5, down=-12)
        clerk.open(f"/documents/{card}").choose("打印机", "三号窗").press("使用这台打印机")
        clerk.open("/documents/bulk?kind=all")
        assert "按“三号窗”登记的校正量移动" in clerk.text
        clerk.press("制作打印文件")
        with app.app_context(), transaction("read"):
            (job,) = list_open_jobs()
            assert job.arguments["layout"]["offsets"] == {"card": [5, -12]}

    def test_only_the_first_twenty_are_listed(
        self, app: Portal, clerk: Browser, issue: Issuer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("portal.documents.actions.issuing.wake", lambda: None)
        with app.app_context(), transaction():
            for _ in range(21):
                issue.inside()
        clerk.open("/documents/bulk")
        assert len(clerk.rows("将要打印的文书，按编号簿的顺序")) == 20
        assert "只列出前 20 份，打印时包括全部 21 份" in clerk.text

    @pytest.mark.parametrize(
        ("address", "sentence"),
        [
            ("?from=2026-02-30", "没有这一天"),
            ("?from=2026-11-22&to=2026-11-01", "截止日期不能早于起始日期"),
            ("?kind=nothing", "请从所列选项中选择"),
        ],
    )
    def test_a_wrong_condition_is_said_and_nothing_listed(
        self, clerk: Browser, address: str, sentence: str
    ) -> None:
        clerk.open("/documents/bulk" + address)
        assert sentence in clerk.text
        assert "条件有误，没有列出文书" in clerk.text
        assert "制作打印文件" not in clerk.text

    def test_wrong_copies_are_refused_at_the_field(self, app: Portal, clerk: Browser, issue: Issuer) -> None:
        with app.app_context():
            issue.now()
        clerk.open("/documents/bulk").fill("打印份数", "9").press("制作打印文件")
        assert clerk.status == 422
        assert clerk.errors
        assert clerk.fill("打印份数", "2").press("制作打印文件").page.url.startswith("/jobs/")

    def test_a_list_that_has_become_empty_is_refused(
        self, app: Portal, clerk: Browser, issue: Issuer
    ) -> None:
        with app.app_context():
            key = issue.now()
        clerk.open("/documents/bulk")
        with app.app_context(), transaction():
            documents.void_document(staff.actor("reviewer"), session.get_one(Document, key), reason="误")
        clerk.press("制作打印文件")
        assert clerk.status == 422
        assert "没有可以打印的文书" in clerk.text

    def test_it_stands_in_the_navigation_of_those_who_may(self, app: Portal, clerk: Browser) -> None:
        assert "批量打印" in clerk.open("/").html
        other = Browser(app.test_client()).sign_in("supervisor", PASSWORD)
        assert "批量打印" not in other.open("/").html
        assert other.client.get("/documents/bulk").status_code == 403
