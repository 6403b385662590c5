"""Leads for a standard adjustment from applications that were refused: households whose income was found to lie between the old
and the new standard. They are named to the office and paid nothing (57号 art. 28).
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal import settings
from portal.db import session
from portal.errors import N_
from portal.services.assistance.adjustments.leads import Lead, add_source
from portal.services.assistance.adjustments.models import Adjustment
from portal.services.assistance.months import add_months
from portal.services.assistance.queries import find_standing_membership
from portal.services.assistance.rules.reckoning import Reckoning
from portal.services.items.minimum_living.models import HouseholdDeclaration, PreliminaryOpinion
from portal.services.models import Application
from portal.units.queries import unit_and_below

NAME, ORIGIN = "minimum_living", "denied"
MONTHS = settings.define(
    "assistance.lead_months",
    "integer",
    12,
    N_("标准调整时，回看几个月内未确认的申请作为潜在新增线索"),
    N_("社会救助"),
    hint=N_("只列为线索，由经办人联系申请；不会自动发放。"),
    minimum=1,
    maximum=36,
)


def refused_households(adjustment: Adjustment) -> Iterator[Lead]:
    """Households of the batch's street and area that were refused lately for their income, by application."""
    statement = (
        select(PreliminaryOpinion)
        .join(HouseholdDeclaration, HouseholdDeclaration.id == PreliminaryOpinion.declaration_id)
        .join(Application, Application.id == HouseholdDeclaration.application_id)
        .where(
            PreliminaryOpinion.replaced_on.is_(None),
            HouseholdDeclaration.area == adjustment.area,
            Application.result == "denied",
            Application.decided_on >= add_months(adjustment.run_month, -int(settings.value(MONTHS.key))),
            Application.unit_id.in_(unit_and_below(adjustment.street_id)),
        )
        .options(
            joinedload(PreliminaryOpinion.declaration).joinedload(HouseholdDeclaration.application),
        )
        .order_by(Application.id)
    )
    for opinion in session.scalars(statement):
        found = Reckoning.from_plain(opinion.sheet) if opinion.sheet else None
        declaration = opinion.declaration
        if found is None or found.is_over_property or found.persons < 1:
            continue
        if find_standing_membership(declaration.applicant_id, month=adjustment.run_month) is not None:
            continue
        application = declaration.application
        yield Lead(
            ORIGIN,
            application.unit_id,
            application.number or str(application.id),
            application.subject_name,
            found.persons,
            found.income_fen,
            application_id=application.id,
        )


def join() -> None:
    """Name these households to every batch; may be called again."""
    add_source(NAME, refused_households)
