"""From what is kept to the blocks of a page: members with what the register knows of them, lines in yuan, words for codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.residents.models import Resident
from portal.residents.queries import get_resident
from portal.services.items.minimum_living.forms.rows import day, yuan
from portal.services.items.minimum_living.models import HouseholdDeclaration
from portal.services.items.minimum_living.queries import proposed_members
from portal.services.items.minimum_living.vocabulary import (
    EMPLOYMENT,
    INCOME_KINDS,
    LABOUR,
    PER,
    PROPERTY_KINDS,
    REASONS,
    STUDIES,
)
from portal.services.models import Application
from portal.standards.codes import DISABILITY_GRADES, DISABILITY_KINDS, EDUCATION, MARITAL
from portal.standards.relations import RELATIONS
from portal.web.access import current_actor

MOST = 60


def people_of(
    application: Application, declaration: HouseholdDeclaration | None, sent: Mapping[str, str] | None
) -> list[tuple[Resident, str]]:
    """Everybody whom the family page shows, with the relation: those declared, and those of the register not yet among them.

    Of a page that was sent, those it named, in its order.
    """
    kept = [(m.resident, m.relation) for m in declaration.members] if declaration else []
    keys = {person.id for person, _relation in kept}
    found = kept + [
        (p.resident, p.relation) for p in proposed_members(application) if p.resident.id not in keys
    ]
    if sent is None:
        return found
    known = {person.id: (person, relation) for person, relation in found}
    shown = []
    for place in range(MOST):
        text = sent.get(f"members-{place}-resident_id", "")
        if text.isdecimal() and len(text) < 12:
            shown.append(known.get(int(text)) or (get_resident(current_actor(), int(text)), ""))
    return shown or found


def member_blocks(
    people: list[tuple[Resident, str]], declaration: HouseholdDeclaration | None
) -> list[dict[str, Any]]:
    """The blocks of the family page. Once it was saved, the register's further members stand there unticked."""
    kept = {m.resident.id: m for m in declaration.members} if declaration else {}
    found = []
    for person, relation in people:
        member = kept.get(person.id)
        details = dict(member.details or {}) if member else {}
        details["away_since"] = day(details.get("away_since"))
        found.append(
            {
                **details,
                "resident_id": str(person.id),
                "is_in": member is not None or not kept,
                "relation": relation,
            }
        )
    return found


def member_choices(declaration: HouseholdDeclaration) -> list[tuple[str, str]]:
    """The members as a list offers them."""
    return [(str(member.id), member.resident.name) for member in declaration.members]


def line_blocks(declaration: HouseholdDeclaration, section: str) -> list[dict[str, Any]]:
    """The lines of a section as blocks."""
    return [
        {
            **(line.details or {}),
            "kind": line.kind,
            "member": str(line.member_id or ""),
            "amount": yuan((line.details or {}).get("fen")),
        }
        for line in declaration.lines_of(section)
    ]


def supporter_blocks(declaration: HouseholdDeclaration) -> list[dict[str, Any]]:
    """The supporters as blocks."""
    found = []
    for one in declaration.supporters:
        details = dict(one.details or {})
        details |= {key: yuan(details.get(key)) for key in ("income", "pays")}
        found.append({**details, "name": one.name, "relation": one.relation, "consent": one.consent})
    return found


def relative_blocks(declaration: HouseholdDeclaration) -> list[dict[str, Any]]:
    """The registered relatives as blocks."""
    return [{**(one.details or {}), "member": str(one.member_id or "")} for one in declaration.relatives]


def head_values(declaration: HouseholdDeclaration) -> dict[str, Any]:
    """The head of the form as it is kept."""
    alone = declaration.alone or {}
    return {
        "alone_ground": alone.get("ground", ""),
        "alone_since": day(alone.get("since")),
        "alone_note": alone.get("note", ""),
        "area": declaration.area if "head" in declaration.sections else "",
        "reasons": list(declaration.reasons or []),
        "story": declaration.story or "",
        "years_here": declaration.years_here,
        "is_apart": declaration.is_apart,
        "bank_name": declaration.bank_name,
        "account": declaration.account or "",
        "account_holder": declaration.account_holder or declaration.applicant.name,
        "account_relation": declaration.account_relation,
        "account_basis": declaration.account_basis,
        "has_promised": declaration.promised_on is not None,
    }


def words() -> dict[str, Mapping[str, str]]:
    """The tables by which the overview says what is kept as codes."""
    return {
        "relation": RELATIONS,
        "marital": MARITAL,
        "education": EDUCATION,
        "study": STUDIES,
        "labour": LABOUR,
        "employment": EMPLOYMENT,
        "disability_kind": DISABILITY_KINDS,
        "disability_grade": DISABILITY_GRADES,
        "income": INCOME_KINDS,
        "property": PROPERTY_KINDS,
        "per": PER,
        "reasons": REASONS,
    }
