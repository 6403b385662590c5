"""Signing in and out: fixation, time-outs, lock-out, equal answers, the way back, and a form that outlives its sign-in."""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy import select

from portal import clock
from portal.accounts import administration, queries
from portal.accounts.models import SignInAttempt, StaffAccount
from portal.audit.queries import list_entries
from portal.db import session, transaction
from portal.units.models import Post
from portal.web.application import Portal
from tests.accounts.cookies import cookie_of, sign_ins, token_on, try_sign_in, with_cookie
from tests.factories import staff
from tests.page import Browser

WRONG = "用户名或密码不对，请重新输入。"
NOON = dt.datetime(2026, 11, 22, 4, tzinfo=dt.UTC)


@pytest.fixture
def browser(app: Portal) -> Browser:
    """A browser in front of nothing."""
    return Browser(app.test_client())


@pytest.fixture
def now() -> Iterator[time_machine.Coordinates]:
    """A clock that stands still until it is moved."""
    with time_machine.travel(NOON, tick=False) as moving:
        yield moving


class TestSignIn:
    def test_opens_the_workbench_and_names_person_and_post(self, browser: Browser) -> None:
        browser.sign_in("clerk", staff.PASSWORD)
        assert browser.url == "/"
        assert "测试01" in browser.page.html
        assert "窗口人员" in browser.page.html
        assert "示范街道办事处" in browser.page.html

    def test_the_name_may_be_typed_in_capitals_and_with_blanks(self, browser: Browser) -> None:
        assert browser.sign_in(" Clerk ", staff.PASSWORD).url == "/"

    def test_a_signed_in_person_is_led_past_the_form(self, browser: Browser) -> None:
        browser.sign_in("clerk", staff.PASSWORD)
        assert browser.open("/sign-in").url == "/"

    def test_the_cookie_is_a_new_one_and_carries_nothing_from_before(self, app: Portal) -> None:
        client = app.test_client()
        token = token_on(client, "/sign-in")
        before = cookie_of(client)
        data = {"csrf_token": token, "username": "clerk", "password": staff.PASSWORD}
        assert client.post("/sign-in", data=data).status_code == 303
        after = cookie_of(client)
        assert after not in {"", before}
        assert with_cookie(app, before).get("/").status_code == 303
        stale = client.post("/sign-out", data={"csrf_token": token})
        assert stale.status_code == 400, "the forgery token of before still works"

    def test_a_cookie_made_up_or_changed_opens_nothing(self, app: Portal) -> None:
        client = app.test_client()
        try_sign_in(client, "clerk", staff.PASSWORD)
        good = cookie_of(client)
        for bad in ("x", good[:-1] + ("A" if good[-1] != "A" else "B"), good.replace(".", "..", 1)):
            assert with_cookie(app, bad).get("/").status_code == 303

    def test_language_and_type_size_survive(self, app: Portal) -> None:
        client = app.test_client()
        token = token_on(client, "/sign-in")
        client.post("/preferences", data={"csrf_token": token, "language": "en"})
        try_sign_in(client, "clerk", staff.PASSWORD)
        assert 'lang="en"' in client.get("/").get_data(as_text=True)

    def test_the_hash_is_renewed_when_its_parameters_are_old(self, app: Portal) -> None:
        from argon2 import PasswordHasher

        weak = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(staff.PASSWORD)
        with app.app_context(), transaction():
            _account("clerk").password_hash = weak
        assert try_sign_in(app.test_client(), "clerk", staff.PASSWORD).status_code == 303
        with app.app_context():
            assert "m=19456,t=2,p=1" in _account("clerk").password_hash

    def test_is_on_record_with_the_post_and_the_address(self, app: Portal) -> None:
        try_sign_in(app.test_client(), "clerk", staff.PASSWORD)
        try_sign_in(app.test_client(), "clerk", "x")
        try_sign_in(app.test_client(), "nobody", "x")
        with app.app_context():
            unknown, wrong, good = list_entries(limit=3)
        assert (good.verb, good.role, good.facts) == ("accounts.sign_in", "clerk", {"address": "127.0.0.1"})
        assert (wrong.verb, wrong.facts["why"], wrong.subject_kind) == (
            "accounts.sign_in_failed",
            "wrong",
            "StaffAccount",
        )
        assert (unknown.facts["why"], unknown.subject_kind) == ("unknown", "")


