"""Asking for jobs, cancelling, asking again, and clearing away."""

from __future__ import annotations

import datetime as dt
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import current_app
from sqlalchemy import func, select

from portal import clock
from portal.audit.models import AuditEntry
from portal.db import session, transaction
from portal.errors import Forbidden, RuleBroken
from portal.jobs import actions, endings, leases, queries, registry, results, running, scratch
from portal.jobs.models import CANCELLED, DONE, FAILED, RUNNING, WAITING, Job
from portal.units.models import Post
from tests.factories import staff
from tests.jobs.sample import KIND, ask, content, define, see, write_text

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.both]


@pytest.fixture
def own_folder(tmp_path: Path) -> Iterator[None]:
    """A jobs folder for this test alone: what other tests left would be orphans here."""
    before = scratch.root()
    scratch.use_folder(tmp_path)
    yield
    scratch.use_folder(before)


def verbs() -> list[str]:
    """What the trail says of jobs, in order."""
    with transaction("read"):
        wanted = select(AuditEntry.verb).where(AuditEntry.verb.startswith("jobs."))
        return list(session.scalars(wanted.order_by(AuditEntry.sequence)))


class TestAskFor:
    def test_is_stored_with_the_change_that_asks_or_not_at_all(self) -> None:
        define()
        with transaction() as verdict:
            actions.ask_for(staff.actor("clerk"), KIND, title="甲", arguments={})
            verdict.keep = False
        assert running.run_pending() == 0
        job = see(ask(text="乙"))
        assert (job.state, job.title, job.arguments) == (WAITING, "试做一项", {"text": "乙"})
        assert verbs() == ["jobs.ask_for"]

    def test_needs_the_right_of_the_kind(self) -> None:
        define(permission="accounts.manage_accounts")
        with pytest.raises(Forbidden), transaction():
            actions.ask_for(staff.actor("clerk"), KIND, title="甲", arguments={})

    def test_refuses_a_kind_that_nobody_declared(self) -> None:
        with pytest.raises(KeyError), transaction():
            actions.ask_for(staff.actor("clerk"), "tests.unknown", title="甲", arguments={})

    def test_gives_the_open_job_of_the_same_request_back(self) -> None:
        define(write_text)
        first = ask(text="一", other=[1, {"b": 2, "a": 1}])
        assert ask(other=[1, {"a": 1, "b": 2}], text="一") == first
        assert ask(text="二") != first
        assert ask("clerk2", text="一", other=[1, {"b": 2, "a": 1}]) != first
        running.run_pending()
        assert ask(text="一", other=[1, {"b": 2, "a": 1}]) != first, "a job that has ended is asked for anew"

    def test_nothing_can_be_read_from_the_stored_request(self) -> None:
        define()
        job_id = ask(text="张示例")
        with transaction("read"):
            row = session.execute(select(Job.__table__).where(Job.id == job_id)).one()
        assert "张示例" not in str(row)
        assert "张示例".encode() not in row.arguments_sealed

    def test_fifty_who_ask_in_the_same_moment_get_the_same_job(self) -> None:
        define()
        app, start = current_app._get_current_object(), threading.Barrier(50)  # type: ignore[attr-defined]
        got: list[int] = []

        def press() -> None:
            with app.app_context():
                with transaction("read"):
                    actor = staff.actor("clerk")
                start.wait(30)
                with transaction():
                    job = actions.ask_for(actor, KIND, title="同一本台账", arguments={"month": 11})
                    session.flush()
                    got.append(job.id)

        people = [threading.Thread(target=press) for _ in range(50)]
        for one in people:
            one.start()
        for one in people:
            one.join()
        assert len(got) == 50
        assert len(set(got)) == 1
        assert verbs() == ["jobs.ask_for"]

    def test_the_callers_own_change_survives_when_another_was_first(self) -> None:
        """The other's job is committed between our look and our insert: what the savepoint is for."""
        define()
        other = ask(text="同")
        with transaction():
            actor = staff.actor("clerk")
            session.execute(select(func.count(Job.id)))
            found, missed = queries.find_open_job, iter([None])

            def late(key: str) -> Job | None:
                return next(missed, found(key))  # type: ignore[call-overload, no-any-return]

            patch = pytest.MonkeyPatch()
            patch.setattr(queries, "find_open_job", late)
            try:
                mine = actions.ask_for(actor, KIND, title="我的", arguments={"own": True})
                missed = iter([None])
                assert actions.ask_for(actor, KIND, title="同", arguments={"text": "同"}).id == other
            finally:
                patch.undo()
        assert see(mine.id).arguments == {"own": True}


