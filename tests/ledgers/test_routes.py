"""The pages of a ledger: conditions, lines, links to the files, and who may see them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal import audit, db
from portal.audit.queries import list_entries
from portal.ledgers import Ledger, definition
from portal.web.application import Portal
from tests.factories import staff
from tests.page import Browser

Declare = Callable[[int], Ledger]


@pytest.fixture
def browser(app: Portal) -> Browser:
    """The clerk, signed in."""
    return Browser(app.test_client()).sign_in("clerk", staff.PASSWORD)


class TestListLedgers:
    def test_lists_what_this_post_may_read(self, browser: Browser, sample: Declare) -> None:
        sample(1)
        browser.open("/ledgers").follow("样例台账")
        assert browser.h1 == "样例台账"


class TestShowLedger:
    def test_shows_lines_with_their_running_number(self, browser: Browser, sample: Declare) -> None:
        sample(12)
        rows = browser.open("/ledgers/sample").rows("样例台账")
        assert [row["序号"] for row in rows] == [str(n) for n in range(1, 13)]
        assert rows[0] == {
            "序号": "1",
            "受理号": "示街办受〔2026〕1号",
            "受理时间": "2026-11-22 09:30",
            "日期": "2026-11-22",
            "申请人": "张三",
            "状态": "已受理",
            "期限": "20",
            "金额": "1,234.50",
            "备注": "",
        }
        assert browser.links["示街办受〔2026〕1号"].endswith("/ledgers/0")
        assert [
            n.words()[:2] for n in browser.tree.root.find_all("tr", where=lambda n: n.has_class("struck"))
        ] == ["10"]

    def test_goes_on_counting_on_the_next_page(self, browser: Browser, sample: Declare) -> None:
        sample(120)
        browser.open("/ledgers/sample").follow("下一页").follow("下一页")
        assert [row["序号"] for row in browser.rows("样例台账")] == [str(n) for n in range(101, 121)]
        assert len(browser.open("/ledgers/sample?page=99999").rows("样例台账")) == 20
        assert len(browser.open("/ledgers/sample?page=-1").rows("样例台账")) == 50

    def test_fetches_only_the_list_for_htmx(self, browser: Browser, sample: Declare) -> None:
        sample(60)
        browser.open("/ledgers/sample")
        browser.htmx = True
        browser.follow("下一页")
        assert browser.page.part
        assert len(browser.rows("样例台账")) == 10

    def test_says_that_there_is_nothing(self, browser: Browser, sample: Declare) -> None:
        sample(0)
        browser.open("/ledgers/sample")
        assert browser.rows("样例台账") == []
        assert "这段期间没有记录" in browser.text

    def test_keeps_what_was_chosen(self, browser: Browser, sample: Declare) -> None:
        sample(3)
        browser.open("/ledgers/sample?from=2026-01-01").choose("类别", "普通").press("筛选")
        assert browser.value("类别") == "普通"
        assert browser.value("受理日期起") == "2026-01-01"
        assert "kind=all" in browser.links["下载 Excel"]
        assert "from=2026-01-01" in browser.links["打印 PDF"]

    @pytest.mark.parametrize("ending", ["", ".xlsx", ".pdf"])
    def test_says_at_the_condition_what_is_wrong(
        self, browser: Browser, sample: Declare, ending: str
    ) -> None:
        sample(3)
        browser.open(f"/ledgers/sample{ending}?from=2026-02-30&to=gestern&kind=x")
        assert browser.status == 422
        wrong = {
            n.get("name") for n in browser.tree.root.find_all(where=lambda n: n.get("aria-invalid") == "true")
        }
        assert wrong == {"from", "to", "kind"}
        assert browser.value("受理日期起") == "2026-02-30"
        assert "没有这一天，请检查年月日。" in browser.text
        assert "日期请写成 2026-11-22 的样式。" in browser.text
        assert "请从所列选项中选择。" in browser.text

    def test_is_not_there(self, browser: Browser) -> None:
        for address in ("/ledgers/none", "/ledgers/none.xlsx", "/ledgers/none.pdf"):
            assert browser.open(address).status == 404

    def test_wants_the_right_of_the_ledger_itself(
        self, browser: Browser, sample: Declare, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ledger = sample(1)
        closed = Ledger(**{**vars(ledger), "permission": "audit.read_trail"})
        monkeypatch.setitem(definition._ledgers, "sample", closed)
        assert browser.open("/ledgers/sample").status == 403
        assert "样例台账" not in browser.open("/ledgers").text


class TestExportLedger:
    def test_sends_a_workbook_and_keeps_a_record(
        self, app: Portal, browser: Browser, sample: Declare
    ) -> None:
        sample(3)
        answer = browser.client.get("/ledgers/sample.xlsx?from=2026-11-01&to=2026-11-22")
        assert answer.status_code == 200
        assert answer.data[:2] == b"PK"
        assert (
            "%E6%A0%B7%E4%BE%8B%E5%8F%B0%E8%B4%A620261101-20261122.xlsx"
            in answer.headers["Content-Disposition"]
        )
        answer.close()
        with app.app_context(), db.transaction("read"):
            entry = list_entries(verb="ledgers.export_ledger")[0]
            assert entry.actor_name == "测试01"
            assert entry.facts["rows"] == 3
            assert isinstance(entry, audit.AuditEntry)


class TestPrintLedger:
    def test_shows_a_paper(self, browser: Browser, sample: Declare) -> None:
        sample(3)
        answer = browser.client.get("/ledgers/sample.pdf")
        assert answer.status_code == 200
        assert answer.data.startswith(b"%PDF")
        assert answer.headers["Content-Disposition"] == "inline; filename=sample.pdf"

    def test_refuses_more_lines_than_one_can_wait_for(self, browser: Browser, sample: Declare) -> None:
        sample(501)
        browser.open("/ledgers/sample.pdf")
        assert browser.status == 422
        assert browser.notices == ["共 501 行，超过一次打印的 500 行。请缩短期间或增加条件，或下载 Excel。"]
        assert "下载 Excel" in browser.links
