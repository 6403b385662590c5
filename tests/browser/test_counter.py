"""From a resident at the counter to the card in their hand, through the pages that staff see, with and without JavaScript."""

from __future__ import annotations

import io
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.looking import look, print_results, sign_in, sign_out

PEOPLE = {
    True: ("周䶮", "119901196611220018", "119901196613220011"),
    False: ("阿依古丽·陈𬭚", "119901195611220056", "119901196702290011"),
}


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A portrait-shaped picture as a camera would give it."""
    path = tmp_path / "photo.jpg"
    Image.linear_gradient("L").resize((600, 900)).convert("RGB").save(path, quality=90)
    return path


def test_from_the_counter_to_the_card_in_the_hand(visitor: Page, script: bool, photo: Path) -> None:
    name, number, wrong = PEOPLE[script]
    sign_in(visitor, "clerk")
    look(visitor, "01-workbench", script=script)
    _register(visitor, name, number, wrong, script)
    case = _apply_and_accept(visitor, name, photo, script)
    sign_out(visitor)

    _decide(visitor, case, script)
    sign_in(visitor, "clerk")
    _hand_over(visitor, case, script)
    _find_in_the_ledger(visitor, name, script)
    sign_out(visitor)
    _leaves_nothing(visitor, name, script)


def _register(page: Page, name: str, number: str, wrong: str, script: bool) -> None:
    page.goto("/residents/new")
    page.get_by_label("证件号码").fill(wrong)
    page.get_by_label("姓名").fill(name)
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_label("姓名")).to_have_value(name)
    look(page, "02-register-refused", script=script)
    page.get_by_label("证件号码").fill(number)
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    look(page, "03-resident", script=script)


def _apply_and_accept(page: Page, name: str, photo: Path, script: bool) -> str:
    page.get_by_role("link", name="办理事项").click()
    look(page, "04-catalogue", script=script)
    page.get_by_role("row").filter(has_text="老年优待证").get_by_role("link", name="申办").click()
    look(page, "05-apply", script=script)
    page.get_by_role("button", name=re.compile("下一步")).click()
    page.wait_for_url("**/services/applications/*")
    case = page.url.rstrip("/").split("/draft")[0]
    _attach_photo(page, photo, script)
    page.goto(case)
    page.get_by_label("本地户籍").check()
    _receive_materials(page)
    look(page, "06-draft", script=script)
    page.get_by_role("button", name="受理", exact=True).click()
    _press_if_asked(page, "受理")
    expect(page.get_by_text("已受理").first).to_be_visible()
    look(page, "07-accepted", script=script)
    _paper(page, "受理", name)
    return case


def _attach_photo(page: Page, photo: Path, script: bool) -> None:
    row = page.get_by_role("row").filter(has_text="一寸免冠")
    row.get_by_role("link", name="拍照或上传").click()
    page.locator("input[type=file]").first.set_input_files(photo)
    look(page, "06-photo", script=script)
    page.get_by_role("button", name=re.compile("使用这张照片")).first.click()
    page.wait_for_load_state()


def _receive_materials(page: Page) -> None:
    page.get_by_role("button", name="其余都已收，保存").click()
    page.wait_for_load_state()


def _press_if_asked(page: Page, label: str) -> None:
    """A verb that has a page of its own asks once more."""
    page.wait_for_load_state()
    if re.search(r"/(accept|review|decide|issue|collect|close)(-\w+)*$", page.url):
        page.get_by_role("main").get_by_role("button", name=re.compile(label)).first.click()
        page.wait_for_load_state()


def _paper(page: Page, title: str, name: str) -> None:
    """The paper of this step, fetched as a file; it is made by the render worker within seconds."""
    link = page.locator("a[href*='/documents/'][href$='.pdf']").first
    address = re.sub(r"/documents/(\d+).*", r"/documents/\1.pdf", link.get_attribute("href") or "")
    for _ in range(40):
        answer = page.request.get(address)
        if answer.status == 200:
            break
        time.sleep(0.5)
    assert answer.status == 200, f"{title}: {address} answered {answer.status}"
    assert answer.body().startswith(b"%PDF-")


def _decide(page: Page, case: str, script: bool) -> None:
    sign_in(page, "reviewer")
    page.goto(f"{case}/review")
    page.get_by_label("同意").first.check()
    look(page, "08-review", script=script)
    page.get_by_role("main").get_by_role("button", name=re.compile("审核|提交")).first.click()
    expect(page.get_by_text("已审核").first).to_be_visible()
    sign_out(page)
    sign_in(page, "leader")
    look(page, "09-leader-workbench", script=script)
    page.goto(f"{case}/decide")
    page.get_by_label("准予").first.check()
    look(page, "10-decide", script=script)
    page.get_by_role("main").get_by_role("button", name=re.compile("决定|提交")).first.click()
    expect(page.get_by_text("已决定").first).to_be_visible()
    sign_out(page)


def _hand_over(page: Page, case: str, script: bool) -> None:
    page.goto(f"{case}/issue")
    page.get_by_role("main").get_by_role("button", name=re.compile("制发")).first.click()
    expect(page.get_by_text("待领取").first).to_be_visible()
    look(page, "11-issued", script=script)
    page.goto(case)
    print_results(page)
    page.goto(f"{case}/collect")
    page.get_by_label("本人").first.check()
    page.get_by_role("main").get_by_role("button", name=re.compile("领取")).first.click()
    expect(page.get_by_text("已领取").first).to_be_visible()
    page.goto(f"{case}/close")
    page.get_by_role("main").get_by_role("button", name=re.compile("办结")).first.click()
    expect(page.get_by_text("已办结").first).to_be_visible()
    look(page, "12-closed", script=script)


def _find_in_the_ledger(page: Page, name: str, script: bool) -> None:
    page.goto("/ledgers/applications?from=2026-11-22&to=2026-11-22")
    expect(page.get_by_role("cell", name=name)).to_be_visible()
    look(page, "13-ledger", script=script)
    sheet = page.request.get("/ledgers/applications.xlsx?from=2026-11-22&to=2026-11-22")
    book: Any = load_workbook(io.BytesIO(sheet.body()), read_only=True)
    assert any(name in (str(c) for c in row) for row in book.active.iter_rows(values_only=True))
    paper = page.request.get("/ledgers/applications.pdf?from=2026-11-22&to=2026-11-22")
    assert paper.status == 200
    assert paper.body().startswith(b"%PDF-")


def _leaves_nothing(page: Page, name: str, script: bool) -> None:
    """After sign-out, Back shows no page with a name on it, and nothing is left in the browser's stores."""
    page.go_back()
    page.wait_for_load_state()
    assert name not in page.content()
    if script:
        kept = page.evaluate("() => JSON.stringify({...sessionStorage, ...localStorage})")
        assert json.loads(kept).keys() <= {"htmx-current-path-for-history"}, kept
        assert "/sign-in" in kept or kept == "{}", kept
