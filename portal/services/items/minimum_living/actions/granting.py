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
from portal.services.assistance.months import month_text, next_month
from portal.services.assistance.renewing import renewed
from portal.services.assistance.rules.reckoning import Reckoning
from portal.services.assistance.rules.sheet import yuan
from portal.services.assistance.schemes import SCHEMES
from portal.services.documents import last_fours
from portal.services.items.minimum_living import documents
from portal.services.items.minimum_living.actions.opinion import proposed_scheme
from portal.services.items.minimum_living.models import HouseholdDeclaration, PreliminaryOpinion
from portal.services.items.minimum_living.queries import current_confirmation, current_opinion
from portal.services.models import Application
from portal.units.queries import street_above

REFUSAL = "refusal_letter"
OVERTAKEN = N_(
    "%(month)s起的保障标准是 %(standard)s 元，初审意见按 %(former)s 元核算，按新标准能享受的救助种类不同。"
    "请退回，由经办人取消公示、重新作出初审意见。"
)
REFUSED_TOO_SOON = N_(
    "%(month)s起的保障标准是 %(standard)s 元，按新标准符合条件；不予的意见按 %(former)s 元核算。"
    "请退回，由经办人重新作出初审意见。"
)


def open_granted_file(
    actor: Actor, application: Application, *, declaration: HouseholdDeclaration, on: dt.date
) -> SupportFile:
    """Open the file (建档) by the frozen opinion; it pays from the month after the confirmation (57号 art. 21).

    A standard that has changed for that month since is already in the sum. Raises RuleBroken for somebody who is supported
    elsewhere by now, or without an account where money is paid.
    """
    opinion = current_opinion(declaration)
    if opinion is None or opinion.opinion != "agree":
        raise RuleBroken(None, N_("没有“建议给予”的初审意见，不能建档。"))
    sheet = granted_sheet(declaration, on)
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
        decided_by=decider_of(declaration),
        reason=documents.grant_facts(declaration, sheet),
    )


def decider_of(declaration: HouseholdDeclaration) -> int | None:
    """The account of who decided: the district's post where it confirmed in the portal, else the street's; never who issues."""
    confirmation = current_confirmation(declaration)
    if confirmation is not None and confirmation.way == "post" and confirmation.answer == "confirmed":
        return confirmation.answered_by
    return declaration.application.decided_by


def confirmed_on(declaration: HouseholdDeclaration, on: dt.date) -> dt.date:
    """The day of the decision: the district's own where it confirmed, else the street's."""
    confirmation = current_confirmation(declaration)
    if confirmation is not None and confirmation.answered_on is not None:
        return confirmation.answered_on
    return declaration.application.decided_on or on


def granted_sheet(declaration: HouseholdDeclaration, on: dt.date) -> Reckoning:
    """The sheet of the opinion by the standard of the month from which it pays: a new standard holds for who is granted by it
    as for everybody else. Raises RuleBroken where the new standard would change what was judged (the scheme)."""
    opinion = current_opinion(declaration)
    if opinion is None or not opinion.sheet:
        raise RuleBroken(None, N_("还没有初审意见。"))
    sheet = Reckoning.from_plain(opinion.sheet)
    now = renewed_sheet(declaration, sheet, on)
    if now is sheet:
        return sheet
    application = declaration.application
    was = proposed_scheme(application, sheet)
    if opinion.opinion == "agree" and proposed_scheme(application, now) != opinion.scheme:
        raise RuleBroken(None, OVERTAKEN, **_standards(sheet, now))
    if opinion.opinion != "agree" and not was and proposed_scheme(application, now):
        raise RuleBroken(None, REFUSED_TOO_SOON, **_standards(sheet, now))
    return now


def renewed_sheet(declaration: HouseholdDeclaration, sheet: Reckoning, on: dt.date) -> Reckoning:
    """A frozen sheet by the standard of the month from which a decision of this day (or the one taken already) pays."""
    day = confirmed_on(declaration, on)
    street = street_above(declaration.application.unit_id, day)
    return renewed(
        sheet,
        area=declaration.area,
        month=next_month(day),
        street_id=street.id if street else declaration.application.unit_id,
    )


def _standards(sheet: Reckoning, now: Reckoning) -> dict[str, str]:
    return {
        "month": month_text(now.terms.month),
        "former": yuan(sheet.standard_fen),
        "standard": yuan(now.standard_fen),
    }


def issue_refusal(actor: Actor, declaration: HouseholdDeclaration) -> Document:
    """Issue 不予确认同意告知书 with facts, calculation, articles and remedies, the moment the refusal is decided."""
    application = declaration.application
    document = issue_document(
        actor,
        kind=REFUSAL,
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
        relation=declaration.account_relation,
        basis=declaration.account_basis,
    )


def _community(application: Application) -> int:
    household = application.household
    return household.unit_id if household and household.unit_id else application.unit_id
