"""The auditor's pages: the trail in words, narrowed and paged, and the proof of its chain."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from portal import audit
from portal.db import session, transaction
from portal.web.application import Portal
from tests.factories import staff
from tests.page import Browser


@pytest.fixture
def browser(app: Portal) -> Browser:
    """The auditor, signed in."""
    return Browser(app.test_client()).sign_in("auditor", staff.PASSWORD)


class TestReadTrail:
    def test_reads_in_words(self, browser: Browser) -> None:
        row = browser.open("/audit").rows("操作留痕")[0]
        assert row["操作"] == "登录"
        assert row["操作人"] == "测试12 审计员 · 示范街道办事处"
        assert row["对象"].startswith("账号")
        assert row["内容"] == "地址: 127.0.0.1"

    def test_is_narrowed_by_verb_person_and_days(self, app: Portal, browser: Browser) -> None:
        Browser(app.test_client()).sign_in("clerk", staff.PASSWORD).open("/admin/accounts")
        browser.open("/audit").choose("操作", "越权访问被拒绝").press("筛选")
        assert [row["操作"] for row in browser.rows("操作留痕")] == ["越权访问被拒绝"]
        assert "所需权限: accounts.manage_accounts" in browser.text
        browser.open("/audit").fill("操作人", "测试01").press("筛选")
        assert {row["操作人"].split()[0] for row in browser.rows("操作留痕")} == {"测试01"}
        browser.open("/audit?last=2020-01-01")
        assert "没有符合条件的记录" in browser.text

    def test_is_narrowed_in_place_as_well(self, browser: Browser) -> None:
        browser.open("/audit").htmx = True
        browser.choose("操作", "登录").press("筛选")
        assert {row["操作"] for row in browser.rows("操作留痕")} == {"登录"}

    def test_is_paged_without_a_gap(self, app: Portal, browser: Browser) -> None:
        with app.app_context(), transaction():
            for number in range(120):
                audit.record(None, "test.verb", None, number=number)
        browser.open("/audit")
        seen = [int(row["序号"]) for row in browser.rows("操作留痕")]
        while "更早的记录" in browser.links:
            browser.follow("更早的记录")
            seen += [int(row["序号"]) for row in browser.rows("操作留痕")]
        assert seen == list(range(seen[0], 0, -1))
        assert len(seen) > 120
        assert browser.follow("回到最新").rows("操作留痕")[0]["序号"] == str(seen[0])

    @pytest.mark.parametrize(
        "query",
        [
            "?before=x",
            "?before=99999999999999999999",
            "?first=x&last=0001-01-01",
            "?verb=%25&name=%25",
            "?before=0",
        ],
    )
    def test_any_address_answers(self, browser: Browser, query: str) -> None:
        assert browser.open(f"/audit{query}").status == 200

    def test_what_people_typed_stays_text(self, app: Portal, browser: Browser) -> None:
        with app.app_context(), transaction():
            audit.record(None, "test.verb", None, name="<img src=x onerror=alert(1)>\r\nnew line")
        browser.open("/audit")
        assert "<img src=x" not in browser.page.html
        assert "new line" in browser.text

    @pytest.mark.parametrize("role", ["admin", "clerk", "leader"])
    def test_is_for_the_auditor_only(self, app: Portal, role: str) -> None:
        browser = Browser(app.test_client()).sign_in(role, staff.PASSWORD)
        assert browser.open("/audit").status == 403
        assert browser.open("/audit/verify").status == 403


class TestVerifyChain:
    def test_whole_and_on_record(self, app: Portal, browser: Browser) -> None:
        browser.open("/audit/verify").press("开始核验")
        assert "留痕完整" in browser.text
        assert browser.open("/audit").rows("操作留痕")[0]["操作"] == "核验留痕"

    def test_broken_names_the_place(self, app: Portal, browser: Browser) -> None:
        with app.app_context(), transaction():
            session.execute(text("DROP TRIGGER audit_entry_no_update"))
            session.execute(text("UPDATE audit_entry SET actor_name = '别人' WHERE sequence = 1"))
        browser.open("/audit/verify").press("开始核验")
        assert "第 1 条起链条断开" in browser.text
        assert "可能被改动" in browser.text
