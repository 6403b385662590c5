"""What a full disk does to a job: a sentence, and no half file."""

from __future__ import annotations

import errno
import resource
import signal
import sqlite3
from collections.abc import Iterator

import pytest

from portal.jobs import endings, running, scratch
from portal.jobs.models import FAILED
from portal.jobs.running import Task
from tests.jobs.sample import ask, define, see

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.both]


class TestFullDisk:
    @pytest.fixture
    def small_disk(self) -> Iterator[None]:
        """No file may grow beyond 8 MiB: every larger write fails as on a full disk, the database's own small ones do not."""
        before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.getsignal(signal.SIGXFSZ)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8 * 1024 * 1024, before[1]))
        yield
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)

    def test_fails_with_a_sentence_and_leaves_no_half_file(self, small_disk: None) -> None:
        def run(task: Task) -> None:
            with task.result("大.bin", "application/octet-stream") as path:
                path.write_bytes(bytes(9 * 1024 * 1024))

        define(run)
        before = set((scratch.root() / "results").glob("*"))
        job_id = ask()
        assert running.run_pending() == 1
        job = see(job_id)
        assert (job.state, job.reason, job.result_key) == (FAILED, endings.DISK_FULL, "")
        assert not (scratch.root() / "scratch" / str(job_id)).exists()
        assert set((scratch.root() / "results").glob("*")) == before

    def test_a_device_that_is_full_is_told_as_such(self) -> None:
        """`/dev/full` answers every write with the error of a full disk, here behind another error."""

        def run(task: Task) -> None:
            try:
                with open("/dev/full", "wb", buffering=0) as file:
                    file.write(b"x")
            except OSError as error:
                raise RuntimeError("the paper could not be written") from error

        define(run)
        job_id = ask()
        running.run_pending()
        assert see(job_id).reason == endings.DISK_FULL

    def test_a_full_database_is_told_as_such(self) -> None:
        full = sqlite3.connect(":memory:")
        full.execute("PRAGMA max_page_count=2")
        with pytest.raises(sqlite3.OperationalError) as caught:
            full.execute("CREATE TABLE t AS SELECT zeroblob(100000) AS b")
        full.close()
        assert endings.is_disk_full(caught.value)
        assert endings.is_disk_full(OSError(errno.EDQUOT, "quota"))
        assert not endings.is_disk_full(OSError(errno.EACCES, "no"))
