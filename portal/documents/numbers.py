"""The pattern of a number on paper (文号、编号): what a pattern may hold, and how a number is written and read by it.

Pure text and arithmetic. Handing out numbers, without gap or repeat, is in `actions`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from portal.errors import N_, RuleBroken

LONGEST_PATTERN = 60
LONGEST_NUMBER = 80
_PLACE = re.compile(r"\{([^{}]*)\}")
_SEQUENCE = re.compile(r"seq(?::0([2-9]))?")
_YEARS = {"YYYY", "YY"}
_WORDS = {"org", "unit"}


@dataclass(frozen=True)
class NumberWords:
    """What fills a pattern besides the sequence: the unit's short name (机关代字), the unit's code, and the year."""

    org: str
    unit: str
    year: int


@dataclass(frozen=True)
class NumberPattern:
    """A checked pattern; `parts` are literal texts and places in turn, literals at the even positions."""

    parts: tuple[str, ...]
    width: int

    def write(self, words: NumberWords, sequence: int) -> str:
        """The number as it stands on paper; `sequence` counts from 1 and grows past the width it is padded to."""
        return "".join(
            part if i % 2 == 0 else self._fill(part, words, sequence) for i, part in enumerate(self.parts)
        )

    def read(self, text: str, words: NumberWords) -> int | None:
        """The sequence in a number that this pattern could have written for these words, or None."""
        match = re.fullmatch(
            "".join(
                re.escape(part) if i % 2 == 0 else self._expect(part, words)
                for i, part in enumerate(self.parts)
            ),
            text,
        )
        if match is None:
            return None
        sequence = int(match["seq"])
        return sequence if sequence and self.write(words, sequence) == text else None

    def _fill(self, place: str, words: NumberWords, sequence: int) -> str:
        if place == "YYYY":
            return f"{words.year:04}"
        if place == "YY":
            return f"{words.year % 100:02}"
        if place in _WORDS:
            return str(getattr(words, place))
        return str(sequence).zfill(self.width)

    def _expect(self, place: str, words: NumberWords) -> str:
        return (
            r"(?P<seq>[0-9]{1,9})" if _SEQUENCE.fullmatch(place) else re.escape(self._fill(place, words, 0))
        )


@lru_cache(maxsize=200)
def parse_pattern(text: str) -> NumberPattern:
    """Check a pattern such as `{org}受〔{YYYY}〕{seq}号` and make it usable; raises RuleBroken at field `value`.

    Places: `{org}` short name of the unit, `{unit}` its code, `{YYYY}` or `{YY}` the year, and once `{seq}`, or `{seq:04}`
    for one padded to four digits. Two papers must never get one number: the year is required, for the sequence restarts
    with it, and digits of two places must not run into each other.
    """
    if not text.strip() or len(text) > LONGEST_PATTERN:
        raise RuleBroken("value", N_("编号规则应为 1 到 %(longest)s 个字。"), longest=LONGEST_PATTERN)
    if any(character.isspace() or not character.isprintable() for character in text):
        raise RuleBroken("value", N_("编号规则中不能有空格、换行或控制字符。"))
    parts = tuple(_PLACE.split(text))
    if any("{" in literal or "}" in literal for literal in parts[::2]):
        raise RuleBroken("value", N_("编号规则中的花括号没有成对。"))
    places = parts[1::2]
    for place in places:
        if place not in _YEARS | _WORDS and not _SEQUENCE.fullmatch(place):
            raise RuleBroken(
                "value",
                N_("编号规则中的“{%(place)s}”不认识，可用 {org}、{unit}、{YYYY}、{YY}、{seq}、{seq:04}。"),
                place=place,
            )
    widths = [match[1] for place in places if (match := _SEQUENCE.fullmatch(place))]
    if len(widths) != 1:
        raise RuleBroken("value", N_("编号规则中须有一个、且只有一个序号 {seq}。"))
    if not _YEARS & set(places):
        raise RuleBroken("value", N_("编号规则中须有年份 {YYYY} 或 {YY}，因为序号每年从 1 开始。"))
    _refuse_running_together(parts)
    return NumberPattern(parts, int(widths[0] or 0))


def check_pattern(text: str) -> None:
    """Raise RuleBroken at field `value` unless the pattern can be used; the check of the settings that hold patterns."""
    parse_pattern(str(text))


def _refuse_running_together(parts: tuple[str, ...]) -> None:
    marks = {"YYYY": "9", "YY": "9", "org": "W", "unit": "W"}
    skeleton = "".join(
        marks.get(part, "S") if i % 2 else re.sub("[WS]", ".", part) for i, part in enumerate(parts)
    )  # digits of a year or of the pattern itself do not separate
    if re.search(r"W\d*S|S\d*W", skeleton):
        raise RuleBroken("value", N_("序号与单位之间须有非数字的分隔，否则两个单位可能得出同一个编号。"))
