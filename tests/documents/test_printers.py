"""The pages of printers and printing: matching one with its stock, this computer's choice, the ways of printing, the counts."""

from __future__ import annotations

import hashlib

import pikepdf
import pytest

from portal.db import session, transaction
from portal.documents.actions import printers as actions
from portal.documents.models import Document, DocumentPrint, Printer
from portal.documents.routes import printing
from portal.web.application import Portal
from tests.documents import sample
from tests.documents.conftest import Issuer
from tests.documents.test_derived import words_of
from tests.documents.test_routes import waiting
from tests.factories import staff
from tests.factories.staff import PASSWORD
from tests.page import Browser

__all__ = ["waiting"]


@pytest.fixture
def printer(app: Portal) -> int:
    """A printer of the street that feeds cards askew."""
    with app.app_context(), transaction():
        admin, unit = staff.actor("admin"), staff.unit("S")
        made = actions.add_printer(admin, unit_id=unit.id, name="三号窗证卡机", place="一楼")
        actions.calibrate_printer(admin, made, paper_format="card", right=5, down=-12)
        return made.id


@pytest.fixture
def card(app: Portal, issue: Issuer) -> int:
    """An issued card."""
    with app.app_context():
        return issue.now(kind="senior_card", facts=sample.card(), paper_format="card")


@pytest.fixture
def browser(app: Portal) -> Browser:
    """A browser nobody has signed in with."""
    return Browser(app.test_client())


def signed_in(browser: Browser, username: str) -> Browser:
    return browser.sign_in(username, PASSWORD)


class TestAddPrinter:
    def test_a_reviewer_adds_changes_and_switches_one(self, app: Portal, browser: Browser) -> None:
        signed_in(browser, "reviewer").open("/documents/printers").follow("添加打印机").press("添加")
        assert browser.status == 422
        browser.fill("名称", "二号窗激光机").fill("位置", "一楼").choose("所属单位", "示范街道办事处").press(
            "添加"
        )
        assert browser.h1 == "二号窗激光机"
        browser.follow("修改").fill("名称", "二号窗").check("能自动双面打印").press("保存")
        assert browser.h1 == "二号窗"
        browser.press("停用")
        assert [
            row["状态"] for row in browser.open("/documents/printers").rows("在预印纸上打印前，先校准打印机")
        ] == ["已停用"]
        browser.follow("二号窗").press("恢复使用")
        assert "已恢复使用" in browser.text

    def test_two_who_change_it_at_once_see_both_versions(
        self, app: Portal, browser: Browser, printer: int
    ) -> None:
        page = f"/documents/printers/{printer}/change"
        signed_in(browser, "reviewer").open(page)
        other = signed_in(Browser(app.test_client()), "admin")
        other.open(page).fill("名称", "先改的").press("保存")
        browser.fill("名称", "后改的").press("保存")
        assert browser.status == 409
        assert "先改的" in browser.text
        assert browser.value("名称") == "后改的"

    def test_a_clerk_matches_a_printer_but_keeps_none(self, browser: Browser, printer: int) -> None:
        signed_in(browser, "clerk").open("/documents/printers")
        assert "添加打印机" not in browser.text
        for address in ("/documents/printers/new", f"/documents/printers/{printer}/change"):
            assert browser.client.get(address).status_code == 403

    def test_another_street_s_printer_is_not_there(self, browser: Browser, printer: int) -> None:
        signed_in(browser, "clerk_s2")
        for rest in ("", "/calibration.pdf", "/calibrate/card"):
            assert browser.client.get(f"/documents/printers/{printer}{rest}").status_code == 404


