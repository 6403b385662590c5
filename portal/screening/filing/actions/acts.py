"""Screening acts (排查记录): one line about a place, a day and a count; never who was where when."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.disputes.actions.standing import counting_unit_id
from portal.errors import N_, RuleBroken
from portal.residents.numbers import holds_number
from portal.screening.freezing import lock_duty
from portal.screening.kinds import ACT_KINDS, IN_FORCE, UNIT_PERIODS
from portal.screening.models import ReportDuty, ScreeningAct, ScreeningReport
from portal.units.queries import get_unit

RECORD = "screening.record_act"
MOST_TIMES, MOST_HANDS = 200, 500
# How long afterwards a line may still be entered: a worker who was ill, a paper list that was found.
LATEST = dt.timedelta(days=400)


def record_act(
    actor: Actor,
    *,
    day: dt.date | None,
    kind: str,
    place: str,
    times: int | None = 1,
    hands: int | None = 1,
    note: str = "",
    unit_id: int | None = None,
) -> ScreeningAct:
    """Enter one screening of a place on a day, for the actor's community (a grid worker's line names the grid besides).

    `unit_id` is the unit where it was, the actor's own when None. Raises RuleBroken at `day`, `kind`, `place`, `times`,
    `hands`, `note`.
    """
    actor.must(RECORD)
    there = get_unit(unit_id or actor.unit_id or 0)
    on = _must_be_a_day(day)
    if kind not in ACT_KINDS:
        raise RuleBroken("kind", N_("请从所列选项中选择。"))
    act = ScreeningAct(
        unit_id=counting_unit_id(there.id, on),
        grid_id=there.id if there.kind == "grid" else None,
        day=on,
        kind=kind,
        place=plain_words(place, "place", 100, must=True),
        times=_must_be_within(times, "times", MOST_TIMES),
        hands=_must_be_within(hands, "hands", MOST_HANDS),
        note=plain_words(note, "note", 200),
        entered_by=actor.account_id,
    )
    if not there.exists_on(on):
        raise RuleBroken("day", N_("这一天“%(unit)s”还没有设立，或者已经撤销。"), unit=there.name)
    session.add(act)
    session.flush()
    audit.record(actor, RECORD, act, unit=act.unit_id, day=act.day, kind=act.kind)
    return act


def strike_act(actor: Actor, act: ScreeningAct, *, version: int | None, reason: str) -> ScreeningAct:
    """Strike a line that was entered by mistake; it stays readable with the reason.

    Refused while it is the last one that a zero report in force rests on. Raises RuleBroken, Conflict.
    """
    actor.must(RECORD)
    for duty in _duties_of(act):
        lock_duty(duty.id)
    session.refresh(act)
    act.expect_version(version)
    if act.struck_at is not None:
        raise RuleBroken(None, N_("这条记录已经划去。"))
    why = plain_words(reason, "reason", 200, must=True)
    for duty in _duties_of(act):
        if _rests_on_it_alone(duty, act):
            raise RuleBroken(
                None,
                N_("%(period)s的零报告只有这一条排查记录，不能划去。请先补登排查记录，或者撤回那份零报告。"),
                period=duty.label,
            )
    act.struck_at, act.struck_because = clock.now(), why
    session.flush()
    audit.record(actor, "screening.strike_act", act, unit=act.unit_id, day=act.day, reason=why)
    return act


def plain_words(text: str, field: str, most: int, *, must: bool = False) -> str:
    """Words as they are kept in the clear: not too long, without identity or mobile numbers. Raises RuleBroken at `field`."""
    words = text.strip()
    if must and not words:
        raise RuleBroken(field, N_("请填写这一项。"))
    if len(words) > most:
        raise RuleBroken(field, N_("最多 %(most)s 个字。"), most=most)
    if holds_number(words):
        raise RuleBroken(field, N_("这里请不要写完整的证件号码或手机号。"))
    return words


def _must_be_a_day(day: dt.date | None) -> dt.date:
    today = clock.today()
    if day is None:
        raise RuleBroken("day", N_("请填写排查日期。"))
    if day > today:
        raise RuleBroken("day", N_("排查日期不能晚于今天：还没有做的排查不能先登记。"))
    if day < today - LATEST:
        raise RuleBroken("day", N_("排查日期太早，请核对年份。"))
    return day


def _must_be_within(value: int | None, field: str, most: int) -> int:
    if value is None or not 1 <= value <= most:
        raise RuleBroken(field, N_("请填写 1 到 %(most)s 的整数。"), most=most)
    return value


def _duties_of(act: ScreeningAct) -> list[ReportDuty]:
    return list(
        session.scalars(
            select(ReportDuty)
            .where(
                ReportDuty.unit_id == act.unit_id,
                ReportDuty.kind.in_(sorted(UNIT_PERIODS)),
                ReportDuty.first <= act.day,
                ReportDuty.last >= act.day,
            )
            .order_by(ReportDuty.id)
        )
    )


def _rests_on_it_alone(duty: ReportDuty, act: ScreeningAct) -> bool:
    zero = select(ScreeningReport.id).where(
        ScreeningReport.duty_id == duty.id,
        ScreeningReport.state.in_(IN_FORCE),
        ScreeningReport.is_zero.is_(True),
    )
    if session.scalar(zero) is None:
        return False
    others = select(func.count(ScreeningAct.id)).where(
        ScreeningAct.unit_id == duty.unit_id,
        ScreeningAct.day >= duty.first,
        ScreeningAct.day <= duty.last,
        ScreeningAct.struck_at.is_(None),
        ScreeningAct.id != act.id,
    )
    return not session.scalar(others)
