"""The render worker and its child, which dies of a bad paper without harm to the others; what cannot be made says why."""

from __future__ import annotations

import dataclasses
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from portal import clock
from portal.config import ROOT
from portal.db import session, transaction
from portal.documents import actions, installation
from portal.documents.actions import making
from portal.documents.child import RenderChild
from portal.documents.models import Document, RenderTask
from portal.documents.render import EngineMissing, PaperBroken, PaperOrder, RenderedPaper
from portal.documents.worker import run, wait, wake_line
from portal.errors import RuleBroken
from portal.web.application import Portal
from tests.documents import sample
from tests.documents.conftest import Issuer
from tests.factories import staff


@pytest.fixture
def waiting(app: Portal) -> Iterator[installation.Installation]:
    """Papers wait for a worker instead of being made at once."""
    before = installation.current()
    place = installation.Installation(before.base_url, before.instance, render_inline=False)
    installation.use(place)
    with app.app_context():
        yield place
    installation.use(before)


def order() -> PaperOrder:
    return sample.order("acceptance_receipt", sample.receipt())


def failing(_order: PaperOrder) -> RenderedPaper:
    raise PaperBroken("the template is torn")


def state_of(key: int) -> tuple[str, int, str]:
    with transaction("read"):
        task = session.get_one(Document, key).render_task
        return task.state, task.attempts, task.reason


class TestRenderChild:
    def test_it_makes_papers_and_is_replaced_when_killed(self, tmp_path: Path) -> None:
        child = RenderChild(tmp_path)
        try:
            assert child.render(order()).pages == 1
            os.kill(child._process.pid, signal.SIGKILL)
            child._process.join()
            assert child.render(order()).pages == 1
        finally:
            child.end()

    def test_a_paper_that_takes_too_long_is_given_up_and_the_next_one_made(self, tmp_path: Path) -> None:
        child = RenderChild(tmp_path)
        try:
            child.render(order())
            child._seconds = 0.0
            with pytest.raises(PaperBroken, match="longer than 0 seconds"):
                child.render(order())
            child._seconds = 30.0
            assert child.render(order()).pages == 1
        finally:
            child.end()

    def test_one_that_wants_too_much_memory_fails_alone(self, tmp_path: Path) -> None:
        child = RenderChild(tmp_path, memory=700 * 1024 * 1024)
        huge = sample.receipt(note="很长的备注。" * 12_000_000)
        try:
            with pytest.raises((PaperBroken, EngineMissing)):
                child.render(sample.order("acceptance_receipt", huge))
            assert child.render(order()).pages == 1
        finally:
            child.end()

    def test_a_broken_paper_is_a_sentence_and_the_child_lives(self, tmp_path: Path) -> None:
        child = RenderChild(tmp_path)
        try:
            with pytest.raises(PaperBroken, match="v999"):
                child.render(dataclasses.replace(order(), version=999))
            alive = child._process.pid
            assert child.render(order()).pages == 1
            assert child._process.pid == alive
        finally:
            child.end()


