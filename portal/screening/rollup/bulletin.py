"""The figures of a monthly bulletin (通报): who reported, in time or not, what was settled, who signed for joint tasks.

Counts only, no names of persons and nothing about accounts: a bulletin tells how units work, and watches nobody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import case, func, select

from portal import settings
from portal.db import session
from portal.disputes.models import Dispute, DisputeTask
from portal.errors import N_
from portal.screening.calendar.standings import standings
from portal.screening.figures import SIX, sum_by_unit
from portal.screening.models import ReportDuty
from portal.screening.moments import moment
from portal.screening.practice import GROUP
from portal.screening.rates import tenths
from portal.screening.rollup.units import duties_within, units_of
from portal.standards.periods import month_of
from portal.standards.working_days import ONE_DAY
from portal.units.models import Unit

GOOD = settings.define(
    "screening.bulletin_good",
    "integer",
    100,
    N_("通报：完成较好的下限（%）"),
    GROUP,
    hint=N_("完成率达到这个数的单位列入“较好”。"),
    minimum=1,
    maximum=200,
    per_unit=True,
)
POOR = settings.define(
    "screening.bulletin_poor",
    "integer",
    50,
    N_("通报：完成较差的上限（%）"),
    GROUP,
    hint=N_("完成率不超过这个数的单位列入“较差”；一份没报的另列。"),
    minimum=0,
    maximum=99,
    per_unit=True,
)

NO_FIGURES = dict.fromkeys(SIX, 0)
CARRIED, QUOTA = "carried", "quota"
FORMULA = settings.define(
    "screening.bulletin_formula",
    "choice",
    CARRIED,
    N_("通报：办结完成率的分母"),
    GROUP,
    hint=N_("按任务数算的，完成率可以超过100%。"),
    choices=((CARRIED, N_("月初未化解＋本月新增＋转入")), (QUOTA, N_("每月任务数"))),
    per_unit=True,
)
TASKS = settings.define(
    "screening.bulletin_quota",
    "integer",
    0,
    N_("通报：每个社区每月办结的任务数"),
    GROUP,
    hint=N_("分母选“每月任务数”的才用；填 0 的不算完成率，写“—”。"),
    minimum=0,
    maximum=1000,
    per_unit=True,
)


def ready_at(street_id: int, month: dt.date) -> dt.datetime | None:
    """The due time of the last report that counts in a month's bulletin; None where nobody owes one."""
    period = month_of(month)
    return max((duty.due_at for duty in _owed(street_id, period.first, period.last)), default=None)


def count_month(street_id: int, month: dt.date, *, at: dt.datetime | None = None) -> dict[str, Any]:
    """Everything a bulletin of a month says, as plain values that are frozen with it."""
    now = at or moment()
    period = month_of(month)
    before = month_of(period.first - ONE_DAY)
    units, earlier = (_units(street_id, one.first, one.last, now) for one in (period, before))
    tasks, tasks_earlier = (count_tasks(street_id, one.first, one.last) for one in (period, before))
    _compare(
        units,
        earlier,
        "unit_id",
        {"completion": "completion", "punctual": "punctual_rate", "settled": "settled_rate"},
    )
    _compare(tasks, tasks_earlier, "body", {"rate": "rate"})
    good = int(settings.value(GOOD.key, unit_id=street_id))
    poor = int(settings.value(POOR.key, unit_id=street_id))
    return {
        "units": units,
        "tasks": tasks,
        **_lists(units, "completion", good, poor),
        "settled": _lists(units, "settled_rate", good, poor),
        "signed": _lists(tasks, "rate", good, poor),
        "left_out": _names(row for row in units if not row["owed"]),
        "good_from": good,
        "poor_to": poor,
        "formula": settings.value(FORMULA.key, unit_id=street_id),
    }


def _compare(
    rows: list[dict[str, Any]], earlier: list[dict[str, Any]], key: str, shares: dict[str, str]
) -> None:
    """Write into each row what its shares were in the month before, as `…_before`; None where there was none."""
    before = {row[key]: row for row in earlier}
    for row in rows:
        old = before.get(row[key], {})
        for name, share in shares.items():
            row[f"{name}_before"] = old.get(share)


