"""The calendar's pages: a year by months, a notice pasted and looked at, single days, hours, and a limit explained."""

from __future__ import annotations

import pytest

from portal.almanac import queries
from portal.almanac.seed import seed_calendar
from portal.db import transaction
from portal.web.application import Portal
from tests.almanac.notice_2026 import NOTICE
from tests.factories import staff
from tests.page import Browser


@pytest.fixture
def browser(app: Portal) -> Browser:
    """The administrator, signed in, with the calendar as it is seeded."""
    with app.app_context(), transaction():
        seed_calendar()
    return Browser(app.test_client()).sign_in("admin", staff.PASSWORD)


class TestListYears:
    def test_shows_years_hours_and_the_year_that_is_wanted(self, browser: Browser) -> None:
        browser.open("/admin/calendar")
        assert [row["年份"] for row in browser.rows("已登记通知的年份")][:2] == ["2026", "2025"]
        assert "2027年的放假安排还没有登记" in browser.text
        assert browser.facts["周一"] == "09:00-12:00 13:30-17:00"
        assert browser.facts["周日"] == "不开放"
        assert browser.follow("登记2027年的通知").h1 == "登记2027年的放假安排"


class TestShowYear:
    def test_every_day_is_a_link_and_special_ones_are_listed(self, browser: Browser) -> None:
        browser.open("/admin/calendar/2026")
        assert browser.page.html.count('href="/admin/calendar/set-day?day=2026-') == 365 + 39
        assert {
            "日期": "2026-10-10",
            "星期": "周六",
            "这一天": "调休上班",
            "节日或原因": "国庆节调休上班",
        }.items() <= browser.rows("已登记的日子")[-1].items()

    def test_a_year_without_notice_says_so(self, browser: Browser) -> None:
        assert "尚未登记为正式" in browser.open("/admin/calendar/2027").text

    @pytest.mark.parametrize("year", ["1999", "2101", "99999999999999999999"])
    def test_other_years_are_not_found(self, browser: Browser, year: str) -> None:
        assert browser.open(f"/admin/calendar/{year}").status == 404


class TestLoadNotice:
    def test_pasted_looked_at_and_confirmed(self, app: Portal, browser: Browser) -> None:
        text = (
            NOTICE.replace("2026", "2027")
            .replace("（周", "（第")
            .replace("、周", "、第")
            .replace("9月20日（第日）、", "")
        )
        browser.open("/admin/calendar/2027/notice").fill("依据的通知（文号或名称）", "国办发明电")
        browser.fill("通知正文或日期清单", "随便写写").press("读出日期，先看一遍")
        assert browser.status == 422
        assert "看不懂" in browser.errors["通知正文或日期清单"][0]
        browser.fill("通知正文或日期清单", text.split("二、")[0].split("1月4日")[0]).press(
            "读出日期，先看一遍"
        )
        assert browser.h1 == "核对2027年的放假安排"
        assert [row["日期"] for row in browser.rows("读出的日期")] == [
            "2027-01-01",
            "2027-01-02",
            "2027-01-03",
        ]
        with app.app_context():
            assert queries.find_year(2027) is None, "a look stores nothing"
        browser.press("确认，登记为正式")
        assert "依据：国办发明电" in browser.text
        with app.app_context():
            assert [d.reason for d in queries.list_days(2027)] == ["元旦放假"] * 3

    def test_the_preview_says_what_changes_and_what_goes(self, browser: Browser) -> None:
        browser.open("/admin/calendar/2026/notice").fill(
            "通知正文或日期清单", "2026-01-01 休 元旦放假\n2026-03-03 休 新假"
        )
        browser.press("读出日期，先看一遍")
        assert [row["与现在相比"] for row in browser.rows("读出的日期")] == ["不变", "新增"]
        assert "2026-10-10" in browser.text

    def test_as_a_file(self, browser: Browser) -> None:
        browser.open("/admin/calendar/2027/notice").fill("依据的通知（文号或名称）", "国办")
        browser.attach(
            "或选择 Excel、CSV 文件", "假.csv", "日期,类别,说明\n2027-01-01,休,元旦\n".encode()
        ).press("读出日期，先看一遍")
        assert [row["节日或原因"] for row in browser.rows("读出的日期")] == ["元旦"]
        browser.open("/admin/calendar/2027/notice").fill("依据的通知（文号或名称）", "国办")
        browser.attach("或选择 Excel、CSV 文件", "假.xlsx", b"PK\x03\x04").press("读出日期，先看一遍")
        assert "Excel" in browser.errors["或选择 Excel、CSV 文件"][0]

    def test_neither_text_nor_file(self, browser: Browser) -> None:
        browser.open("/admin/calendar/2027/notice").fill("依据的通知（文号或名称）", "国办").press(
            "读出日期，先看一遍"
        )
        assert browser.status == 422
        assert "粘贴" in browser.errors["通知正文或日期清单"][0]

    def test_official_and_provisional(self, browser: Browser) -> None:
        browser.open("/admin/calendar/2027").follow("标为正式").fill(
            "依据的通知（文号或名称）", "国办"
        ).press("标为正式")
        browser.follow("改为暂定").fill("原因", "漏登").press("改为暂定")
        assert "尚未登记为正式" in browser.text


