"""Potential newcomers (潜在新增): households whose income a head lies between the old and the new standard.

They are leads for a visit, never recipients: nobody is supported without an application (57号 art. 28). Marginal households
are found here; rooms above, which know applications that were refused, add their own source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from portal.db import session
from portal.errors import N_
from portal.services.assistance.adjustments.models import Adjustment
from portal.services.assistance.models import SupportFile
from portal.services.assistance.queries import decisions_in_force
from portal.services.assistance.queries.decisions import income_of, with_income
from portal.services.assistance.schemes import MARGINAL, MINIMUM_LIVING

ORIGINS: dict[str, str] = {
    "marginal": N_("边缘家庭，收入在新旧标准之间"),
    "denied": N_("曾申请未确认，收入在新旧标准之间"),
}


@dataclass(frozen=True)
class Lead:
    """One household: where it is known from, and its income a month as it was last found, in fen."""

    origin: str
    unit_id: int
    number: str
    head_name: str
    persons: int
    income_fen: int
    file_id: int | None = None
    application_id: int | None = None


Source = Callable[[Adjustment], Iterable[Lead]]
_sources: dict[str, Source] = {}


def add_source(name: str, source: Source) -> None:
    """Let a room above name households; adding a name again replaces it. Only those between the standards are taken."""
    _sources[name] = source


def find_leads(adjustment: Adjustment) -> list[Lead]:
    """Every lead of a batch, those of one source after the other; none for a scheme that is not reckoned by a head."""
    if adjustment.scheme != MINIMUM_LIVING:
        return []
    found = [*_marginal(adjustment)]
    for _name, source in sorted(_sources.items()):
        found += source(adjustment)
    return [lead for lead in found if _lies_between(lead, adjustment)]


def _lies_between(lead: Lead, adjustment: Adjustment) -> bool:
    """Not below the old standard (strictly, C.5), but below the new one; compared for the household, without division."""
    if lead.persons <= 0:
        return False
    return lead.persons * adjustment.old_fen <= lead.income_fen < lead.persons * adjustment.new_fen


def _marginal(adjustment: Adjustment) -> Iterator[Lead]:
    statement = decisions_in_force(adjustment.street_id, MARGINAL, adjustment.run_month)
    wanted = statement.where(SupportFile.area == adjustment.area, SupportFile.state == "active")
    for row in session.execute(with_income(wanted)):
        yield Lead(
            "marginal",
            row.unit_id,
            row.file_number,
            row.head_name,
            row.persons,
            income_of(row),
            file_id=row.file_id,
        )
