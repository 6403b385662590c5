"""The spellings that a name is found by, and the order in which names are shown. Pure text; the rows are `models.NameGram`."""

from __future__ import annotations

import re

from portal.residents.models import GRAM_LENGTH, SORT_LENGTH
from portal.standards.names import SEPARATOR, SEPARATOR_VARIANTS, initials_of, pinyin_of, sort_key

_BETWEEN = re.compile(rf"[\s'{re.escape(SEPARATOR + SEPARATOR_VARIANTS)}]+")
_LAST = "\x7f"  # after every character that a spelling in letters holds


def plain_name(name: str) -> str:
    """A name as it is compared: no separators, no blanks, Latin letters small."""
    return _BETWEEN.sub("", name).lower()


def order_of(name: str) -> str:
    """What names are ordered by: their pinyin, then the name itself."""
    return sort_key(name)[:SORT_LENGTH]


def grams_of(name: str) -> set[str]:
    """Every spelling of a name: its characters, its pairs of neighbours, its initials in each reading, its whole pinyin.

    A name in Latin letters is found by each of its words and by all of them from any word on.
    """
    plain = plain_name(name)
    found = {plain[i : i + width] for width in (1, 2) for i in range(len(plain) - width + 1)}
    found = {gram for gram in found if not gram.isascii()}
    words = [word for word in _BETWEEN.split(name.lower()) if word]
    if words and all(word.isascii() for word in words):
        found |= {"".join(words[i:])[:GRAM_LENGTH] for i in range(len(words))}
    found |= {initials[:GRAM_LENGTH] for initials in initials_of(name)}
    found.add(pinyin_of(name)[:GRAM_LENGTH])
    return found - {""}


def letters_range(letters: str) -> tuple[str, str]:
    """The first spelling that begins with these letters, and one after the last."""
    start = letters[:GRAM_LENGTH]
    return start, start + _LAST
