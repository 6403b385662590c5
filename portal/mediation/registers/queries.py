"""Finding reports of statistics and registers that come in, within sight."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.jobs.queries import find_job
from portal.mediation.queries import LARGEST_KEY, in_sight
from portal.mediation.registers import statistics
from portal.mediation.registers.importing.fields import plain
from portal.mediation.registers.models import RegisterImport, RegisterImportRow, StatisticsReport

MOST = 100


def _seen(actor: Actor) -> ColumnElement[bool]:
    return in_sight(actor, StatisticsReport.unit_id)


def get_report(actor: Actor, report_id: int) -> StatisticsReport:
    """One report of a unit in sight; raises Forbidden or NotFound."""
    actor.must(statistics.READ)
    statement = select(StatisticsReport).where(StatisticsReport.id == report_id, _seen(actor))
    found = session.scalars(statement).first() if 0 < report_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    return found


def list_reports(actor: Actor) -> list[StatisticsReport]:
    """The reports of the units in sight, the newest period first."""
    actor.must(statistics.READ)
    statement = select(StatisticsReport).where(_seen(actor))
    order = (StatisticsReport.last.desc(), StatisticsReport.id.desc())
    return list(session.scalars(statement.order_by(*order).limit(MOST)))


def get_import(actor: Actor, import_id: int) -> RegisterImport:
    """One old register of a committee in sight; raises NotFound."""
    statement = select(RegisterImport).where(
        RegisterImport.id == import_id, in_sight(actor, RegisterImport.unit_id)
    )
    found = session.scalars(statement).first() if 0 < import_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    return found


def list_imports(actor: Actor) -> list[RegisterImport]:
    """The old registers of the committees in sight, the newest first."""
    statement = select(RegisterImport).where(in_sight(actor, RegisterImport.unit_id))
    return list(session.scalars(statement.order_by(RegisterImport.id.desc()).limit(MOST)))


def rows_of(import_id: int, limit: int | None = None) -> list[RegisterImportRow]:
    """The rows of a file in their order."""
    statement = select(RegisterImportRow).where(RegisterImportRow.register_import_id == import_id)
    return list(session.scalars(statement.order_by(RegisterImportRow.number).limit(limit)))


def list_faults(import_id: int, *, page: int = 1, size: int = 50) -> tuple[list[dict[str, Any]], int]:
    """What is wrong in the rows of one page, in the order of the sheet, and how many rows are wrong."""
    wanted = (RegisterImportRow.register_import_id == import_id, RegisterImportRow.is_wrong.is_(True))
    total = session.scalar(select(func.count(RegisterImportRow.id)).where(*wanted)) or 0
    statement = select(RegisterImportRow).where(*wanted).order_by(RegisterImportRow.number)
    rows = session.scalars(statement.offset((page - 1) * size).limit(size))
    return [fault for row in rows for fault in (row.faults or [])], total


def remembered_mapping(committee_id: int) -> dict[str, str]:
    """Which heading this committee said is what, the last time; by the heading as it is compared."""
    statement = (
        select(RegisterImport)
        .where(RegisterImport.committee_id == committee_id, RegisterImport.state != "mapping")
        .order_by(RegisterImport.id.desc())
    )
    last = session.scalars(statement.limit(1)).first()
    if last is None:
        return {}
    texts = last.headings["texts"]
    return {plain(texts[int(place)]): key for place, key in last.mapping.items()}


def forget_cells(import_id: int) -> None:
    """Forget what the rows said; what was wrong with them stays readable."""
    session.execute(
        update(RegisterImportRow)
        .where(RegisterImportRow.register_import_id == import_id)
        .values(cells_sealed=None)
        .execution_options(synchronize_session=False)
    )


def is_waiting_for_job(one: RegisterImport) -> bool:
    """Whether the job that was asked for last still waits or runs."""
    job = find_job(one.job_id) if one.job_id else None
    return job is not None and job.is_open