class TestSetDay:
    def test_a_day_is_entered_changed_and_removed(self, browser: Browser) -> None:
        browser.open("/admin/calendar/set-day?day=2027-01-01").fill("节日或原因", "元旦").press("保存")
        assert browser.url == "/admin/calendar/2027"
        browser.follow("修改", row="2027-01-01")
        assert browser.value("节日或原因") == "元旦"
        browser.fill("节日或原因", "元旦放假").press("保存")
        assert browser.rows("已登记的日子")[0]["节日或原因"] == "元旦放假"
        browser.follow("删除", row="2027-01-01").press("删除")
        assert "还没有登记任何日子" in browser.text

    def test_a_day_that_somebody_has_entered_meanwhile_is_not_overwritten(self, browser: Browser) -> None:
        browser.open("/admin/calendar/set-day?day=2027-01-01").fill("节日或原因", "甲")
        Browser(browser.client).open("/admin/calendar/set-day?day=2027-01-01").fill("节日或原因", "乙").press(
            "保存"
        )
        browser.press("保存")
        assert browser.status == 409
        assert "乙" in browser.text

    def test_refuses_a_working_day_on_a_weekday(self, browser: Browser) -> None:
        browser.open("/admin/calendar/set-day?day=2027-01-04").choose("这一天", "调休上班").fill(
            "节日或原因", "x"
        ).press("保存")
        assert "本来就是工作日" in browser.errors["这一天"][0]

    @pytest.mark.parametrize("day", ["x", "", "0001-01-01", "2026-02-30"])
    def test_any_address_answers(self, browser: Browser, day: str) -> None:
        assert browser.open(f"/admin/calendar/set-day?day={day}").status == 200


class TestChangeHours:
    def test_one_line_a_weekday(self, browser: Browser) -> None:
        browser.open("/admin/calendar/hours").fill("周六", "9:00-12:00 只办证件").fill(
            "周五", "08：30—12:00、14:00~16:30"
        ).press("保存")
        assert browser.facts["周六"] == "09:00-12:00 只办证件"
        assert browser.facts["周五"] == "08:30-12:00 14:00-16:30"

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("早上", "样子"),
            ("25:00-26:00", "不是时间"),
            ("10:00-09:00", "从早到晚"),
            ("上午 9:00-10:00", "样子"),
        ],
    )
    def test_refuses_at_the_day(self, browser: Browser, text: str, words: str) -> None:
        browser.open("/admin/calendar/hours").fill("周三", text).press("保存")
        assert browser.status == 422
        assert words in browser.errors["周三"][0]

    def test_two_administrators_at_once(self, browser: Browser) -> None:
        browser.open("/admin/calendar/hours").fill("周六", "09:00-11:00")
        Browser(browser.client).open("/admin/calendar/hours").fill("周日", "09:00-10:00").press("保存")
        browser.press("保存")
        assert browser.status == 409
        browser.press("保存")
        assert browser.facts["周六"] == "09:00-11:00"


class TestExplainDue:
    def test_every_day_with_its_reason(self, browser: Browser) -> None:
        browser.open("/almanac/explain").fill("起算日", "2026-09-30").fill("期限", "4").press("计算")
        assert "到期日：2026年10月12日（周一）" in browser.text
        rows = browser.rows("逐日说明")
        assert rows[0]["原因"] == "起始日不计入"
        assert (rows[-1]["日期"], rows[-1]["第几天"]) == ("2026-10-12", "4")
        assert {r["原因"] for r in rows if r["第几天"] == "不计"} == {"起始日不计入", "国庆节放假", "周末"}

    def test_a_limit_into_next_year_is_provisional(self, browser: Browser) -> None:
        assert "暂定" in browser.open("/almanac/explain?start=2026-12-20&days=30&kind=working").text

    def test_in_calendar_days(self, browser: Browser) -> None:
        browser.open("/almanac/explain").fill("起算日", "2026-10-23").fill("期限", "30").choose(
            "按", "自然日"
        ).press("计算")
        assert "到期日：2026年11月23日" in browser.text
        assert "已顺延" in browser.text

    @pytest.mark.parametrize(
        "query",
        [
            "start=x&days=3",
            "start=2026-11-22&days=-1",
            "start=2026-11-22&days=9999999",
            "start=9999-12-31&days=3",
            "start=&days=",
        ],
    )
    def test_refuses_what_cannot_be_computed(self, browser: Browser, query: str) -> None:
        assert browser.open(f"/almanac/explain?{query}&kind=working").status == 422

    def test_every_member_of_staff_may_ask(self, app: Portal) -> None:
        for role in ("clerk", "community", "auditor", "justice"):
            assert (
                Browser(app.test_client()).sign_in(role, staff.PASSWORD).open("/almanac/explain").status
                == 200
            )
