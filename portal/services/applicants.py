"""Who stands as the applicant where a household applies: the person who came for it, with a document and a phone of their own."""

from __future__ import annotations

from portal.residents.models import Resident
from portal.services.models import Application


def applicant_of(application: Application) -> Resident | None:
    """Who applies for the household: the visitor where one of its members came, else its head; None for any other subject."""
    household = application.household
    if household is None:
        return None
    present = {member.resident_id: member.resident for member in household.members if member.until is None}
    visitor = application.visit.resident_id
    if visitor in present:
        return present[visitor]
    return household.head or next(iter(present.values()), None)
