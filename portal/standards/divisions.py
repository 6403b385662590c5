"""Names of the six-digit division codes (行政区划代码, GB/T 2260) that identity numbers begin with, abolished ones included.

The table is python-stdnum's; an unknown code is no fault of the number. Streets and communities are rows of `units`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from stdnum import numdb

from portal.standards.typed_numbers import is_digits

_VALIDITY = re.compile(r"(?:\[(?P<since>[0-9]*)-(?P<until>[0-9]*)\])?(?P<name>.*)")
# Levels that exist only on paper and say nothing in a name.
_PLACEHOLDERS = ("市辖区", "县", "省直辖行政单位", "省直辖县级行政单位", "自治区直辖县级行政单位")


@dataclass(frozen=True)
class Division:
    """A division by the names it carried; the years say since and until when, None for an open end."""

    code: str
    province: str
    prefecture: str | None
    name: str
    valid_from: int | None
    valid_until: int | None

    @property
    def full_name(self) -> str:
        """Province, prefecture and county in one, without repeating a level: 福建省福州市台江区."""
        parts = dict.fromkeys((self.province, self.prefecture or "", self.name))
        return "".join(part for part in parts if part not in _PLACEHOLDERS)


def division_of(code: str, year: int | None = None) -> Division | None:
    """The division that a six-digit code named in `year` (latest when None); None when the table does not know.

    A number may be older or younger than its holder's birth year suggests: never refuse a number because of this answer.
    """
    prefix = code[:6]
    if len(prefix) < 6 or not is_digits(prefix):
        return None
    province = _property(prefix, "province")
    found = _entry(prefix, year)
    if province is None or found is None:
        return None
    name, since, until = found
    # The table writes the two special regions in both scripts; the entry of the whole division is the simplified one.
    if prefix.endswith("0000"):
        province = name
    above = None if prefix.endswith("00") else _entry(prefix[:4] + "00", year)
    prefecture = above[0] if above and above[0] not in _PLACEHOLDERS else None
    return Division(prefix, province, prefecture, name, since, until)


def _property(prefix: str, name: str) -> str | None:
    for _part, properties in numdb.get("cn/loc").info(prefix):
        if name in properties:
            return properties[name]
    return None


def _entry(prefix: str, year: int | None) -> tuple[str, int | None, int | None] | None:
    """The name of a code with its years; the table writes `[1983-1994]东矿区,[1995-]古冶区`."""
    written = _property(prefix, "county")
    found = None
    for part in written.split(",") if written else ():
        match = _VALIDITY.fullmatch(part)
        if not match:
            continue
        since = int(match["since"]) if match["since"] else None
        until = int(match["until"]) if match["until"] else None
        if year is None or (since or year) <= year <= (until or year):
            found = (match["name"], since, until)
    return found
