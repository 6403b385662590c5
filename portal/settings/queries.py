"""Reading settings as they stand on a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import or_, select

from portal import clock
from portal.db import session
from portal.settings.models import SettingValue
from portal.settings.registry import definition


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


def list_values(key: str) -> list[SettingValue]:
    """Every value ever set for a key, newest first."""
    statement = select(SettingValue).where(SettingValue.key == key)
    return list(session.scalars(statement.order_by(SettingValue.valid_from.desc(), SettingValue.id.desc())))
