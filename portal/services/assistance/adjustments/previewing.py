"""The preview as a job (`assistance.preview_adjustment`): draw up every line at one moment, store it, freeze sums and digest."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import delete, insert

from portal import audit, clock, signoffs
from portal.db import session, transaction
from portal.errors import N_
from portal.jobs.running import Task
from portal.services.assistance.adjustments.drawing import Drawn, DrawnLine, draw_up
from portal.services.assistance.adjustments.models import (
    CHANGE,
    EXCEPTION,
    LEAD,
    SIGNED_AS,
    Adjustment,
    AdjustmentLine,
)
from portal.services.assistance.months import months_from

READING, STORING = N_("逐户计算"), N_("保存预览")
PORTION = 1_000
TOLD_EVERY = 200
PAPER_AGAIN = "重新预览"


def run(task: Task) -> None:
    """One attempt at a preview. A later attempt begins anew, for the ground may have moved; raises RuleBroken."""
    key = int(task.arguments["adjustment"])
    with transaction("read"):
        drawn = draw_up(session.get_one(Adjustment, key), advance=partial(_tell, task))
    with task.transaction():
        session.execute(delete(AdjustmentLine).where(AdjustmentLine.adjustment_id == key))
    _store(task, key, drawn.lines)
    task.at_end(partial(freeze, task, key, drawn))


def _tell(task: Task, done: int) -> None:
    if done % TOLD_EVERY == 0:
        task.advance(done, None, READING)


def _store(task: Task, key: int, lines: Sequence[DrawnLine]) -> None:
    task.advance(0, len(lines), STORING)
    for start in range(0, len(lines), PORTION):
        few = lines[start : start + PORTION]
        rows: list[dict[str, Any]] = [
            line.plain() | {"adjustment_id": key, "position": position, "outcome": ""}
            for position, line in enumerate(few, start=start + 1)
        ]
        with task.transaction():
            session.execute(insert(AdjustmentLine), rows)
        task.advance(start + len(few), len(lines), STORING)


def freeze(task: Task, key: int, drawn: Drawn) -> None:
    """Put the sums and the digest of a preview on its batch, which waits for the second person from then on."""
    adjustment = session.get_one(Adjustment, key)
    changes = drawn.of(CHANGE)
    adjustment.terms, adjustment.digest = drawn.terms.to_plain(), drawn.digest()
    adjustment.previewed_at, adjustment.state = clock.now(), "previewed"
    adjustment.files, adjustment.unchanged = drawn.files, drawn.unchanged
    adjustment.households, adjustment.persons = len(changes), sum(line.persons for line in changes)
    adjustment.exceptions, adjustment.leads = len(drawn.of(EXCEPTION)), len(drawn.of(LEAD))
    adjustment.delta_fen = sum(line.delta_fen for line in changes)
    adjustment.arrears_months = months_from(adjustment.effective_month, adjustment.run_month)
    adjustment.arrears_fen = sum(line.arrears_fen for line in changes)
    adjustment.new_total_fen = sum(line.new_total_fen for line in changes)
    session.flush()
    signoffs.clear(task.actor, adjustment, chain=SIGNED_AS, reason=PAPER_AGAIN)
    signoffs.sign(task.actor, adjustment, chain=SIGNED_AS, step="prepare")
    audit.record(
        task.actor,
        "assistance.preview_adjustment",
        adjustment,
        households=adjustment.households,
        fen=adjustment.delta_fen,
        digest=adjustment.digest,
    )
