"""The pages of accounts: one's own password, the administrator's pages, and handing over work."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator

import pytest

from portal.accounts import open_work, queries
from portal.accounts.open_work import OpenWork
from portal.actor import Actor
from portal.audit.queries import list_entries
from portal.web.application import Portal
from tests.accounts.cookies import cookie_of, try_sign_in, with_cookie
from tests.factories import staff
from tests.page import Browser

NEW = "xin-de-mima-hao-ji-xie"
PASSWORD_SHAPE = re.compile(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}")


@pytest.fixture
def browser(app: Portal) -> Browser:
    """The administrator, signed in."""
    return Browser(app.test_client()).sign_in("admin", staff.PASSWORD)


def _key(app: Portal, username: str) -> int:
    with app.app_context():
        found = queries.find_account(username)
        assert found
        return found.id


class TestChangePassword:
    def test_changes_it_and_ends_the_other_sign_ins(self, app: Portal) -> None:
        elsewhere = app.test_client()
        try_sign_in(elsewhere, "clerk", staff.PASSWORD)
        browser = Browser(app.test_client()).sign_in("clerk", staff.PASSWORD).open("/password")
        browser.fill("原密码", staff.PASSWORD).fill("新密码", NEW).fill("再输一次新密码", NEW)
        assert browser.press("修改密码").url == "/"
        assert with_cookie(app, cookie_of(elsewhere)).get("/").status_code == 303
        assert browser.open("/").status == 200
        assert try_sign_in(app.test_client(), "clerk", NEW).status_code == 303
        assert try_sign_in(app.test_client(), "clerk", staff.PASSWORD).status_code == 422

    @pytest.mark.parametrize(
        ("old", "new", "again", "label", "words"),
        [
            ("wrong", NEW, NEW, "原密码", "原密码不对"),
            (staff.PASSWORD, "short", "short", "新密码", "至少 12 位"),
            (staff.PASSWORD, NEW, "other", "再输一次新密码", "不一致"),
            (staff.PASSWORD, staff.PASSWORD, staff.PASSWORD, "新密码", "不能与原密码相同"),
            (staff.PASSWORD, "clerk-clerk-clerk-1", "clerk-clerk-clerk-1", "新密码", "太容易"),
        ],
    )
    def test_refuses_at_the_field(
        self, app: Portal, old: str, new: str, again: str, label: str, words: str
    ) -> None:
        browser = Browser(app.test_client()).sign_in("clerk", staff.PASSWORD).open("/password")
        browser.fill("原密码", old).fill("新密码", new).fill("再输一次新密码", again).press("修改密码")
        assert browser.status == 422
        assert words in browser.errors[label][0]
        assert new not in browser.page.html


class TestCreateAccount:
    def _create(self, browser: Browser, username: str = "wang.wu") -> str:
        browser.open("/admin/accounts").follow("新建账号")
        browser.fill("姓名", "王五").fill("用户名", username).choose("岗位", "窗口人员")
        browser.choose("单位", "示范街道办事处 (S)").press("建立账号")
        found = PASSWORD_SHAPE.search(browser.text)
        assert found, browser.text
        return found[0]

    def test_from_the_first_password_to_ones_own(self, app: Portal, browser: Browser) -> None:
        password = self._create(browser)
        assert browser.status == 201
        new = Browser(app.test_client()).sign_in("wang.wu", password)
        assert new.h1 == "修改密码"
        assert "初始密码" in new.text
        assert new.open("/almanac/explain").h1 == "修改密码"
        new.fill("原密码", password).fill("新密码", NEW).fill("再输一次新密码", NEW).press("修改密码")
        assert new.url == "/"
        assert try_sign_in(app.test_client(), "wang.wu", password).status_code == 422

    def test_the_password_is_shown_once(self, app: Portal, browser: Browser) -> None:
        password = self._create(browser)
        again = browser.back().press("建立账号")
        assert again.url == f"/admin/accounts/{_key(app, 'wang.wu')}"
        assert password not in again.page.html
        with app.app_context():
            assert len([e for e in list_entries() if e.verb == "accounts.create_account"]) == 1

    def test_what_was_typed_stays_when_it_is_refused(self, browser: Browser) -> None:
        browser.open("/admin/accounts/new").fill("姓名", "王五").fill("用户名", "clerk").choose(
            "岗位", "窗口人员"
        )
        browser.choose("单位", "示范街道办事处 (S)").press("建立账号")
        assert browser.status == 422
        assert "已被使用" in browser.errors["用户名"][0]
        assert browser.value("姓名") == "王五"

    def test_fields_that_the_form_does_not_have_are_ignored(self, app: Portal, browser: Browser) -> None:
        browser.open("/admin/accounts/new")
        token = re.search(r'name="csrf_token" value="([^"]+)"', browser.page.html)
        assert token
        data = {
            "csrf_token": token[1],
            "name": "赵六",
            "username": "zhao.liu",
            "role": "clerk",
            "starts_on": "2026-11-22",
        }
        data |= {
            "unit_id": str(_unit(app, "S")),
            "must_change_password": "",
            "password": NEW,
            "is_active": "0",
            "version": "7",
        }
        assert browser.client.post("/admin/accounts/new", data=data).status_code == 201
        with app.app_context():
            made = queries.find_account("zhao.liu")
            assert made
            assert (made.must_change_password, made.is_active) == (True, True)
        assert try_sign_in(app.test_client(), "zhao.liu", NEW).status_code == 422


def _unit(app: Portal, code: str) -> int:
    with app.app_context():
        return staff.unit(code).id


class TestListAccounts:
    def test_lists_people_with_their_posts_and_narrows(self, browser: Browser) -> None:
        rows = browser.open("/admin/accounts").rows("账号")
        assert {
            "姓名": "测试01",
            "用户名": "clerk",
            "岗位": "窗口人员 · 示范街道办事处",
            "状态": "在用",
        } in rows
        browser.fill("姓名或用户名", "clerk").press("筛选")
        assert {row["用户名"] for row in browser.rows("账号")} == {"clerk", "clerk2", "clerk_s2"}
        browser.open("/admin/accounts?q=nobody")
        assert "没有符合条件的账号" in browser.text

    def test_is_narrowed_in_place_as_well(self, browser: Browser) -> None:
        browser.open("/admin/accounts").htmx = True
        browser.choose("岗位", "审计员").press("筛选")
        assert {row["用户名"] for row in browser.rows("账号")} == {"auditor"}

    @pytest.mark.parametrize(
        "query", ["?page=0", "?page=x", "?page=99999999999999999999", "?unit=x&role=x&state=x", "?page=7"]
    )
    def test_any_address_answers(self, browser: Browser, query: str) -> None:
        assert browser.open(f"/admin/accounts{query}").status == 200


class TestShowAccount:
    def test_posts_are_added_and_ended(self, app: Portal, browser: Browser) -> None:
        browser.open(f"/admin/accounts/{_key(app, 'clerk')}").follow("增加岗位")
        browser.choose("岗位", "调解员").choose("单位", "示范街道人民调解委员会 (M1)").press("增加")
        assert {row["岗位"]: row["状态"] for row in browser.rows("岗位")} == {
            "窗口人员": "在任",
            "调解员": "在任",
        }
        browser.follow("结束", row="窗口人员").fill("依据或原因", "轮岗").press("结束岗位")
        assert {row["岗位"]: row["状态"] for row in browser.rows("岗位")} == {
            "窗口人员": "已结束",
            "调解员": "在任",
        }

    def test_ones_own_account_offers_no_way_up(self, app: Portal, browser: Browser) -> None:
        browser.open(f"/admin/accounts/{_key(app, 'admin')}")
        assert not {"增加岗位", "停用", "重置密码"} & set(browser.links)
        browser.open(f"/admin/accounts/{_key(app, 'admin')}/posts/new")
        browser.choose("岗位", "审核人").choose("单位", "示范街道办事处 (S)").press("增加")
        assert browser.status == 422
        assert "另一位系统管理员" in browser.text

    def test_sign_ins_are_seen_and_ended(self, app: Portal, browser: Browser) -> None:
        client = app.test_client()
        try_sign_in(client, "clerk", staff.PASSWORD)
        browser.open(f"/admin/accounts/{_key(app, 'clerk')}")
        assert len(browser.rows("现在的登录")) == 1
        browser.follow("全部强制下线").press("强制下线")
        assert "现在没有登录" in browser.text
        assert client.get("/").status_code == 303

    def test_close_open_again_and_reset(self, app: Portal, browser: Browser) -> None:
        address = f"/admin/accounts/{_key(app, 'clerk')}"
        browser.open(address).follow("停用").fill("依据或原因", "离职").press("停用")
        assert "停用" in browser.facts["状态"]
        browser.follow("恢复账号").fill("依据或原因", "返岗").press("恢复账号")
        first = PASSWORD_SHAPE.search(browser.text)
        browser.open(address).follow("重置密码").fill("依据或原因", "忘记").press("重置密码")
        second = PASSWORD_SHAPE.search(browser.text)
        assert first
        assert second
        assert first[0] != second[0]
        assert try_sign_in(app.test_client(), "clerk", first[0]).status_code == 422
        assert try_sign_in(app.test_client(), "clerk", second[0]).status_code == 303

    def test_two_administrators_at_once_see_both_versions(self, app: Portal, browser: Browser) -> None:
        address = f"/admin/accounts/{_key(app, 'clerk')}/change"
        browser.open(address)
        other = Browser(browser.client).open(address)
        other.fill("姓名", "陈宏").press("保存")
        browser.fill("姓名", "陈𬭚").press("保存")
        assert browser.status == 409
        assert "陈宏" in browser.text
        assert browser.value("姓名") == "陈𬭚"
        browser.press("保存")
        assert browser.h1 == "陈𬭚"

    def test_what_is_not_there_is_not_found(self, app: Portal, browser: Browser) -> None:
        own = _key(app, "clerk")
        for path in (
            "99999",
            f"{own}/posts/99999/end",
            "99999/change",
            "99999/reset-password",
            "99999/deactivate",
        ):
            assert browser.open(f"/admin/accounts/{path}").status == 404


class TestHandOverWork:
    @pytest.fixture(autouse=True)
    def _work(self, app: Portal) -> Iterator[None]:
        holder, moved = {_key(app, "clerk"): [1, 2, 3]}, []

        def lister(account_id: int) -> list[OpenWork]:
            return [
                OpenWork(
                    n, f"老年优待证 第{n}号", "受理", "示范街道", dt.date(2026, 12, n), "/almanac/explain"
                )
                for n in holder.get(account_id, [])
            ]

        def mover(_actor: Actor, from_id: int, to_id: int, ids: Collection[int], _reason: str) -> None:
            moved.extend(ids)
            holder[from_id] = [n for n in holder[from_id] if n not in ids]
            holder.setdefault(to_id, []).extend(ids)

        open_work.add("test", "在办件", lister, mover)
        yield
        del open_work._kinds["test"]

    def test_from_a_colleague_to_another(self, app: Portal) -> None:
        browser = Browser(app.test_client()).sign_in("leader", staff.PASSWORD)
        browser.open("/admin/hand-over").choose("移交人", "测试01 (clerk)").press("筛选")
        assert [row["事项"].split(" 查看")[0] for row in browser.rows("在办件")] == [
            f"老年优待证 第{n}号" for n in (1, 2, 3)
        ]
        browser.check("老年优待证 第2号", on=False).choose("接收人", "测试二号窗 (clerk2)").press("移交")
        assert browser.status == 422
        assert not browser.page.is_checked(browser.page.find_control("老年优待证 第2号"))
        browser.fill("移交原因", "休假").press("移交")
        assert "已移交 2 件" in browser.text
        assert len(browser.rows("在办件")) == 1

    def test_somebody_outside_ones_scope_is_neither_giver_nor_taker(self, app: Portal) -> None:
        browser = Browser(app.test_client()).sign_in("leader", staff.PASSWORD).open("/admin/hand-over")
        assert not [option for option in browser.options("移交人") if "clerk_s2" in option]
        assert "请先选择" in browser.open(f"/admin/hand-over?from={_key(app, 'clerk_s2')}").text

    def test_the_account_that_is_closed_warns_of_it(self, app: Portal, browser: Browser) -> None:
        browser.open(f"/admin/accounts/{_key(app, 'clerk')}/deactivate")
        assert "还有 3 件事项" in browser.text
        assert browser.follow("移交给同事").h1 == "移交在办事项"

    def test_nothing_open_says_so(self, app: Portal, browser: Browser) -> None:
        assert "没有在办的事项" in browser.open(f"/admin/hand-over?from={_key(app, 'reviewer')}").text
