"""The bulk print from asking to the file: missing masters made once, failures named, resumed after a death, counted once."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
import pytest
from sqlalchemy import func, select, update

from portal import clock, settings
from portal.audit.queries import list_entries
from portal.db import session, transaction
from portal.documents import actions as documents
from portal.documents import installation
from portal.documents.actions import making
from portal.documents.bulk import actions, job, queries
from portal.documents.bulk.pool import RenderPool
from portal.documents.merging import Layout
from portal.documents.models import Document, DocumentMaster, DocumentPrint, RenderTask
from portal.errors import Forbidden, NotFound, RuleBroken
from portal.jobs import actions as jobs
from portal.jobs.endings import DISK_FULL, Cancelled
from portal.jobs.models import Job
from portal.jobs.queries import find_job
from portal.jobs.results import ResultStream
from portal.jobs.running import run_pending
from portal.settings import actions as settings_actions
from portal.web.application import Portal
from tests.documents import sample
from tests.documents.conftest import Issuer
from tests.factories import staff

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def waiting(app: Portal) -> Iterator[None]:
    """Papers wait instead of being made at once."""
    before = installation.current()
    installation.use(installation.Installation(before.base_url, before.instance, render_inline=False))
    yield
    installation.use(before)


def cards(issue: Issuer, count: int) -> list[int]:
    """Cards, which are the quickest papers to make; they have no number."""
    facts = sample.card(photo=None)
    return [issue.now(kind="senior_card", facts=facts) for _ in range(count)]


def ask(keys: Sequence[int], username: str = "clerk", **more: Any) -> int:
    with transaction():
        return actions.ask_for_bulk(
            staff.actor(username), title="批量打印 试", document_ids=list(keys), **more
        ).id


def found(job_id: int) -> dict[str, Any]:
    with transaction("read"):
        done = find_job(job_id)
        assert done is not None
        return {
            "state": done.state,
            "report": [(line["what"], line["why"]) for line in (done.outcome or {}).get("report", [])],
            "reason": done.reason,
            "name": done.result_name,
            "progress": (done.done, done.total),
            "content": b"".join(
                ResultStream(done.result_key, size=done.result_size, sha256=done.result_sha256)
            )
            if done.result_key
            else b"",
        }


def bookmarks(content: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_outline() as outline:
        return [item.title for item in outline.root]


def prints_of(key: int) -> list[tuple[int, str]]:
    with transaction("read"):
        document = session.get_one(Document, key)
        return [(one.count, one.kind) for one in document.prints]


def task_of(key: int) -> tuple[str, int]:
    with transaction("read"):
        task = session.get_one(Document, key).render_task
        return task.state, task.attempts


class TestAskForBulk:
    def test_nothing_too_much_and_too_many_copies_are_refused(self, issue: Issuer) -> None:
        keys = [issue.now(), issue.now()]
        with pytest.raises(RuleBroken, match="没有可以打印的文书"):
            ask([])
        with pytest.raises(RuleBroken, match="份数"):
            ask(keys, layout=Layout(copies=6))
        with transaction():
            settings_actions.change_setting(
                staff.actor("admin"),
                key="documents.bulk_limit",
                text="1",
                valid_from=clock.today(),
                reason="试",
            )
        with pytest.raises(RuleBroken, match="选中 2 份，一次最多打印 1 份"):
            ask(keys)
        assert settings.value("documents.bulk_limit") == 1

    def test_only_papers_in_scope_and_with_the_right(self, issue: Issuer) -> None:
        own, other = issue.now(), issue.now("clerk_s2", "S2")
        with pytest.raises(NotFound):
            ask([own, other])
        with pytest.raises(Forbidden):
            ask([own], "supervisor")

    def test_the_same_request_gives_the_same_job_and_another_person_their_own(self, issue: Issuer) -> None:
        key = issue.now()
        assert ask([key, key]) == ask([key])
        assert ask([key], "clerk2") != ask([key])
        assert run_pending() == 2
        assert [count for count, _kind in prints_of(key)] == [1, 2]


class TestRun:
    def test_missing_papers_are_made_by_the_pool_and_the_file_is_in_the_order_asked(
        self, waiting: None, issue: Issuer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(making, "FEW", 0)
        keys = cards(issue, 4)
        before = issue.now()
        assert documents.render_pending(limit=1) == 1, "the counter makes the oldest"
        job_id = ask([before, *reversed(keys)], layout=Layout(duplex=True))
        assert documents.render_pending() == 0, "what bulk printing will make is left to it"
        counter = issue.now()
        assert documents.render_pending() == 1, "the counter's own paper is made at once"
        assert task_of(counter)[0] == "done"
        assert run_pending() == 1
        got = found(job_id)
        assert (got["state"], got["report"], got["name"]) == ("done", [], "批量打印 试.pdf")
        with transaction("read"):
            names = [
                entry.name for entry in queries.list_entries(staff.actor("clerk"), [before, *keys[::-1]])
            ]
            assert session.scalar(select(func.count(DocumentMaster.id))) == 6
        assert bookmarks(got["content"]) == names
        assert [task_of(key) for key in keys] == [("done", 1)] * 4
        assert [prints_of(key) for key in keys] == [[(1, "bulk")]] * 4
        with pikepdf.open(io.BytesIO(got["content"])) as pdf:
            assert len(pdf.pages) == 9

    def test_what_cannot_be_printed_is_named_and_the_rest_delivered(
        self, waiting: None, issue: Issuer
    ) -> None:
        good, torn, void, replaced = cards(issue, 4)
        documents.render_pending()
        with transaction():
            documents.void_document(staff.actor("reviewer"), session.get_one(Document, void), reason="误")
            documents.replace_document(
                staff.actor("clerk"),
                session.get_one(Document, replaced),
                facts=sample.card(photo=None),
                subject=staff.unit("S"),
                reason="误",
            )
            session.execute(update(Document).where(Document.id == torn).values(template_version=999))
            session.execute(DocumentMaster.__table__.delete().where(DocumentMaster.document_id == torn))
            last_try = update(RenderTask).where(RenderTask.document_id == torn)
            session.execute(last_try.values(state="pending", attempts=2))
        job_id = ask([good, torn, void, replaced])
        run_pending()
        got = found(job_id)
        assert got["state"] == "done"
        assert len(bookmarks(got["content"])) == 1
        why = [reason for _what, reason in got["report"]]
        assert "没有制作成功" in why[0]
        assert "v999" in why[0]
        assert why[1:] == ["已作废，没有打印。", "已更正，没有打印。"]
        assert [prints_of(key) for key in (good, torn, void, replaced)] == [[(1, "bulk")], [], [], []]

    def test_when_nothing_is_left_the_job_fails_with_the_list(self, issue: Issuer) -> None:
        key = issue.now()
        job_id = ask([key])
        with transaction():
            documents.void_document(staff.actor("reviewer"), session.get_one(Document, key), reason="误")
        run_pending()
        got = found(job_id)
        assert (got["state"], got["content"]) == ("failed", b"")
        assert "没有一份文书可以打印" in got["reason"]
        assert [why for _what, why in got["report"]] == ["已作废，没有打印。"]

    def test_a_master_that_was_changed_is_left_out_and_named(self, issue: Issuer) -> None:
        keys = [issue.now(), issue.now()]
        with transaction():
            session.execute(
                update(DocumentMaster).where(DocumentMaster.document_id == keys[0]).values(sha256="0" * 64)
            )
        job_id = ask(keys, layout=Layout(copies=2))
        run_pending()
        got = found(job_id)
        assert [why[:12] for _what, why in got["report"]] == [job.LOST[:12]]
        with pikepdf.open(io.BytesIO(got["content"])) as pdf:
            assert len(pdf.pages) == 2
        assert [prints_of(key) for key in keys] == [[], [(1, "bulk"), (2, "bulk")]]

    def test_every_copy_is_counted(self, issue: Issuer) -> None:
        key = issue.now()
        for _ in range(2):
            ask([key], layout=Layout(copies=2))
            run_pending()
        assert prints_of(key) == [(count, "bulk") for count in (1, 2, 3, 4)]

    def test_not_counted_unless_asked_but_in_the_trail(self, issue: Issuer) -> None:
        keys = [issue.now(), issue.now()]
        ask(keys, is_counted=False)
        run_pending()
        assert [prints_of(key) for key in keys] == [[], []]
        assert read_in_bulk() == keys

    def test_a_job_cancelled_at_the_last_moment_counts_nothing_and_the_next_counts_once(
        self, issue: Issuer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keys = [issue.now(), issue.now()]
        real = job._merge

        def merge_and_cancel(*given: Any) -> Any:
            merged = real(*given)
            with transaction():
                jobs.cancel_job(staff.actor("clerk"), session.get_one(Job, job_id))
            return merged

        for is_counted in (True, False):
            job_id = ask(keys, is_counted=is_counted)
            monkeypatch.setattr(job, "_merge", merge_and_cancel)
            run_pending()
            assert found(job_id)["state"] == "cancelled"
            assert ([prints_of(key) for key in keys], read_in_bulk()) == ([[], []], [])
        monkeypatch.setattr(job, "_merge", real)
        ask(keys)
        run_pending()
        assert [prints_of(key) for key in keys] == [[(1, "bulk")]] * 2

    def test_one_declared_void_while_the_file_was_made_is_to_be_taken_out(
        self, issue: Issuer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keys = [issue.now(), issue.now()]
        job_id = ask(keys)
        real = job._merge

        def merge_and_void(*given: Any) -> Any:
            merged = real(*given)
            with transaction():
                documents.void_document(
                    staff.actor("reviewer"), session.get_one(Document, keys[0]), reason="误"
                )
            return merged

        monkeypatch.setattr(job, "_merge", merge_and_void)
        run_pending()
        assert [why for _what, why in found(job_id)["report"]] == [job.TOO_LATE]
        assert [prints_of(key) for key in keys] == [[], [(1, "bulk")]]

    def test_a_full_disk_leaves_no_file_and_says_so(
        self, issue: Issuer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        key = issue.now()
        job_id = ask([key])

        def full(*_given: Any, **_more: Any) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(job, "merge", full)
        run_pending()
        got = found(job_id)
        assert (got["state"], got["reason"], got["content"]) == ("failed", DISK_FULL, b"")
        assert prints_of(key) == []

    def test_one_that_failed_before_is_tried_again(self, waiting: None, issue: Issuer) -> None:
        (key,) = cards(issue, 1)
        with transaction():
            session.execute(update(RenderTask).values(state="failed", attempts=3, reason="torn"))
        job_id = ask([key])
        assert task_of(key) == ("failed", 3), "that is left to the job"
        run_pending()
        assert (found(job_id)["state"], task_of(key)) == ("done", ("done", 1))


def read_in_bulk() -> list[int]:
    """The papers of which the trail says that they were taken without being counted."""
    with transaction("read"):
        entries = list_entries(verb="documents.read_document")
        return sorted(entry.subject_id or 0 for entry in entries if entry.facts["way"] == "bulk")


class Died(BaseException):
    """The worker's process ended here."""