class TestCalibratePrinter:
    def test_the_numbers_are_read_as_they_are_typed(
        self, app: Portal, browser: Browser, printer: int
    ) -> None:
        signed_in(browser, "clerk").open(f"/documents/printers/{printer}")
        assert "填写后打印" in browser.text
        browser.open(f"/documents/printers/{printer}/calibrate/a5")
        browser.fill("向右移", "０．５").fill("向下移", "－１．２毫米").press("保存")
        assert "打印检查页" in browser.text
        with app.app_context(), transaction("read"):
            assert session.get_one(Printer, printer).offsets["a5"] == [5, -12]
        assert browser.open(f"/documents/printers/{printer}/calibrate/a5").value("向下移") == "-1.2"

    def test_what_is_no_offset_is_said_at_its_field(self, browser: Browser, printer: int) -> None:
        signed_in(browser, "clerk").open(f"/documents/printers/{printer}/calibrate/card")
        for typed, sentence in (("0.25", "最多一位小数"), ("25", "不能超过 20 毫米"), ("右", "请填毫米数")):
            browser.fill("向右移", typed).press("保存")
            assert browser.status == 422
            assert sentence in " ".join(browser.errors["向右移"])
            assert browser.value("向右移") == typed

    def test_a_conflict_shows_the_other_s_numbers_of_the_same_format(
        self, app: Portal, browser: Browser, printer: int
    ) -> None:
        page = f"/documents/printers/{printer}/calibrate/card"
        signed_in(browser, "clerk").open(page)
        signed_in(Browser(app.test_client()), "clerk2").open(page).fill("向右移", "3.3").press("保存")
        browser.fill("向右移", "4.4").press("保存")
        assert browser.status == 409
        assert "3.3" in browser.text
        assert browser.press("保存").status == 200

    def test_the_sheets_are_pdf_and_differ_by_the_offset(self, browser: Browser, printer: int) -> None:
        base = f"/documents/printers/{printer}/calibration.pdf"
        signed_in(browser, "clerk")
        sheet, check = (browser.client.get(f"{base}?format=card{more}") for more in ("", "&check=1"))
        for answer in (sheet, check):
            assert answer.headers["Content-Type"] == "application/pdf"
            assert answer.data.startswith(b"%PDF-")
        assert sheet.data != check.data
        assert browser.client.get(f"{base}?format=a3").status_code == 404


