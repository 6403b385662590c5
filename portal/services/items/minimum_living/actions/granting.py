"""The end of the way: a file is opened for a household that was confirmed, or the letter of refusal is issued."""

from __future__ import annotations

import datetime as dt

from portal import audit
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.documents.models import Document
from portal.errors import N_, RuleBroken
from portal.services.assistance.actions import BankAccount, NewMember, open_file
from portal.services.assistance.models import SupportFile
from portal.services.assistance.rules.reckoning import Reckoning
from portal.services.assistance.schemes import SCHEMES
from portal.services.documents import last_fours
from portal.services.items.minimum_living import documents
from portal.services.items.minimum_living.models import HouseholdDeclaration, PreliminaryOpinion
from portal.services.items.minimum_living.queries import current_confirmation, current_opinion
from portal.services.models import Application


def open_granted_file(
    actor: Actor, application: Application, *, declaration: HouseholdDeclaration, on: dt.date
) -> SupportFile:
    """Open the file (建档) by the frozen opinion; it pays from the month after the confirmation (57号 art. 21).

    Raises RuleBroken for somebody who is supported elsewhere by now, or without an account where money is paid.
    """
    opinion = current_opinion(declaration)
    if opinion is None or opinion.opinion != "agree":
        raise RuleBroken(None, N_("没有“建议给予”的初审意见，不能建档。"))
    sheet = Reckoning.from_plain(opinion.sheet)
    return open_file(
        actor,
        scheme=opinion.scheme,
        area=declaration.area,
        category=opinion.category,
        unit_id=_community(application),
        household=application.household,
        head=declaration.applicant,
        members=_members(sheet),
        reckoning=sheet,
        application=application,
        decided_on=confirmed_on(declaration, on),
        bank=_account(declaration, opinion),
        is_relative_of_staff=bool(declaration.relatives),
        prepared_by=opinion.written_by,
    )


def confirmed_on(declaration: HouseholdDeclaration, on: dt.date) -> dt.date:
    """The day of the decision: the district's own where it confirmed, else the street's."""
    confirmation = current_confirmation(declaration)
    if confirmation is not None and confirmation.answered_on is not None:
        return confirmation.answered_on
    return declaration.application.decided_on or on


def issue_refusal(actor: Actor, declaration: HouseholdDeclaration) -> Document:
    """Issue 不予确认同意告知书 with facts, calculation, articles and remedies, the moment the refusal is decided."""
    application = declaration.application
    document = issue_document(
        actor,
        kind="refusal_letter",
        facts=documents.refusal_letter(declaration),
        unit_id=application.unit_id,
        subject=application,
        last_fours=last_fours(application),
    )
    declaration.denial_document = document
    session.flush()
    audit.record(actor, "services.issue_refusal", declaration, number=document.number)
    return document


def _members(sheet: Reckoning) -> list[NewMember]:
    return [
        NewMember(int(person.key), person.relation, person.counts, "" if person.counts else person.code)
        for person in sheet.family.people
    ]


def _account(declaration: HouseholdDeclaration, opinion: PreliminaryOpinion) -> BankAccount | None:
    if not SCHEMES[opinion.scheme].pays_monthly:
        return None
    if not declaration.account:
        raise RuleBroken(None, N_("还没有登记发放账户，不能建档。"))
    return BankAccount(
        bank=declaration.bank_name,
        number=declaration.account,
        holder=declaration.account_holder or declaration.applicant.name,
        agreement=declaration.account_agreement,
    )


def _community(application: Application) -> int:
    household = application.household
    return household.unit_id if household and household.unit_id else application.unit_id
