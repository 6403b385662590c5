"""Recording that a resident has died, and taking it back when it was somebody else. Rooms above react through `hooks`."""

from __future__ import annotations

import datetime as dt

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.residents.actions.writing import must_be_present, note_change, plain, read_reason
from portal.residents.hooks import death_hooks
from portal.residents.models import Resident


def record_death(
    actor: Actor, resident: Resident, *, version: int | None, death_date: dt.date | None, source: str
) -> Resident:
    """Record the day of death and where it is known from (死亡医学证明、户口注销、社区走访).

    Raises Conflict, and RuleBroken at `death_date` (none, before the birth, after today) or `source`.
    """
    actor.must("residents.record_death")
    resident.expect_version(version)
    must_be_present(resident)
    if resident.death_date:
        raise RuleBroken(None, N_("已经登记过死亡。登记有误的，请先撤销。"))
    if death_date is None:
        raise RuleBroken("death_date", N_("请填写死亡日期。"))
    if death_date > clock.today():
        raise RuleBroken("death_date", N_("死亡日期晚于今天，请核对。"))
    if resident.birth_date and death_date < resident.birth_date:
        raise RuleBroken("death_date", N_("死亡日期早于出生日期，请核对。"))
    resident.death_source = read_reason(source, "source")
    resident.death_date = death_date
    session.flush()
    note_change(
        actor,
        resident,
        verb="record_death",
        reason=resident.death_source,
        changes={"after": {"death_date": plain(death_date)}},
    )
    for react in death_hooks():
        react(actor, resident)
    return resident


def cancel_death(actor: Actor, resident: Resident, *, version: int | None, reason: str) -> Resident:
    """Take back a death that was recorded by mistake; raises Conflict, and RuleBroken at `reason` or where there is none."""
    actor.must("residents.cancel_death")
    resident.expect_version(version)
    must_be_present(resident)
    if not resident.death_date:
        raise RuleBroken(None, N_("没有登记死亡，不需要撤销。"))
    reason = read_reason(reason)
    before = {"death_date": plain(resident.death_date), "death_source": resident.death_source}
    resident.death_date, resident.death_source = None, ""
    session.flush()
    note_change(actor, resident, verb="cancel_death", reason=reason, changes={"before": before})
    for react in death_hooks(cancelled=True):
        react(actor, resident)
    return resident
