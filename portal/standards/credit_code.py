"""Unified social credit codes (统一社会信用代码, GB 32100-2015) and the organisation code inside them (GB 11714-1997)."""

from __future__ import annotations

from dataclasses import dataclass

from stdnum.cn import uscc

from portal.errors import N_
from portal.standards.invalid import InvalidCreditCode
from portal.standards.typed_numbers import is_digits, read_number, show

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class CreditCode:
    """A code in its parts: `authority` is the registering department's letter, `category` the kind within it,
    `division` six digits of GB/T 2260, `organisation` the nine-place organisation code.
    """

    normalised: str
    authority: str
    category: str
    division: str
    organisation: str


def check_credit_code(text: str) -> CreditCode:
    """Read and check an 18-place code, both check digits included.

    Raises InvalidCreditCode with a sentence that names the fault; the codes in use before 2015 are recognised by it.
    """
    code = read_number(text, drop="-")
    _must_have_18(code)
    _must_use_alphabet(code)
    if not is_digits(code[2:8]):
        raise InvalidCreditCode(N_("第3至8位是行政区划，只能是数字"))
    if code[16] != organisation_check_digit(code[8:16]):
        raise InvalidCreditCode(N_("第17位校验码不符：与第9至16位(组织机构代码)对不上，请逐位核对"))
    # The library's own `validate` refuses letters in the first two places, which GB 32100 uses for rural collectives.
    if code[17] != uscc.calc_check_digit(code):
        raise InvalidCreditCode(N_("校验码不符：最后一位与前17位对不上，请逐位核对"))
    return CreditCode(code, code[0], code[1], code[2:8], code[8:17])


def organisation_check_digit(first_8: str) -> str:
    """The ninth place of an organisation code by GB 11714: '0'…'9' or 'X'. Letters count from A = 10 to Z = 35."""
    total = sum(
        int(character, 36) * weight for character, weight in zip(first_8, ORGANISATION_WEIGHTS, strict=True)
    )
    remainder = 11 - total % 11
    return {10: "X", 11: "0"}.get(remainder, str(remainder))


def credit_check_digit(first_17: str) -> str:
    """The 18th place for the 17 before it, by GB 32100 (modulus 31). The remainder 31 counts as 0."""
    return uscc.calc_check_digit(first_17)


def _must_have_18(code: str) -> None:
    if not code:
        raise InvalidCreditCode(N_("没有填写统一社会信用代码"))
    if len(code) == 9:
        raise InvalidCreditCode(N_("这是9位组织机构代码(旧)，请填写18位统一社会信用代码"))
    if len(code) == 15 and is_digits(code):
        raise InvalidCreditCode(N_("这是15位营业执照注册号(旧)，请填写18位统一社会信用代码"))
    if len(code) != 18:
        raise InvalidCreditCode(N_("统一社会信用代码应为18位，现为%(count)s位"), count=len(code))


def _must_use_alphabet(code: str) -> None:
    for position, character in enumerate(code, start=1):
        if character in ALPHABET:
            continue
        if character in "IOSVZ":
            message = N_("第%(position)s位是字母%(character)s，代码中不使用I、O、S、V、Z，请看是否为数字")
            raise InvalidCreditCode(message, position=position, character=character)
        message = N_("第%(position)s位是%(character)s，只能是数字或大写字母")
        raise InvalidCreditCode(message, position=position, character=show(character))
