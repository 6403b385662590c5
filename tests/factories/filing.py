"""Reports of communities at any stage, for screening. Everything here is called inside a transaction."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal import clock
from portal.screening.filing.actions.acts import record_act
from portal.screening.filing.actions.filing import file_report
from portal.screening.filing.rules import Words
from portal.screening.models import ReportDuty, ScreeningAct, ScreeningReport
from tests.factories import staff

WORDS = Words(scope="和平社区全部楼栋", screeners="测试07、网格员3名", phone="0999-1234567")


def act(day: dt.date | None = None, *, unit: str = "C1", **changes: Any) -> ScreeningAct:
    """One daily screening of a place on a day (today when None)."""
    given: dict[str, Any] = {
        "unit_id": staff.unit(unit).id,
        "day": day or clock.today(),
        "kind": "daily",
        "place": "和平里3至8号楼",
        "hands": 3,
        **changes,
    }
    return record_act(staff.actor("community"), **given)


def at(day: dt.date, hour: int = 10, minute: int = 0) -> dt.datetime:
    """An instant on the office's clock."""
    return dt.datetime.combine(day, dt.time(hour, minute), clock.OFFICE_ZONE)


def filed(
    duty: ReportDuty, *, on: dt.date, zero: bool = True, hour: int = 10, **changes: Any
) -> ScreeningReport:
    """A report filed by the secretary on a day, which is office's day then; a zero report with one act on its first day."""
    clock.fix_today(on)
    if zero:
        act(duty.first)
    given: dict[str, Any] = {"words": WORDS, "zero_said": zero, **changes}
    return file_report(staff.actor("secretary"), duty, version=None, at=at(on, hour), **given)
