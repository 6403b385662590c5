"""Where the money of a file goes: entering and changing the bank account (发放账户)."""

from __future__ import annotations

from portal import audit
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.services.assistance.actions.opening import BankAccount, set_account
from portal.services.assistance.models import SupportFile
from portal.standards.bank import check_bank_account
from portal.standards.invalid import Invalid


def change_account(
    actor: Actor, file: SupportFile, *, version: int | None, bank: BankAccount, confirmed: bool = False
) -> SupportFile:
    """Enter or change the account. A number that fails the Luhn check is allowed once it is confirmed (存折没有校验位).

    Raises RuleBroken at `account`, `bank`, `account_holder`, `confirmed`, or what is wanting of an account in another's name
    (`account_relation`, `account_basis`, `agreement`); Conflict when out of date.
    """
    actor.must("assistance.change_account")
    file.expect_version(version)
    if file.state == "stopped":
        raise RuleBroken(None, N_("户号%(number)s已经停保，不用改账户。"), number=file.number)
    try:
        checked = check_bank_account(bank.number)
    except Invalid as error:
        raise RuleBroken("account", error.message, **error.params) from None
    if checked.warnings and not confirmed:
        raise RuleBroken("confirmed", checked.warnings[0])
    former = file.account_tail
    set_account(file, bank)
    session.flush()
    audit.record(
        actor,
        "assistance.change_account",
        file,
        file_number=file.number,
        former=former,
        tail=file.account_tail,
        confirmed=not checked.luhn_holds,
        agreement=file.account_agreement_id is not None,
        relation=file.account_relation,
        basis=file.account_basis,
    )
    return file