class TestRefuse:
    def test_unknown_wrong_and_closed_get_the_same_answer(self, app: Portal) -> None:
        with app.app_context(), transaction():
            _account("clerk2").is_active = False
        answers = []
        for username, password in (("nobody", "x" * 12), ("clerk", "x" * 12), ("clerk2", staff.PASSWORD)):
            browser = Browser(app.test_client()).sign_in(username, password)
            assert browser.status == 422
            assert WRONG in browser.text
            answers.append(browser.text)
        assert len(set(answers)) == 1

    def test_unknown_and_wrong_take_the_same_time(self, app: Portal) -> None:
        client = app.test_client()
        token = token_on(client, "/sign-in")
        taken: dict[str, list[float]] = {"clerk": [], "nobody": []}
        for turn in range(12):
            for name, times in taken.items():
                data = {"csrf_token": token, "username": name, "password": "x" * 12}
                begun = time.perf_counter()
                client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": f"10.0.0.{turn}"})
                times.append(time.perf_counter() - begun)
        known, unknown = (statistics.median(times) for times in taken.values())
        assert 0.6 < known / unknown < 1.6, f"known {known:.4f} s, unknown {unknown:.4f} s"

    def test_nothing_typed_stands_in_the_database_but_its_keyed_hash(self, app: Portal) -> None:
        try_sign_in(app.test_client(), "my-secret-password", "x")
        with app.app_context():
            attempt = session.scalars(select(SignInAttempt)).one()
            assert attempt.name_index == queries.name_index("my-secret-password")
            assert "secret" not in str(list_entries()[0].facts)

    def test_an_expired_first_password_says_so_to_its_owner_only(self, app: Portal) -> None:
        with app.app_context(), transaction():
            account = _account("clerk")
            account.must_change_password = True
            account.password_expires_at = clock.now() - dt.timedelta(minutes=1)
        assert "初始密码已过期" in Browser(app.test_client()).sign_in("clerk", staff.PASSWORD).text
        assert WRONG in Browser(app.test_client()).sign_in("clerk", "wrong").text

    @pytest.mark.parametrize("field", ["username", "password"])
    def test_missing_endless_and_control_characters(self, app: Portal, field: str) -> None:
        for value in ("", "x" * 5000, "a\0b", "%", "' OR 1=1 --"):
            given = {"username": "clerk", "password": "x", field: value}
            assert try_sign_in(app.test_client(), **given).status_code == 422


class TestLockOut:
    def _fail(self, app: Portal, times: int, username: str = "clerk", address: str = "127.0.0.1") -> str:
        client, text = app.test_client(), ""
        token = token_on(client, "/sign-in")
        for _turn in range(times):
            data = {"csrf_token": token, "username": username, "password": "wrong"}
            answer = client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": address})
            text = answer.get_data(as_text=True)
        return text

    def test_after_five_failures_even_the_right_password_waits(
        self, app: Portal, now: time_machine.Coordinates
    ) -> None:
        assert "暂停登录" not in self._fail(app, 5)
        browser = Browser(app.test_client()).sign_in("clerk", staff.PASSWORD)
        assert browser.status == 422
        assert "12:30" in browser.text
        now.shift(dt.timedelta(minutes=29))
        assert Browser(app.test_client()).sign_in("clerk", staff.PASSWORD).status == 422
        now.shift(dt.timedelta(minutes=2))
        assert Browser(app.test_client()).sign_in("clerk", staff.PASSWORD).url == "/"

    def test_lives_in_the_database_and_so_survives_a_restart(self, app: Portal) -> None:
        from portal.extensions import db as database

        self._fail(app, 5)
        with app.app_context():
            database.engine.dispose()
            assert queries.locked_until("clerk", "127.0.0.1")

    def test_others_and_other_addresses_are_not_locked(self, app: Portal) -> None:
        self._fail(app, 5)
        assert try_sign_in(app.test_client(), "reviewer", staff.PASSWORD).status_code == 303
        client = app.test_client()
        data = {"csrf_token": token_on(client, "/sign-in"), "username": "clerk", "password": staff.PASSWORD}
        elsewhere = client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": "10.1.1.1"})
        assert elsewhere.status_code == 303

    def test_an_unknown_name_is_locked_like_a_known_one(self, app: Portal) -> None:
        self._fail(app, 5, "nobody")
        assert "暂停登录" in Browser(app.test_client()).sign_in("nobody", "x").text

    def test_a_success_begins_the_count_anew(self, app: Portal) -> None:
        for _turn in range(3):
            self._fail(app, 4)
            assert try_sign_in(app.test_client(), "clerk", staff.PASSWORD).status_code == 303

    def test_very_many_names_from_one_address_lock_the_address(self, app: Portal) -> None:
        with app.app_context(), transaction():
            for number in range(50):
                session.add(SignInAttempt(name_index=str(number), address="10.9.9.9", succeeded=False))
        assert "暂停登录" in self._fail(app, 1, "reviewer", "10.9.9.9")

    def test_is_on_record_once(self, app: Portal) -> None:
        self._fail(app, 7)
        with app.app_context():
            assert [e.verb for e in list_entries(verb="accounts.lock")] == ["accounts.lock"]
            assert len(list_entries(verb="accounts.sign_in_failed")) == 5


