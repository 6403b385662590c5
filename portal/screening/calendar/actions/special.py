"""Special periods (特殊时段): named units report every day from a day to a day; ended early, the days left are owed no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.screening.calendar.ensuring import ensure_duties
from portal.screening.models import SpecialPeriod, SpecialPeriodUnit
from portal.units.models import Unit
from portal.units.queries import list_units, unit_and_below

KEEP = "screening.keep_special_period"
LONGEST = dt.timedelta(days=92)


def list_units_to_name(street: Unit) -> list[Unit]:
    """The communities of a street that a special period may name, by code."""
    below = unit_and_below(street.id)
    return [unit for unit in list_units(kind="community") if unit.id in below]


def open_special_period(
    actor: Actor,
    *,
    street: Unit,
    name: str,
    first: dt.date,
    last: dt.date,
    basis: str,
    unit_ids: Sequence[int],
) -> SpecialPeriod:
    """Let the named units report daily; their days are owed from now on, however far ahead. Raises RuleBroken at the field."""
    actor.must(KEEP)
    if not name.strip():
        raise RuleBroken("name", N_("请填写这一项。"))
    if last < first:
        raise RuleBroken("last", N_("截止日不能早于起始日。"))
    if first < clock.today():
        raise RuleBroken("first", N_("特殊时段从今天或以后开始；过去的日子不能补成应报。"))
    if last - first > LONGEST:
        raise RuleBroken("last", N_("一个特殊时段最多三个月，更长的请分开设。"))
    allowed = {unit.id for unit in list_units_to_name(street)}
    named = list(dict.fromkeys(unit_ids))
    if not named or not set(named) <= allowed:
        raise RuleBroken("unit_ids", N_("请选择要每天上报的社区。"))
    made = SpecialPeriod(
        street_id=street.id,
        name=name.strip()[:100],
        first=first,
        last=last,
        basis=basis.strip()[:200],
        made_by=actor.account_id,
    )
    made.units.extend(SpecialPeriodUnit(unit_id=key) for key in named)
    session.add(made)
    session.flush()
    audit.record(actor, "screening.open_special_period", made, first=first, last=last, count=len(named))
    ensure_duties()
    return made


def end_special_period(
    actor: Actor, special: SpecialPeriod, *, version: int | None, last_day: dt.date, reason: str
) -> SpecialPeriod:
    """End it early: `last_day` is the last one that is owed. Raises RuleBroken at `last_day` or `reason`, Conflict."""
    actor.must(KEEP)
    special.expect_version(version)
    if special.ended_early_on is not None or special.last < clock.today():
        raise RuleBroken(None, N_("这个特殊时段已经结束。"))
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明理由。"))
    if not max(clock.today(), special.first) <= last_day < special.last:
        raise RuleBroken("last_day", N_("最后一天须在今天（或时段开始）与原定截止日之间。"))
    special.ended_early_on = last_day
    session.flush()
    audit.record(actor, "screening.end_special_period", special, last=last_day, reason=reason)
    ensure_duties()
    return special