class TestPrintDocument:
    def test_this_computer_s_printer_moves_the_card_and_the_choice_outlives_the_sign_in(
        self, app: Portal, browser: Browser, card: int, printer: int
    ) -> None:
        signed_in(browser, "clerk").open(f"/documents/{card}")
        assert "按打印机校正后打印" not in browser.text
        browser.choose("打印机", "三号窗证卡机（一楼）").press("使用这台打印机")
        assert "按打印机校正后打印（向右 0.5 毫米，向上 1.2 毫米）" in browser.text
        browser.press("打印")
        assert browser.page.url == f"/documents/{card}/shifted.pdf?printer={printer}"
        again = browser.open("/").press("退出").sign_in("clerk2", PASSWORD).open(f"/documents/{card}")
        assert "按打印机校正后打印" in again.text
        again.choose("打印方式", "原样打印").press("打印")
        assert again.page.url == f"/documents/{card}.pdf"

    def test_the_print_is_moved_by_the_printer_s_offset(
        self, browser: Browser, card: int, printer: int, tmp_path
    ) -> None:
        signed_in(browser, "clerk")
        master = browser.client.get(f"/documents/{card}.pdf").data
        moved = browser.client.get(f"/documents/{card}/shifted.pdf?printer={printer}").data
        before, after = words_of(master, tmp_path), words_of(moved, tmp_path)
        (x, y, _height), (x2, y2, _height2) = before["张䶮"][0], after["张䶮"][0]
        assert (x2 - x, y2 - y) == pytest.approx((0.5 * 72 / 25.4, -1.2 * 72 / 25.4), abs=0.01)
        assert browser.client.get(f"/documents/{card}.pdf").data == master

    def test_a_room_that_counts_for_itself_is_led_to_the_same_bytes(
        self, app: Portal, browser: Browser, card: int, printer: int
    ) -> None:
        signed_in(browser, "clerk")
        address = f"/documents/{card}/to-print.pdf"
        assert browser.client.get(address).headers["Location"] == f"/documents/{card}.pdf"
        browser.open(f"/documents/{card}").choose("打印机", "三号窗证卡机（一楼）").press("使用这台打印机")
        assert browser.client.get(address).headers["Location"].endswith(f"shifted.pdf?printer={printer}")
        with app.app_context(), transaction():
            actions.switch_printer(staff.actor("admin"), session.get_one(Printer, printer), active=False)
        assert browser.client.get(address).headers["Location"] == f"/documents/{card}.pdf"

    def test_a_wrong_printer_in_the_address(self, browser: Browser, card: int, printer: int) -> None:
        signed_in(browser, "clerk")
        for asked, status in (("999999", 404), ("x", 400), ("9" * 40, 400)):
            answer = browser.client.get(f"/documents/{card}/shifted.pdf?printer={asked}")
            assert answer.status_code == status, asked

    def test_two_different_papers_share_a_sheet(self, app: Portal, browser: Browser, issue: Issuer) -> None:
        with app.app_context():
            one, two = issue.now(paper_format="a5"), issue.now(paper_format="a5")
        signed_in(browser, "clerk").open(f"/documents/{one}")
        browser.choose("打印方式", "两份 A5 拼在一张 A4 上")
        browser.choose("拼在一起的另一份", "受理通知书 示街办受〔2026〕2号").press("打印")
        assert browser.page.url == f"/documents/{one}/two-up.pdf?beside={two}"
        for key in (one, two):
            rows = browser.open(f"/documents/{key}").rows("打印记录")
            assert [row["类别"] for row in rows] == ["首次打印"]
        with app.app_context(), transaction("read"):
            master = session.get_one(Document, one).master
            assert master is not None
            assert hashlib.sha256(master.content).hexdigest() == master.sha256

    def test_both_sides(self, app: Portal, browser: Browser, issue: Issuer, tmp_path) -> None:
        with app.app_context():
            key = issue.now()
        signed_in(browser, "clerk").open(f"/documents/{key}")
        browser.choose("打印方式", "双面打印，末页背面留空").press("打印")
        assert browser.page.url == f"/documents/{key}/duplex.pdf"
        file = tmp_path / "duplex.pdf"
        file.write_bytes(browser.client.get(browser.page.url).data)
        with pikepdf.open(file) as pdf:
            assert len(pdf.pages) == 2

    def test_a_way_that_is_not_offered_counts_nothing(self, app: Portal, browser: Browser, card: int) -> None:
        signed_in(browser, "clerk")
        app.config["WTF_CSRF_ENABLED"] = False
        try:
            answer = browser.client.post(f"/documents/{card}/print", data={"way": "two_up"})
        finally:
            app.config["WTF_CSRF_ENABLED"] = True
        assert answer.status_code == 422
        with app.app_context(), transaction("read"):
            assert session.query(DocumentPrint).count() == 0

    def test_while_the_paper_is_being_made_its_own_page_says_so(
        self, app: Portal, browser: Browser, issue: Issuer, waiting: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(printing, "PATIENCE_SECONDS", 0.1)
        with app.app_context():
            key = issue.now(paper_format="a5")
        signed_in(browser, "clerk")
        for name in ("shifted", "two-up", "duplex"):
            answer = browser.client.get(f"/documents/{key}/{name}.pdf")
            assert answer.status_code == 303
            assert answer.headers["Location"] == f"/documents/{key}.pdf"

    def test_a_void_paper_is_not_made_ready_for_a_printer(
        self, app: Portal, browser: Browser, issue: Issuer
    ) -> None:
        with app.app_context():
            key = issue.now(paper_format="a5")
            with transaction():
                session.get_one(Document, key).status = "void"
        signed_in(browser, "clerk")
        for name in ("shifted", "two-up", "duplex", "to-print"):
            answer = browser.client.get(f"/documents/{key}/{name}.pdf")
            assert answer.status_code == 422
            assert "已作废" in answer.get_data(as_text=True)
        assert browser.client.get(f"/documents/{key}.pdf").status_code == 200

    def test_another_street_s_paper_is_not_there(
        self, app: Portal, browser: Browser, card: int, issue: Issuer
    ) -> None:
        with app.app_context():
            own = issue.now(unit="S2", username="clerk_s2", paper_format="a5")
        signed_in(browser, "clerk_s2")
        for address in (
            f"/documents/{card}/two-up.pdf",
            f"/documents/{card}/duplex.pdf",
            f"/documents/{card}/to-print.pdf",
            f"/documents/{own}/two-up.pdf?beside={card}",
        ):
            assert browser.client.get(address).status_code == 404


class TestListPrints:
    def test_a_reviewer_sees_what_was_printed(self, app: Portal, browser: Browser, issue: Issuer) -> None:
        signed_in(browser, "reviewer").open("/documents/prints")
        assert "没有打印过文书" in browser.text
        with app.app_context():
            key = issue.now(paper_format="a5")
            for _ in range(3):
                with transaction():
                    actions.print_document(staff.actor("clerk"), session.get_one(Document, key), way="plain")
        year = browser.value("年度")
        (row,) = browser.reload().rows(f"{year} 年打印的文书")
        assert (row["文书"], row["首次打印"], row["重复打印"], row["共打印（页）"]) == (
            "受理通知书",
            "1",
            "2",
            "3",
        )

    def test_a_clerk_does_not(self, browser: Browser) -> None:
        assert signed_in(browser, "clerk").client.get("/documents/prints").status_code == 403
