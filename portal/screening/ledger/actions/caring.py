"""Who answers for a dispute, with which measures and until when; its level; the time for which nothing can be done (中止)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from portal import clock
from portal.actor import Actor
from portal.disputes.actions.danger import report_danger as tell_police
from portal.disputes.actions.danger import write_risk
from portal.disputes.kinds import TENDENCIES
from portal.disputes.models import DangerReport, Dispute
from portal.errors import N_, Conflict, RuleBroken
from portal.screening.ledger import queries
from portal.screening.ledger.actions.holding import hold, must_be_open, must_be_past, note, word
from portal.screening.ledger.actions.registering import set_tendencies
from portal.screening.ledger.following import begin_care
from portal.screening.ledger.scale import level_of, levels
from portal.screening.ledger_models import DisputeCare
from portal.units.queries import get_unit

LONGEST_MEASURES = 2000


def set_care(
    actor: Actor,
    dispute: Dispute,
    *,
    version: int | None,
    unit_id: int | None,
    unit_name: str = "",
    person: str,
    leader: str = "",
    measures: str,
    limit_on: dt.date | None = None,
    limit_because: str = "",
) -> DisputeCare:
    """Name the body and person that answer (责任单位、责任人), the leader (包案领导), the measures, and the limit.

    `version` is that of the care, 0 while there is none. Another limit than the one counted wants its reason. A level may want a
    leader. Raises RuleBroken at the field, Conflict.
    """
    queries.must_keep(actor, dispute)
    must_be_open(dispute)
    care = queries.care_of(dispute)
    if care is None:
        if version:
            raise Conflict(dispute)
        care = begin_care(actor, dispute, unit_id=dispute.unit_id)
    else:
        care.expect_version(version)
    level = level_of(dispute.risk, dispute.unit_id)
    unit = get_unit(unit_id) if unit_id is not None else None
    name = unit.name if unit is not None else word(unit_name, "unit_name", 100)
    if not name:
        raise RuleBroken("unit_id", N_("请选择责任单位，名单里没有的填写全称。"))
    who = word(leader, "leader", 50)
    if level.wants_leader and not who:
        raise RuleBroken("leader", N_("“%(level)s”须有包案领导，请填写姓名。"), level=level.label)
    care.responsible_unit_id, care.responsible_unit = (unit.id if unit else None), name
    care.responsible_person = word(person, "person", 50, wanted=True)
    care.leader = who
    care.measures = word(measures, "measures", LONGEST_MEASURES, wanted=True)
    _set_limit(care, dispute, limit_on, limit_because)
    care.set_by = actor.account_id
    note(actor, "screening.set_care", dispute, body=name, due=care.limit_on)
    return care


def set_risk(
    actor: Actor,
    dispute: Dispute,
    *,
    version: int | None,
    risk: str,
    reason: str,
    tendencies: Collection[str] = (),
) -> Dispute:
    """Set the level with its reason, and what the dispute may turn into. Raises RuleBroken at the field, Conflict."""
    hold(actor, dispute, version)
    must_be_open(dispute)
    if risk not in levels(dispute.unit_id):
        raise RuleBroken("risk", N_("请从所列选项中选择。"))
    if not set(tendencies) <= set(TENDENCIES):
        raise RuleBroken("tendencies", N_("请从所列选项中选择。"))
    if dispute.alarms and risk != "red" and dispute.risk == "red" and not actor.can("screening.see_grave"):
        raise RuleBroken("risk", N_("已向公安报告过危险的，由街道调低等级。"))
    set_tendencies(dispute, tendencies)
    write_risk(actor, dispute, risk=risk, reason=reason)
    return dispute


def report_danger(
    actor: Actor,
    dispute: Dispute,
    *,
    version: int | None,
    danger: str,
    facts: str,
    noticed_at: dt.datetime,
    reported_at: dt.datetime,
    station: str,
    receiver: str,
    way: str,
) -> DangerReport:
    """Record that the police was told of a danger at a dispute of the actor's own (art. 25). Raises RuleBroken, Conflict."""
    queries.must_keep(actor, dispute)
    return tell_police(
        actor,
        dispute,
        version=version,
        danger=danger,
        facts=facts,
        noticed_at=noticed_at,
        reported_at=reported_at,
        station=station,
        receiver=receiver,
        way=way,
    )


def suspend(actor: Actor, dispute: Dispute, *, version: int | None, on: dt.date, reason: str) -> DisputeCare:
    """Nothing can be done for a while (诉讼中、当事人外出): the limit rests from a day on. Raises RuleBroken, Conflict."""
    care = _care(actor, dispute, version)
    if care.suspended_on is not None:
        raise RuleBroken(None, N_("已经中止。"))
    must_be_past(dispute, on)
    care.suspended_because = word(reason, "reason", 200, wanted=True)
    care.suspended_on = on
    note(actor, "screening.suspend", dispute, reason=care.suspended_because, day=on)
    return care


def resume(actor: Actor, dispute: Dispute, *, version: int | None, on: dt.date) -> DisputeCare:
    """It goes on: the limit is longer by the days that it rested. Raises RuleBroken, Conflict."""
    care = _care(actor, dispute, version)
    if care.suspended_on is None:
        raise RuleBroken(None, N_("没有中止。"))
    if not care.suspended_on <= on <= clock.today():
        raise RuleBroken("on", N_("恢复日期不能早于中止日期，也不能晚于今天。"))
    rested = on - care.suspended_on
    if care.limit_on is not None:
        care.limit_on += rested
    if care.next_visit_on is not None:
        care.next_visit_on += rested
    care.suspended_on, care.suspended_because = None, ""
    note(actor, "screening.resume", dispute, day=on, due=care.limit_on)
    return care


def _care(actor: Actor, dispute: Dispute, version: int | None) -> DisputeCare:
    hold(actor, dispute, version)
    must_be_open(dispute)
    care = queries.care_of(dispute)
    if care is None:
        care = begin_care(actor, dispute, unit_id=dispute.unit_id)
    return care


def _set_limit(care: DisputeCare, dispute: Dispute, limit_on: dt.date | None, because: str) -> None:
    if limit_on is None or limit_on == care.limit_on:
        return
    if limit_on < dispute.found_on:
        raise RuleBroken("limit_on", N_("期限不能早于排查日期。"))
    why = word(because, "limit_because", 200)
    if not why:
        raise RuleBroken("limit_because", N_("改了按等级算出的期限，请写明原因。"))
    care.limit_on, care.limit_because, care.limit_is_provisional = limit_on, why, False
