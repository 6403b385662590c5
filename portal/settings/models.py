"""Values that an administrator has set, each from a day on; earlier ones stay readable as history."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import BigKey, JSONDict, Model, UTCDateTime


class SettingValue(Model):
    """A value of one setting from `valid_from` on, for the whole office or for one unit; the last one set wins a day."""

    __table_args__ = (Index("ix_setting_value_lookup", "key", "unit_id", "valid_from"),)

    key: Mapped[str] = mapped_column(String(100))
    unit_id: Mapped[int | None] = mapped_column(BigKey)
    content: Mapped[dict[str, Any]] = mapped_column(JSONDict)
    valid_from: Mapped[dt.date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(500), default="")
    set_by: Mapped[int | None] = mapped_column(BigKey)
    set_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
