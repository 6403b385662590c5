"""What stays in a shared counter's browser: nothing, Back and the page cache included; and work without a mouse."""

from __future__ import annotations

import shutil

from playwright.sync_api import Page, Playwright, expect

from tests.browser.conftest import FLAGS, Server
from tests.browser.looking import sign_in
from tests.demo.filling import PASSWORD

NAME = "李𬎆"


def test_back_after_sign_out_shows_nothing_with_the_page_cache_on(
    playwright: Playwright, server: Server
) -> None:
    """Playwright switches the browser's back-forward cache off; here it is on, as at the counter."""
    browser = playwright.chromium.launch(
        executable_path=shutil.which("chromium"),
        args=FLAGS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    try:
        page = browser.new_context(base_url=server.address, locale="zh-CN").new_page()
        sign_in(page, "clerk")
        page.goto("/residents?q=李")
        expect(page.get_by_text(NAME).first).to_be_visible()
        page.get_by_role("button", name="退出").click()
        page.wait_for_url("**/sign-in*")
        for _ in range(3):
            page.evaluate("() => history.back()")
            page.wait_for_timeout(700)
            assert NAME not in page.content()
            expect(page.get_by_label("密码")).to_be_visible()
    finally:
        browser.close()


def test_a_resident_is_found_without_a_mouse(
    chromium: object, server: Server, visitor_with_script: Page
) -> None:
    page = visitor_with_script
    page.goto("/sign-in")
    page.keyboard.type("clerk")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    page.keyboard.press("/")
    page.keyboard.type("zy")  # pinyin initials of 张䶮
    expect(page.get_by_text("张䶮").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    for _ in range(12):
        if "张䶮" in page.evaluate("() => document.activeElement.innerText || ''"):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("张䶮")
