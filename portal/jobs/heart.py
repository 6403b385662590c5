"""The heartbeat of one running attempt: a thread that renews the lease, stores progress, and notices why the work must end.

It has an application context and a database session of its own, so that the work may be in the middle of anything.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from portal.db import transaction
from portal.jobs import endings, leases
from portal.jobs.endings import Cancelled, LeaseLost, Stopping, TaskEnding, TimeExpired
from portal.jobs.leases import Lease, Progress

RENEW_SECONDS = 5.0
STORE_SECONDS = 0.5
LOOK_SECONDS = 1.0
TICK_SECONDS = 0.1
PATIENCE_SECONDS = (
    10.0  # for work that does not notice that it must end, whatever the reason: then its worker ends
)
log = logging.getLogger("portal.jobs")


class Heart:
    """Beats while the work runs (`with heart:`). `why` is the reason to end, once there is one.

    `stopping` is filled by the worker's signal handler; `leave` ends the process when the work does not listen.
    """

    def __init__(
        self,
        lease: Lease,
        progress: Progress,
        minutes: float,
        stopping: Sequence[int],
        leave: Callable[[], None] | None = None,
    ) -> None:
        self.progress = progress
        self.why: type[TaskEnding] | None = None
        self._lease, self._minutes, self._stopping, self._leave = lease, minutes, stopping, leave
        self._stored = progress
        self._over = threading.Event()
        self._app: Any = current_app._get_current_object()  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._run, name=f"job {lease.job_id}", daemon=True)

    def __enter__(self) -> Heart:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def check(self) -> None:
        """Raise why the work must end, if it must."""
        if self.why is not None:
            raise self.why

    def _run(self) -> None:
        began = renewed = looked = time.monotonic()
        ending_since = 0.0
        with self._app.app_context():
            while not self._over.wait(TICK_SECONDS):
                now = time.monotonic()
                if self.why is None:
                    self._notice(now - began)
                if self.why is not None:
                    ending_since = ending_since or now
                    if self._leave and now - ending_since > PATIENCE_SECONDS:
                        self._leave_behind(self._leave)
                wait = STORE_SECONDS if self.progress != self._stored else RENEW_SECONDS
                if self.why is LeaseLost:
                    continue
                if now - renewed >= wait:
                    self._beat(self._renew)
                    renewed = looked = now
                elif now - looked >= LOOK_SECONDS:
                    self._beat(self._look)
                    looked = now

    def _notice(self, seconds: float) -> None:
        if self._stopping:
            self.why = Stopping
        elif seconds > self._minutes * 60:
            self.why = TimeExpired

    def _beat(self, step: Callable[[], bool]) -> None:
        try:
            if step():
                self.why = self.why or Cancelled
        except LeaseLost:
            self.why = LeaseLost
        except SQLAlchemyError as error:  # locked for a moment, or away: the lease lasts three beats
            log.info("a beat of job %s was missed: %s", self._lease.job_id, type(error).__name__)

    def _renew(self) -> bool:
        progress = self.progress
        done, total, phase = progress
        with transaction():
            is_cancel_asked = leases.renew(self._lease, done=done, total=total, phase=phase)
        self._stored = progress
        return is_cancel_asked

    def _look(self) -> bool:
        with transaction("read"):
            return leases.is_cancel_asked(self._lease)

    def _leave_behind(self, leave: Callable[[], None]) -> None:
        """The work does not listen: settle the job without it (a lost one is another's), then end the process with it."""
        log.warning("job %s does not end when asked; its worker leaves it behind", self._lease.job_id)
        try:
            if self.why is Stopping:
                leases.put_back(self._lease)
            elif self.why is Cancelled:
                leases.fail(self._lease, "", {}, [], again=False)
            elif self.why is TimeExpired:
                leases.fail(self._lease, endings.TOO_LONG, {"minutes": f"{self._minutes:g}"}, [], again=True)
        except (LeaseLost, SQLAlchemyError) as error:
            log.warning("job %s could not be settled: %s", self._lease.job_id, type(error).__name__)
        leave()
