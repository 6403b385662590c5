"""Reading what came in from paper: the workbooks of a street, the rows of one with their faults, and the groups that wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update

from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.jobs.queries import find_job
from portal.services.assistance.carrying_in.models import CarryIn, CarryInRow
from portal.units.queries import within_scope

LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class FaultLine:
    """One thing that is wrong: the row, the cell where one is at fault, its column, and the sentence with its values."""

    row: int
    cell: str
    column: str
    why: str
    params: dict[str, str]


def get_carry_in(actor: Actor, carry_in_id: int) -> CarryIn:
    """A workbook of a street within the actor's scope; raises NotFound."""
    statement = select(CarryIn).where(CarryIn.id == carry_in_id, within_scope(actor, CarryIn.street_id))
    found = session.scalars(statement).first() if 0 < carry_in_id <= LARGEST_KEY else None
    if found is None:
        raise NotFound
    return found


def list_carry_ins(actor: Actor, limit: int = 100) -> list[CarryIn]:
    """The workbooks within the actor's scope, newest first."""
    statement = select(CarryIn).where(within_scope(actor, CarryIn.street_id))
    return list(session.scalars(statement.order_by(CarryIn.id.desc()).limit(limit)))


def list_faults(carry_in_id: int, *, page: int = 1, size: int = 50) -> tuple[list[FaultLine], int]:
    """What is wrong in the rows of one page, in the order of the sheet, and how many rows are wrong."""
    wanted = (CarryInRow.carry_in_id == carry_in_id, CarryInRow.state == "wrong")
    total = session.scalar(select(func.count(CarryInRow.id)).where(*wanted)) or 0
    statement = select(CarryInRow).where(*wanted).order_by(CarryInRow.number)
    rows = session.scalars(statement.offset((page - 1) * size).limit(size))
    return [FaultLine(**one) for row in rows for one in (row.faults or [])], total


def list_groups(carry_in_id: int, states: Sequence[str]) -> list[str]:
    """The keys of the groups that have a row in one of these states, in the order of the sheet."""
    statement = (
        select(CarryInRow.key)
        .where(CarryInRow.carry_in_id == carry_in_id, CarryInRow.state.in_(states))
        .group_by(CarryInRow.key)
        .order_by(func.min(CarryInRow.number))
    )
    return list(session.scalars(statement))


def rows_of(carry_in_id: int, keys: Sequence[str]) -> list[CarryInRow]:
    """The rows of these groups, in the order of the sheet."""
    statement = select(CarryInRow).where(CarryInRow.carry_in_id == carry_in_id, CarryInRow.key.in_(keys))
    return list(session.scalars(statement.order_by(CarryInRow.number)))


def count_states(carry_in_id: int) -> dict[str, int]:
    """How many rows are in each state."""
    statement = select(CarryInRow.state, func.count(CarryInRow.id)).where(
        CarryInRow.carry_in_id == carry_in_id
    )
    return {state: count for state, count in session.execute(statement.group_by(CarryInRow.state))}  # noqa: C416  (rows are no pairs to mypy)


def forget_values(carry_in_id: int) -> None:
    """Forget what the rows said; what was wrong with them stays readable."""
    session.execute(
        update(CarryInRow)
        .where(CarryInRow.carry_in_id == carry_in_id)
        .values(values_sealed=None)
        .execution_options(synchronize_session=False)
    )


def is_waiting_for_job(carry_in: CarryIn) -> bool:
    """Whether the job that was asked for last still waits or runs."""
    job = find_job(carry_in.job_id) if carry_in.job_id else None
    return job is not None and job.is_open