class TestCancelJob:
    def test_a_waiting_job_is_cancelled_at_once(self) -> None:
        define()
        job_id = ask()
        with transaction():
            actions.cancel_job(staff.actor("clerk"), session.get_one(Job, job_id))
        assert see(job_id).state == CANCELLED
        assert running.run_pending() == 0
        assert verbs()[-1] == "jobs.cancel_job"

    @pytest.mark.usefixtures("own_folder")
    def test_a_running_job_is_asked_and_ends_without_result(self) -> None:
        job_ids: list[int] = []

        def run(task: running.Task) -> None:
            write_text(task)
            app = current_app._get_current_object()  # type: ignore[attr-defined]
            pressing = threading.Thread(target=_press_cancel, args=(app, job_ids[0]))
            pressing.start()
            pressing.join()
            until = time.monotonic() + 20
            while time.monotonic() < until:
                task.advance(1)
                time.sleep(0.05)

        define(run)
        job_ids.append(ask())
        running.run_pending()
        job = see(job_ids[0])
        assert (job.state, job.result_key, job.notes) == (CANCELLED, "", None)
        assert list((scratch.root() / "results").iterdir()) == [], "what was sealed and not offered is gone"

    def test_a_job_whose_worker_is_gone_is_cancelled_at_once(self) -> None:
        define()
        job_id = ask()
        leases.take("gone")
        with transaction():
            session.get_one(Job, job_id).leased_until = clock.now() - dt.timedelta(seconds=1)
        with transaction():
            assert actions.cancel_job(staff.actor("clerk"), session.get_one(Job, job_id)).state == CANCELLED

    def test_only_the_asker_or_an_administrator_may(self) -> None:
        define()
        job_id = ask()
        with pytest.raises(Forbidden), transaction():
            actions.cancel_job(staff.actor("clerk2"), session.get_one(Job, job_id))
        with transaction():
            actions.cancel_job(staff.actor("admin"), session.get_one(Job, job_id))
        assert see(job_id).state == CANCELLED

    def test_what_has_ended_is_not_cancelled(self) -> None:
        define()
        job_id = ask()
        running.run_pending()
        with pytest.raises(RuleBroken, match="已经结束"), transaction():
            actions.cancel_job(staff.actor("clerk"), session.get_one(Job, job_id))


def _press_cancel(app, job_id: int) -> None:  # type: ignore[no-untyped-def]
    with app.app_context(), transaction():
        job = actions.cancel_job(staff.actor("clerk"), session.get_one(Job, job_id))
        assert (job.state, job.is_cancel_asked) == (RUNNING, True)


