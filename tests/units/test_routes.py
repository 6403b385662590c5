"""The units' pages: founding, renaming, moving, closing and merging through the forms, and looking back."""

from __future__ import annotations

import pytest

from portal.web.application import Portal
from tests.factories import staff
from tests.page import Browser


@pytest.fixture
def browser(app: Portal) -> Browser:
    """The administrator, signed in."""
    return Browser(app.test_client()).sign_in("admin", staff.PASSWORD)


class TestListUnits:
    def test_the_tree_of_today_and_of_a_day(self, browser: Browser) -> None:
        rows = browser.open("/admin/units").rows("2026-11-22 的单位")
        assert [row["代码"] for row in rows] == ["D", "S", "C1", "G1", "C2", "J1", "M1", "S2"]
        browser.fill("哪一天的单位", "2019-01-01").press("筛选")
        assert "这一天没有单位" in browser.text

    @pytest.mark.parametrize("query", ["?on=x", "?on=0001-01-01", "?on=9999-12-31", "?on="])
    def test_any_address_answers(self, browser: Browser, query: str) -> None:
        assert browser.open(f"/admin/units{query}").status == 200


class TestFoundUnit:
    def test_below_a_unit(self, browser: Browser) -> None:
        browser.open("/admin/units").follow("新华社区").follow("在此之下设立")
        assert browser.value("上级单位") != ""
        browser.choose("类别", "网格").fill("全称", "新华社区第一网格").fill("简称（机关代字）", "新一").fill(
            "代码", "G2"
        )
        browser.fill("电话", "0999-7654321").press("设立")
        assert browser.h1 == "新华社区第一网格"
        assert browser.facts["电话"] == "0999-7654321"

    def test_refuses_at_the_field_and_keeps_what_was_typed(self, browser: Browser) -> None:
        browser.open("/admin/units/new").choose("类别", "社区（村）").choose("上级单位", "示范街道办事处 (S)")
        browser.fill("全称", "丙社区").fill("简称（机关代字）", "丙").fill("代码", "C1").press("设立")
        assert "已被使用" in browser.errors["代码"][0]
        assert browser.value("全称") == "丙社区"
        browser.fill("代码", "编码一").press("设立")
        assert "字母、数字" in browser.errors["代码"][0]


class TestChangeUnit:
    def test_rename_move_and_contact_are_seen_in_the_history(self, browser: Browser) -> None:
        browser.open("/admin/units").follow("新华社区")
        browser.follow("更名").fill("全称", "和风社区").fill("简称（机关代字）", "和风").fill(
            "依据或原因", "批复"
        ).press("保存")
        assert browser.h1 == "和风社区"
        assert [row["全称"] for row in browser.rows("名称沿革")] == ["和风社区", "新华社区"]
        browser.follow("划转").choose("新的上级单位", "邻近街道办事处 (S2)").fill(
            "依据或原因", "区划调整"
        ).press("保存")
        assert [row["上级单位"] for row in browser.rows("隶属沿革")] == ["邻近街道办事处", "示范街道办事处"]
        browser.follow("改联系方式").fill("地址", "和风路9号").press("保存")
        assert browser.facts["地址"] == "和风路9号"
        assert "2020-01-01" in browser.text

    def test_merge_and_reopen(self, browser: Browser) -> None:
        browser.open("/admin/units").follow("和平社区").follow("撤销或并入")
        browser.choose("并入（承接单位）", "新华社区 (C2)").fill("依据或原因", "撤并").press("撤销")
        assert browser.status == 422
        assert "第一网格" in browser.text
        browser.check("下级单位一并划入承接单位").press("撤销")
        assert "在任岗位" in browser.errors["在任岗位同日结束"][0]
        browser.check("在任岗位同日结束").press("撤销")
        assert "新华社区" in browser.links
        browser.open("/admin/units?on=2026-11-23")
        assert {row["名称"]: row["并入"] for row in browser.rows("已撤销的单位")} == {"和平社区": "新华社区"}
        browser.follow("和平社区").follow("恢复").fill("依据或原因", "误办").press("恢复")
        assert "更名" in browser.links

    def test_two_administrators_at_once(self, browser: Browser) -> None:
        browser.open("/admin/units").follow("新华社区").follow("改联系方式")
        Browser(browser.client).open(browser.url).fill("地址", "甲路1号").press("保存")
        browser.fill("地址", "乙路2号").press("保存")
        assert browser.status == 409
        assert "甲路1号" in browser.text
        assert browser.value("地址") == "乙路2号"

    def test_staff_are_listed_with_their_posts(self, browser: Browser) -> None:
        browser.open("/admin/units").follow("示范街道人民调解委员会")
        assert {row["岗位"] for row in browser.rows("在任人员")} == {"调解员", "调委会主任"}

    @pytest.mark.parametrize(
        "path", ["99999", "99999/rename", "99999/move", "99999/close", "99999/reopen", "99999/contact"]
    )
    def test_what_is_not_there_is_not_found(self, browser: Browser, path: str) -> None:
        assert browser.open(f"/admin/units/{path}").status == 404
