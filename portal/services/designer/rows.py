"""The rows of an item's lists between the form and the definition: codes given to those without, options line by line.

And moving a row up or down, taking one out, adding an empty one. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import cattrs

from portal.services.definitions import (
    Business,
    Condition,
    FieldDefinition,
    MaterialDefinition,
    StepDefinition,
)

PREFIXES = {"businesses": "b", "fields": "f", "columns": "c", "materials": "m", "steps": "s"}
_BLANK: dict[str, Any] = {
    "businesses": Business("", ""),
    "conditions": Condition(""),
    "fields": FieldDefinition("", ""),
    "columns": FieldDefinition("", ""),
    "materials": MaterialDefinition("", ""),
    "steps": StepDefinition("", ""),
}


def blank(section: str, present: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """An empty row with a code of its own."""
    plain: dict[str, Any] = cattrs.unstructure(_BLANK[section])
    if section in PREFIXES:
        plain["code"] = next_code(section, [str(one.get("code", "")) for one in present])
    return plain


def next_code(section: str, used: Iterable[str]) -> str:
    """The next free code of a list: f1, f2, … ."""
    taken, number = set(used), 1
    while f"{PREFIXES[section]}{number}" in taken:
        number += 1
    return f"{PREFIXES[section]}{number}"


def typed(section: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    """A kept row as its form holds it."""
    row = dict(kept)
    if section in {"fields", "columns"}:
        row["options"] = "\n".join(label for _code, label in kept.get("options", ()))
    if section == "conditions":
        row["hook"] = kept.get("hook", "")
    return row


def plain(
    section: str, given: Sequence[Mapping[str, Any]], kept: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The rows as the definition holds them. What the form does not show (columns, a coded step's right) stays as it was."""
    former = {str(one.get("code")): one for one in kept if one.get("code")}
    used = [str(row["code"]) for row in given if row.get("code")]
    found = []
    for place, row in enumerate(given):
        code = str(row.get("code") or "")
        before = former.get(code) or (
            kept[place] if section == "conditions" and place < len(kept) else blank(section, ())
        )
        made = dict(before)
        made |= {name: value for name, value in row.items() if name in made and value is not None}
        if "only_for" in made and "only_for" not in row:
            made["only_for"] = []
        if section in PREFIXES:
            made["code"] = code or next_code(section, used)
            used.append(made["code"])
        if section in {"fields", "columns"}:
            made["options"] = options(str(row.get("options") or ""), before.get("options") or ())
        found.append(made)
    return found


def options(text: str, before: Sequence[Sequence[str]]) -> list[list[str]]:
    """Choices from lines; one that was there keeps its code, and so does one that only got another wording in its place."""
    lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    codes = {label: code for code, label in before}
    same_length = len(lines) == len(before)
    free = [code for code, label in before if label not in lines]
    found: list[list[str]] = []
    used = {codes[line] for line in lines if line in codes}
    for place, line in enumerate(lines):
        code = codes.get(line)
        if code is None and same_length and before[place][0] in free:
            code = str(before[place][0])
        if code is None:
            number = 1
            while f"o{number}" in used or f"o{number}" in {c for c, _label in before}:
                number += 1
            code = f"o{number}"
        used.add(code)
        found.append([code, line])
    return found


def act(section: str, given: list[dict[str, Any]], wish: str) -> list[dict[str, Any]]:
    """The rows after a button: `add`, `remove:2`, `up:2`, `down:2` (places from 0); anything else leaves them as they are."""
    verb, _, place = wish.partition(":")
    made = list(given)
    if verb == "add":
        return [*made, blank(section, made)]
    at = int(place) if place.isdecimal() and len(place) < 4 else -1
    if not 0 <= at < len(made):
        return made
    if verb == "remove":
        del made[at]
    elif verb in {"up", "down"}:
        to = at - 1 if verb == "up" else at + 1
        if 0 <= to < len(made):
            made[at], made[to] = made[to], made[at]
    return made
