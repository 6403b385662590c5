"""Opening the file of a household that was granted support (建档): number, members, first decision, account, first review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal import audit, clock, vault
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import allocate_number
from portal.documents.models import IssuedNumber
from portal.errors import N_, RuleBroken
from portal.files.models import StoredFile
from portal.residents.groups import Household
from portal.residents.models import Resident
from portal.services.assistance import practice
from portal.services.assistance.actions.deciding import write_decision
from portal.services.assistance.actions.members import NewMember, head_of, join
from portal.services.assistance.holders import LONGEST_RELATION, is_anothers, must_have_basis
from portal.services.assistance.models import SupportFile
from portal.services.assistance.months import month_of, next_month
from portal.services.assistance.papers import FILE_NUMBER
from portal.services.assistance.rules.reviews import next_review
from portal.services.assistance.schemes import AREAS, CATEGORIES, SCHEMES
from portal.services.assistance.sums import Reckoned, Sums
from portal.services.models import Application
from portal.standards.bank import check_bank_account
from portal.standards.invalid import Invalid
from portal.units.models import Unit
from portal.units.queries import street_above

ACCOUNT_INDEX = "support_account"


@dataclass(frozen=True)
class BankAccount:
    """Where the money goes. When the holder is not the head of the household: `relation` to the head, `basis` (a code of
    `holders.BASES`), and `agreement`, the scan of the paper."""

    bank: str
    number: str
    holder: str
    agreement: StoredFile | None = None
    relation: str = ""
    basis: str = ""


def open_file(
    actor: Actor,
    *,
    scheme: str,
    area: str,
    category: str,
    unit_id: int,
    household: Household | None,
    head: Resident,
    members: Sequence[NewMember],
    reckoning: Reckoned | Sums,
    application: Application | None = None,
    decided_on: dt.date | None = None,
    start_month: dt.date | None = None,
    bank: BankAccount | None = None,
    kind: str = "grant",
    is_relative_of_staff: bool = False,
    number: IssuedNumber | None = None,
    decision_number: IssuedNumber | None = None,
    prepared_by: int | None = None,
    decided_by: int | None = None,
    reason: str = "",
) -> SupportFile:
    """Open a file with its members and its first decision; it pays from the month after the decision (57号 art. 21).

    The caller has asked whether the actor may decide. `kind` is `grant`, or `carried_in` for a household that comes in from
    paper with declared numbers. `decided_by` and `reason` say who decided and on what, where the actor only issues it. The
    head is a member even where `members` leaves them out. Raises RuleBroken at `members` for somebody who is supported
    elsewhere, naming that file.
    """
    day = decided_on or clock.today()
    street = _street_of(unit_id, scheme, area, category, day)
    since = month_of(start_month) if start_month else next_month(day)
    number = number or allocate_number(actor, unit_id=street.id, kind=FILE_NUMBER, on=day)
    asked: dict[str, Any] = {"scheme": scheme, "area": area, "category": category, "unit_id": unit_id}
    asked |= {"household": household, "application": application, "start_month": since}
    file = _begin(number, street, head, day, is_relative_of_staff=is_relative_of_staff, **asked)
    join(file, head_of(members, head), since)
    if bank is not None:
        set_account(file, bank)
    facts: dict[str, Any] = {"number": file.number, "scheme": scheme, "members": len(file.members)}
    audit.record(actor, "assistance.open_file", file, **facts)
    first: dict[str, Any] = {"kind": kind, "number": decision_number, "decided_on": day, "reason": reason}
    first |= {"prepared_by": prepared_by, "decided_by": decided_by}
    first |= {"sums": Sums.of(reckoning), "application_id": file.application_id}
    write_decision(actor, file, effective_month=since, **first)
    return file


def _begin(number: IssuedNumber, street: Unit, head: Resident, day: dt.date, **asked: Any) -> SupportFile:
    """The record itself, with what follows from number, street, head and day."""
    file = SupportFile(number=number.text, issued_number_id=number.id, **asked)
    file.street_id, file.head, file.head_name = street.id, head, head.name
    file.first_granted_on, file.next_review_on = day, first_review(file.category, day)
    session.add(file)
    session.flush()
    return file


def first_review(category: str, day: dt.date) -> dt.date:
    """When a file of this category is reviewed next, counted from a day on."""
    return next_review(category, day, practice.review_table(day))


def set_account(file: SupportFile, bank: BankAccount) -> None:
    """Keep an account, sealed, with a blind index; raises RuleBroken at `account`, `account_holder`, and at what is wanting of
    one in another's name (see `holders`)."""
    try:
        checked = check_bank_account(bank.number)
    except Invalid as error:
        raise RuleBroken("account", error.message, **error.params) from None
    holder = bank.holder.strip()
    if not holder or not bank.bank.strip():
        raise RuleBroken("account_holder" if not holder else "bank", N_("请填写开户银行和户名。"))
    must_have_basis(
        holder,
        file.head_name,
        relation=bank.relation,
        basis=bank.basis,
        has_scan=bank.agreement is not None,
    )
    anothers = is_anothers(holder, file.head_name)
    file.account_relation = bank.relation.strip()[:LONGEST_RELATION] if anothers else ""
    file.account_basis = bank.basis if anothers else ""
    file.bank_name, file.account_holder = bank.bank.strip()[:100], holder[:100]
    file.account = checked.normalised
    file.account_index = vault.current().index(ACCOUNT_INDEX, checked.normalised)
    file.account_tail = checked.normalised[-4:]
    file.account_agreement = bank.agreement if anothers else None


def _street_of(unit_id: int, scheme: str, area: str, category: str, day: dt.date) -> Unit:
    if scheme not in SCHEMES or area not in AREAS or category not in {"", *CATEGORIES}:
        raise RuleBroken("scheme", N_("请选择救助种类、城乡和类别。"))
    street = street_above(unit_id, day)
    if street is None:
        raise RuleBroken("unit_id", N_("所在社区当天不属于任何街道。"))
    return street