class TestResume:
    def test_after_a_death_the_rest_is_made_and_nothing_twice(
        self, waiting: None, issue: Issuer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keys = cards(issue, 4)
        job_id = ask(keys)
        real = RenderPool.collect
        monkeypatch.setattr("portal.documents.bulk.pool.cores", lambda: 1)
        monkeypatch.setattr(RenderPool, "collect", _dying_after(2, real))
        with pytest.raises(Died):
            run_pending()
        with transaction("read"):
            kept = dict(session.execute(select(DocumentMaster.document_id, DocumentMaster.sha256)).all())
        assert len(kept) == 2
        assert {task_of(key)[0] for key in keys} == {"done", "pending"}
        monkeypatch.setattr(RenderPool, "collect", real)
        assert run_pending() == 1
        assert found(job_id)["state"] == "done"
        assert len(bookmarks(found(job_id)["content"])) == 4
        with transaction("read"):
            now = dict(session.execute(select(DocumentMaster.document_id, DocumentMaster.sha256)).all())
        assert kept.items() <= now.items()
        assert [task_of(key) for key in keys] == [("done", 1)] * 4, "the death costs no paper an attempt"
        assert [prints_of(key) for key in keys] == [[(1, "bulk")]] * 4

    def test_a_death_while_counting_counts_nothing_twice(
        self, issue: Issuer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keys = [issue.now() for _ in range(3)]
        ask(keys)
        monkeypatch.setattr(job, "NOTED", 2)
        monkeypatch.setattr(job, "AT_ONCE", 2)
        real = actions.count_bulk_prints
        done: list[int] = []

        def dying(*given: Any, at: dt.datetime, copies: int) -> int:
            if done:
                raise Died
            done.append(1)
            return real(*given, at=at, copies=copies)

        monkeypatch.setattr(actions, "count_bulk_prints", dying)
        with pytest.raises(Died):
            run_pending()
        assert [len(prints_of(key)) for key in keys] == [1, 1, 0]
        monkeypatch.setattr(actions, "count_bulk_prints", real)
        run_pending()
        assert [prints_of(key) for key in keys] == [[(1, "bulk")]] * 3

    def test_an_attempt_that_ends_early_gives_everything_back(
        self, waiting: None, issue: Issuer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(making, "FEW", 0)
        keys = cards(issue, 4)
        job_id = ask(keys)
        assert documents.render_pending() == 0

        def cancelled(_self: RenderPool[Any], _seconds: float = 1.0) -> Any:
            raise Cancelled

        monkeypatch.setattr(RenderPool, "collect", cancelled)
        with transaction():
            session.get_one(Job, job_id).is_cancel_asked = True
        run_pending(limit=1)
        assert found(job_id)["state"] == "cancelled"
        assert [task_of(key) for key in keys] == [("pending", 0)] * 4
        assert documents.render_pending() == 4, "the counter's worker has them at once"

    def test_what_somebody_else_is_making_is_waited_for(
        self, waiting: None, issue: Issuer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (key,) = cards(issue, 1)
        claim = making._claim()
        assert claim is not None
        job_id = ask([key])
        waited: list[float] = []

        def sleep(seconds: float) -> None:
            waited.append(seconds)
            with transaction():
                making.store_claimed(claim, making.render_here(claim.order))

        monkeypatch.setattr("portal.documents.bulk.masters.time.sleep", sleep)
        run_pending()
        assert found(job_id)["state"] == "done"
        assert len(waited) == 1
        assert task_of(key) == ("done", 1)


def _dying_after(papers: int, real: Any) -> Any:
    made: list[int] = []

    def collect(self: RenderPool[Any], seconds: float = 1.0) -> Any:
        if len(made) >= papers:
            raise Died
        got = real(self, seconds)
        made.extend(1 for _ in got)
        return got

    return collect


def test_counting_is_known_by_its_instant(issue: Issuer) -> None:
    key = issue.now()
    with transaction():
        documents.record_print(staff.actor("clerk"), session.get_one(Document, key))
    at = clock.now()
    for expected in (1, 0):
        with transaction():
            assert actions.count_bulk_prints(staff.actor("clerk"), [key], at=at) == expected
    with transaction():
        assert actions.count_bulk_prints(staff.actor("clerk"), [key], at=clock.now()) == 1
        assert session.scalar(select(func.count(DocumentPrint.id))) == 3
        assert session.scalar(select(func.count(Job.id))) == 0
