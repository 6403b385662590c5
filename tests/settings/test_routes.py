"""The settings' pages: the list by group, and changing one from a day on."""

from __future__ import annotations

import pytest

from portal import settings
from portal.web.application import Portal
from tests.factories import staff
from tests.page import Browser


@pytest.fixture
def browser(app: Portal) -> Browser:
    """The administrator, signed in."""
    return Browser(app.test_client()).sign_in("admin", staff.PASSWORD)


class TestListSettings:
    def test_every_declared_setting_stands_in_its_group(self, browser: Browser) -> None:
        browser.open("/admin/settings")
        for declared in settings.all_definitions():
            assert any(row["参数"] == declared.label for row in browser.rows(declared.group)), declared.key


class TestChangeSetting:
    def test_from_today_with_history(self, app: Portal, browser: Browser) -> None:
        browser.open("/admin/settings").follow("查看和修改", row="无操作自动退出（分钟）")
        browser.fill("新的值", "45").fill("修改原因", "窗口办件时间较长").press("保存")
        assert browser.facts["今天的值"] == "45"
        row = browser.rows("修改记录")[0]
        assert (row["值"], row["原因"], row["修改人"]) == ("45", "窗口办件时间较长", "测试13")
        with app.app_context():
            assert settings.value("accounts.idle_minutes") == 45

    def test_planned_for_a_later_day(self, browser: Browser) -> None:
        browser.open("/admin/settings/accounts.idle_minutes").fill("新的值", "60").fill(
            "从哪天起生效", "2027-01-01"
        )
        browser.fill("修改原因", "新办法").press("保存")
        assert browser.facts["今天的值"] == "30"
        row = next(
            r
            for r in browser.open("/admin/settings").rows("账号与登录")
            if r["参数"] == "无操作自动退出（分钟）"
        )
        assert "2027-01-01" in row["今天的值"]

    @pytest.mark.parametrize(
        ("label", "value", "words"),
        [
            ("新的值", "500", "不能大于 240"),
            ("新的值", "x", "整数"),
            ("从哪天起生效", "2026-01-01", "不能早于今天"),
            ("修改原因", "", "请填写"),
        ],
    )
    def test_refuses_at_the_field(self, browser: Browser, label: str, value: str, words: str) -> None:
        browser.open("/admin/settings/accounts.idle_minutes").fill("新的值", "45").fill("修改原因", "试")
        browser.fill(label, value).press("保存")
        assert browser.status == 422
        assert words in browser.errors[label][0]

    def test_every_setting_has_a_page_that_takes_its_own_value(self, browser: Browser) -> None:
        for declared in settings.all_definitions():
            browser.open(f"/admin/settings/{declared.key}").fill("修改原因", "核对")
            assert browser.send("保存").status_code == 303, declared.key

    def test_an_unknown_setting_is_not_found(self, browser: Browser) -> None:
        assert browser.open("/admin/settings/no.such").status == 404
