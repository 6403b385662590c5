"""The pages of paper: the bytes, the record, printing, declaring void, the books, and the public check."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from collections.abc import Iterator

import pikepdf
import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.db import session, transaction
from portal.documents import installation
from portal.documents.models import CheckAttempt, Document
from portal.documents.progress import _tellers, tell_progress
from portal.documents.queries import CHECKS, address_index
from portal.documents.routes import papers
from portal.settings.actions import change_setting
from portal.web.application import Portal
from tests.documents.conftest import Issuer
from tests.factories import staff
from tests.factories.staff import PASSWORD
from tests.page import Browser


@pytest.fixture
def paper(app: Portal, issue: Issuer) -> int:
    """An issued receipt."""
    with app.app_context():
        return issue.now()


@pytest.fixture
def browser(app: Portal) -> Browser:
    """A browser nobody has signed in with."""
    return Browser(app.test_client())


@pytest.fixture
def clerk(browser: Browser) -> Browser:
    """A clerk's browser."""
    return browser.sign_in("clerk", PASSWORD)


def record(app: Portal, key: int) -> dict[str, str]:
    with app.app_context(), transaction("read"):
        document = session.get_one(Document, key)
        return {
            "code": document.check_code,
            "token": document.token,
            "sha256": document.master.sha256 if document.master else "",
        }


