"""The rules of administration: who may do what to whom, what stays, and what ends at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from threading import Barrier, Thread
from typing import Any

import pytest

from portal import clock
from portal.accounts import administration as admin
from portal.accounts import open_work, queries
from portal.accounts.actions import start_sign_in
from portal.accounts.models import StaffAccount
from portal.accounts.open_work import OpenWork
from portal.accounts.passwords import verify_password
from portal.actor import Actor
from portal.audit.queries import list_entries
from portal.db import session, transaction
from portal.errors import Conflict, Forbidden, NotFound, RuleBroken
from portal.units.models import Post
from portal.web.application import Portal
from tests.factories import staff

pytestmark = pytest.mark.usefixtures("database")
TODAY = dt.date(2026, 11, 22)
TOMORROW = TODAY + dt.timedelta(days=1)


def _account(username: str) -> StaffAccount:
    found = queries.find_account(username)
    assert found
    return found


def _second_administrator() -> Actor:
    with transaction():
        staff.make_account("admin2", "测试管理二", ("admin", staff.unit("S")))
    return staff.actor("admin2")


class TestEveryAction:
    @pytest.mark.parametrize("role", ["clerk", "leader", "auditor", "district"])
    def test_wants_the_permission(self, role: str) -> None:
        actor, key = staff.actor(role), staff.actor("clerk2").account_id
        calls: list[Callable[[], Any]] = [
            lambda: admin.create_account(actor, username="new", name="新", role="clerk", unit_id=1),
            lambda: admin.change_account(actor, account_id=key, name="新", phone=""),
            lambda: admin.add_post(actor, account_id=key, role="clerk", unit_id=1, starts_on=TODAY),
            lambda: admin.end_post(actor, post_id=1, reason="x"),
            lambda: admin.deactivate_account(actor, account_id=key, reason="x"),
            lambda: admin.reactivate_account(actor, account_id=key, reason="x"),
            lambda: admin.reset_password(actor, account_id=key, reason="x"),
            lambda: admin.end_sessions(actor, account_id=key),
        ]
        for call in calls:
            with pytest.raises(Forbidden), transaction():
                call()


class TestCreateAccount:
    def _create(self, **more: Any) -> tuple[StaffAccount, str]:
        given = {
            "username": "Wang.Wu",
            "name": "王五",
            "role": "clerk",
            "unit_id": staff.unit("S").id,
            "phone": "139 0000 0000",
        }
        with transaction():
            return admin.create_account(staff.actor("admin"), **{**given, **more})

    def test_the_first_password_is_random_runs_out_and_must_be_changed(self) -> None:
        account, password = self._create()
        assert verify_password(account.password_hash, password)
        assert account.must_change_password
        assert account.password_expires_at
        assert (
            dt.timedelta(days=2, hours=23) < account.password_expires_at - clock.now() <= dt.timedelta(days=3)
        )
        assert (account.username, account.phone, [p.role for p in account.posts]) == (
            "wang.wu",
            "13900000000",
            ["clerk"],
        )
        _other, second = self._create(username="zhao.liu")
        assert password != second
        assert len(password.replace("-", "")) == 16

    def test_is_on_record_without_the_password(self) -> None:
        account, password = self._create()
        entry = list_entries()[0]
        assert (entry.verb, entry.subject_id) == ("accounts.create_account", account.id)
        assert password not in str(entry.facts)
        assert "13900000000" not in str(entry.facts)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("username", "clerk"),
            ("username", "CLERK"),
            ("username", "王五"),
            ("username", "a"),
            ("username", "-abc"),
            ("username", "a b"),
            ("name", "王 五"),
            ("name", "·王"),
            ("phone", "123"),
            ("role", "owner"),
            ("unit_id", 99999),
        ],
    )
    def test_refuses_and_stores_nothing(self, field: str, value: object) -> None:
        before = queries.count_accounts()
        with pytest.raises(RuleBroken) as refusal:
            self._create(**{field: value})
        assert refusal.value.field == field
        assert queries.count_accounts() == before

    def test_rare_characters_stay(self) -> None:
        assert self._create(name="𬎆䶮·买买提")[0].name == "𬎆䶮·买买提"


class TestAddPost:
    def _add(self, username: str = "clerk", **more: Any) -> Post:
        given = {"role": "mediator", "unit_id": staff.unit("M1").id, "starts_on": TODAY}
        with transaction():
            return admin.add_post(staff.actor("admin"), account_id=_account(username).id, **{**given, **more})

    def test_a_person_may_hold_several(self) -> None:
        self._add()
        assert [p.role for p in queries.list_held_posts(_account("clerk").id)] == ["clerk", "mediator"]

    def test_a_post_to_come_is_not_held_yet(self) -> None:
        self._add(starts_on=TOMORROW)
        assert len(queries.list_held_posts(_account("clerk").id)) == 1
        clock.fix_today(TOMORROW)
        assert len(queries.list_held_posts(_account("clerk").id)) == 2

    @pytest.mark.both
    def test_refuses_the_same_post_twice_at_a_time_but_not_one_after_the_other(self) -> None:
        self._add(ends_on=TOMORROW)
        with pytest.raises(RuleBroken, match="同样的岗位"):
            self._add(starts_on=TOMORROW)
        self._add(starts_on=TOMORROW + dt.timedelta(days=1))

    @pytest.mark.parametrize(("username", "role"), [("auditor", "admin"), ("clerk", "auditor")])
    def test_who_administers_does_not_audit(self, username: str, role: str) -> None:
        if username == "clerk":
            self._add(role="admin", unit_id=staff.unit("S").id)
        with pytest.raises(RuleBroken, match="不同的人"):
            self._add(username, role=role, unit_id=staff.unit("S").id)

    def test_nobody_gives_a_post_to_themselves(self) -> None:
        with pytest.raises(RuleBroken, match="另一位系统管理员"):
            self._add("admin", role="clerk", unit_id=staff.unit("S").id)

    def test_the_district_confirms_at_the_district_only(self) -> None:
        with pytest.raises(RuleBroken) as refusal:
            self._add(role="district", unit_id=staff.unit("S").id)
        assert refusal.value.field == "unit_id"

    def test_refuses_an_end_before_the_beginning_and_a_unit_that_is_not_there_yet(self) -> None:
        for field, more in (
            ("ends_on", {"ends_on": TODAY - dt.timedelta(days=1)}),
            ("unit_id", {"starts_on": dt.date(2019, 1, 1)}),
        ):
            with pytest.raises(RuleBroken) as refusal:
                self._add(**more)
            assert refusal.value.field == field


class TestEndPost:
    def _end(self, username: str = "clerk", **more: Any) -> Post:
        post_id = staff.actor(username).post_id
        with transaction():
            return admin.end_post(staff.actor("admin"), post_id=post_id or 0, reason="调离", **more)

    def test_at_once(self) -> None:
        self._end()
        assert queries.list_held_posts(_account("clerk").id) == []
        assert queries.actor_for(_account("clerk"), None).permissions == frozenset()

    def test_after_a_day(self) -> None:
        self._end(last_day=TOMORROW)
        assert queries.list_held_posts(_account("clerk").id)
        clock.fix_today(TOMORROW + dt.timedelta(days=1))
        assert not queries.list_held_posts(_account("clerk").id)

    def test_a_planned_end_may_be_brought_forward_but_an_end_not_repeated(self) -> None:
        self._end(last_day=TOMORROW)
        self._end()
        with pytest.raises(RuleBroken, match="已经结束"):
            self._end()

    def test_refuses_a_day_that_has_passed(self) -> None:
        with pytest.raises(RuleBroken) as refusal:
            self._end(last_day=TODAY - dt.timedelta(days=1))
        assert refusal.value.field == "last_day"

    def test_a_post_that_began_today_can_be_ended_today(self) -> None:
        with transaction():
            post = admin.add_post(
                staff.actor("admin"),
                account_id=_account("clerk").id,
                role="street",
                unit_id=staff.unit("S").id,
                starts_on=TODAY,
            )
        with transaction():
            admin.end_post(staff.actor("admin"), post_id=post.id, reason="登记错误")
        assert [p.role for p in queries.list_held_posts(_account("clerk").id)] == ["clerk"]

    def test_not_ones_own_and_not_the_last_administrators(self) -> None:
        with pytest.raises(RuleBroken, match="另一位系统管理员"):
            self._end("admin")
        second = _second_administrator()
        first = staff.actor("admin")
        with transaction():
            admin.end_post(second, post_id=first.post_id or 0, reason="轮岗")
        with pytest.raises(RuleBroken, match="最后一位"), transaction():
            admin.end_post(first, post_id=second.post_id or 0, reason="越权时留下的动作者")

    def test_an_unknown_post_and_a_stale_version(self) -> None:
        with pytest.raises(NotFound), transaction():
            admin.end_post(staff.actor("admin"), post_id=99999, reason="x")
        with pytest.raises(Conflict):
            self._end(version=99)


class TestDeactivateAccount:
    def test_ends_the_sign_ins_and_keeps_the_person(self) -> None:
        with transaction():
            token = start_sign_in(_account("clerk"))
        assert queries.find_sign_in(token)
        with transaction():
            admin.deactivate_account(staff.actor("admin"), account_id=_account("clerk").id, reason="离职")
        assert queries.find_sign_in(token) is None
        assert _account("clerk").posts

    @pytest.mark.both
    def test_not_oneself_not_twice_and_not_the_last_administrator(self) -> None:
        first = staff.actor("admin")
        with pytest.raises(RuleBroken, match="另一位系统管理员"), transaction():
            admin.deactivate_account(first, account_id=first.account_id, reason="x")
        second = _second_administrator()
        with transaction():
            admin.deactivate_account(second, account_id=first.account_id, reason="离职")
        with pytest.raises(RuleBroken, match="已经停用"), transaction():
            admin.deactivate_account(second, account_id=first.account_id, reason="再次")
        with pytest.raises(RuleBroken, match="最后一位"), transaction():
            admin.deactivate_account(first, account_id=second.account_id, reason="越权时留下的动作者")

    def test_two_administrators_who_close_each_other_at_once_leave_one(self, app: Portal) -> None:
        actors = [staff.actor("admin"), _second_administrator()]
        meeting, outcomes = Barrier(2), []

        def close(actor: Actor, other: Actor) -> None:
            with app.app_context():
                meeting.wait()
                try:
                    with transaction():
                        admin.deactivate_account(actor, account_id=other.account_id, reason="互相")
                    outcomes.append("closed")
                except RuleBroken:
                    outcomes.append("refused")

        threads = [Thread(target=close, args=pair) for pair in (actors, actors[::-1])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["closed", "refused"]

    @pytest.mark.both
    def test_comes_back_with_a_new_first_password_only(self) -> None:
        key = _account("clerk").id
        with transaction():
            admin.deactivate_account(staff.actor("admin"), account_id=key, reason="借调")
        with transaction():
            _same, password = admin.reactivate_account(staff.actor("admin"), account_id=key, reason="返岗")
        account = _account("clerk")
        assert account.is_active
        assert account.must_change_password
        assert verify_password(account.password_hash, password)
        assert not verify_password(account.password_hash, staff.PASSWORD)
        with pytest.raises(RuleBroken, match="没有停用"), transaction():
            admin.reactivate_account(staff.actor("admin"), account_id=key, reason="再次")


class TestResetPassword:
    def test_is_random_and_signs_the_person_out(self) -> None:
        with transaction():
            token = start_sign_in(_account("clerk"))
        with transaction():
            account, password = admin.reset_password(
                staff.actor("admin"), account_id=_account("clerk").id, reason="忘记"
            )
        assert verify_password(account.password_hash, password)
        assert account.must_change_password
        assert queries.find_sign_in(token) is None
        assert password not in str([e.facts for e in list_entries()])

    def test_not_ones_own_and_not_of_a_closed_account(self) -> None:
        with pytest.raises(RuleBroken), transaction():
            admin.reset_password(staff.actor("admin"), account_id=staff.actor("admin").account_id, reason="x")
        with transaction():
            _account("clerk").is_active = False
        with pytest.raises(RuleBroken, match="已停用"), transaction():
            admin.reset_password(staff.actor("admin"), account_id=_account("clerk").id, reason="x")


class TestEndSessions:
    def test_ends_all_of_them(self) -> None:
        with transaction():
            tokens = [start_sign_in(_account("clerk")) for _turn in range(3)]
        with transaction():
            assert admin.end_sessions(staff.actor("admin"), account_id=_account("clerk").id) == 3
        assert not any(queries.find_sign_in(token) for token in tokens)


class TestChangeAccount:
    def test_two_administrators_at_once(self) -> None:
        account = _account("clerk")
        key, version = account.id, account.version
        with transaction():
            admin.change_account(staff.actor("admin"), account_id=key, name="陈𬭚", phone="", version=version)
        with pytest.raises(Conflict), transaction():
            admin.change_account(staff.actor("admin"), account_id=key, name="陈宏", phone="", version=version)
        assert _account("clerk").name == "陈𬭚"


class TestHandOverWork:
    @pytest.fixture
    def moved(self) -> Any:
        """A kind of work: the clerk has matters 1, 2 and 3."""
        done: list[tuple[int, int, list[int], str]] = []

        def lister(account_id: int) -> list[OpenWork]:
            mine = staff.actor("clerk").account_id
            return [OpenWork(n, f"办件{n}") for n in (1, 2, 3)] if account_id == mine else []

        def mover(actor: Actor, from_id: int, to_id: int, ids: Collection[int], reason: str) -> None:
            if 3 in ids:
                raise RuleBroken(None, "这一件不能移交")
            done.append((from_id, to_id, list(ids), reason))

        open_work.add("test", "测试办件", lister, mover)
        yield done
        del open_work._kinds["test"]

    def _hand_over(
        self, actor: Actor, chosen: dict[str, set[int]], to: str = "clerk2", source: str = "clerk"
    ) -> int:
        from_id, to_id = _account(source).id, _account(to).id
        with transaction():
            return admin.hand_over_work(actor, from_id=from_id, to_id=to_id, chosen=chosen, reason="休假")

    def test_only_what_is_chosen_and_still_open(self, moved: list[Any]) -> None:
        assert self._hand_over(staff.actor("leader"), {"test": {1, 2, 77}, "other": {1}}) == 2
        assert moved == [(_account("clerk").id, _account("clerk2").id, [1, 2], "休假")]
        assert list_entries()[0].facts["count"] == 2

    def test_a_refusal_of_the_room_moves_nothing(self, moved: list[Any]) -> None:
        with pytest.raises(RuleBroken, match="不能移交"):
            self._hand_over(staff.actor("leader"), {"test": {3}})
        assert list_entries(verb="accounts.hand_over_work") == []

    @pytest.mark.both
    def test_refuses_nothing_the_same_person_and_somebody_without_a_post(self, moved: list[Any]) -> None:
        leader = staff.actor("leader")
        with pytest.raises(RuleBroken) as refusal:
            self._hand_over(leader, {})
        assert refusal.value.field == "chosen"
        with pytest.raises(RuleBroken, match="同一个人"):
            self._hand_over(leader, {"test": {1}}, to="clerk")
        with transaction():
            for post in _account("clerk2").posts:
                session.delete(post)
        with pytest.raises(RuleBroken) as refusal:
            self._hand_over(leader, {"test": {1}})
        assert refusal.value.field == "to_id"

    def test_wants_the_permission(self, moved: list[Any]) -> None:
        with pytest.raises(Forbidden):
            self._hand_over(staff.actor("clerk"), {"test": {1}})
