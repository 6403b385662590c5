"""The verbs of coming in from paper: hand a workbook in, which is tried at once; carry it in as another person; put it aside.

Trying a row and carrying it in are the same work; a trial is taken back row by row.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence

from sqlalchemy import insert, select

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.files.contents import clean_name
from portal.jobs import actions as jobs
from portal.jobs.models import Job
from portal.services.assistance.carrying_in import queries
from portal.services.assistance.carrying_in.kinds import Kind, PaperRow, find_kind, kind_of
from portal.services.assistance.carrying_in.models import CARRY_IN_STATES, CarryIn, CarryInRow
from portal.services.assistance.carrying_in.workbooks import read_workbook
from portal.units.queries import street_above
from portal.vault.fields import RECORD_KEY_BYTES

HAND_IN, CARRY_IN = "assistance.hand_in_paper", "assistance.carry_in"
TRY_JOB, CARRY_JOB = "assistance.try_carry_in", "assistance.carry_in"
PAPER_TRY = "纸质转入试运行 {kind} 第{number}号"
PAPER_CARRY = "纸质转入 {kind} 第{number}号"
MANY = 500
# A file may bear the number of whom it is about.
_LONG_NUMBER = re.compile(r"\d{6,}[Xx]?")


def hand_in_paper(actor: Actor, *, kind: str, file_name: str, content: bytes) -> CarryIn:
    """Read a workbook and ask for its trial run; nothing comes in. Raises RuleBroken at `kind` or `file`."""
    actor.must(HAND_IN)
    wanted = find_kind(kind)
    if wanted is None:
        raise RuleBroken("kind", N_("请选择转入的内容。"))
    street = street_above(actor.unit_id, clock.today()) if actor.unit_id is not None else None
    if street is None:
        raise RuleBroken(None, N_("您的岗位不在街道，不能转入。"))
    digest = hashlib.sha256(content).hexdigest()
    _must_be_new(digest, street.id)
    rows, letters = read_workbook(wanted, content)
    made = CarryIn(
        kind=kind,
        street_id=street.id,
        file_name=_told_name(file_name),
        sha256=digest,
        rows=len(rows),
        handed_in_by=actor.account_id,
    )
    session.add(made)
    session.flush()
    _keep(made, wanted, rows, letters)
    audit.record(actor, "assistance.hand_in_paper", made, kind=kind, rows=len(rows), digest=digest)
    _ask(actor, made, TRY_JOB, PAPER_TRY)
    return made


def try_again(actor: Actor, carry_in: CarryIn, *, version: int | None) -> Job:
    """Try the rows once more: what was wrong may have been put right in the register."""
    actor.must(HAND_IN)
    carry_in.expect_version(version)
    _must_be(carry_in, "checking", "checked")
    _must_not_run(carry_in)
    carry_in.state = "checking"
    return _ask(actor, carry_in, TRY_JOB, PAPER_TRY)


def carry_in_paper(actor: Actor, carry_in: CarryIn, *, version: int | None) -> Job:
    """Let the good rows come in, as another person than the one who handed them in; wrong rows stay out and are listed."""
    actor.must(CARRY_IN)
    carry_in.expect_version(version)
    actor.must_differ_from(CARRY_IN, carry_in.handed_in_by)
    _must_be(carry_in, "checked", "running")
    _must_not_run(carry_in)
    if carry_in.state == "checked" and not carry_in.good:
        raise RuleBroken(None, N_("没有可以转入的行，请按报告改正后重新上传。"))
    carry_in.state, carry_in.run_by = "running", actor.account_id
    session.flush()
    audit.record(actor, "assistance.carry_in", carry_in, kind=carry_in.kind, rows=carry_in.good)
    return _ask(actor, carry_in, CARRY_JOB, PAPER_CARRY)


def cancel_carry_in(actor: Actor, carry_in: CarryIn, *, version: int | None) -> CarryIn:
    """Put a workbook aside that has not come in; what it said is forgotten."""
    actor.must(HAND_IN)
    carry_in.expect_version(version)
    _must_be(carry_in, "checking", "checked")
    _must_not_run(carry_in)
    carry_in.state = "cancelled"
    queries.forget_values(carry_in.id)
    session.flush()
    audit.record(actor, "assistance.cancel_carry_in", carry_in)
    return carry_in


def _told_name(file_name: str) -> str:
    return _LONG_NUMBER.sub("***", clean_name(file_name))[:200]


def _keep(made: CarryIn, kind: Kind, rows: Sequence[PaperRow], letters: dict[str, str]) -> None:
    """The rows, sealed; those of one household bear its number as their key, sealed rows apart."""
    packed = []
    for row in rows:
        record = CarryInRow(number=row.number, record_key=secrets.token_bytes(RECORD_KEY_BYTES))
        record.values = {"cells": row.values, "letters": letters}
        packed.append(
            {
                "carry_in_id": made.id,
                "number": row.number,
                "key": (row.get(kind.together) if kind.together else str(row.number))[:80],
                "state": "waiting",
                "values_sealed": record.values_sealed,
                "record_kind": "",
                "record_key": record.record_key,
            }
        )
    for start in range(0, len(packed), MANY):
        session.execute(insert(CarryInRow), packed[start : start + MANY])


def _ask(actor: Actor, carry_in: CarryIn, code: str, title: str) -> Job:
    session.flush()
    job = jobs.ask_for(
        actor,
        code,
        title=title.format(kind=kind_of(carry_in.kind).label, number=carry_in.id),
        arguments={"carry_in": carry_in.id, "version": carry_in.version},
        total=carry_in.rows,
    )
    session.flush()
    carry_in.job_id = job.id
    session.flush()
    return job


def _must_be_new(digest: str, street_id: int) -> None:
    known = select(CarryIn.id).where(
        CarryIn.sha256 == digest,
        CarryIn.street_id == street_id,
        CarryIn.state.in_(("running", "done")),
    )
    if session.scalar(known.limit(1)) is not None:
        raise RuleBroken("file", N_("这个文件已经转入过了。改正过的行请另存为新文件，只留这些行。"))


def _must_be(carry_in: CarryIn, *states: str) -> None:
    if carry_in.state not in states:
        raise RuleBroken(
            None, N_("这个文件%(state)s，现在不能这样办理。"), state=CARRY_IN_STATES[carry_in.state]
        )


def _must_not_run(carry_in: CarryIn) -> None:
    if queries.is_waiting_for_job(carry_in):
        raise RuleBroken(None, N_("任务正在执行，请等它结束。"))
