"""Reading accounts: search, scope, statements, lock-out's count, and people at a unit."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import event

from portal import clock
from portal.accounts import queries
from portal.accounts.models import SignIn, SignInAttempt
from portal.db import session, transaction
from portal.extensions import db
from tests.factories import staff

pytestmark = pytest.mark.usefixtures("database")


class TestSearchAccounts:
    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ({"words": "clerk"}, ["clerk", "clerk2", "clerk_s2"]),
            ({"words": "CLERK_"}, ["clerk_s2"]),
            ({"words": "二号窗"}, ["clerk2"]),
            ({"words": "%"}, []),
            ({"words": "_"}, ["clerk_s2"]),
            ({"role": "clerk"}, ["clerk", "clerk2", "clerk_s2"]),
            ({"role": "clerk", "words": "2"}, ["clerk2", "clerk_s2"]),
            ({"active": False}, []),
        ],
    )
    def test_narrows(self, given: dict[str, object], expected: list[str]) -> None:
        found = queries.search_accounts(**given)  # type: ignore[arg-type]
        assert [a.username for a in found.rows] == expected
        assert found.total == len(expected)

    def test_by_unit_and_by_page(self) -> None:
        at_hall = queries.search_accounts(unit_id=staff.unit("M1").id)
        assert {a.username for a in at_hall.rows} == {"chair", "mediator"}
        first = queries.search_accounts(page=1, size=4)
        second = queries.search_accounts(page=2, size=4)
        assert first.total == second.total == queries.count_accounts()
        assert not {a.id for a in first.rows} & {a.id for a in second.rows}

    def test_posts_and_units_come_in_a_constant_number_of_statements(self) -> None:
        with transaction("read"):
            few = _count(lambda: [p.unit.name for a in queries.search_accounts(size=2).rows for p in a.posts])
        with transaction("read"):
            many = _count(
                lambda: [p.unit.name for a in queries.search_accounts(size=50).rows for p in a.posts]
            )
        assert few == many <= 6


class TestListColleagues:
    def test_follows_the_scope_of_the_post(self) -> None:
        street = {a.username for a in queries.list_colleagues(staff.actor("leader"))}
        assert "clerk" in street
        assert "mediator" in street
        assert "clerk_s2" not in street
        assert {a.username for a in queries.list_colleagues(staff.actor("chair"))} == {"chair", "mediator"}
        assert "clerk_s2" in {a.username for a in queries.list_colleagues(staff.actor("admin"))}


class TestListStaffAt:
    def test_who_holds_which_post_today(self) -> None:
        rows = queries.list_staff_at(staff.unit("M1").id)
        assert [(p.role, a.username) for p, a in rows] == [("chair", "chair"), ("mediator", "mediator")]


class TestListOpenSignIns:
    def test_leaves_out_what_is_idle_old_or_ended(self) -> None:
        now, key = clock.now(), staff.actor("clerk").account_id
        old = {"started_at": now - dt.timedelta(hours=11), "seen_at": now}
        idle = {"started_at": now - dt.timedelta(hours=2), "seen_at": now - dt.timedelta(minutes=31)}
        with transaction():
            for number, more in enumerate(({}, old, idle, {"ended_at": now})):
                session.add(SignIn(token_hash=str(number), account_id=key, **more))
        assert [s.token_hash for s in queries.list_open_sign_ins(key)] == ["0"]


class TestLockedUntil:
    def test_counts_failures_since_the_last_success_within_the_time(self) -> None:
        now, index = clock.now(), queries.name_index("clerk")

        def add(minutes: int, succeeded: bool = False) -> None:
            at = now - dt.timedelta(minutes=minutes)
            session.add(SignInAttempt(name_index=index, address="10.0.0.1", at=at, succeeded=succeeded))

        with transaction():
            for minutes in (90, 80, 70, 60, 50):
                add(minutes)
        assert queries.locked_until("clerk", "10.0.0.1") is None
        with transaction():
            for minutes in (20, 18, 16, 14):
                add(minutes)
            add(12, succeeded=True)
            for minutes in (10, 8, 6, 4):
                add(minutes)
        assert queries.locked_until("clerk", "10.0.0.1") is None
        with transaction():
            add(2)
        until = queries.locked_until("clerk", "10.0.0.1")
        assert until
        assert abs(until - (now + dt.timedelta(minutes=28))) < dt.timedelta(seconds=2)
        assert queries.locked_until("clerk", "10.0.0.2") is None
        assert queries.locked_until("reviewer", "10.0.0.1") is None


def _count(work) -> int:  # type: ignore[no-untyped-def]
    seen: list[str] = []

    def note(_c, _cursor, statement, *_rest) -> None:  # type: ignore[no-untyped-def]
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)
