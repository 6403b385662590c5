"""Relief through the pages: a round from a workbook to the signature of a proxy, and aid first for a house that burnt."""

from __future__ import annotations

import datetime as dt
import io
import re

import openpyxl
from playwright.sync_api import Page, expect

from portal.residents.synthetic import identity_number
from portal.services.rosters import sheet
from tests.browser.looking import as_another, look, sign_in


def test_a_round_from_a_workbook_to_the_signature(visitor_with_script: Page) -> None:
    page = visitor_with_script
    sign_in(page, "clerk")
    page.goto("/rosters/new")
    page.get_by_label("发放名称").fill("火灾慰问")
    page.get_by_label("发放开始日期").fill("2026-11-22")
    page.get_by_label("发放结束日期").fill("2026-11-30")
    page.get_by_label("每人慰问金").fill("500")
    page.get_by_role("button", name="建立").click()
    roster = page.url
    page.get_by_role("link", name="从 Excel 加人").click()
    book = openpyxl.load_workbook(io.BytesIO(sheet.template()))
    book.worksheets[0].append(["单于秀英", identity_number(dt.date(1936, 6, 6), 12), "住房失火", "800"])
    book.worksheets[0].append(["李无此人", "11990119661123011X", "受灾", ""])
    target = io.BytesIO()
    book.save(target)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.get_by_label("填好的 Excel 表").set_input_files(
        {"name": "名单.xlsx", "mimeType": kind, "buffer": target.getvalue()}
    )
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_text("请先在“居民”中登记").first).to_be_visible()
    look(page, "74-roster-sheet")
    page.get_by_role("button", name="加入 1 人").click()
    page.get_by_role("link", name="送审").click()
    page.get_by_role("button", name="送审").click()
    for who, verb in (("reviewer", "审核通过"), ("leader", "同意并签发")):
        as_another(page, who)
        page.goto(roster)
        page.get_by_role("link", name=verb).click()
        page.get_by_role("button", name=verb).click()
    as_another(page, "community")
    page.goto(roster)
    page.get_by_role("link", name=re.compile("登记领取")).click()
    page.get_by_label("代领人姓名").fill("李代领")
    page.get_by_label("与本人关系").fill("女儿")
    page.get_by_role("button", name="登记领取").click()
    expect(page.get_by_text("李代领（女儿）代领").first).to_be_visible()
    look(page, "75-roster-signed")


def test_aid_first_for_a_house_that_burnt(visitor_with_script: Page) -> None:
    page = visitor_with_script
    sign_in(page, "clerk")
    page.goto("/services/temporary_relief/apply?resident=6&business=emergency")
    page.get_by_role("button", name=re.compile("下一步")).click()
    page.get_by_label("困难原因").fill("住房失火，家具被褥烧毁")
    page.get_by_label("发生日期").fill("2026-11-20")
    page.get_by_label("困难发生地").fill("和平里1号")
    page.get_by_label("需要什么帮助").fill("被褥、过渡住处")
    page.get_by_label("共同生活人数").fill("1")
    page.get_by_role("button", name=re.compile("^保存")).first.click()
    case = page.url
    page.goto(f"{case}/relief")
    page.get_by_label("按月保障标准的百分之几").fill("100")
    page.get_by_role("button", name="核定金额").click()
    as_another(page, "reviewer")
    page.goto(f"{case}/relief/first")
    page.get_by_label("为什么先行救助").fill("无处可住，无被褥")
    page.get_by_role("button", name="同意先行救助").click()
    as_another(page, "clerk")
    page.goto(f"{case}/relief/receipt")
    page.get_by_role("button", name="登记签收").click()
    expect(page.get_by_text("本人").first).to_be_visible()
    look(page, "76-relief-first")
