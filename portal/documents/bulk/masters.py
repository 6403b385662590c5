"""Making the masters that a bulk job still lacks, with all cores: each is claimed, made and kept like the counter's own.

A paper that somebody else is making is left to them. What is left is reserved again while the work goes on; an attempt that
ends early gives everything back, and what a killed one had claimed is given back at the start of the next.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence

from portal.db import transaction
from portal.documents.actions import making
from portal.documents.actions.making import Claim
from portal.documents.bulk import queries
from portal.documents.bulk.pool import RenderPool
from portal.errors import N_
from portal.jobs.endings import TaskEnding
from portal.jobs.running import Task

MAKING = N_("制作文书")
LOOK_SECONDS = 0.5
RESERVE_SECONDS = 20.0  # of the minute that a reservation lasts
WINDOW = 20
_CLAIMED = "claimed"


def make_masters(task: Task, document_ids: Sequence[int], pool: RenderPool[Claim]) -> None:
    """Make what is not made yet of these papers; those that fail are left as failed, with the reason in their records.

    Raises EngineMissing, and what ends the task.
    """
    with transaction("read"):
        waiting = queries.list_waiting(document_ids)
    if not waiting and not task.notes.get(_CLAIMED):
        return
    making_all = _Making(task, waiting, len(document_ids), pool)
    try:
        making_all.run()
    except (Exception, TaskEnding):
        making_all.give_back()
        raise


class _Making:
    """One attempt: papers that are left, claims that are ready to be begun, and claims that the children are at."""

    def __init__(self, task: Task, waiting: Sequence[int], total: int, pool: RenderPool[Claim]) -> None:
        self._task, self._pool, self._total = task, pool, total
        self._left = deque(waiting)
        self._ready: deque[Claim] = deque()
        self._begun: dict[int, Claim] = {}
        self._reserved_at = time.monotonic()

    def run(self) -> None:
        with self._task.transaction():
            self._release()
            making.reserve_documents(self._task.actor, list(self._left))
            self._claim()
        while self._left or self._ready or self._begun:
            self._begin()
            outcomes = self._pool.collect(LOOK_SECONDS)
            for claim, _outcome in outcomes:
                del self._begun[claim.document_id]
            self._begin()  # the children go on while this process stores what they made
            if outcomes or self._wants:
                with self._task.transaction():
                    for claim, outcome in outcomes:
                        making.store_claimed(claim, outcome)
                    self._claim()
            self._reserve()
            self._task.advance(self._done, self._total, MAKING)
            if self._left and not self._ready and not self._begun:
                time.sleep(
                    LOOK_SECONDS
                )  # what is left is being made by somebody else, or rests after a failure

    def give_back(self) -> None:
        """Let others make what is left, at once."""
        with self._task.transaction():
            self._release()
            making.release_documents(list(self._left))
            self._task.remember(**{_CLAIMED: []})

    def _release(self) -> None:
        """Give back what is stored as claimed, and no more: a claim whose transaction failed may be somebody else's now."""
        making.release_claims([(key, attempt) for key, attempt in self._task.notes.get(_CLAIMED, [])])

    def _reserve(self) -> None:
        """Keep what is left from the counter's worker for another while."""
        if time.monotonic() - self._reserved_at >= RESERVE_SECONDS:
            with self._task.transaction():
                making.reserve_documents(self._task.actor, list(self._left))
            self._reserved_at = time.monotonic()

    @property
    def _done(self) -> int:
        return self._total - len(self._left) - len(self._ready) - len(self._begun)

    @property
    def _wants(self) -> int:
        """How many more claims shall lie ready: one for each child."""
        return min(len(self._pool.children) - len(self._ready), len(self._left))

    def _begin(self) -> None:
        while self._ready and self._pool.free:
            claim = self._ready.popleft()
            self._begun[claim.document_id] = claim
            self._pool.begin(claim, claim.order)

    def _claim(self) -> None:
        """Claim what is wanted from the head of the line; what cannot be had goes to its end, what is settled leaves it."""
        if not self._wants:
            self._remember()
            return
        head = [self._left.popleft() for _ in range(min(WINDOW, len(self._left)))]
        claims = making.claim_documents(head, min(len(self._pool.children) - len(self._ready), len(head)))
        self._ready.extend(claims)
        taken = {claim.document_id for claim in claims}
        waiting = queries.list_waiting([key for key in head if key not in taken])
        if claims:
            self._left.extendleft(reversed(waiting))
        else:
            self._left.extend(waiting)
        self._remember()

    def _remember(self) -> None:
        held = [[c.document_id, c.attempt] for c in (*self._ready, *self._begun.values())]
        if held != self._task.notes.get(_CLAIMED, []):
            self._task.remember(**{_CLAIMED: held})
