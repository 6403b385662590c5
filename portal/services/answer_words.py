"""Answers in words, for paper and for pages that only read: a person by name, a household by number, a choice by its label.

What shape an answer has is in `answers`; how it is typed is in `forms.answers`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from portal.db import session
from portal.files.models import StoredFile
from portal.residents.groups import Household
from portal.residents.models import Resident
from portal.services.definitions import FieldDefinition
from portal.standards.chinese_dates import chinese_date

EMPTY: tuple[Any, ...] = (None, "", [], ())
PAPER_NEXT = "；"
PAPER_BESIDE = "，"
PAPER_MONEY = "{0}元"


def said(one: FieldDefinition, kept: Any, *, with_tail: bool = False) -> str:
    """A kept answer in words; empty where there is none. `with_tail` adds the last four of a person's number, for pages."""
    if kept in EMPTY:
        return ""
    if one.kind == "rows":
        return PAPER_NEXT.join(_row(one, row) for row in kept)
    if one.kind == "person":
        return _person(kept, with_tail)
    return _WORDS.get(one.kind, lambda _one, value: str(value))(one, kept)


def on_paper(one: FieldDefinition, kept: Any) -> str:
    """The same for running Chinese text: a day with year, month and day, money with its unit."""
    if one.kind == "date" and kept not in EMPTY:
        try:
            return chinese_date(dt.date.fromisoformat(str(kept)))
        except ValueError:
            return str(kept)
    words = said(one, kept)
    return PAPER_MONEY.format(words) if one.kind == "money" and words else words


def _row(one: FieldDefinition, row: Mapping[str, Any]) -> str:
    words = [said(column, row.get(column.code)) for column in one.columns]
    return PAPER_BESIDE.join(word for word in words if word)


def _choice(one: FieldDefinition, kept: Any) -> str:
    return dict(one.options).get(kept, str(kept))


def _person(kept: Any, with_tail: bool) -> str:
    found = session.get(Resident, int(kept))
    if found is None:
        return ""
    found = found.merged_into or found
    paper = found.primary_paper
    tail = (paper.number or "")[-4:] if with_tail and paper else ""
    return f"{found.name} {tail}".strip()


def _household(_one: FieldDefinition, kept: Any) -> str:
    found = session.get(Household, int(kept))
    if found is None:
        return ""
    return f"{found.number}（{found.head.name}）" if found.head else found.number


def _file(_one: FieldDefinition, kept: Any) -> str:
    found = session.get(StoredFile, int(kept))
    return found.original_name if found else ""


_WORDS = {"choice": _choice, "household": _household, "file": _file}
