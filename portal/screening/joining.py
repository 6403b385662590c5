"""Where screening joins in with the rest: units, working days and settings that its calendar follows, pages, words of the
trail."""

from __future__ import annotations

import datetime as dt

from flask import Flask

from portal.actor import Actor
from portal.almanac import on_change as on_calendar_change
from portal.screening import filing
from portal.screening.calendar.ensuring import ensure_duties
from portal.settings import changes as setting_changes
from portal.units import changes
from portal.units.models import Unit


def join(app: Flask) -> None:
    """Register everything; may be called again."""
    changes.on_change("screening", _units_changed)
    on_calendar_change(_calendar_changed)
    setting_changes.on_change("screening", _setting_changed)
    filing.join(app)


def _units_changed(_actor: Actor, _unit: Unit) -> None:
    ensure_duties()


def _calendar_changed(_actor: Actor | None, _first: dt.date, _last: dt.date) -> None:
    ensure_duties()


def _setting_changed(_actor: Actor, key: str) -> None:
    if key.startswith("screening."):
        ensure_duties()
