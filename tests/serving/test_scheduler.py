"""What is due by the clock: each task in its own transaction, and none stopped by another's failure."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from portal import clock, db, scheduler
from portal.scheduler import Done, Task
from portal.web.application import Portal
from portal.web.once import SpentToken


def spend(token: str, days_ago: int) -> None:
    """A form that was sent so many days ago."""
    with db.transaction():
        db.session.add(SpentToken(token=token, spent_at=clock.now() - dt.timedelta(days=days_ago)))


class TestRunDue:
    @pytest.mark.both
    def test_forgets_what_is_old(self, app: Portal) -> None:
        with app.app_context():
            spend("1:" + "a" * 32, 10)
            spend("1:" + "b" * 32, 1)
            done = {one.name: one for one in scheduler.run_due()}
            assert done["spent form tokens"] == Done("spent form tokens", 1)
            assert not [one for one in done.values() if one.failure]
            with db.transaction("read"):
                assert db.session.scalars(select(SpentToken.token)).all() == ["1:" + "b" * 32]

    def test_goes_on_after_a_failure(self, app: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail() -> int:
            spent = SpentToken(token="1:" + "c" * 32)
            db.session.add(spent)
            db.session.flush()
            raise OSError("no room left")

        tasks = [Task("bad", 1.0, fail), Task("good", 1.0, lambda: 7)]
        monkeypatch.setattr(scheduler, "due_tasks", lambda: tasks)
        with app.app_context():
            assert scheduler.run_due() == [Done("bad", failure="OSError: no room left"), Done("good", 7)]
            with db.transaction("read"):
                assert not db.session.scalars(select(SpentToken)).all()

    def test_is_a_command(self, app: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
        done = app.test_cli_runner().invoke(args=["due"])
        assert done.exit_code == 0
        assert "spent form tokens: 0" in done.output
        monkeypatch.setattr(scheduler, "run_due", lambda: [Done("bad", failure="OSError: no room left")])
        done = app.test_cli_runner().invoke(args=["due"])
        assert done.exit_code == 1
        assert "not done: bad" in done.output
