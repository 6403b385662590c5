"""What lives as long as a sign-in: a form that outlives it, rights taken away meanwhile, and the post that is active."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts import administration, queries
from portal.accounts.models import StaffAccount
from portal.audit.queries import list_entries
from portal.db import session, transaction
from portal.units.models import Post
from portal.web.application import Portal
from tests.accounts.cookies import cookie_of, sign_ins, token_on, try_sign_in, with_cookie
from tests.factories import staff
from tests.page import Browser

NOON = dt.datetime(2026, 11, 22, 4, tzinfo=dt.UTC)


@pytest.fixture
def now() -> Iterator[time_machine.Coordinates]:
    """A clock that stands still until it is moved."""
    with time_machine.travel(NOON, tick=False) as moving:
        yield moving


class TestStash:
    """A sign-in that runs out in the middle of a long form."""

    def _typing(self, app: Portal, now: time_machine.Coordinates) -> Browser:
        browser = Browser(app.test_client()).sign_in("admin", staff.PASSWORD)
        browser.open("/admin/units/new").fill("全称", "龘家沟社区").fill("地址", "和平路1号")
        now.shift(dt.timedelta(hours=2))
        return browser

    def test_the_form_comes_back_filled_and_can_be_sent(
        self, app: Portal, now: time_machine.Coordinates
    ) -> None:
        browser = self._typing(app, now).press("设立")
        assert browser.h1 == "登录"
        assert browser.notices == ["登录已超时。刚才填写的内容已保存，登录后自动恢复。"]
        browser.fill("用户名", "admin").fill("密码", staff.PASSWORD).press("登录")
        assert browser.h1 == "设立单位"
        assert "已恢复您之前填写的内容" in browser.text
        assert (browser.value("全称"), browser.value("地址")) == ("龘家沟社区", "和平路1号")
        browser.choose("类别", "社区（村）").choose("上级单位", "示范街道办事处 (S)").fill("代码", "C9")
        browser.fill("简称（机关代字）", "龘").fill("设立日期", "2026-11-22").press("设立")
        assert browser.h1 == "龘家沟社区"

    def test_another_person_does_not_get_it(self, app: Portal, now: time_machine.Coordinates) -> None:
        browser = self._typing(app, now).press("设立")
        with app.app_context(), transaction():
            account = _account("clerk2")
            session.add(
                Post(
                    account_id=account.id,
                    unit_id=staff.unit("S2").id,
                    role="admin",
                    valid_from=dt.date(2020, 1, 1),
                )
            )
            session.execute(
                Post.__table__.delete().where(Post.account_id == account.id, Post.role == "clerk")
            )
        browser.fill("用户名", "clerk2").fill("密码", staff.PASSWORD).press("登录")
        assert browser.h1 == "设立单位"
        assert browser.value("全称") == ""

    def test_after_sign_out_nothing_is_kept(self, app: Portal) -> None:
        browser = Browser(app.test_client()).sign_in("admin", staff.PASSWORD)
        browser.open("/admin/units/new").fill("全称", "甲社区")
        other = with_cookie(app, cookie_of(browser.client))
        other.post("/sign-out", data={"csrf_token": token_on(other, "/password")})
        browser.press("设立")
        assert browser.h1 == "登录"
        assert "restore" not in browser.url

    def test_with_htmx_the_whole_page_moves(self, app: Portal, now: time_machine.Coordinates) -> None:
        browser = self._typing(app, now)
        data = {"csrf_token": token_on(browser.client, "/sign-in"), "name": "甲社区"}
        headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/admin/units/new"}
        answer = browser.client.post("/admin/units/new", data=data, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["HX-Redirect"].startswith("/sign-in?next=/admin/units/new?restore%3D")

    def test_a_password_is_never_kept(self, app: Portal, now: time_machine.Coordinates) -> None:
        from portal.accounts.models import FormStash

        browser = Browser(app.test_client()).sign_in("clerk", staff.PASSWORD).open("/password")
        now.shift(dt.timedelta(hours=2))
        token = token_on(browser.client, "/sign-in")
        data = {"csrf_token": token, "old": staff.PASSWORD, "password": "a-new-long-password", "again": "x"}
        assert browser.client.post("/password", data=data).status_code == 303
        with app.app_context():
            assert session.scalars(select(FormStash)).one().fields == []

    def test_is_sealed_and_gone_after_a_day(self, app: Portal, now: time_machine.Coordinates) -> None:
        from portal.accounts.actions import forget_old
        from portal.accounts.models import FormStash

        self._typing(app, now).press("设立")
        with app.app_context():
            sealed = session.scalars(select(FormStash)).one().fields_sealed
            assert sealed
            assert "龘家沟".encode() not in sealed
        now.shift(dt.timedelta(hours=25))
        with app.app_context(), transaction():
            assert forget_old() >= 1
        with app.app_context():
            assert session.scalars(select(FormStash)).first() is None


class TestRights:
    def test_a_post_taken_away_is_refused_at_the_next_request(self, app: Portal) -> None:
        browser = Browser(app.test_client()).sign_in("leader", staff.PASSWORD)
        assert browser.open("/admin/hand-over").status == 200
        with app.app_context(), transaction():
            post_id = staff.actor("leader").post_id
            assert post_id
            administration.end_post(staff.actor("admin"), post_id=post_id, reason="调离")
        assert browser.open("/admin/hand-over").status == 403
        assert "没有在任岗位" in browser.open("/almanac/explain").page.html

    def test_a_closed_account_is_dead_at_once(self, app: Portal) -> None:
        browser = Browser(app.test_client()).sign_in("leader", staff.PASSWORD)
        with app.app_context(), transaction():
            administration.deactivate_account(
                staff.actor("admin"), account_id=_account("leader").id, reason="离职"
            )
        assert browser.open("/").h1 == "登录"
        assert sign_ins(app, "leader") == [(False, "deactivated")]

    def test_a_refusal_is_on_record(self, app: Portal) -> None:
        Browser(app.test_client()).sign_in("clerk", staff.PASSWORD).open("/admin/accounts")
        with app.app_context():
            entry = list_entries()[0]
        assert (entry.verb, entry.facts) == (
            "accounts.refused",
            {"permission": "accounts.manage_accounts", "path": "/admin/accounts"},
        )


class TestSwitchPost:
    @pytest.fixture
    def two_posts(self, app: Portal) -> int:
        """The clerk is an administrator at the other street as well."""
        with app.app_context(), transaction():
            clerk = _account("clerk")
            post = administration.give_post(
                clerk, role="admin", unit_id=staff.unit("S2").id, starts_on=dt.date(2026, 1, 1)
            )
            return post.id

    def test_rights_scope_and_trail_follow_the_active_post(self, app: Portal, two_posts: int) -> None:
        browser = Browser(app.test_client()).sign_in("clerk", staff.PASSWORD)
        assert browser.open("/admin/units").status == 403
        browser.open("/").press("系统管理员 · 邻近街道办事处")
        assert browser.open("/admin/units").status == 200
        browser.open("/admin/units/new").choose("类别", "社区（村）").choose("上级单位", "示范街道办事处 (S)")
        browser.fill("全称", "丙社区").fill("简称（机关代字）", "丙").fill("代码", "C8").press("设立")
        with app.app_context():
            founded = list_entries(verb="units.found_unit")[0]
            switched = list_entries(verb="accounts.switch_post")[0]
            assert (founded.role, founded.post_id, founded.unit_id) == (
                "admin",
                two_posts,
                staff.unit("S2").id,
            )
            assert (switched.role, switched.facts["role"]) == ("clerk", "admin")

    def test_each_browser_has_its_own_active_post(self, app: Portal, two_posts: int) -> None:
        first, second = (Browser(app.test_client()).sign_in("clerk", staff.PASSWORD) for _turn in range(2))
        first.press("系统管理员 · 邻近街道办事处")
        assert first.open("/admin/units").status == 200
        assert second.open("/admin/units").status == 403

    def test_a_post_of_somebody_else_is_not_found(self, app: Portal) -> None:
        client = app.test_client()
        try_sign_in(client, "clerk", staff.PASSWORD)
        with app.app_context():
            foreign = session.scalars(select(Post.id).where(Post.role == "admin")).first()
        data = {"csrf_token": token_on(client, "/password"), "post_id": str(foreign)}
        assert client.post("/post", data=data).status_code == 404
        assert client.get("/admin/units").status_code == 403


def _account(username: str) -> StaffAccount:
    found = queries.find_account(username)
    assert found
    return found
