"""The pages of printed ledgers: found by the code on the paper, page by page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.ledgers import Ledger
from portal.web.application import Portal
from tests.factories import staff
from tests.page import Browser

Declare = Callable[[int], Ledger]


@pytest.fixture
def browser(app: Portal) -> Browser:
    """The clerk, signed in."""
    return Browser(app.test_client()).sign_in("clerk", staff.PASSWORD)


class TestListPrints:
    def test_says_that_there_is_none(self, browser: Browser) -> None:
        assert "还没有打印过台账" in browser.open("/ledgers").follow("打印记录").text

    def test_leads_to_the_digits_of_each_page(self, browser: Browser, sample: Declare) -> None:
        sample(120)
        browser.client.get("/ledgers/sample.pdf").close()
        browser.open("/ledgers/prints")
        line = browser.rows("台账打印记录")[0]
        assert (line["台账"], line["单位"], line["行数"], line["打印人"]) == (
            "样例台账",
            "示范街道办事处",
            "120",
            "测试01",
        )
        browser.follow(line["校验码"])
        assert browser.facts["行数"] == "120"
        pages = browser.rows("每页的校验链")
        assert len(pages) == int(line["页数"]) > 1
        assert len({row["本页校验链"] for row in pages}) == len(pages)

    def test_finds_a_page_by_its_number(self, browser: Browser, sample: Declare) -> None:
        sample(120)
        browser.client.get("/ledgers/sample.pdf").close()
        browser.open("/ledgers/prints").follow(browser.rows("台账打印记录")[0]["校验码"])
        browser.fill("页码", "2").press("筛选")
        found = browser.tree.root.find_all("tr", where=lambda n: n.has_class("ledger-wanted"))
        assert ["所找的页" in n.words() for n in found] == [True]
        for wrong in ("x", "-1", "0", "99999999999", "1000"):
            assert browser.open(f"{browser.page.url.split('?')[0]}?at={wrong}").status == 200
            assert not browser.rows("每页的校验链")
            assert "没有这一页" in browser.text

    def test_is_not_there(self, browser: Browser) -> None:
        assert browser.open("/ledgers/prints/ABCD2345").status == 404
        assert browser.open("/ledgers/prints/none").status == 404
