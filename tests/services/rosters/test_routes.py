"""The pages of rosters: from an empty round over Excel and a hand-made line to the signed sheet and the closing."""

from __future__ import annotations

import io

import openpyxl
import pytest

from portal.db import transaction
from portal.services.rosters import queries, sheet
from portal.web.application import Portal
from tests.factories import residents, rosters, staff
from tests.page import Browser


def _signed_in(app: Portal, who: str) -> Browser:
    return Browser(app.test_client()).open("/sign-in").sign_in(who, staff.PASSWORD)


def _workbook(*rows: tuple[str, str, str, str]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(sheet.template()))
    for row in rows:
        book.worksheets[0].append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.fixture
def zhang(app: Portal) -> str:
    """A registered resident's number."""
    with app.app_context(), transaction():
        residents.make_zhang(grid_id=staff.unit("G1").id)
    return residents.ZHANG.number


def test_from_an_empty_round_to_its_closing(app: Portal, unrendered: None, zhang: str) -> None:
    clerk = _signed_in(app, "clerk").open("/rosters").follow("建立花名册")
    clerk.fill("发放名称", "火灾慰问").choose("发放种类", "救灾").fill("发放开始日期", "2026-11-22")
    clerk.fill("发放结束日期", "2026-11-30").fill("每人慰问金", "500").press("建立")
    clerk.follow("发放内容").fill("名称", "大米").fill("单价或金额", "60.50").fill("每人数量", "2")
    clerk.fill("计量单位", "袋").press("增加").follow("回到花名册")
    clerk.follow("从 Excel 加人")
    content = _workbook(
        ("张䶮", zhang, "住房失火", "800"),
        ("李无此人", "11990119661123011X", "受灾", ""),
        ("张䶮", "", "受灾", ""),
    )
    clerk.attach("填好的 Excel 表", "名单.xlsx", content).press("上传并检查")
    for words in ("2 行有误", "B3", "请先在“居民”中登记", "B4", "800.00"):
        assert words in clerk.page.text
    clerk.press("加入 1 人")
    assert "800.00" in clerk.page.text
    clerk.follow("送审").press("送审")
    _signed_in(app, "reviewer").open("/rosters/1").follow("审核通过").press("审核通过")
    _signed_in(app, "leader").open("/rosters/1").follow("同意并签发").press("同意并签发")
    own = _signed_in(app, "community").open("/rosters").follow("火灾慰问")
    own.follow("登记领取").fill("代领人姓名", "李代领").fill("与本人关系", "女儿").press("登记领取")
    assert "李代领（女儿）代领" in own.page.text
    clerk.open("/rosters/1").follow("结清").press("结清")
    assert "已结清" in clerk.page.text
    clerk.open("/rosters/1").follow("发放花名册（签字表、Excel）")
    for words in ("住房失火", "大米 2袋", "李代领（女儿）代", "800.00"):
        assert words in clerk.page.text


def test_a_line_is_struck_and_sent_back_on_pages_and_another_street_finds_nothing(app: Portal) -> None:
    with app.app_context(), transaction():
        roster = rosters.make_roster()
        for person in rosters.make_people(2):
            rosters.add(roster, person)
        first = queries.lines_of(roster.id)[0].id
    clerk = _signed_in(app, "clerk").open(f"/rosters/lines/{first}/strike")
    clerk.press("划去")
    assert clerk.page.status == 422
    clerk.fill("原因", "已外迁").press("划去")
    assert "划去：已外迁" in clerk.page.text
    for path in ("people", "person", "items", "sheet", "cancel"):
        assert clerk.open(f"/rosters/1/{path}").page.status == 200
    clerk.open("/rosters/1").follow("送审").press("送审")
    reviewer = _signed_in(app, "reviewer").open("/rosters/1").follow("退回此人")
    reviewer.fill("原因", "是否仍在本地").press("退回此人").follow("退回修改")
    reviewer.fill("原因", "请核实").press("退回修改")
    clerk.open("/rosters/1").follow("答复").fill("核实情况", "仍在本地").press("答复")
    assert "答复：仍在本地" in clerk.page.text
    assert _signed_in(app, "clerk_s2").open("/rosters/1").page.status == 404
    assert _signed_in(app, "community").open("/rosters/1").page.status == 404
