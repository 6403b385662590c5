"""What waits on somebody's workbench about the register: reports to sign, registers to let in."""

from __future__ import annotations

from sqlalchemy import select

from portal.actor import Actor
from portal.db import session
from portal.mediation.queries import in_sight
from portal.mediation.registers.chain import CHAIN
from portal.mediation.registers.models import RegisterImport, StatisticsReport
from portal.signoffs import chain_view


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
