"""A ledger as staff use it: sorted, grouped, with fewer columns, printed, and its pages proven, with and without JavaScript."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.looking import look, sign_in

WHOLE_YEAR = "from=2026-01-01&to=2026-12-31"


def test_a_ledger_is_sorted_grouped_printed_and_proven(visitor: Page, script: bool) -> None:
    sign_in(visitor, "clerk")
    visitor.goto(f"/ledgers/applications?{WHOLE_YEAR}")
    main = visitor.get_by_role("main")
    lines = main.get_by_role("table").locator("tbody tr:not(.ledger-group)")
    count = lines.count()
    assert count > 2, "the demonstration has too few cases"

    main.get_by_role("link", name="截止日").click()
    expect(main.locator("th[aria-sort=ascending]")).to_contain_text("截止日")
    main.get_by_role("link", name="截止日").click()
    expect(main.locator("th[aria-sort=descending]")).to_contain_text("截止日")
    visitor.go_back()
    expect(main.locator("th[aria-sort=ascending]")).to_contain_text("截止日")

    main.get_by_label("分组").select_option("state")
    main.get_by_text("选择列").click()
    main.get_by_role("checkbox", name="联系电话").uncheck()
    main.get_by_role("button", name="筛选").click()
    expect(main.locator("tr.ledger-group").first).to_be_visible()
    expect(main.get_by_role("columnheader", name="联系电话")).to_have_count(0)
    expect(lines).to_have_count(count)
    look(visitor, "17-ledger-in-groups", script=script)

    address = main.get_by_role("link", name="打印 PDF").get_attribute("href") or ""
    paper = visitor.request.get(address)
    assert paper.body().startswith(b"%PDF-")
    visitor.goto("/ledgers/prints")
    main.get_by_role("row").nth(1).get_by_role("link").click()
    expect(main.get_by_role("table")).to_contain_text("本页校验链")
    look(visitor, "18-printed-ledger", script=script)
