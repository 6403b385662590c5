"""A week of screening by a community worker who types badly: nothing is lost, each mistake is said where it was made."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.looking import as_another, look, sign_in

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 768}
FILL = "填好，交书记签发"


def test_a_community_worker_who_types_badly(visitor_with_script: Page) -> None:
    page = visitor_with_script
    sign_in(page, "community")
    _open_the_week(page)
    page.get_by_text("补充文字").click()
    page.get_by_label("本期总体情况").fill("总体平稳")
    _press(page, FILL)
    _is_said(page, "zero_said", "请勾选零报告的这句话")
    page.get_by_label(re.compile("经排查，本单位")).check()
    page.get_by_label("排查地点").fill("张示例家13900000001")
    page.get_by_label("次数").fill("三")
    _press(page, "添加这一次")
    _is_said(page, "act_times", "")
    page.get_by_label("次数").fill("２")
    _press(page, "添加这一次")
    _is_said(page, "act_place", "不要写完整的证件号码或手机号")
    page.get_by_label("排查地点").fill("　和平里3至8号楼 ")
    _press(page, "添加这一次")
    expect(page.locator("#acts")).to_contain_text("和平里3至8号楼")
    expect(page.locator("#acts")).to_contain_text("2 次，1 人")
    expect(page.get_by_label("本期总体情况")).to_have_value("总体平稳")
    page.get_by_role("button", name=FILL).dblclick()
    expect(page.get_by_role("main")).to_contain_text("等书记签发")
    as_another(page, "secretary")
    _open_the_week(page)
    _press(page, "签发上报")
    expect(page.get_by_role("link", name="打印零报告单")).to_be_visible()
    _look_twice(page, "screening-filed")


def _open_the_week(page: Page) -> None:
    page.goto("/screening/duties")
    page.get_by_role("link", name=re.compile("第47周")).click()
    _look_twice(page, "screening-week")


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def _is_said(page: Page, field: str, words: str) -> None:
    """The mistake stands at its field, and on top of the page."""
    expect(page.locator(f"#{field}-error")).to_contain_text(words)
    expect(page.get_by_role("alert").first).to_contain_text("没有提交成功")


def _look_twice(page: Page, name: str) -> None:
    """On a phone and on a desk."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        look(page, f"{name}-{size['width']}")
