"""From a mother at the counter to the certificate in her hand, and from the hospital's notice to the visit, read on a phone."""

from __future__ import annotations

import datetime as dt
import re
import time

from playwright.sync_api import Page, expect

from tests.browser.looking import look, print_results, sign_in, sign_out
from tests.factories.residents import identity_number

MOTHER = identity_number(dt.date(1990, 2, 3), 433, sex="2")
NAME = "喻样本"


def test_from_the_counter_to_the_certificate_and_to_the_visit(visitor_with_script: Page) -> None:
    page = visitor_with_script
    sign_in(page, "clerk")
    resident = _register(page)
    _certificate(page, resident)
    _send_a_visit(page)
    sign_out(page)
    _visit_on_a_phone(page)


def _register(page: Page) -> str:
    page.goto("/residents/new")
    page.get_by_label("证件号码").fill(MOTHER)
    page.get_by_label("姓名").fill(NAME)
    page.get_by_label("联系电话").fill("13900000033")
    page.get_by_label("所在网格").select_option(label="和平里第一网格")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    return page.url.rstrip("/").rsplit("/", maxsplit=1)[-1].split("?")[0]


def _certificate(page: Page, resident: str) -> None:
    page.goto(f"/services/birth_registration/apply?resident={resident}")
    page.get_by_role("button", name=re.compile("下一步")).click()
    page.wait_for_url("**/services/applications/*")
    page.get_by_label("女方户籍在本地").check()
    page.get_by_label("窗口", exact=True).check()
    page.get_by_label("末次月经日期").fill("2026-08-30")
    page.get_by_role("button", name="其余都已收，保存").click()
    expect(page.get_by_text("预产期：2027年6月6日")).to_be_visible()
    look(page, "21-birth-draft")
    page.get_by_role("button", name="用承诺书代替缺的材料").click()
    expect(page.get_by_text("承诺书已出具")).to_be_visible()
    page.get_by_role("button", name="当场办结").first.click()
    expect(page.get_by_text("已当场办结").first).to_be_visible()
    look(page, "22-birth-registered")
    case = page.url
    page.get_by_role("link", name=re.compile("育〔2026〕")).first.click()
    look(page, "23-birth-certificate")
    address = page.get_by_role("link", name=re.compile("看凭证")).get_attribute("href") or ""
    number = re.search(r"/documents/(\d+)", address)
    assert number
    for _ in range(40):
        answer = page.request.get(f"/documents/{number[1]}.pdf")
        if answer.status == 200:
            break
        time.sleep(0.5)
    assert answer.body().startswith(b"%PDF-")
    page.goto(case)
    print_results(page)
    page.get_by_role("main").get_by_role("button", name="领取").click()
    expect(page.get_by_text("已领取").first).to_be_visible()


def _send_a_visit(page: Page) -> None:
    page.goto("/births/newborns/new")
    for name, text in (
        ("event_number", "SFY-2026-0900"),
        ("hospital", "示范区妇幼保健院"),
        ("born_on", "2026-11-20"),
        ("mother_name", NAME),
        ("number", MOTHER),
        ("phone", "13900000033"),
        ("address", "和平里幸福小区12号楼3单元1801室"),
    ):
        page.locator(f"[name={name}]").fill(text)
    for row in ("第 1 个孩子", "第 2 个孩子"):
        page.get_by_role("group", name=row).get_by_label("性别").select_option(label="女")
    look(page, "24-newborn-notice")
    page.get_by_role("main").get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("唯一匹配").first).to_be_visible()
    look(page, "25-newborn-matched")
    page.get_by_role("button", name="派单").click()
    expect(page.get_by_text("已派给").first).to_be_visible()


def _visit_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "community")
    page.goto("/births/visits")
    look(page, "26-visits-390")
    page.get_by_role("link", name=NAME).click()
    look(page, "27-visit-390")
    page.get_by_role("link", name="登记走访结果").click()
    page.get_by_label("在家").check()
    page.get_by_label("落户").check()
    look(page, "28-visit-result-390")
    page.get_by_role("main").get_by_role("button", name="登记走访结果").click()
    expect(page.get_by_text("走访结果已登记").first).to_be_visible()
