"""Answers to an item's questions: brought into shape against its field definitions, and checked for completeness.

Pure rules on plain values; where answers are kept and who may change them is elsewhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from portal.errors import N_, RuleBroken
from portal.services.definitions import FieldDefinition, ItemDefinition
from portal.standards.amounts import fen_of
from portal.standards.invalid import Invalid

_EMPTY: tuple[Any, ...] = (None, "", [], ())
_MOST_ROWS = 50


def clean(definition: ItemDefinition, business: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they are kept: only questions that this business asks, each in the shape of its kind.

    A draft may leave any of them open. Raises RuleBroken at the question's code for a value of the wrong shape.
    """
    kept = {}
    for one in definition.fields_for(business):
        value = given.get(one.code)
        if value not in _EMPTY:
            kept[one.code] = _shaped(one, value)
    return kept


def must_be_complete(definition: ItemDefinition, business: str, given: Mapping[str, Any]) -> None:
    """Raise RuleBroken at the first required question without an answer, a column of a row included."""
    for one in definition.fields_for(business):
        if one.required and given.get(one.code) in _EMPTY:
            raise RuleBroken(one.code, N_("“%(label)s”还没有填写。"), label=one.label)
        for number, row in enumerate(given.get(one.code) or [] if one.kind == "rows" else [], start=1):
            _row_must_be_complete(one, number, row)


def _row_must_be_complete(one: FieldDefinition, number: int, row: Mapping[str, Any]) -> None:
    for column in one.columns:
        if column.required and row.get(column.code) in _EMPTY:
            raise RuleBroken(
                one.code,
                N_("“%(label)s”第 %(number)s 行的“%(column)s”还没有填写。"),
                label=one.label,
                number=number,
                column=column.label,
            )


def _shaped(one: FieldDefinition, value: Any) -> Any:
    return _SHAPES[one.kind](one, value)


def _text(one: FieldDefinition, value: Any) -> str:
    text = str(value).strip()
    if len(text) > one.max_length:
        raise RuleBroken(
            one.code, N_("“%(label)s”最多 %(longest)s 个字。"), label=one.label, longest=one.max_length
        )
    return text


def _number(one: FieldDefinition, value: Any) -> int:
    try:
        return int(str(value).strip())
    except ValueError:
        raise RuleBroken(one.code, N_("“%(label)s”应填整数。"), label=one.label) from None


def _money(one: FieldDefinition, value: Any) -> str:
    """Kept as text with two decimals; figures are never floating."""
    try:
        fen = fen_of(str(value).strip())
    except Invalid:
        raise RuleBroken(one.code, N_("“%(label)s”应填金额，最多两位小数。"), label=one.label) from None
    return f"{fen // 100}.{fen % 100:02}"


def _date(one: FieldDefinition, value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    try:
        return dt.date.fromisoformat(str(value).strip()).isoformat()
    except ValueError:
        raise RuleBroken(one.code, N_("“%(label)s”应填日期。"), label=one.label) from None


def _choice(one: FieldDefinition, value: Any) -> str:
    if value not in {code for code, _label in one.options}:
        raise RuleBroken(one.code, N_("“%(label)s”请从所列选项中选择。"), label=one.label)
    return str(value)


def _rows(one: FieldDefinition, value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or len(value) > _MOST_ROWS:
        raise RuleBroken(one.code, N_("“%(label)s”最多 %(most)s 行。"), label=one.label, most=_MOST_ROWS)
    rows = []
    for row in value:
        kept = {c.code: _shaped(c, row[c.code]) for c in one.columns if row.get(c.code) not in _EMPTY}
        if kept:
            rows.append(kept)
    return rows


_SHAPES: dict[str, Callable[[FieldDefinition, Any], Any]] = {
    "text": _text,
    "long_text": _text,
    "number": _number,
    "money": _money,
    "date": _date,
    "choice": _choice,
    "person": _number,
    "household": _number,
    "file": _number,
    "rows": _rows,
}
