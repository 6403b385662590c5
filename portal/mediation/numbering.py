"""Numbering the lines that a writer set one under the other, as papers list demands and clauses. Pure: no database."""

from __future__ import annotations

import re
from collections.abc import Iterable

DIGITS, CHINESE = "digits", "chinese"
PAPER_DIGITS = "〇一二三四五六七八九"
PAPER_TENS = "十"
_NUMBERED = re.compile(
    r"第[0-9一二三四五六七八九十百]+[条项款]|[一二三四五六七八九十]+[、．]|[（(][0-9一二三四五六七八九十]+[）)]"
    r"|[0-9]+(、|[.．)）](?![0-9]))|[①-⑳]"
)


def numbered(lines: Iterable[str], style: str = DIGITS) -> tuple[str, ...]:
    """The lines that say something, each with its number: 1. 2. 3. or 一、二、三、.

    One line alone, and lines of which the writer has numbered any, stay as they are.
    """
    said = [line.strip() for line in lines if line.strip()]
    if len(said) < 2 or any(_NUMBERED.match(line) for line in said):
        return tuple(said)
    return tuple(
        f"{_in_chinese(place)}、{line}" if style == CHINESE else f"{place}. {line}"
        for place, line in enumerate(said, 1)
    )


def _in_chinese(number: int) -> str:
    """一 to 九十九; beyond that digits, for no paper has so many clauses."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else PAPER_TENS if tens == 1 else PAPER_DIGITS[tens] + PAPER_TENS
    return head + (PAPER_DIGITS[ones] if ones else "")
