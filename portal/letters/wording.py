"""Reading what is typed into a letter: addressee, words, text and enclosures, each as it is kept. Pure values, no writing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from portal.errors import N_, RuleBroken
from portal.standards.identity import mask_identity
from portal.units.models import Unit

LONGEST_TEXT = 4000
LONGEST_NAME = 100
MOST_ENCLOSURES = 30
MOST_COPIES = 999
OUTSIDE_KINDS = frozenset({"organ", "department", "district"})
# An identity number of 18 places, or a mobile number: these belong into the text, which is sealed.
_NUMBER = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9Xx]|1[3-9][0-9]{9})(?![0-9])")
# What may be the number of any document of a person (or a phone): at least seven figures, with the letters around them.
_PERSONAL = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{0,3}[0-9]{7,18}[A-Za-z]?(?![A-Za-z0-9])")
_COPIES = re.compile(r"^(?P<name>.+?)[\s　]+(?P<copies>[0-9]{1,3})\s*份?$")

Enclosed = str | tuple[str, int]


def read_addressee(unit: Unit | None, typed: str) -> str:
    """The addressee's name: a unit that letters can go to, or a body that was typed; raises RuleBroken at the field."""
    if unit is not None:
        if unit.kind not in OUTSIDE_KINDS:
            raise RuleBroken("addressee_id", N_("只能发给外部机关、部门或区级单位，其他单位请直接填写名称。"))
        return unit.name
    name = read_word(typed, "addressee", LONGEST_NAME)
    if not name:
        raise RuleBroken("addressee", N_("请选择收文单位，或填写单位名称。"))
    return name


def read_word(text: str, field: str, longest: int) -> str:
    """A short text as it is kept; raises RuleBroken at `field` when it is too long."""
    word = text.strip()
    if len(word) > longest:
        raise RuleBroken(field, N_("最多 %(longest)s 个字。"), longest=longest)
    return word


def read_title(text: str) -> str:
    """The title of a letter, which stands in lists: without a person's number. Raises RuleBroken at `title`."""
    title = read_word(text, "title", LONGEST_NAME)
    if not title:
        raise RuleBroken("title", N_("请填写标题。"))
    if _NUMBER.search(title):
        raise RuleBroken("title", N_("标题会列在清单里，请不要写证件号码或手机号，它们可以写在正文里。"))
    return title


def read_text(text: str, field: str) -> str:
    """A long text with its paragraphs; blank lines and trailing blanks go. Raises RuleBroken at `field` when too long."""
    lines = [line.strip() for line in text.splitlines()]
    return read_word("\n".join(line for line in lines if line), field, LONGEST_TEXT)


def numbers_masked(text: str) -> str:
    """A text with the middle of every personal number hidden, for a reader who does not handle what it is about."""
    return _PERSONAL.sub(lambda found: mask_identity(found[0]), text)


def read_enclosures(given: Sequence[Enclosed]) -> list[dict[str, Any]]:
    """Enclosures as they are kept, each with its copies (份); raises RuleBroken at `enclosures`."""
    found = []
    for one in given:
        name, copies = (one, 1) if isinstance(one, str) else one
        if not name.strip():
            continue
        if not 1 <= copies <= MOST_COPIES:
            raise RuleBroken("enclosures", N_("份数应在 1 到 %(most)s 之间。"), most=MOST_COPIES)
        found.append({"name": read_word(name, "enclosures", LONGEST_NAME), "copies": copies})
    if len(found) > MOST_ENCLOSURES:
        raise RuleBroken("enclosures", N_("附件最多 %(most)s 项，请合并填写。"), most=MOST_ENCLOSURES)
    return found


def enclosures_of(text: str) -> list[tuple[str, int]]:
    """Enclosures as they are typed, one a line: 调查表 2份; without a number it is one copy."""
    found = []
    for line in text.splitlines():
        if line.strip():
            match = _COPIES.match(line.strip())
            found.append((match["name"], int(match["copies"])) if match else (line.strip(), 1))
    return found


def enclosures_text(kept: Sequence[dict[str, Any]]) -> str:
    """Enclosures as they are typed, from what is kept."""
    return "\n".join(f"{one['name']} {one['copies']}" for one in kept)
