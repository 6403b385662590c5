"""Bank card and passbook numbers (银行卡号、存折账号). A failed Luhn check only warns: passbooks and old accounts have none."""

from __future__ import annotations

from dataclasses import dataclass

from stdnum import luhn

from portal.errors import N_
from portal.standards.invalid import InvalidAccount
from portal.standards.typed_numbers import is_digits, read_number, starred

SHORTEST, LONGEST = 12, 30


@dataclass(frozen=True)
class BankAccount:
    """An account number; `warnings` is not empty when the clerk should compare it with the card or passbook once more."""

    normalised: str
    luhn_holds: bool
    warnings: tuple[str, ...] = ()


def check_bank_account(text: str) -> BankAccount:
    """Read a number of 12 to 30 digits and try the Luhn check (ISO/IEC 7812-1). Raises InvalidAccount for another shape."""
    number = read_number(text, drop="-")
    if not number:
        raise InvalidAccount(N_("没有填写银行账号"))
    if not is_digits(number):
        raise InvalidAccount(N_("银行账号只能是数字"))
    if not SHORTEST <= len(number) <= LONGEST:
        raise InvalidAccount(N_("银行账号应为12至30位数字，现为%(count)s位"), count=len(number))
    if luhn.is_valid(number):
        return BankAccount(number, True)
    return BankAccount(number, False, (N_("未通过银行卡号校验；存折和部分旧账号没有校验位，请核对后确认"),))


def mask_bank_account(number: str) -> str:
    """The number with only its last four digits showing."""
    return starred(number, 0, 4)
