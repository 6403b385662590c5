"""The end of the way: a file is opened for one person who was confirmed, or the letter of refusal is issued."""

from __future__ import annotations

import datetime as dt

from portal import audit
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.documents.models import Document
from portal.errors import N_, RuleBroken
from portal.residents.queries import find_present_household
from portal.services.assistance.actions import BankAccount, NewMember, open_file
from portal.services.assistance.models import SupportFile
from portal.services.assistance.months import next_month
from portal.services.assistance.renewing import renewed
from portal.services.assistance.rules.reckoning import Reckoning
from portal.services.assistance.schemes import DESTITUTE
from portal.services.documents import last_fours
from portal.services.items.destitute_support import documents
from portal.services.items.destitute_support.models import DestituteCase
from portal.services.items.destitute_support.queries import community_of
from portal.units.queries import street_above


def open_granted_file(actor: Actor, case: DestituteCase, *, on: dt.date) -> SupportFile:
    """Open the file (建档) of one person by the frozen opinion; it pays from the month after the confirmation.

    Raises RuleBroken for somebody who is supported elsewhere by now.
    """
    if case.opinion != "agree":
        raise RuleBroken(None, N_("没有“建议给予”的初审意见，不能建档。"))
    application, person = case.application, case.resident
    return open_file(
        actor,
        scheme=DESTITUTE,
        area=case.area,
        category="",
        unit_id=community_of(application),
        household=find_present_household(person),
        head=person,
        members=[NewMember(person.id, "01")],
        reckoning=granted_sheet(case, on),
        application=application,
        decided_on=confirmed_on(case, on),
        bank=BankAccount(
            case.bank_name,
            case.account or "",
            case.account_holder,
            case.account_agreement,
            case.account_relation,
            case.account_basis,
        ),
        prepared_by=case.written_by,
        decided_by=decider_of(case),
        reason=documents.grant_facts(case),
    )


def decider_of(case: DestituteCase) -> int | None:
    """The account of who decided: the district's post where it confirmed in the portal, else the street's; never who issues."""
    is_here = case.report_way == "post" and case.answer == "confirmed"
    return case.answered_by if is_here else case.application.decided_by


def confirmed_on(case: DestituteCase, on: dt.date) -> dt.date:
    """The day of the decision: the district's own where it confirmed, else the street's."""
    return case.answered_on or case.application.decided_on or on


def granted_sheet(case: DestituteCase, on: dt.date) -> Reckoning:
    """The sheet of the opinion by the standards of the month from which it pays; they may have changed since."""
    day = confirmed_on(case, on)
    street = street_above(case.application.unit_id, day)
    return renewed(
        Reckoning.from_plain(case.sheet),
        area=case.area,
        month=next_month(day),
        street_id=street.id if street else case.application.unit_id,
    )


def issue_refusal(actor: Actor, case: DestituteCase) -> Document:
    """Issue 不予确认同意告知书 the moment the refusal is decided."""
    application = case.application
    case.refusal = issue_document(
        actor,
        kind="destitute_refusal",
        facts=documents.refusal(case),
        unit_id=application.unit_id,
        subject=application,
        last_fours=last_fours(application),
    )
    session.flush()
    audit.record(actor, "services.issue_refusal", application, number=case.refusal.number)
    return case.refusal
