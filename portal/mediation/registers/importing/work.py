"""The two jobs of an old register: the trial, which lists what is wrong, and the real one, which stores all rows or none."""

from __future__ import annotations

from portal import audit, clock
from portal.db import session, transaction
from portal.errors import N_, RuleBroken
from portal.jobs import registry
from portal.jobs.running import Task
from portal.mediation.registers import queries
from portal.mediation.registers.actions.importing import CHECK_JOB, HAND_IN, IMPORT, IMPORT_JOB
from portal.mediation.registers.importing import checking, storing
from portal.mediation.registers.importing.rows import Row
from portal.mediation.registers.models import RegisterImport

CHECKING, STORING = N_("逐行检查"), N_("转入")


def run_check(task: Task) -> None:
    """One attempt at the trial: what is wrong in each row, and with the file as a whole; nothing is stored of any case."""
    key = int(task.arguments["register_import"])
    with transaction("read"):
        one = session.get_one(RegisterImport, key)
        rows, start = _checked(one), checking.check_start(one)
    task.advance(len(rows), len(rows), CHECKING)

    def finish() -> None:
        found = session.get_one(RegisterImport, key)
        by_number = {row.number: checking.plain(row) for row in rows if row.faults}
        first = min((row.number for row in rows), default=0)
        for stored in queries.rows_of(key):
            faults = by_number.get(stored.number, [])
            if stored.number == first:
                faults = start + faults
            stored.is_wrong, stored.faults = bool(faults), faults or None
        found.wrong = checking.count_wrong(rows) + bool(start)
        found.state = "checked"
        session.flush()
        audit.record(task.actor, "mediation.check_register", found, wrong=found.wrong)

    task.at_end(finish)


def run_import(task: Task) -> None:
    """One attempt at the real run, in one transaction: a row that is refused now leaves nothing of any other behind."""
    key = int(task.arguments["register_import"])
    with task.transaction():
        one = session.get_one(RegisterImport, key)
        if one.state != "running":
            return  # an earlier attempt was here
        if one.used_year is not None and one.used_last is not None:
            storing.declare_start(task.actor, one.committee, one.used_year, one.used_last)
        rows = _checked(one)
        wrong = next((row for row in rows if row.faults), None)
        if wrong is not None:
            raise RuleBroken(
                None, N_("检查以后有变动，第 %(row)s 行现在不能转入。请重新检查。"), row=wrong.number
            )
        cases = storing.store_rows(task.actor, one.committee, rows)
        by_number = {row.number: case.id for row, case in zip(rows, cases, strict=True)}
        for stored in queries.rows_of(key):
            stored.case_id, stored.cells = by_number[stored.number], None
        one.state, one.taken, one.done_at = "done", len(cases), clock.now()
        session.flush()
        audit.record(task.actor, "mediation.finish_register", one, taken=len(cases))
    task.advance(len(rows), len(rows), STORING)


def _checked(one: RegisterImport) -> list[Row]:
    told = [(row.number, row.cells or {}) for row in queries.rows_of(one.id)]
    return checking.check_rows(told, one.mapping, checking.read_books(one.committee_id))


registry.define_job(CHECK_JOB, N_("检查原登记簿"), run_check, permission=HAND_IN, minutes=30.0)
registry.define_job(IMPORT_JOB, N_("转入原登记簿"), run_import, permission=IMPORT, attempts=3, minutes=60.0)
