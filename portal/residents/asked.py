"""What somebody who types into the one search box is looking for: a name, pinyin, a number, a phone. Reads text only."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from portal.residents.numbers import forms_of, holds_number
from portal.residents.spelling import plain_name
from portal.standards.invalid import InvalidPhone
from portal.standards.phones import check_phone
from portal.standards.typed_numbers import is_digits, read_number

LONGEST = 100
Kind = Literal["nothing", "name", "pinyin", "identity", "phone", "tail", "document", "incomplete", "other"]

_LETTERS = re.compile(r"[a-zü][a-zü' ]*")
_IDENTITY = re.compile(r"[0-9]{15}|[0-9]{17}[0-9X]")
_DOCUMENT = re.compile(r"(?=.*[0-9])[A-Z0-9()\-]{5,24}")
_COMPOSING = re.compile(r"(?<=[^\x00-\x7f])[a-z']+$")
_LETTERED = re.compile(r"[A-Z]{1,2}[0-9]{7,10}|[A-Z]{3}[0-9]{12}")


@dataclass(frozen=True)
class Asked:
    """What is asked for. `value` is the name, the letters, the phone or the tail; `numbers` the forms of a document number.

    `year`, `birth` and `tail` narrow a name down: 王伟 1966, 王伟 19661122, 王伟 0018.
    """

    kind: Kind
    value: str = ""
    numbers: tuple[str, ...] = ()
    year: int | None = None
    birth: dt.date | None = None
    tail: str = ""

    @property
    def is_sensitive(self) -> bool:
        """Whether the whole of an identity number or phone was given, so that asking is itself worth recording."""
        return self.kind in {"identity", "phone", "document"}


def read_asked(text: str) -> Asked:
    """Decide what a text from the search box is. Never fails: what is nothing known is `other`."""
    text = unicodedata.normalize("NFC", text).strip()[:LONGEST]
    if not text:
        return Asked("nothing")
    return _number(text) or _narrowed(text) or _words(text)


def may_be_number(text: str) -> bool:
    """Whether a text may be or hold an identity number or a phone, and must not stand in an address."""
    compact = read_number(text, drop="-()+")
    if len(compact) >= 4 and is_digits(compact.removesuffix("X") or "-"):
        return True
    return bool(holds_number(compact) or _LETTERED.fullmatch(read_number(text)))


def _number(text: str) -> Asked | None:
    number = read_number(text, drop="-")
    if _IDENTITY.fullmatch(number):
        return Asked("identity", number, forms_of(number))
    phone = _phone(text)
    if phone:
        return Asked("phone", phone)
    if re.fullmatch("[0-9]{3}[0-9X]", number):
        return Asked("tail", number)
    if is_digits(number) and len(number) < 5:
        return Asked("incomplete", number)
    document = read_number(text)
    if _DOCUMENT.fullmatch(document) and not _split(text):
        return Asked("document", document, (document,))
    return None


def _phone(text: str) -> str:
    """The phone that a text is, or empty: it may still be another document's number."""
    try:
        return check_phone(text).normalised
    except InvalidPhone:
        return ""


def _split(text: str) -> tuple[str, str] | None:
    """A name or pinyin and the digits after it; None where there are not both."""
    head, _blank, last = text.rpartition(" ")
    tail = read_number(last)
    if not re.fullmatch("[0-9]{8}|[0-9]{3}[0-9X]", tail) or len(plain_name(head)) < 1 + head.isascii():
        return None
    if len(tail) == 8 and _date(tail) is None:
        return None
    return (head, tail) if not any(c.isdigit() for c in head) else None


def _narrowed(text: str) -> Asked | None:
    parts = _split(" ".join(text.split()))
    if parts is None:
        return None
    head, tail = parts
    if len(tail) == 8:
        return replace(_words(head), birth=_date(tail))
    year = int(tail) if is_digits(tail) and 1850 <= int(tail) <= 2100 else None
    return replace(_words(head), year=year, tail=tail)


def _words(text: str) -> Asked:
    small = text.lower()
    if _LETTERS.fullmatch(small):
        return Asked("pinyin", small.replace("ü", "v").replace("'", "").replace(" ", ""))
    name = plain_name(_COMPOSING.sub("", small))  # letters of an input method that is not done yet
    if not name or name.isascii() or any(c.isdigit() for c in name):
        return Asked("other", text)
    return Asked("name", name)


def _date(digits: str) -> dt.date | None:
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
