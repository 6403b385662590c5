"""What an attempt may do and what its end means: resuming, fencing, limits, people who have left."""

from __future__ import annotations

import datetime as dt
import os
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from portal import audit, clock
from portal.accounts.models import StaffAccount
from portal.audit.models import AuditEntry
from portal.db import session, transaction
from portal.errors import RuleBroken
from portal.jobs import actions, endings, heart, leases, running, scratch, worker
from portal.jobs.endings import LeaseLost, Stopping
from portal.jobs.models import CANCELLED, DONE, FAILED, RUNNING, WAITING, Job
from portal.jobs.running import Task
from portal.units.models import Post
from tests.factories import staff
from tests.jobs.sample import KIND, ask, content, define, see, write_text

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.both]


def effects() -> int:
    """How often the tests' effect is in the trail."""
    with transaction("read"):
        return session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.verb == "tests.effect")) or 0


def have_effect(task: Task) -> None:
    """An effect and the memory of it, in one transaction."""
    with task.transaction():
        audit.record(task.actor, "tests.effect", None)
        task.remember(effect=True)


def let_lapse(job_id: int) -> None:
    """As if the worker had not been heard of for 15 seconds."""
    with transaction():
        session.get_one(Job, job_id).leased_until = clock.now() - dt.timedelta(seconds=1)


class TestRunPending:
    def test_gives_the_work_what_was_asked_for(self) -> None:
        seen: dict[str, object] = {}

        def run(task: Task) -> None:
            seen.update(arguments=task.arguments, actor=task.actor, attempt=task.attempt)
            (task.folder / "part").write_text("x")
            task.advance(1, 4, "数")
            task.report([{"what": "第 3 份", "why": "没有字形"}])
            write_text(task)
            task.advance(4)

        define(run)
        job_id = ask(text="好", month=11)
        assert running.run_pending() == 1
        job = see(job_id)
        assert (job.state, job.done, job.total, job.phase, job.attempts) == (DONE, 4, 4, "数", 1)
        assert content(job) == "好".encode()
        assert job.outcome["report"] == [{"what": "第 3 份", "why": "没有字形"}]
        with transaction("read"):
            assert seen == {
                "arguments": {"text": "好", "month": 11},
                "actor": staff.actor("clerk"),
                "attempt": 1,
            }
        assert not (scratch.root() / "scratch" / str(job_id)).exists()

    def test_a_broken_rule_fails_at_once_with_its_sentence(self) -> None:
        def run(task: Task) -> None:
            task.advance(6, 9)
            raise RuleBroken(None, "第 %(n)s 行不对", n=7)

        define(run)
        job_id = ask()
        assert running.run_pending() == 1
        job = see(job_id)
        assert (job.done, job.total) == (6, 9)
        assert (job.state, job.reason, job.outcome["params"]) == (FAILED, "第 %(n)s 行不对", {"n": 7})

    def test_an_error_is_tried_three_times_and_then_fails_with_a_number(self) -> None:
        attempts: list[int] = []

        def run(task: Task) -> None:
            attempts.append(task.attempt)
            raise ValueError("a fault of ours")

        define(run)
        job_id = ask()
        assert running.run_next("w")
        assert see(job_id).state == WAITING
        assert not running.run_next("w"), "it waits a few seconds before it is tried again"
        assert running.run_pending() == 2
        job = see(job_id)
        assert (job.state, job.reason, attempts) == (FAILED, endings.BROKEN, [1, 2, 3])
        assert len(job.outcome["params"]["number"]) == 8

    def test_goes_on_where_a_killed_worker_stood(self) -> None:
        """As after kill −9: the memory of the first attempt is in the database, its process is gone."""

        def run(task: Task) -> None:
            if "effect" not in task.notes:
                have_effect(task)
                (task.folder / "half").write_text("half")
                raise KeyboardInterrupt  # nothing of the first process runs after this
            assert (task.folder / "half").read_text() == "half"
            write_text(task)

        define(run)
        job_id = ask(text="续")
        lease = leases.take("w")
        assert lease is not None
        patch = pytest.MonkeyPatch()
        patch.setattr(leases, "take", lambda *_a, **_k: lease)
        patch.setattr(running, "_settle", lambda *_a: None)
        with pytest.raises(KeyboardInterrupt):
            running.run_next("w")
        patch.undo()
        assert running.run_pending() == 0, "the dead worker's lease still stands"
        assert leases.free_held_by("w") == 1
        assert running.run_pending() == 1
        job = see(job_id)
        assert (job.state, job.attempts, effects(), content(job)) == (DONE, 2, 1, "续".encode())

    def test_a_job_that_kills_its_workers_fails_with_a_sentence(self) -> None:
        define()
        job_id = ask()
        for _ in range(3):
            assert leases.take("w") is not None
            assert leases.free_held_by("w") == 1
        job = see(job_id)
        assert (job.state, job.reason, job.outcome["params"]) == (FAILED, endings.INTERRUPTED, {"times": 3})

    def test_a_lapsed_lease_is_taken_over_by_anybody(self) -> None:
        define(write_text)
        job_id = ask()
        leases.take("w")
        let_lapse(job_id)
        assert running.run_pending() == 1
        assert (see(job_id).state, see(job_id).attempts) == (DONE, 2)