class TestTimeOut:
    def test_idle_for_half_an_hour(self, app: Portal, now: time_machine.Coordinates) -> None:
        client = app.test_client()
        try_sign_in(client, "clerk", staff.PASSWORD)
        for _turn in range(3):
            now.shift(dt.timedelta(minutes=29))
            assert client.get("/").status_code == 200
        now.shift(dt.timedelta(minutes=31))
        assert client.get("/").status_code == 303

    def test_ten_hours_at_the_longest(self, app: Portal, now: time_machine.Coordinates) -> None:
        client = app.test_client()
        try_sign_in(client, "clerk", staff.PASSWORD)
        for _turn in range(29):
            now.shift(dt.timedelta(minutes=20))
            assert client.get("/").status_code == 200
        now.shift(dt.timedelta(minutes=21))
        assert client.get("/").status_code == 303

    def test_activity_is_noted_once_a_minute_at_most(
        self, app: Portal, now: time_machine.Coordinates
    ) -> None:
        client = app.test_client()
        try_sign_in(client, "clerk", staff.PASSWORD)
        seen = []
        for seconds in (30, 20, 20):
            now.shift(dt.timedelta(seconds=seconds))
            client.get("/")
            with app.app_context():
                seen.append(queries.list_living_sign_ins(_account("clerk").id)[0].seen_at)
        assert seen == [NOON, NOON, NOON + dt.timedelta(seconds=70)]


class TestSignOut:
    def test_kills_the_servers_record_so_that_a_copied_cookie_fails(self, app: Portal) -> None:
        browser = Browser(app.test_client()).sign_in("clerk", staff.PASSWORD)
        stolen = cookie_of(browser.client)
        assert with_cookie(app, stolen).get("/").status_code == 200
        browser.press("退出")
        assert browser.url == "/sign-in"
        assert with_cookie(app, stolen).get("/").status_code == 303
        assert sign_ins(app, "clerk") == [(False, "sign_out")]

    def test_leaves_nothing_in_the_browser(self, app: Portal) -> None:
        client = app.test_client()
        try_sign_in(client, "clerk", staff.PASSWORD)
        answer = client.post("/sign-out", data={"csrf_token": token_on(client, "/password")})
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
        with client.session_transaction() as kept:
            assert set(kept) <= {"csrf_token"}

    def test_other_browsers_of_the_same_person_go_on(self, app: Portal) -> None:
        first, second = (Browser(app.test_client()).sign_in("clerk", staff.PASSWORD) for _turn in range(2))
        first.press("退出")
        assert second.open("/").status == 200


class TestNext:
    @pytest.mark.parametrize(
        "target",
        [
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example/",
            "http:evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\n/evil.example",
            " //evil.example",
            "///evil.example",
            "https:///evil.example",
        ],
    )
    def test_never_leads_away(self, app: Portal, target: str) -> None:
        for sent in ({"next": target}, {}):
            client = app.test_client()
            data = {
                "csrf_token": token_on(client, "/sign-in"),
                "username": "clerk",
                "password": staff.PASSWORD,
                **sent,
            }
            answer = client.post("/sign-in", query_string={} if sent else {"next": target}, data=data)
            assert answer.headers["Location"] == "/"

    def test_leads_back_to_the_page_that_was_asked_for(self, browser: Browser) -> None:
        browser.open("/almanac/explain?start=2026-11-22&days=3")
        assert browser.h1 == "登录"
        browser.fill("用户名", "clerk").fill("密码", "wrong").press("登录")
        browser.fill("密码", staff.PASSWORD).press("登录")
        assert browser.url == "/almanac/explain?start=2026-11-22&days=3"


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
