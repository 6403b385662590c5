"""The pages of coming in from paper: a template, a workbook handed in, its report by the cell, and the second person's button."""

from __future__ import annotations

from portal.jobs import running
from portal.standards.sheets import read_rows
from portal.web.application import Portal
from tests.factories import staff
from tests.page import Browser
from tests.services.assistance.carrying_in.test_actions import HEAD, workbook

NAME = "旧册.xlsx"


def _signed_in(app: Portal, who: str) -> Browser:
    return Browser(app.test_client()).open("/sign-in").sign_in(who, staff.PASSWORD)


def _work(app: Portal) -> None:
    with app.app_context():
        running.run_pending()


def test_a_household_comes_in_over_the_pages(app: Portal) -> None:
    good = HEAD | {"月保障金": "340"}
    wrong = HEAD | {"户号": "示街办保户〔2024〕8号", "身份证号": "119901195611220057", "月保障金": "340"}
    clerk = _signed_in(app, "clerk").open("/assistance/carry-in").follow("上传：在保户")
    clerk.attach("填好的 Excel 表", NAME, workbook("households", [good, wrong])).press("上传并检查")
    _work(app)
    page = clerk.reload().page
    assert "D3" in page.text
    assert "1 行有误" in page.text
    rows = [row.cells for row in read_rows(clerk.client.get(f"{page.url}/faults.xlsx").data)]
    assert rows[0] == ["行号", "单元格", "栏目", "哪里不对"]
    assert rows[1][:3] == [3, "D3", "身份证号"]
    assert len(rows[1][3]) > 5
    reviewer = _signed_in(app, "reviewer").open("/assistance/carry-in").follow(NAME)
    reviewer.follow("同意转入").press("同意转入")
    _work(app)
    page = reviewer.open("/assistance/carry-in").follow(NAME).page
    assert page.facts["已转入"] == "1"
    assert page.facts["有误"] == "1"


def test_a_template_is_downloaded_and_an_unknown_kind_is_not_found(app: Portal) -> None:
    clerk = _signed_in(app, "clerk")
    answer = clerk.client.get("/assistance/carry-in/numbers/template.xlsx")
    assert (answer.status_code, answer.data[:2]) == (200, b"PK")
    assert clerk.client.get("/assistance/carry-in/nothing/template.xlsx").status_code == 404
