"""Telephone numbers of mainland China: mobile (手机) and landline (固定电话). No operator's prefix is held against a number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.errors import N_
from portal.standards.invalid import InvalidPhone
from portal.standards.typed_numbers import is_digits, read_number, starred

MOBILE = re.compile("1[3-9][0-9]{9}")
# Area codes have three places in 010 and 020…029, four elsewhere.
LANDLINE = re.compile("(010|02[0-9]|0[3-9][0-9]{2})-?([0-9]{7,8})(?:-([0-9]{1,5}))?")
COUNTRY_PREFIXES = ("+86", "0086")


@dataclass(frozen=True)
class Phone:
    """A number as it is kept: `13900000000`, or `0591-87650000` with an extension after a second hyphen."""

    normalised: str
    kind: str


def check_phone(text: str) -> Phone:
    """Read and check a number; `kind` is 'mobile' or 'landline'.

    Spaces, brackets, full width, +86 and 转 before an extension are understood. Raises InvalidPhone.
    """
    number = _without_country(
        read_number(text, drop="()").replace("转", "-").replace("—", "-").replace("–", "-")
    )
    if not number:
        raise InvalidPhone(N_("没有填写电话号码"))
    plain = number.replace("-", "")
    if MOBILE.fullmatch(plain):
        return Phone(plain, "mobile")
    match = LANDLINE.fullmatch(number)
    if match:
        return Phone("-".join(part for part in match.groups() if part), "landline")
    raise _why_not(plain)


def mask_phone(number: str) -> str:
    """`139****0000`, `0591-****0000`; an extension is dropped, and what is no known form is hidden but for two places."""
    if MOBILE.fullmatch(number):
        return starred(number, 3, 4)
    match = LANDLINE.fullmatch(number)
    if match:
        return f"{match[1]}-{starred(match[2], 0, 4)}"
    return starred(number, 0, 2)


def _without_country(number: str) -> str:
    for prefix in COUNTRY_PREFIXES:
        if number.startswith(prefix):
            rest = number.removeprefix(prefix).lstrip("-")
            # Abroad the leading 0 of an area code is left out.
            return rest if rest.startswith(("0", "1")) and not rest.startswith("10") else "0" + rest
    if number.startswith("86") and MOBILE.fullmatch(number[2:].replace("-", "")):
        return number[2:]
    return number


def _why_not(plain: str) -> InvalidPhone:
    if not is_digits(plain):
        return InvalidPhone(N_("电话号码只能有数字、空格和连字符"))
    if plain.startswith("1"):
        return InvalidPhone(N_("手机号应为11位，第二位为3至9，现为%(count)s位"), count=len(plain))
    if not plain.startswith("0") and len(plain) in (7, 8):
        return InvalidPhone(N_("固定电话请加区号，如0591-87650000"))
    return InvalidPhone(N_("不是手机号，也不是带区号的固定电话"))
