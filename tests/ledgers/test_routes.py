"""The pages of a ledger: conditions, lines, order, columns, groups, and who may see them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from portal.ledgers import Ledger, definition
from portal.web.application import Portal
from tests.factories import staff
from tests.ledgers.sample import grouped_ledger
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
        assert "第 101–120 条，共 120 条" in browser.text

    def test_goes_back_and_to_either_end(self, browser: Browser, sample: Declare) -> None:
        sample(120)
        browser.open("/ledgers/sample").follow("末页")
        assert [row["序号"] for row in browser.rows("样例台账")] == [str(n) for n in range(101, 121)]
        assert "下一页" not in browser.links
        browser.follow("上一页")
        assert [row["序号"] for row in browser.rows("样例台账")] == [str(n) for n in range(51, 101)]
        browser.follow("上一页")
        assert "上一页" not in browser.links
        browser.follow("下一页").follow("首页")
        assert browser.rows("样例台账")[0]["序号"] == "1"

    @pytest.mark.parametrize("place", ["99999", "-1", "a1", "b5.9999999999", "a99999.999999"])
    def test_shows_some_page_for_a_place_that_is_none(
        self, browser: Browser, sample: Declare, place: str
    ) -> None:
        sample(60)
        browser.open(f"/ledgers/sample?page={place}")
        assert len(browser.rows("样例台账")) in {10, 50}

    def test_tells_no_value_in_the_addresses_of_pages(self, browser: Browser, sample: Declare) -> None:
        sample(120)
        browser.open("/ledgers/sample?sort=name")
        assert re.search(r"[?&]page=a[0-9]+\.50(&|$)", browser.links["下一页"])

    def test_sorts_by_a_press_on_a_heading(self, browser: Browser, sample: Declare) -> None:
        sample(120)
        browser.open("/ledgers/sample").follow("下一页").follow("受理号")
        assert browser.rows("样例台账")[0]["受理号"] == "示街办受〔2026〕1号"
        browser.follow("受理号")
        assert browser.rows("样例台账")[0]["受理号"] == "示街办受〔2026〕120号"
        sorted_by = [n for n in browser.tree.root.find_all("th") if n.get("aria-sort")]
        assert [(n.get("aria-sort"), n.words()) for n in sorted_by] == [("descending", "受理号")]
        browser.follow("下一页")
        assert browser.rows("样例台账")[0]["受理号"] == "示街办受〔2026〕70号"

    def test_keeps_the_order_when_a_condition_is_set(self, browser: Browser, sample: Declare) -> None:
        sample(3)
        browser.open("/ledgers/sample?sort=number&desc=1").choose("类别", "普通").press("筛选")
        assert browser.rows("样例台账")[0]["受理号"] == "示街办受〔2026〕3号"

    def test_shows_only_ticked_columns_in_the_order_of_the_address(
        self, browser: Browser, sample: Declare
    ) -> None:
        sample(3)
        browser.open("/ledgers/sample?columns=fee,name")
        assert list(browser.rows("样例台账")[0]) == ["序号", "受理号", "金额", "申请人"]
        browser.check("金额", on=False).check("状态").press("筛选")
        assert list(browser.rows("样例台账")[0]) == ["序号", "受理号", "申请人", "状态"]
        assert "columns=number,name,state" in browser.links["下载 Excel"]

    def test_shows_groups_under_their_heads(self, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(definition._ledgers, "sample", grouped_ledger(60))
        browser.open("/ledgers/sample").choose("分组", "按种类").press("筛选")

        def heads() -> list[str]:
            found = browser.tree.root.find_all("tr", where=lambda n: n.has_class("ledger-group"))
            return [n.words() for n in found]

        assert heads() == ["甲类", "乙类", "丙类", "（未填写）"]
        browser.follow("下一页")
        assert heads() == ["（未填写）"], "the group that goes on is named again"

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

    @pytest.mark.parametrize("ending", ["", ".xlsx", ".pdf", ".csv"])
    def test_says_at_the_condition_what_is_wrong(
        self, browser: Browser, sample: Declare, ending: str
    ) -> None:
        sample(3)
        browser.open(
            f"/ledgers/sample{ending}?from=2026-02-30&to=gestern&kind=x&columns=no&sort=note&group=fee"
        )
        assert browser.status == 422
        wrong = {
            n.get("name") for n in browser.tree.root.find_all(where=lambda n: n.get("aria-invalid") == "true")
        }
        assert {"from", "to", "kind"} <= wrong
        assert browser.value("受理日期起") == "2026-02-30"
        assert "台账没有这一列：no。" in browser.text
        assert "台账不能按这一列排序。" in browser.text
        assert "没有这一天，请检查年月日。" in browser.text
        assert "日期请写成 2026-11-22 的样式。" in browser.text
        assert "请从所列选项中选择。" in browser.text

    def test_is_not_there(self, browser: Browser) -> None:
        for address in ("/ledgers/none", "/ledgers/none.xlsx", "/ledgers/none.pdf", "/ledgers/none.csv"):
            assert browser.open(address).status == 404

    def test_wants_the_right_of_the_ledger_itself(
        self, browser: Browser, sample: Declare, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ledger = sample(1)
        closed = Ledger(**{**vars(ledger), "permission": "audit.read_trail"})
        monkeypatch.setitem(definition._ledgers, "sample", closed)
        assert browser.open("/ledgers/sample").status == 403
        assert "样例台账" not in browser.open("/ledgers").text
