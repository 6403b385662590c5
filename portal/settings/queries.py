"""Reading settings as they stand on a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from portal import clock
from portal.db import session
from portal.settings.models import SettingValue
from portal.settings.registry import Definition, all_definitions, definition


def value(key: str, *, on: dt.date | None = None, unit_id: int | None = None) -> Any:
    """The value in force on a day (today when None): the unit's own, else the office's, else the declared default.

    Raises KeyError for a setting that no room declared.
    """
    declared = definition(key)
    statement = (
        select(SettingValue)
        .where(
            SettingValue.key == key,
            SettingValue.valid_from <= (on or clock.today()),
            or_(SettingValue.unit_id.is_(None), SettingValue.unit_id == unit_id),
        )
        .order_by(SettingValue.unit_id.is_(None), SettingValue.valid_from.desc(), SettingValue.id.desc())
        .limit(1)
    )
    found = session.scalars(statement).first()
    return declared.default if found is None else found.content["value"]


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
    rows: dict[str, list[SettingValue]] = defaultdict(list)
    order = (SettingValue.valid_from, SettingValue.id)
    for row in session.scalars(select(SettingValue).order_by(*order)):
        rows[row.key].append(row)
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