@pytest.mark.usefixtures("waiting")
class TestRenderPending:
    def test_papers_wait_until_somebody_makes_them(self, issue: Issuer) -> None:
        key = issue.now()
        assert state_of(key) == ("pending", 0, "")
        assert actions.render_pending() == 1
        assert state_of(key)[:2] == ("done", 1)

    def test_three_failures_leave_it_failed_with_the_reason(
        self, issue: Issuer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        key = issue.now()
        real = clock.now
        for attempt in range(1, 4):
            assert actions.render_pending(render_order=failing) == 0
            assert state_of(key) == ("failed" if attempt == 3 else "pending", attempt, "the template is torn")
            later = real() + attempt * making.LEASE
            monkeypatch.setattr(clock, "now", lambda later=later: later)
        assert actions.render_pending() == 0

    def test_a_failure_does_not_hold_up_the_next_paper(self, issue: Issuer) -> None:
        bad, good = issue.now(), issue.now()

        def picky(wanted: PaperOrder) -> RenderedPaper:
            if wanted.imprint.number.endswith("〕1号"):
                raise PaperBroken("the template is torn")
            return making.render_here(wanted)

        assert actions.render_pending(render_order=picky) == 1
        assert (state_of(bad)[0], state_of(good)[0]) == ("pending", "done")

    def test_one_that_kills_every_worker_is_given_up(
        self, issue: Issuer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        key = issue.now()
        real = clock.now
        for attempt in range(1, 5):
            making._claim()  # the process dies here
            later = real() + attempt * (making.LEASE * 2)
            monkeypatch.setattr(clock, "now", lambda later=later: later)
        assert state_of(key)[0] == "failed"

    def test_two_workers_do_not_make_one_paper(self, issue: Issuer) -> None:
        key = issue.now()
        first = making._claim()
        assert first is not None
        assert making._claim() is None
        assert actions.render_pending() == 0
        assert state_of(key)[:2] == ("pending", 1)

    def test_a_worker_told_to_end_begins_no_other_paper(self, issue: Issuer) -> None:
        issue.now(), issue.now()
        told: list[bool] = []
        made = actions.render_pending(
            render_order=lambda order: (told.append(True), making.render_here(order))[1],
            is_over=lambda: bool(told),
        )
        assert made == 1

    def test_papers_reserved_for_bulk_printing_are_left_for_a_minute(
        self, issue: Issuer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(making, "FEW", 0)
        reserved, own = issue.now(), issue.now()
        with transaction():
            making.reserve_documents(staff.actor("clerk"), [reserved])
        assert actions.render_pending() == 1
        assert (state_of(reserved)[0], state_of(own)[0]) == ("pending", "done")
        later = clock.now() + making.RESERVED
        monkeypatch.setattr(clock, "now", lambda: later)
        assert actions.render_pending() == 1

    def test_few_papers_and_what_another_counter_has_just_issued_are_not_reserved(
        self, issue: Issuer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fresh, own = issue.now("clerk2"), issue.now()
        for few, expected in ((2, []), (1, []), (0, [own])):
            monkeypatch.setattr(making, "FEW", few)
            with transaction():
                making.reserve_documents(staff.actor("clerk"), [fresh, own])
                assert leased() == expected
        later = clock.now() + making.FRESH
        monkeypatch.setattr(clock, "now", lambda: later)
        with transaction():
            making.reserve_documents(staff.actor("clerk"), [fresh, own])
            assert leased() == [fresh, own]
            making.release_documents([fresh, own])
            assert leased() == []

    def test_a_failed_paper_is_made_again_on_demand(self, issue: Issuer) -> None:
        key = issue.now()
        with transaction():
            document = session.get_one(Document, key)
            with pytest.raises(RuleBroken, match="没有制作失败"):
                actions.retry_document(staff.actor("clerk"), document)
            document.render_task.state, document.render_task.attempts = "failed", 3
        with transaction():
            actions.retry_document(staff.actor("clerk"), session.get_one(Document, key))
        assert actions.render_pending() == 1


def leased() -> list[int]:
    """The papers that somebody holds or has reserved."""
    held = select(RenderTask.document_id).where(RenderTask.leased_until.is_not(None))
    return list(session.scalars(held.order_by(RenderTask.document_id)))


def test_where_no_paper_can_be_made_the_worker_says_so_and_takes_none(
    waiting: installation.Installation, issue: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = issue.now()

    def missing(_child: RenderChild) -> None:
        raise EngineMissing("libharfbuzz-subset.so.0 is missing")

    monkeypatch.setattr(RenderChild, "warm", missing)
    handlers = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    try:
        with pytest.raises(EngineMissing):
            run(waiting.instance)
    finally:
        for name, handler in handlers.items():
            signal.signal(name, handler)
    assert state_of(key) == ("pending", 0, "")


def test_the_server_s_trial_names_missing_subsetting(waiting: installation.Installation, app: Portal) -> None:
    program = (
        "import weasyprint.text.ffi as ffi; ffi.harfbuzz_subset = None\n"
        "from portal.serving.trial import find_obstacle; print(find_obstacle()[0])"
    )
    environment = {
        **os.environ,
        "PORTAL_INSTANCE": str(waiting.instance),
        "PORTAL_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "PORTAL_DATA_KEY": "6" * 64,
    }
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    assert "apt-get install libharfbuzz-subset0" in done.stdout, done.stderr


def test_waking_needs_no_worker_and_reaches_one(
    waiting: installation.Installation, issue: Issuer, tmp_path: Path
) -> None:
    issue.now()  # nobody listens, and nothing happens
    installation.use(installation.Installation(waiting.base_url, tmp_path))
    with wake_line(tmp_path) as line:
        assert line is not None
        issue.now()
        line.settimeout(2)
        assert line.recv(16) == b"1"
    assert not (tmp_path / making.SOCKET_NAME).exists()


def test_a_folder_too_deep_for_a_socket_is_looked_into_by_time(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    with wake_line(deep) as line:
        assert line is None


def test_waiting_ends_by_itself(tmp_path: Path) -> None:
    with wake_line(tmp_path) as line:
        begun = time.monotonic()
        threading.Timer(0.05, lambda: _poke(tmp_path)).start()
        wait(line)
        assert time.monotonic() - begun < 0.9


def _poke(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.sendto(b"1", str(folder / making.SOCKET_NAME))


def test_the_worker_process_makes_what_waits_and_ends_when_told(
    waiting: installation.Installation, app: Portal, issue: Issuer
) -> None:
    key = issue.now()
    environment = {
        **os.environ,
        "PORTAL_INSTANCE": str(waiting.instance),
        "PORTAL_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "PORTAL_DATA_KEY": "6" * 64,
        "PYTHONPATH": str(ROOT),
    }
    process = subprocess.Popen([sys.executable, "-m", "portal.documents.worker"], env=environment, cwd=ROOT)
    try:
        deadline = time.monotonic() + 60
        while state_of(key)[0] == "pending" and time.monotonic() < deadline:
            time.sleep(0.1)
        assert state_of(key)[0] == "done"
        second, begun = issue.now(), time.monotonic()
        while state_of(second)[0] == "pending" and time.monotonic() < deadline:
            time.sleep(0.05)
        assert time.monotonic() - begun < 5
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()
