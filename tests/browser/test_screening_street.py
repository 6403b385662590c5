"""A fortnight at the street's desk: chasing, deciding, drawing up, reviewed by another, issued by the leader, sent."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.looking import as_another, look, sign_in

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 768}


def test_the_street_makes_its_half_month(visitor_with_script: Page) -> None:
    page = visitor_with_script
    sign_in(page, "street")
    _chase_the_silent_unit(page)
    _decide_the_objection(page)
    address = _draw_up(page)
    _sign_as(page, "street2", address, "平安办审核")
    _sign_as(page, "leader", address, "分管领导签发")
    as_another(page, "street")
    page.goto(address)
    _follow(page, "登记报送")
    _press(page, "登记报送")
    expect(page.get_by_role("main")).to_contain_text("已报送区里")
    page.goto("/screening/statistics")
    _look_twice(page, "screening-statistics")
    page.locator("main tfoot a, main tbody tr:last-child a").first.click()
    expect(page.locator("main tbody a").first).to_be_visible()


def _chase_the_silent_unit(page: Page) -> None:
    """From the workbench to the grid: who is silent stands out, opens, and is chased on paper."""
    page.get_by_role("link", name=re.compile("社区未报、漏报")).click()
    expect(page.get_by_role("main")).to_contain_text("漏报")
    page.goto("/screening")
    _look_twice(page, "screening-grid")
    expect(page.locator("a.duty", has_text="漏").first).to_be_visible()
    _follow(page, "催报")
    _press(page, "生成催报单")
    expect(page.get_by_role("main")).to_contain_text("催报单")


def _decide_the_objection(page: Page) -> None:
    page.goto("/screening/objections")
    page.locator("main tbody a").first.click()
    _look_twice(page, "screening-objection")
    _follow(page, "决定")
    page.get_by_label("异议不成立").check()
    page.get_by_label("决定的理由").fill("该小区现在仍由本社区管理。")
    _press(page, "决定异议")
    expect(page.get_by_role("main")).to_contain_text("异议不成立")


def _draw_up(page: Page) -> str:
    """The report of this half-month so far; gives its address."""
    page.goto("/screening/reports?kind=half_month")
    page.get_by_role("link", name="制表").first.click()
    _press(page, re.compile("制表"))
    expect(page.get_by_role("main")).to_contain_text("填写中")
    _look_twice(page, "screening-street-report")
    return page.url


def _sign_as(page: Page, who: str, address: str, step: str) -> None:
    as_another(page, who)
    page.goto(address)
    _follow(page, step)
    _press(page, step)
    expect(page.get_by_role("main")).to_contain_text("已签")


def _follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def _press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("main").get_by_role("button", name=name).click()


def _look_twice(page: Page, name: str) -> None:
    """On a phone and on a desk."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        look(page, f"{name}-{size['width']}")
