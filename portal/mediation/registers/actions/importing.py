"""The verbs of an old register: hand it in, say which column is what (which tries it), let it come in, put it aside.

A bulk of finished cases is what invention looks like: whoever lets them come in is another person than who handed them in.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping

from sqlalchemy import insert, select

from portal import audit
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.files.contents import clean_name
from portal.jobs import actions as jobs
from portal.jobs.models import Job
from portal.mediation.models import Committee
from portal.mediation.registers import queries
from portal.mediation.registers.importing.checking import check_mapping
from portal.mediation.registers.importing.fields import FIELDS, guess
from portal.mediation.registers.importing.reading import read_sheet
from portal.mediation.registers.kinds import IMPORT_STATES
from portal.mediation.registers.models import RegisterImport, RegisterImportRow
from portal.vault.fields import RECORD_KEY_BYTES

HAND_IN, IMPORT = "mediation.hand_in_register", "mediation.import_register"
CHECK_JOB, IMPORT_JOB = "mediation.check_register", "mediation.import_register"
PAPER_CHECK = "检查原登记簿 第{number}号"
PAPER_IMPORT = "转入原登记簿 第{number}号"
MANY = 500
_LONG_NUMBER = re.compile(r"\d{6,}[Xx]?")


def hand_in_register(
    actor: Actor,
    *,
    committee: Committee,
    file_name: str,
    content: bytes,
    used_year: int | None = None,
    used_last: int | None = None,
) -> RegisterImport:
    """Read a file and keep its rows sealed; nothing comes in. Raises RuleBroken at `file`, `used_year` or `used_last`."""
    actor.must(HAND_IN)
    digest = hashlib.sha256(content).hexdigest()
    _must_be_new(committee, digest)
    sheet = read_sheet(content)
    remembered = queries.remembered_mapping(committee.id)
    made = RegisterImport(
        committee_id=committee.id,
        unit_id=committee.unit_id,
        file_name=_LONG_NUMBER.sub("***", clean_name(file_name))[:200],
        sha256=digest,
        headings={"texts": sheet.headings},
        mapping=guess(sheet.headings, remembered),
        used_year=used_year,
        used_last=used_last,
        rows=len(sheet.rows),
        handed_in_by=actor.account_id,
    )
    session.add(made)
    session.flush()
    packed = []
    for number, cells in sheet.rows:
        key = secrets.token_bytes(RECORD_KEY_BYTES)
        packed.append(
            {
                "register_import_id": made.id,
                "number": number,
                "record_key": key,
                "cells_sealed": RegisterImportRow.cells.seal_for(key, cells),
                "is_wrong": False,
            }
        )
    for start in range(0, len(packed), MANY):
        session.execute(insert(RegisterImportRow), packed[start : start + MANY])
    audit.record(actor, "mediation.hand_in_register", made, rows=made.rows, digest=digest)
    return made


def map_columns(actor: Actor, one: RegisterImport, *, version: int | None, mapping: Mapping[str, str]) -> Job:
    """Say which column is what, and ask for the trial; it may be said again. Raises RuleBroken, at `column-<n>` for one twice."""
    actor.must(HAND_IN)
    one.expect_version(version)
    _must_be(one, "mapping", "checking", "checked")
    _must_not_run(one)
    kept: dict[str, str] = {}
    for place, key in mapping.items():
        if not key:
            continue
        if key not in FIELDS or int(place) >= len(one.headings["texts"]):
            raise RuleBroken(f"column-{place}", N_("请从所列选项中选择。"))
        if key in kept.values():
            message = N_("“%(what)s”选了两次，一项只能对应一栏。")
            raise RuleBroken(f"column-{place}", message, what=FIELDS[key].label)
        kept[place] = key
    missing = check_mapping(kept)
    if missing:
        raise RuleBroken(None, N_("还有必须的项目没有对应的栏：%(fields)s。"), fields="、".join(missing))
    one.mapping, one.state = kept, "checking"
    session.flush()
    audit.record(actor, "mediation.map_register", one, count=len(kept))
    return _ask(actor, one, CHECK_JOB, PAPER_CHECK)


def import_register(actor: Actor, one: RegisterImport, *, version: int | None) -> Job:
    """Let every row come in, as another person; a file with a fault anywhere does not. Raises RuleBroken, Forbidden, Conflict."""
    actor.must(IMPORT)
    one.expect_version(version)
    actor.must_differ_from(IMPORT, one.handed_in_by)
    _must_be(one, "checked", "running")
    _must_not_run(one)
    if one.wrong:
        raise RuleBroken(None, N_("还有问题没有改正。全部改正、重新上传以后才能转入。"))
    if one.state == "checked":
        _must_be_new(one.committee, one.sha256)
    one.state = "running"
    session.flush()
    audit.record(actor, "mediation.import_register", one, rows=one.rows)
    return _ask(actor, one, IMPORT_JOB, PAPER_IMPORT)


def cancel_register(actor: Actor, one: RegisterImport, *, version: int | None) -> RegisterImport:
    """Put a file aside that has not come in; what it said is forgotten. Raises RuleBroken, Conflict."""
    actor.must(HAND_IN)
    one.expect_version(version)
    _must_be(one, "mapping", "checking", "checked")
    _must_not_run(one)
    one.state = "cancelled"
    queries.forget_cells(one.id)
    session.flush()
    audit.record(actor, "mediation.cancel_register", one)
    return one


def _ask(actor: Actor, one: RegisterImport, code: str, title: str) -> Job:
    job = jobs.ask_for(
        actor,
        code,
        title=title.format(number=one.id),
        arguments={"register_import": one.id, "version": one.version},
        total=one.rows,
    )
    session.flush()
    one.job_id = job.id
    session.flush()
    return job


def _must_be_new(committee: Committee, digest: str) -> None:
    known = select(RegisterImport.id).where(
        RegisterImport.sha256 == digest,
        RegisterImport.committee_id == committee.id,
        RegisterImport.state.in_(("running", "done")),
    )
    if session.scalar(known.limit(1)) is not None:
        raise RuleBroken("file", N_("这个文件已经转入过了，不能再转一次。"))


def _must_be(one: RegisterImport, *states: str) -> None:
    if one.state not in states:
        raise RuleBroken(None, N_("这个文件%(state)s，现在不能这样办理。"), state=IMPORT_STATES[one.state])


def _must_not_run(one: RegisterImport) -> None:
    if queries.is_waiting_for_job(one):
        raise RuleBroken(None, N_("任务正在执行，请等它结束。"))
