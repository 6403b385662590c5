"""Signing in and out: fixation, time-outs, lock-out, equal answers, old passwords, and the way back."""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy import select

from portal import clock
from portal.accounts import queries
from portal.accounts.models import SignInAttempt, StaffAccount
from portal.audit.queries import list_entries
from portal.db import session, transaction
from portal.settings.actions import change_setting
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
        for bad in (
            "x",
            good[:-9] + ("A" if good[-9] != "A" else "B") + good[-8:],
            good.replace(".", "..", 1),
        ):
            assert with_cookie(app, bad).get("/").status_code == 303

    def test_language_and_type_size_survive(self, app: Portal) -> None:
        client = app.test_client()
        token = token_on(client, "/sign-in")
        client.post("/preferences", data={"csrf_token": token, "language": "en"})
        try_sign_in(client, "clerk", staff.PASSWORD)
        assert 'lang="en"' in client.get("/").get_data(as_text=True)

    @pytest.mark.usefixtures("house_hashes")
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

    @pytest.mark.usefixtures("house_hashes")
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


class TestPasswordAge:
    def test_is_not_asked_for_unless_the_office_wants_it(
        self, app: Portal, now: time_machine.Coordinates
    ) -> None:
        now.shift(dt.timedelta(days=900))
        assert Browser(app.test_client()).sign_in("clerk", staff.PASSWORD).url == "/"

    def test_an_old_password_is_changed_at_the_next_sign_in(
        self, app: Portal, now: time_machine.Coordinates
    ) -> None:
        with app.app_context(), transaction():
            _account("clerk").created_at = NOON - dt.timedelta(days=91)
            change_setting(
                staff.actor("admin"), key="accounts.password_days", text="90", valid_from=None, reason="办法"
            )
        browser = Browser(app.test_client()).sign_in("clerk", staff.PASSWORD)
        assert browser.h1 == "修改密码"
        new = "xin-de-mima-hao-ji-xie"
        browser.fill("原密码", staff.PASSWORD).fill("新密码", new).fill("再输一次新密码", new).press(
            "修改密码"
        )
        assert Browser(app.test_client()).sign_in("clerk", new).url == "/"
        now.shift(dt.timedelta(days=91))
        assert Browser(app.test_client()).sign_in("clerk", new).h1 == "修改密码"


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

    def test_wrong_old_passwords_count_as_well(self, app: Portal) -> None:
        browser = Browser(app.test_client()).sign_in("clerk", staff.PASSWORD)
        token = token_on(browser.client, "/password")
        said = {"csrf_token": token, "password": "a new and long one", "again": "a new and long one"}
        for turn in range(6):
            answer = browser.client.post("/password", data=said | {"old": f"guess {turn}"})
            assert answer.status_code == 422
            assert ("连续多次输错" in answer.get_data(as_text=True)) is (turn == 5)
        answer = browser.client.post("/password", data=said | {"old": staff.PASSWORD})
        assert "连续多次输错" in answer.get_data(as_text=True)

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
        answer = client.get("/residents?q=a")
        assert answer.status_code == 303
        page = client.get(answer.headers["Location"]).get_data(as_text=True)
        assert "超过 30 分钟没有操作，已自动退出" in page
        assert "/residents?q=a" in page

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


def _account(username: str) -> StaffAccount:
    found = queries.find_account(username)
    assert found
    return found