class TestFencing:
    def test_nothing_of_a_slow_worker_is_stored_once_another_has_the_job(self) -> None:
        slow_says: list[str] = []

        def run(task: Task) -> None:
            if task.attempt == 1:
                let_lapse(task.job_id)
                assert leases.take("another") is not None
                with pytest.raises(LeaseLost), task.transaction():
                    slow_says.append("never here")
                with pytest.raises(LeaseLost):
                    task.remember(slow=True)
            write_text(task)

        define(run)
        job_id = ask(text="慢")
        running.run_next("slow")
        job = see(job_id)
        assert (job.state, job.leased_by, job.result_key, slow_says) == (RUNNING, "another", "", [])
        assert not [k for k in (scratch.root() / "results").glob("*") if k.name == job.result_key]

    def test_what_was_written_before_the_loss_is_rolled_back_with_it(self) -> None:
        define()
        ask()
        lease = leases.take("w")
        assert lease is not None
        with transaction("read"):
            task = running._open(lease)
        with pytest.raises(TypeError), task.transaction():
            task.remember(half=True, broken=object())
        assert (task.notes, see(lease.job_id).notes) == ({}, None)

    def test_a_result_is_kept_when_only_the_answer_of_the_commit_was_lost(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = leases.finish

        def finish(*arguments: Any) -> bool:
            real(*arguments)
            raise OperationalError("COMMIT", {}, Exception("the connection was lost"))

        monkeypatch.setattr(leases, "finish", finish)
        define(write_text)
        job_id = ask(text="在")
        running.run_pending()
        assert (see(job_id).state, content(see(job_id))) == (DONE, "在".encode())


class TestAtEnd:
    def test_effects_are_stored_with_the_end_in_the_order_given(self) -> None:
        seen: list[str] = []

        def run(task: Task) -> None:
            task.at_end(lambda: seen.append(session.get_one(Job, task.job_id).state))
            task.at_end(lambda: audit.record(task.actor, "tests.effect", None))
            task.at_end(lambda: seen.append("last"))
            assert (effects(), seen) == (0, [])

        define(run)
        job_id = ask()
        running.run_pending()
        assert (see(job_id).state, effects(), seen) == (DONE, 1, [RUNNING, "last"])

    def test_a_job_cancelled_at_the_last_moment_has_none(self) -> None:
        def run(task: Task) -> None:
            task.at_end(lambda: audit.record(task.actor, "tests.effect", None))
            with transaction():
                actions.cancel_job(task.actor, session.get_one(Job, task.job_id))

        define(run)
        job_id = ask()
        running.run_pending()
        assert (see(job_id).state, effects()) == (CANCELLED, 0)

    def test_a_lost_attempt_has_none(self) -> None:
        def run(task: Task) -> None:
            task.at_end(lambda: audit.record(task.actor, "tests.effect", None))
            let_lapse(task.job_id)
            assert leases.take("another") is not None

        define(run)
        job_id = ask()
        running.run_next("slow")
        assert (see(job_id).state, effects()) == (RUNNING, 0)

    def test_one_that_fails_leaves_nothing_of_the_end(self) -> None:
        def refuse() -> None:
            raise RuleBroken(None, "已经有了")

        def run(task: Task) -> None:
            write_text(task)
            task.at_end(lambda: audit.record(task.actor, "tests.effect", None))
            task.at_end(refuse)

        define(run)
        job_id = ask(text="不给")
        running.run_pending()
        job = see(job_id)
        assert (job.state, job.reason, job.result_key, effects()) == (FAILED, "已经有了", "", 0)


class TestLimits:
    @pytest.fixture(autouse=True)
    def _quick(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(heart, "TICK_SECONDS", 0.02)

    def test_work_that_takes_too_long_is_ended(self) -> None:
        define(_work_for_long, minutes=0.1 / 60, attempts=2)
        job_id = ask()
        assert running.run_pending() == 2
        assert (see(job_id).state, see(job_id).reason) == (FAILED, endings.TOO_LONG)

    def test_a_worker_that_ends_puts_the_job_back_and_the_attempt_does_not_count(self) -> None:
        stopping: list[int] = []

        def run(task: Task) -> None:
            task.advance(3, 10)
            stopping.append(15)
            _work_for_long(task)

        define(run)
        job_id = ask()
        assert running.run_next("w", stopping=stopping)
        job = see(job_id)
        assert (job.state, job.attempts, job.leased_by) == (WAITING, 0, "")

    def test_work_that_does_not_listen_is_left_behind(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(heart, "PATIENCE_SECONDS", 0.1)
        left = threading.Event()
        define(lambda task: left.wait(20) and None)
        job_id = ask()
        running.run_next("w", stopping=[15], leave=left.set)
        assert left.is_set()
        assert (see(job_id).state, see(job_id).attempts) == (WAITING, 0)

    def test_work_that_is_cancelled_and_does_not_listen_is_left_behind(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def cancel(task: Task) -> None:
            with transaction():
                actions.cancel_job(task.actor, session.get_one(Job, task.job_id))

        job_id = self._leave(monkeypatch, cancel)
        assert (see(job_id).state, see(job_id).attempts) == (CANCELLED, 1)

    def test_work_that_lost_its_job_and_does_not_listen_is_left_behind(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def lose(task: Task) -> None:
            with transaction():
                job = session.get_one(Job, task.job_id)
                job.lease, job.leased_by = job.lease + 1, "another"

        job_id = self._leave(monkeypatch, lose)
        assert (see(job_id).state, see(job_id).leased_by) == (RUNNING, "another")

    @staticmethod
    def _leave(monkeypatch: pytest.MonkeyPatch, happens: Callable[[Task], None]) -> int:
        """Run work that never says how far it is while this happens; its worker must have left it within 20 seconds."""
        monkeypatch.setattr(heart, "PATIENCE_SECONDS", 0.1)
        monkeypatch.setattr(heart, "LOOK_SECONDS", 0.05)
        left = threading.Event()

        def run(task: Task) -> None:
            happens(task)
            left.wait(20)

        define(run)
        job_id = ask()
        running.run_next("w", leave=left.set)
        assert left.is_set()
        return job_id

    def test_progress_is_stored_while_the_work_runs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(heart, "STORE_SECONDS", 0.05)
        app, stored = current_app._get_current_object(), threading.Event()  # type: ignore[attr-defined]

        def run(task: Task) -> None:
            with transaction("read"):  # in the middle of a long reading
                task.advance(7, 70, "读")
                threading.Thread(target=_wait_for_progress, args=(app, task.job_id, stored)).start()
                assert stored.wait(20)

        define(run)
        job_id = ask()
        running.run_pending()
        assert see(job_id).state == DONE

    def test_the_lease_is_renewed_while_the_work_runs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(heart, "RENEW_SECONDS", 0.05)
        define(lambda task: time.sleep(0.6))
        job_id = ask()
        first: list[dt.datetime | None] = []
        real = leases.renew

        def renew(*arguments: object, **more: object) -> bool:
            first.append(clock.now())
            return real(*arguments, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(leases, "renew", renew)
        running.run_pending()
        assert len(first) > 1
        assert see(job_id).state == DONE


def _work_for_long(task: Task) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        task.advance(3)
        time.sleep(0.01)


def _wait_for_progress(app, job_id: int, stored: threading.Event) -> None:  # type: ignore[no-untyped-def]
    with app.app_context():
        for _ in range(200):
            with transaction("read"):
                found = session.execute(select(Job.done, Job.total, Job.phase).where(Job.id == job_id)).one()
            if tuple(found) == (7, 70, "读"):
                stored.set()
                return
            time.sleep(0.05)


class TestAsker:
    def test_who_has_left_gets_nothing(self) -> None:
        define(write_text)
        job_id = ask()
        with transaction():
            session.scalars(
                select(StaffAccount).where(StaffAccount.username == "clerk")
            ).one().is_active = False
        running.run_pending()
        assert (see(job_id).state, see(job_id).reason) == (FAILED, endings.NOT_ALLOWED)

    def test_who_has_changed_post_gets_nothing(self) -> None:
        define(write_text)
        job_id = ask()
        with transaction():
            post = session.get_one(Post, staff.actor("clerk").post_id)
            post.valid_to = clock.today() - dt.timedelta(days=1)
        running.run_pending()
        assert (see(job_id).state, see(job_id).reason) == (FAILED, endings.NOT_ALLOWED)

    def test_who_has_lost_the_right_gets_nothing(self) -> None:
        define(write_text)
        job_id = ask()
        define(write_text, permission="accounts.manage_accounts")
        running.run_pending()
        assert (see(job_id).state, see(job_id).reason) == (FAILED, endings.NOT_ALLOWED)

    def test_a_kind_that_is_gone_fails_with_a_sentence(self) -> None:
        define(code="tests.gone")
        job_id = ask(code="tests.gone")
        _forget("tests.gone")
        running.run_pending()
        assert (see(job_id).state, see(job_id).reason) == (FAILED, endings.UNKNOWN_KIND)


def _forget(code: str) -> None:
    from portal.jobs import registry

    registry._kinds.pop(code)


class TestWorkersName:
    def test_the_second_in_a_slot_takes_another_name_and_frees_nothing(self) -> None:
        """The lock is the process's own: another process holds it here."""
        with worker.own_name("t") as (name, is_only_one):
            assert is_only_one
            pid = os.fork()
            if not pid:
                with worker.own_name("t") as (other, alone):
                    os._exit(0 if other == f"{name}-{os.getpid()}" and not alone else 1)
            assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
        with worker.own_name("t") as (again, is_only_one):
            assert (again, is_only_one) == (name, True)


class TestEndings:
    def test_no_handler_of_the_work_swallows_them(self) -> None:
        assert not issubclass(Stopping, Exception)

    def test_asking_within_a_job_works(self) -> None:
        """A job may ask for another, in its own fenced transaction."""

        def run(task: Task) -> None:
            with task.transaction():
                actions.ask_for(task.actor, "tests.second", title="后一项", arguments={})

        define(run)
        define(code="tests.second")
        ask()
        assert running.run_pending() == 2
        assert KIND != "tests.second"