class TestReadDocument:
    def test_the_bytes_are_the_master_s_with_a_name_in_chinese(
        self, app: Portal, clerk: Browser, paper: int
    ) -> None:
        answer = clerk.client.get(f"/documents/{paper}.pdf")
        assert answer.status_code == 200
        assert hashlib.sha256(answer.data).hexdigest() == record(app, paper)["sha256"]
        assert answer.data == clerk.client.get(f"/documents/{paper}.pdf").data
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Cache-Control"] == "no-store"
        disposition = answer.headers["Content-Disposition"]
        assert disposition.startswith("inline;")
        assert "filename*=UTF-8''%E5%8F%97%E7%90%86" in disposition

    def test_reading_is_recorded(self, app: Portal, clerk: Browser, paper: int) -> None:
        clerk.client.get(f"/documents/{paper}.pdf")
        with app.app_context(), transaction("read"):
            entry = session.scalars(
                select(AuditEntry).where(AuditEntry.verb == "documents.read_document")
            ).one()
            assert (entry.subject_kind, entry.subject_id) == ("Document", paper)

    def test_another_street_s_paper_is_not_there(self, browser: Browser, paper: int) -> None:
        browser.sign_in("clerk_s2", PASSWORD)
        for address in (f"/documents/{paper}.pdf", f"/documents/{paper}", f"/documents/{paper}/shifted.pdf"):
            assert browser.client.get(address).status_code == 404
        assert browser.client.get("/documents/999999.pdf").status_code == 404

    def test_a_paper_that_is_being_made_says_so_and_looks_again(
        self, app: Portal, clerk: Browser, issue: Issuer, waiting: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(papers, "PATIENCE_SECONDS", 0.2)
        with app.app_context():
            key = issue.now()
        answer = clerk.client.get(f"/documents/{key}.pdf")
        assert answer.status_code == 202
        assert answer.headers["Refresh"] == "2"
        assert "正在制作" in answer.text
        assert "正在制作" in clerk.open(f"/documents/{key}").text

    def test_a_failed_paper_leads_to_its_record_with_the_reason(
        self, app: Portal, clerk: Browser, issue: Issuer, waiting: None
    ) -> None:
        with app.app_context():
            key = issue.now()
            with transaction():
                task = session.get_one(Document, key).render_task
                task.state, task.reason = "failed", "the template is torn"
        clerk.open(f"/documents/{key}.pdf")
        assert clerk.page.url == f"/documents/{key}"
        assert "the template is torn" in clerk.text
        clerk.press("重新制作")
        with app.app_context(), transaction("read"):
            assert session.get_one(Document, key).render_task.state == "pending"


@pytest.fixture
def waiting() -> Iterator[None]:
    """Papers wait for a worker instead of being made at once."""
    before = installation.current()
    installation.use(installation.Installation(before.base_url, before.instance))
    yield
    installation.use(before)


class TestShowDocument:
    def test_the_record_says_what_was_issued(self, app: Portal, clerk: Browser, paper: int) -> None:
        text = clerk.open(f"/documents/{paper}").text
        for word in (
            "示街办受〔2026〕1号",
            "示范街道办事处",
            "有效",
            "还没有打印过",
            record(app, paper)["sha256"],
        ):
            assert word in text


class TestPrintDocument:
    def test_printing_is_counted_and_shows_the_paper(self, clerk: Browser, paper: int) -> None:
        clerk.open(f"/documents/{paper}").press("打印")
        assert clerk.page.url == f"/documents/{paper}.pdf"
        clerk.open(f"/documents/{paper}").press("打印")
        assert [row["类别"] for row in clerk.open(f"/documents/{paper}").rows("打印记录")] == [
            "首次打印",
            "重复打印",
        ]


class TestVoidDocument:
    def test_a_reviewer_declares_it_void_with_a_reason(self, browser: Browser, paper: int) -> None:
        browser.sign_in("reviewer", PASSWORD).open(f"/documents/{paper}").follow("作废")
        browser.press("作废这份文书")
        assert browser.status == 422
        assert browser.fill("作废原因", "误受理").press("作废这份文书").page.url == f"/documents/{paper}"
        assert "误受理" in browser.text
        assert "打印" not in re.findall(r"<span>(\w+)</span></button>", browser.html)
        answer = browser.client.get(f"/documents/{paper}.pdf")
        with pikepdf.open(
            io.BytesIO(answer.data)
        ) as shown:  # whoever may read it sees the mark and no clean copy
            assert all("/VoidMark" in page.Resources.ExtGState for page in shown.pages)
        assert answer.data == browser.client.get(f"/documents/{paper}.pdf").data
        assert browser.client.get(f"/documents/{paper}/shifted.pdf").status_code == 422

    def test_a_clerk_may_not(self, clerk: Browser, paper: int) -> None:
        assert "作废" not in clerk.open(f"/documents/{paper}").text
        assert clerk.client.get(f"/documents/{paper}/void").status_code == 403


class TestShiftDocument:
    def test_an_offset_moves_the_print_and_a_wild_one_is_refused(self, clerk: Browser, paper: int) -> None:
        moved = clerk.client.get(f"/documents/{paper}/shifted.pdf?right=1.5&down=-2")
        assert moved.status_code == 200
        assert moved.data.startswith(b"%PDF-")
        assert clerk.client.get(f"/documents/{paper}/shifted.pdf?right=99").status_code == 422
        assert clerk.client.get(f"/documents/{paper}/shifted.pdf?right=x").status_code == 400


class TestReadNumbers:
    def test_the_books_are_shown_with_their_state(self, browser: Browser, paper: int) -> None:
        rows = (
            browser.sign_in("auditor", PASSWORD)
            .open("/documents/numbers")
            .rows("各单位、各类文书每年一本，连续编号")
        )
        assert [(row["单位"], row["编号种类"], row["最后序号"], row["检查结果"]) for row in rows] == [
            ("示范街道办事处", "受理编号", "1", "连续完整")
        ]

    def test_an_empty_installation_says_what_will_happen(self, browser: Browser) -> None:
        assert "还没有发出过编号" in browser.sign_in("admin", PASSWORD).open("/documents/numbers").text


class TestCheckDocument:
    def ask(self, browser: Browser, code: str, last4: str) -> Browser:
        return browser.open("/check").fill("查询码", code).fill("证件号码或手机号后四位", last4).press("查询")

    def test_code_and_last_four_tell_all_but_no_person(
        self, app: Portal, browser: Browser, paper: int
    ) -> None:
        tell_progress("Unit", lambda _key: "正在审核，预计 11 月 27 日前办结。")
        try:
            text = self.ask(browser, record(app, paper)["code"].lower(), "0018").text
        finally:
            _tellers.pop("Unit")
        for word in ("现行有效", "受理通知书", "示街办受〔2026〕1号", "正在审核"):
            assert word in text
        assert "张䶮" not in text

    def test_a_wrong_code_and_wrong_digits_get_the_same_answer(
        self, app: Portal, browser: Browser, paper: int
    ) -> None:
        answers = []
        for code, last4 in ((record(app, paper)["code"], "9999"), ("AAAAAAAA", "0018"), ("乱写", "0018")):
            self.ask(browser, code, last4)
            assert browser.status == 422
            answers.append(re.search(r"没有查到。[^<]*", browser.html)[0])
        assert answers[0] == answers[1] == answers[2]

    def test_a_paper_for_nobody_in_particular_needs_its_code_alone(
        self, app: Portal, browser: Browser, paper: int
    ) -> None:
        with app.app_context(), transaction():
            session.get_one(Document, paper).holder_indexes = []
        code = record(app, paper)["code"]
        for last4 in ("", "0000"):
            assert "现行有效" in self.ask(browser, code, last4).text

    def test_a_void_paper_says_so(self, app: Portal, browser: Browser, paper: int) -> None:
        with app.app_context(), transaction():
            session.get_one(Document, paper).status = "void"
        assert "已作废" in self.ask(browser, record(app, paper)["code"], "0018").text

    def test_the_mark_of_the_qr_code_tells_genuine_and_no_progress(
        self, app: Portal, browser: Browser, paper: int
    ) -> None:
        known = record(app, paper)
        tell_progress("Unit", lambda _key: "正在审核")
        try:
            text = browser.open(f"/check?code={known['code']}&mark={known['token']}").text
        finally:
            _tellers.pop("Unit")
        assert "现行有效" in text
        assert "正在审核" not in text
        assert browser.open(f"/check?code={known['code']}").value("查询码") == known["code"]
        assert browser.client.get(f"/check?code={known['code']}&mark=wrong").status_code == 422

    def test_guessing_is_stopped_after_five_wrong_answers(
        self, app: Portal, browser: Browser, paper: int
    ) -> None:
        code = record(app, paper)["code"]
        for guess in range(5):
            self.ask(browser, code, f"{9000 + guess}")
            assert browser.status == 422
        browser.open("/check")
        assert browser.status == 429
        assert "5 分钟后" in browser.text
        with app.app_context(), transaction("read"):
            attempts = session.scalars(select(CheckAttempt)).all()
            assert len(attempts) == 5
            assert all("127.0.0.1" not in attempt.address_index for attempt in attempts)

    def test_right_answers_do_not_use_up_the_patience(
        self, app: Portal, browser: Browser, paper: int
    ) -> None:
        for _ in range(7):
            assert "现行有效" in self.ask(browser, record(app, paper)["code"], "0018").text

    def test_but_no_address_asks_without_end(self, app: Portal, browser: Browser, paper: int) -> None:
        with app.app_context(), transaction():
            change_setting(
                staff.actor("admin"), key=CHECKS, text="20", valid_from=dt.date(2026, 11, 22), reason="试"
            )
            session.add_all(
                CheckAttempt(address_index=address_index("127.0.0.1"), found=True) for _ in range(20)
            )
        browser.open("/check")
        assert browser.status == 429
