"""Declarations following a merge of two records of one person, and its undoing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from portal.actor import Actor
from portal.db import session
from portal.residents.models import Resident
from portal.services.items.minimum_living.models import DeclaredMember, HouseholdDeclaration


def move(actor: Actor, *, gone: Resident, kept: Resident) -> dict[str, Any]:
    """Let members and applicants follow; where both are members of one declaration, the row of the one who is gone stays."""
    declarations = list(
        session.scalars(
            select(HouseholdDeclaration)
            .where(HouseholdDeclaration.applicant_id == gone.id)
            .order_by(HouseholdDeclaration.id)
        )
    )
    twice = set(
        session.scalars(select(DeclaredMember.declaration_id).where(DeclaredMember.resident_id == kept.id))
    )
    members = [
        member
        for member in session.scalars(
            select(DeclaredMember).where(DeclaredMember.resident_id == gone.id).order_by(DeclaredMember.id)
        )
        if member.declaration_id not in twice
    ]
    for declaration in declarations:
        declaration.applicant_id = kept.id
    for member in members:
        member.resident_id = kept.id
    session.flush()
    return {"declarations": [d.id for d in declarations], "members": [m.id for m in members]}


def move_back(actor: Actor, *, gone: Resident, kept: Resident, moved: dict[str, Any]) -> None:
    """Undo `move`: exactly the rows that it moved."""
    for key in moved["declarations"]:
        session.get_one(HouseholdDeclaration, key).applicant_id = gone.id
    for key in moved["members"]:
        session.get_one(DeclaredMember, key).resident_id = gone.id
    session.flush()
