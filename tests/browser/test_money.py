"""Money through the pages: a payment month until a payment comes back, and a new standard that another person approves."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.looking import as_another, look, sign_in


def test_from_the_list_to_a_payment_that_came_back(visitor_with_script: Page) -> None:
    page = visitor_with_script
    sign_in(page, "clerk")
    page.goto("/assistance/payments?month=2026-11")
    page.get_by_role("button", name=re.compile("编制名单.*按户")).click()
    page.get_by_role("link", name="签字并送审").click()
    batch = re.sub(r"/submit$", "", page.url)
    page.get_by_role("button", name="签字并送审").click()
    expect(page.get_by_text("等待“审核”签字。")).to_be_visible()
    for who, step, button in (("reviewer", "审核", "审核通过，签字"), ("leader", "审批", "同意发放，签字")):
        as_another(page, who)
        page.goto(batch)
        page.get_by_role("link", name=f"签字：{step}").click()
        page.get_by_role("button", name=button).click()
    expect(page.get_by_text("由审核人导出。")).to_be_visible()
    as_another(page, "reviewer")
    page.goto(batch)
    page.get_by_role("link", name="导出代发文件").click()
    page.get_by_label("用途").fill("送银行代发")
    page.get_by_role("button", name="导出", exact=True).click()
    with page.expect_download() as kept:
        page.get_by_role("link", name="下载代发文件").click()
    assert kept.value.suggested_filename.endswith(".xlsx")
    look(page, "70-payment-sent")
    as_another(page, "clerk")
    page.goto(batch)
    page.get_by_role("link", name="登记发放结果").click()
    page.get_by_role("button", name="登记结果").click()
    page.get_by_role("link", name="登记一笔退票").click()
    page.get_by_label("名单序号").fill("1")
    page.get_by_role("button", name="登记退票").click()
    expect(page.get_by_text("已发放，有 1 笔退票没有处理。")).to_be_visible()
    look(page, "71-payment-returned")


def test_a_new_standard_is_previewed_by_one_and_approved_by_another(visitor_with_script: Page) -> None:
    page = visitor_with_script
    sign_in(page, "reviewer")
    page.goto("/assistance/adjustments")
    page.get_by_role("row", name=re.compile("2026-12")).get_by_role("link").first.click()
    batch = page.url
    page.get_by_role("button", name="重新预览").click()
    expect(page.get_by_text("已完成").first).to_be_visible()
    page.goto(batch)
    expect(page.get_by_text("预览已保存，等待分管领导审批。")).to_be_visible()
    expect(page.get_by_role("link", name="审批", exact=True)).to_have_count(0)
    look(page, "72-adjustment-previewed")
    as_another(page, "leader")
    page.goto(batch)
    page.get_by_role("link", name="审批", exact=True).click()
    page.get_by_role("button", name="同意并执行").click()
    expect(page.get_by_text("已完成").first).to_be_visible()
    page.goto(batch)
    expect(page.get_by_text("已执行").first).to_be_visible()
    look(page, "73-adjustment-applied")
