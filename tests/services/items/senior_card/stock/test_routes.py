"""The pages of the stock book: receiving, counting, spoiling, handing back, and the ledger."""

from __future__ import annotations

from portal.web.application import Portal
from tests.factories import staff
from tests.page import Browser


def test_the_book_on_pages(app: Portal) -> None:
    clerk = Browser(app.test_client()).open("/sign-in").sign_in("clerk", staff.PASSWORD)
    clerk.open("/services/cards/stock").follow("登记领入").fill("起号", "A000101").fill("止号", "A000110")
    clerk.press("登记领入").follow("废证").fill("废证号码", "A000102").fill("原因", "卡纸").press("登记废证")
    clerk.follow("交回").fill("起号", "A000109").fill("止号", "A000110").fill("原因", "交回")
    clerk.press("登记交回或调出").follow("当日盘点").fill("实有张数", "7").press("登记盘点")
    for words in ("A000102", "卡纸", "A000110"):
        assert words in clerk.page.text
    clerk.open("/ledgers/card-stock?from=2026-11-01&to=2026-11-30")
    assert "A000109" in clerk.page.text
