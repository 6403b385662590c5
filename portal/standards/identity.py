"""Citizen identity numbers (公民身份号码, GB 11643-1999) and the cards that use the same 18 places: the residence permit of
Hong Kong, Macau and Taiwan residents (港澳台居民居住证, 国办发〔2018〕81号) and the foreigner's permanent residence card of 2023
(外国人永久居留身份证). Other identity documents live in `papers`, names of divisions in `divisions`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from stdnum.cn import ric

from portal.errors import N_
from portal.standards.ages import age_on
from portal.standards.invalid import InvalidIdentity
from portal.standards.typed_numbers import is_digits, read_number, show, starred

# The address part of a residence permit: Hong Kong, Macau, Taiwan.
HMT_PREFIXES = ("810000", "820000", "830000")
OLDEST_PLAUSIBLE_AGE = 130
EARLIEST_BIRTH_YEAR = 1800
# Sequences that 15-digit numbers kept for people born in the 1800s.
CENTENARIAN_SEQUENCES = ("996", "997", "998", "999")


@dataclass(frozen=True)
class IdentityNumber:
    """A number that passed every check.

    `kind` is 'citizen', 'citizen_15', 'residence_permit_hmt' or 'foreign_permanent'; `sex` is '1' or '2' of GB/T 2261.1;
    `region` is the first six digits as they stand; `nationality` is the ISO 3166 numeric code, on a foreigner's card only;
    `suggestion` is the 18-digit form of a 15-digit number.
    """

    normalised: str
    kind: str
    birth: dt.date
    sex: str
    region: str
    warnings: tuple[str, ...] = ()
    suggestion: str | None = None
    nationality: str | None = None


def check_identity(text: str, today: dt.date) -> IdentityNumber:
    """Read and check an identity number as of `today`.

    Full width, spaces and a lower-case x are mended. The division is never a reason to refuse: divisions are abolished and
    the numbers stay (see `divisions`). Raises InvalidIdentity with a sentence that names the fault.
    """
    number = read_number(text)
    if not number:
        raise InvalidIdentity(N_("没有填写身份号码"))
    if len(number) == 15:
        return _check_15(number, today)
    if len(number) != 18:
        raise InvalidIdentity(N_("身份号码应为18位(旧号15位)，现为%(count)s位"), count=len(number))
    return _check_18(number, today)


def check_digit(first_17: str) -> str:
    """The 18th place for 17 digits, by ISO 7064 MOD 11-2 as GB 11643 prescribes: '0'…'9' or 'X'."""
    return ric.calc_check_digit(first_17 + "0")


def to_18(number_15: str) -> str:
    """The 18-digit form of a 15-digit number: the century inserted and the check digit added."""
    century = "18" if number_15[12:] in CENTENARIAN_SEQUENCES else "19"
    first_17 = number_15[:6] + century + number_15[6:]
    return first_17 + check_digit(first_17)


def mask_identity(number: str, first: int = 6, last: int = 4) -> str:
    """An identity number with its middle hidden, `119901********0018`; a shorter document keeps two places at each end."""
    return starred(number, first, last) if len(number) >= 15 else starred(number, min(first, 2), min(last, 2))


def explain_identity(text: str, today: dt.date) -> dict[str, Any]:
    """The answer of `explain identity`: valid, kind, birth, sex, normalised, message.

    `normalised` is always the 18-digit form, also for a 15-digit number; `message` holds the refusal or the warnings.
    """
    try:
        found = check_identity(text, today)
    except InvalidIdentity as error:
        return {
            "valid": False,
            "kind": None,
            "birth": None,
            "sex": None,
            "normalised": read_number(text),
            "message": str(error),
        }
    return {
        "valid": True,
        "kind": found.kind,
        "birth": found.birth.isoformat(),
        "sex": found.sex,
        "normalised": found.suggestion or found.normalised,
        "message": "；".join(found.warnings),
    }


def _check_15(number: str, today: dt.date) -> IdentityNumber:
    _must_be_digits(number, N_("第%(position)s位是%(character)s，15位旧号只能是数字"))
    full = to_18(number)
    birth = _birth_of(full)
    warnings = (N_("这是已停用的15位旧号，已换算成18位，请与证件核对"), *_warnings_about(birth, today))
    return IdentityNumber(number, "citizen_15", birth, _sex_of(full), number[:6], warnings, suggestion=full)


def _check_18(number: str, today: dt.date) -> IdentityNumber:
    _must_be_digits(number[:17], N_("第%(position)s位是%(character)s，身份号码前17位只能是数字"))
    if not (is_digits(number[17]) or number[17] == "X"):
        raise InvalidIdentity(N_("最后一位是%(character)s，只能是数字或X"), character=show(number[17]))
    # A date that cannot be tells the clerk where to look, so it is reported before the check digit.
    birth = _birth_of(number)
    if number[17] != check_digit(number[:17]):
        raise InvalidIdentity(N_("校验码不符：最后一位与前17位对不上，请对照证件逐位核对"))
    warnings = _warnings_about(birth, today)
    kind = _kind_of(number)
    nationality = number[3:6] if kind == "foreign_permanent" else None
    return IdentityNumber(number, kind, birth, _sex_of(number), number[:6], warnings, nationality=nationality)


def _must_be_digits(part: str, message: str) -> None:
    for position, character in enumerate(part, start=1):
        if not is_digits(character):
            raise InvalidIdentity(message, position=position, character=show(character))


def _kind_of(number: str) -> str:
    if number[:6] in HMT_PREFIXES:
        return "residence_permit_hmt"
    return "foreign_permanent" if number.startswith("9") else "citizen"


def _sex_of(number: str) -> str:
    return "1" if int(number[16]) % 2 else "2"


def _birth_of(number: str) -> dt.date:
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    if year < EARLIEST_BIRTH_YEAR:
        raise InvalidIdentity(N_("号码中的出生年份是%(year)s年，不可能，请核对第7至10位"), year=number[6:10])
    if not 1 <= month <= 12:
        raise InvalidIdentity(N_("号码中的出生月份是%(month)s，没有这个月"), month=number[10:12])
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        message = N_("号码中的出生日期是%(year)s年%(month)s月%(day)s日，没有这一天")
        raise InvalidIdentity(message, year=year, month=month, day=day) from error


def _warnings_about(birth: dt.date, today: dt.date) -> tuple[str, ...]:
    if birth > today:
        raise InvalidIdentity(N_("号码中的出生日期%(birth)s晚于今天"), birth=birth.isoformat())
    if age_on(birth, today) > OLDEST_PLAUSIBLE_AGE:
        return (N_("按号码计算年龄超过130岁，请核对"),)
    return ()
