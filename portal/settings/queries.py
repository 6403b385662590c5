"""Reading settings as they stand on a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from portal import clock
from portal.db import once, only_reads, session
from portal.settings.models import SettingValue
from portal.settings.registry import Definition, all_definitions, definition


def value(key: str, *, on: dt.date | None = None, unit_id: int | None = None) -> Any:
    """The value in force on a day (today when None): the unit's own, else the office's, else the declared default.

    Raises KeyError for a setting that no room declared.
    """
    declared, day = definition(key), on or clock.today()
    rows = once("settings.values", _all_rows).get(key, []) if only_reads() else _rows(SettingValue.key == key)
    found = [row for row in rows if row.valid_from <= day and row.unit_id in (None, unit_id)]
    own = [row for row in found if row.unit_id is not None]
    return (own or found)[-1].content["value"] if found else declared.default


def _rows(*conditions: ColumnElement[bool]) -> Sequence[SettingValue]:
    """The values ever set, the oldest first; the last one set wins a day."""
    order = (SettingValue.valid_from, SettingValue.id)
    return session.scalars(select(SettingValue).where(*conditions).order_by(*order)).all()


def _all_rows() -> dict[str, list[SettingValue]]:
    rows: dict[str, list[SettingValue]] = defaultdict(list)
    for row in _rows():
        rows[row.key].append(row)
    return rows


@dataclass(frozen=True)
class Standing:
    """A setting as it stands: its value today, since when (None: the default), and the next change that is planned."""

    definition: Definition
    value: Any
    since: dt.date | None
    planned: SettingValue | None
    has_unit_values: bool


def standings(on: dt.date | None = None) -> list[Standing]:
    """Every declared setting with the office's value on a day, by group and key, in one statement."""
    day = on or clock.today()
    rows = _all_rows()
    return [_standing(declared, rows.get(declared.key, []), day) for declared in all_definitions()]


def _standing(declared: Definition, rows: list[SettingValue], day: dt.date) -> Standing:
    office = [row for row in rows if row.unit_id is None]
    past = [row for row in office if row.valid_from <= day]
    coming = [row for row in office if row.valid_from > day]
    return Standing(
        declared,
        past[-1].content["value"] if past else declared.default,
        past[-1].valid_from if past else None,
        coming[0] if coming else None,
        any(row.unit_id is not None for row in rows),
    )


def list_values(key: str) -> list[SettingValue]:
    """Every value ever set for a key, newest first."""
    statement = select(SettingValue).where(SettingValue.key == key)
    return list(session.scalars(statement.order_by(SettingValue.valid_from.desc(), SettingValue.id.desc())))
