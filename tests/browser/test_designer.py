"""An administrator makes an item, another person publishes it, and the counter takes an application through to its result."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.looking import look, sign_in, sign_out

DRAFTS = "/services/items/drafts"


def test_from_a_draft_to_the_result_in_the_hand(visitor_with_script: Page) -> None:
    page = visitor_with_script
    sign_in(page, "admin")
    draft = _make(page)
    sign_out(page)
    sign_in(page, "leader")
    page.goto(draft)
    page.get_by_role("link", name="发布", exact=True).click()
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("已发布第 1 版").first).to_be_visible()
    sign_out(page)
    _apply(page)


def _make(page: Page) -> str:
    page.goto(f"{DRAFTS}/new")
    page.get_by_label("从样例开始").select_option("residence_permit_agency")
    page.get_by_label("事项名称").fill("居住登记凭条代办")
    page.get_by_label("系统编码").fill("residence-slip")
    page.get_by_role("button", name="建立草稿").click()
    draft = re.sub(r"/sections/.*", "", page.url)
    page.goto(f"{draft}/sections/result")
    page.get_by_label("文书名称").fill("居住证代办结果告知书")
    page.get_by_label("发文字").fill("居")
    page.get_by_role("button", name="保存", exact=True).click()
    page.goto(f"{draft}/sections/fields")
    page.get_by_role("button", name="增加一行").click()
    row = page.get_by_role("group", name=re.compile("^第4行"))
    row.get_by_label("字段名称").fill("紧急联系人")
    page.get_by_role("button", name="上移第4行").click()
    expect(page.get_by_role("group", name="第3行 紧急联系人")).to_be_visible()
    look(page, "60-designer-fields")
    page.goto(f"{draft}/trial")
    page.get_by_role("button", name="试运行").click()
    expect(page.get_by_text("从登记到办结都走通了")).to_be_visible()
    look(page, "61-designer-trial")
    page.goto(draft)
    look(page, "62-designer-draft")
    page.get_by_role("link", name="提交发布").click()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_text("已提交，等待另一人发布").first).to_be_visible()
    return draft


def _apply(page: Page) -> None:
    sign_in(page, "clerk")
    page.goto("/services/residence-slip/apply?resident=5")
    page.get_by_role("button", name=re.compile("下一步")).click()
    page.get_by_label("居住事由").fill("务工")
    page.get_by_label("紧急联系人").fill("王和")
    page.get_by_role("button", name="其余都已收，保存").click()
    page.get_by_role("button", name="受理", exact=True).click()
    expect(page.get_by_text("已受理").first).to_be_visible()
    case = page.url
    for who, verb, choice, after in (
        ("reviewer", "review", "同意", "已审核"),
        ("leader", "decide", "准予", "已决定"),
        ("clerk", "issue", "", "待领取"),
    ):
        sign_out(page)
        sign_in(page, who)
        page.goto(f"{case}/{verb}")
        if choice:
            page.get_by_label(choice, exact=True).first.check()
        page.get_by_role("main").get_by_role("button", name=re.compile("审核|决定|制发")).first.click()
        expect(page.get_by_text(after).first).to_be_visible()
    expect(page.get_by_text(re.compile("居住证代办结果告知书 .*居〔2026〕")).first).to_be_visible()
    look(page, "63-designer-result")
