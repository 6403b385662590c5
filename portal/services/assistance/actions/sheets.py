"""Printing the calculation sheet of a decision: made once, given again as long as it stands."""

from __future__ import annotations

from portal import audit
from portal.actor import Actor
from portal.documents.actions import issue_document
from portal.documents.models import Document
from portal.documents.queries import list_documents_of
from portal.services.assistance import documents
from portal.services.assistance.models import SupportDecision
from portal.services.assistance.sheets import KIND, CalculationSheet, calculation_sheet
from portal.services.assistance.sums import sheet_lines


def print_sheet(actor: Actor, decision: SupportDecision) -> Document:
    """The calculation sheet of a decision as paper; raises RuleBroken for a decision that came without one."""
    actor.must("assistance.print_form")
    made = [one for one in list_documents_of("SupportDecision", decision.id) if one.kind == KIND]
    standing = [one for one in made if one.status == "valid"]
    if standing:
        return standing[-1]
    document = issue_document(
        actor,
        kind=KIND,
        facts=sheet_of(decision),
        unit_id=decision.file.street_id,
        subject=decision,
        last_fours=documents.last_fours(decision.file.head),
    )
    audit.record(actor, "assistance.print_form", decision, number=decision.number, kind=KIND)
    return document


def sheet_of(decision: SupportDecision) -> CalculationSheet:
    """What the sheet of a decision says, as it was reckoned then."""
    file, day = decision.file, decision.decided_on
    facts = documents.household_facts(file, day)
    terms = (decision.sheet or {}).get("terms", {})
    return calculation_sheet(
        office={name: facts[name] for name in _OFFICE},
        household=file.head_name,
        number=file.number,
        community=facts["community"],
        scheme=file.scheme,
        area=file.area,
        method=decision.method,
        month=decision.effective_month,
        standard_fen=decision.standard_fen,
        source=terms.get("source", ""),
        persons=decision.persons,
        lines=sheet_lines(decision.sheet),
        total_fen=decision.total_fen,
        decision_number=decision.number,
        made_on=day,
    )


_OFFICE = ("office", "office_phone", "complaint_phone", "office_address")