class TestRetryJob:
    def test_a_failed_job_runs_again_from_its_beginning(self) -> None:
        seen: list[dict[str, object]] = []

        def run(task: running.Task) -> None:
            seen.append(task.notes)
            task.remember(half=True)
            if len(seen) == 1:
                raise RuleBroken(None, "第一次不行")
            write_text(task)

        define(run)
        job_id = ask(text="再来")
        running.run_pending()
        assert see(job_id).state == FAILED
        with transaction():
            actions.retry_job(staff.actor("clerk"), session.get_one(Job, job_id))
        running.run_pending()
        job = see(job_id)
        assert (job.state, job.reason, job.attempts, content(job)) == (DONE, "", 1, "再来".encode())
        assert seen == [{}, {}]
        assert verbs() == ["jobs.ask_for", "jobs.fail_job", "jobs.retry_job", "jobs.finish_job"]

    def test_gives_the_same_request_that_is_open_meanwhile(self) -> None:
        define(lambda task: (_ for _ in ()).throw(RuleBroken(None, "不行")))
        job_id = ask()
        running.run_pending()
        newer = ask()
        with transaction():
            assert actions.retry_job(staff.actor("clerk"), session.get_one(Job, job_id)).id == newer
        assert see(job_id).state == FAILED

    def test_only_the_asker_may_and_only_what_did_not_succeed(self) -> None:
        define()
        job_id = ask()
        running.run_pending()
        for who in ("clerk", "clerk2"):
            with pytest.raises(RuleBroken), transaction():
                actions.retry_job(staff.actor(who), session.get_one(Job, job_id))

    def test_needs_the_post_it_was_asked_for_at(self) -> None:
        define()
        job_id = ask()
        with transaction():
            actions.cancel_job(staff.actor("clerk"), session.get_one(Job, job_id))
            session.get_one(Post, staff.actor("clerk").post_id).valid_to = clock.today() - dt.timedelta(
                days=1
            )
        with pytest.raises(Forbidden), transaction():
            actions.retry_job(staff.actor("clerk"), session.get_one(Job, job_id))

    def test_a_kind_that_is_gone_is_refused_with_a_sentence(self) -> None:
        define(code="tests.gone")
        job_id = ask(code="tests.gone")
        with transaction():
            actions.cancel_job(staff.actor("clerk"), session.get_one(Job, job_id))
        registry._kinds.pop("tests.gone")
        with pytest.raises(RuleBroken) as caught, transaction():
            actions.retry_job(staff.actor("clerk"), session.get_one(Job, job_id))
        assert caught.value.message == endings.UNKNOWN_KIND


@pytest.mark.usefixtures("own_folder")
class TestClean:
    def test_results_go_after_a_week_and_records_after_three_months(self) -> None:
        define(write_text)
        job_id = ask(text="要留一周")
        running.run_pending()
        key = see(job_id).result_key
        assert _clean_in(days=6) == 0
        assert content(see(job_id)) == "要留一周".encode()
        assert _clean_in(days=8) == 1
        job = see(job_id)
        assert (job.state, job.result_key, job.outcome) == (DONE, "", None)
        assert not (scratch.root() / "results" / key).exists()
        assert _clean_in(days=91) == 1
        with transaction("read"):
            assert session.get(Job, job_id) is None
        assert verbs()[-2:] == ["jobs.clean_jobs", "jobs.clean_jobs"]

    def test_open_jobs_stay_however_old(self) -> None:
        define()
        job_id = ask()
        assert _clean_in(days=400) == 0
        assert see(job_id).state == WAITING

    def test_files_that_no_job_knows_are_deleted(self) -> None:
        define(write_text)
        kept = ask(text="留")
        running.run_pending()
        open_one = ask(text="开")
        source = scratch.folder_of(open_one) / "part"
        source.write_bytes(b"half")
        lost = results.seal(source)
        draft = scratch.root() / "results" / f".{'0' * 32}.part"
        draft.write_bytes(b"half")
        left = scratch.folder_of(987654)
        old = time.time() - 2 * actions.ORPHAN_SECONDS
        places = [scratch.root() / "results" / k for k in (lost.key, see(kept).result_key)]
        for place in (draft, left, scratch.folder_of(open_one), *places):
            os.utime(place, (old, old))
        with transaction():
            assert actions.clean() == 0
        with transaction("read"):
            assert actions.remove_orphans() == 2
        assert not [one for one in (draft, left, places[0]) if one.exists()]
        assert source.exists()
        assert content(see(kept)) == "留".encode()


def _clean_in(days: int) -> int:
    with time_machine.travel(clock.now() + dt.timedelta(days=days), tick=True), transaction():
        return actions.clean()
