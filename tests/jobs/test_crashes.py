"""The test of the queue: 300 jobs through 12 kill −9 of real workers, every result exactly once, on both databases."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.audit.models import AuditEntry
from portal.audit.queries import verify_chain
from portal.config import ROOT
from portal.db import session, transaction
from portal.jobs import actions, results, scratch
from portal.jobs.models import DONE, Job
from portal.web.application import Portal
from tests.factories import staff
from tests.jobs import crashing

JOBS, KILLS, ASKERS = 300, 12, ("clerk", "clerk2", "reviewer")
PATIENCE = 150.0


@pytest.fixture
def family(app: Portal, backend: Any, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The program with its two workers, begun once the jobs are in the queue."""
    crashing.define()
    with app.app_context(), transaction():
        actors = [staff.actor(name) for name in ASKERS]
        for number in range(JOBS):
            actions.ask_for(
                actors[number % 3], crashing.KIND, title=f"第 {number} 项", arguments={"number": number}
            )
    scratch.use_folder(Path(backend.settings["PORTAL_INSTANCE"]) / "jobs")
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps(backend.settings), "utf-8")
    program = subprocess.Popen([sys.executable, "-m", "tests.jobs.crashing", str(settings)], cwd=ROOT)
    yield program
    program.send_signal(signal.SIGTERM)
    program.wait(30)


def done() -> int:
    """How many jobs are done now."""
    with transaction("read"):
        return session.scalar(select(func.count(Job.id)).where(Job.state == DONE)) or 0


def workers_of(program: int) -> list[int]:
    """The workers that live now."""
    return [int(pid) for pid in Path(f"/proc/{program}/task/{program}/children").read_text().split()]


def kill_along_the_way(program: int) -> int:
    """Kill one worker after the other while the jobs are done, evenly spread; gives how many jobs were left at the last kill."""
    dice, kills, left = random.Random(300), 0, JOBS  # noqa: S311  (the same kills in every run)
    until = time.monotonic() + PATIENCE
    while (count := done()) < JOBS:
        assert time.monotonic() < until, f"{count} of {JOBS} done after {PATIENCE:g} s, {kills} kills"
        if kills < KILLS and count >= (kills + 1) * JOBS // (KILLS + 2):
            time.sleep(dice.random() * 0.05)
            victims = workers_of(program)
            if victims:
                os.kill(dice.choice(victims), signal.SIGKILL)
                kills, left = kills + 1, JOBS - count
        time.sleep(0.03)
    assert kills == KILLS
    return left


@pytest.mark.both
@pytest.mark.timeout(240)
def test_every_result_exactly_once(app: Portal, family: subprocess.Popen[bytes]) -> None:
    with app.app_context():
        assert kill_along_the_way(family.pid) > 0
        with transaction("read"):
            marks = session.scalars(select(AuditEntry.facts).where(AuditEntry.verb == crashing.VERB)).all()
            assert Counter(fact["number"] for fact in marks) == Counter(range(JOBS))
            finished = select(AuditEntry.subject_id).where(AuditEntry.verb == "jobs.finish_job")
            assert len(set(session.scalars(finished).all())) == len(session.scalars(finished).all()) == JOBS
            assert verify_chain().broken_at is None
            jobs = session.scalars(select(Job)).all()
            assert {read(job) for job in jobs} == {f"result {number}" for number in range(JOBS)}
            assert len({job.result_key for job in jobs}) == JOBS
            assert sum(job.attempts for job in jobs) > JOBS, "no kill hit a job; the test proved nothing"


def read(job: Job) -> str:
    """A result as its asker gets it."""
    stream = results.ResultStream(job.result_key, size=job.result_size, sha256=job.result_sha256)
    return b"".join(stream).decode()
