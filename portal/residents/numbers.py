"""Blind indexes of identity numbers and phones: how a sealed value is found again without being opened."""

from __future__ import annotations

import re

from portal import vault
from portal.errors import RuleBroken
from portal.standards.identity import to_18
from portal.standards.invalid import InvalidPhone
from portal.standards.phones import check_phone
from portal.standards.typed_numbers import read_number

TAIL = 4
_IN_TEXT = re.compile(r"(?<![0-9])([0-9]{15}|[0-9]{17}[0-9Xx]|1[3-9][0-9]{9})(?![0-9])")
_EXTENSION = re.compile(r"(?<=\d{7})-\d{1,5}$")


def number_index(number: str) -> str:
    """The index of a document number in its normal form, whatever its kind."""
    return vault.current().index("residents.number", number)


def tail_index(number: str) -> str:
    """The index of the last four places of a document number."""
    return vault.current().index("residents.number_tail", number[-TAIL:])


def phone_index(phone: str) -> str:
    """The index of a phone in its normal form."""
    return vault.current().index("residents.phone", phone)


def phone_tail_index(phone: str) -> str:
    """The index of the last four digits of a phone, an extension left out."""
    return vault.current().index("residents.phone_tail", _EXTENSION.sub("", phone)[-TAIL:])


def forms_of(number: str) -> tuple[str, ...]:
    """Every form under which an identity number may be kept: itself, and the 18- or 15-digit one that it belongs to."""
    if len(number) == 15 and number.isdigit():
        return number, to_18(number)
    if len(number) == 18 and number[:17].isdigit():
        short = number[:6] + number[8:17]
        return (number, short) if to_18(short) == number else (number,)
    return (number,)


def holds_number(text: str) -> bool:
    """Whether an identity number or a mobile number stands somewhere in a text, blanks and full width aside."""
    return bool(_IN_TEXT.search(read_number(text)))


def read_phone(text: str, field: str = "phone") -> str:
    """A phone in its normal form, or empty where none was typed; raises RuleBroken at `field`."""
    if not text.strip():
        return ""
    try:
        return check_phone(text).normalised
    except InvalidPhone as error:
        raise RuleBroken(field, error.message, **error.params) from error
