"""What waits on somebody's workbench about the register: overdue cases by committee, reports to sign, registers to let in."""

from __future__ import annotations

from sqlalchemy import func, select

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.mediation.models import MediationCase
from portal.mediation.queries import in_sight, visible
from portal.mediation.registers.chain import CHAIN
from portal.mediation.registers.models import RegisterImport, StatisticsReport
from portal.mediation.states import RUNNING
from portal.signoffs import chain_view
from portal.units.models import Unit
from portal.units.queries import get_unit


def overdue_by_committee(actor: Actor) -> list[tuple[Unit, int]]:
    """The committees in sight with cases whose time is over and that have no result, the most first; for who guides them."""
    if not actor.can("mediation.read_statistics"):
        return []
    count = func.count(MediationCase.id)
    statement = (
        select(MediationCase.unit_id, count)
        .where(
            visible(actor),
            MediationCase.state.in_(sorted(RUNNING)),
            MediationCase.due_on <= clock.today(),
        )
        .group_by(MediationCase.unit_id)
        .order_by(count.desc(), MediationCase.unit_id)
    )
    return [(get_unit(key), int(number)) for key, number in session.execute(statement)]


def reports_to_sign(actor: Actor) -> list[StatisticsReport]:
    """The statistical reports in sight whose next signature is this actor's to give, oldest first."""
    if not actor.can("mediation.read_statistics"):
        return []
    statement = select(StatisticsReport).where(
        StatisticsReport.state == "signing", in_sight(actor, StatisticsReport.unit_id)
    )
    found = session.scalars(statement.order_by(StatisticsReport.id))
    return [one for one in found if any(step.may_sign for step in chain_view(actor, one, CHAIN).steps)]


def registers_to_let_in(actor: Actor) -> list[RegisterImport]:
    """The old registers in sight without a fault that another person handed in and this actor may let come in."""
    if not actor.can("mediation.import_register"):
        return []
    statement = select(RegisterImport).where(
        RegisterImport.state == "checked",
        RegisterImport.wrong == 0,
        RegisterImport.handed_in_by != actor.account_id,
        in_sight(actor, RegisterImport.unit_id),
    )
    return list(session.scalars(statement.order_by(RegisterImport.id)))