def _lists(rows: Sequence[dict[str, Any]], share: str, good: int, poor: int) -> dict[str, list[str]]:
    """Who stands on the better, the poorer and the nought list by a share; who has none stands on no list."""
    told = [(row, row[share]) for row in rows if row[share] is not None]
    return {
        "good": _names(row for row, value in told if value >= 10 * good),
        "poor": _names(row for row, value in told if 0 < value <= 10 * poor),
        "nought": _names(row for row, value in told if value == 0),
    }


def _names(rows: Iterable[dict[str, Any]]) -> list[str]:
    return [row["name"] if "name" in row else row["body"] for row in rows]


def _owed(street_id: int, first: dt.date, last: dt.date) -> list[ReportDuty]:
    """What the communities owed in a month: all of it, so that no week falls between two bulletins."""
    return [duty for duty in duties_within(street_id, first, last) if duty.unit_id != street_id]


def _units(street_id: int, first: dt.date, last: dt.date, now: dt.datetime) -> list[dict[str, Any]]:
    """A row for each community: its reports of weeks and days that end in the month, and its disputes.

    One that was closed or left before its last week here ended is told with its reports alone.
    """
    units = [unit for unit in units_of(street_id, first, last) if unit.id != street_id]
    owed = _owed(street_id, first, last)
    told = standings(owed, now)
    sums = sum_by_unit([unit.id for unit in units], first, last)
    gone = {duty.unit_id: duty.unit for duty in owed if duty.unit_id not in sums}
    quota = _quota(street_id)
    rows = []
    for unit in [*units, *sorted(gone.values(), key=_by_code)]:
        mine = [told[duty.id] for duty in owed if duty.unit_id == unit.id]
        reported = sum(one.is_reported for one in mine)
        late = sum(one.is_reported and "late" in one.marks for one in mine)
        figures = sums.get(unit.id, NO_FIGURES)
        handled = figures["opening"] + figures["found"] + figures["came_in"]
        if quota is not None and unit.id in sums:
            handled = quota
        rows.append(
            {
                "unit_id": unit.id,
                "name": unit.name_on(last),
                "owed": len(mine),
                "reported": reported,
                "late": late,
                "zero": sum(one.state in ("zero", "nothing_new") for one in mine),
                "silent": len(mine) - reported,
                "completion": tenths(reported, len(mine)),
                "punctual_rate": tenths(reported - late, len(mine)),
                "handled": handled,
                "resolved": figures["resolved"],
                "settled_rate": tenths(figures["resolved"], handled),
            }
        )
    return rows


def _by_code(unit: Unit) -> tuple[str, int]:
    return unit.code, unit.id


def _quota(street_id: int) -> int | None:
    """How many disputes each community is to settle in a month, None where the street counts by what it had."""
    if settings.value(FORMULA.key, unit_id=street_id) != QUOTA:
        return None
    return int(settings.value(TASKS.key, unit_id=street_id))


def count_tasks(street_id: int, first: dt.date, last: dt.date) -> list[dict[str, Any]]:
    """Joint tasks that were given in the month by body: sent, signed for, answered, and the share signed for (签收率)."""
    places = [unit.id for unit in units_of(street_id, first, last)]
    signed = func.sum(case((DisputeTask.signed_for_on.is_not(None), 1), else_=0))
    answered = func.sum(case((DisputeTask.answered_on.is_not(None), 1), else_=0))
    rows = session.execute(
        select(DisputeTask.body, func.count(DisputeTask.id), signed, answered)
        .join(Dispute)
        .where(
            DisputeTask.sent_on >= first,
            DisputeTask.sent_on <= last,
            DisputeTask.state != "withdrawn",
            Dispute.unit_id.in_(places),
        )
        .group_by(DisputeTask.body)
        .order_by(DisputeTask.body)
    )
    return [
        {
            "body": body,
            "sent": int(sent),
            "signed": int(has_signed),
            "answered": int(has_answered),
            "rate": tenths(int(has_signed), int(sent)),
        }
        for body, sent, has_signed, has_answered in rows
    ]
