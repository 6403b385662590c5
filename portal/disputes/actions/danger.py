"""Danger at a dispute (人民调解法 art. 25): told to the police at once, and on record before anything else; the risk goes red."""

from __future__ import annotations

import datetime as dt

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.disputes import risks
from portal.disputes.kinds import ALARM_WAYS, DANGERS, RISKS
from portal.disputes.models import DangerReport, Dispute, RiskChange
from portal.errors import N_, RuleBroken

_TENDS = {
    "violence": "tends_criminal",
    "crime": "tends_criminal",
    "self_harm": "tends_self_harm",
    "mass": "tends_petition",
}


def report_danger(
    actor: Actor,
    dispute: Dispute,
    *,
    version: int | None = None,
    danger: str,
    facts: str,
    noticed_at: dt.datetime,
    reported_at: dt.datetime,
    station: str,
    receiver: str,
    way: str,
) -> DangerReport:
    """Record what was noticed and that the police was told: when, which station, who took it, how. All of it is wanted.

    The dispute turns red, and stands on the list of whoever supervises until somebody has seen it. Raises RuleBroken at the
    field, Conflict.
    """
    actor.must("disputes.report_danger")
    dispute.expect_version(version)
    if danger not in DANGERS:
        raise RuleBroken("danger", N_("请选择是什么危险。"))
    if way not in ALARM_WAYS:
        raise RuleBroken("way", N_("请选择报告的方式。"))
    words = _read_words(facts=facts, station=station, receiver=receiver)
    _must_be_in_order(noticed_at, reported_at)
    report = DangerReport(
        dispute_id=dispute.id,
        danger=danger,
        noticed_at=noticed_at,
        reported_at=reported_at,
        station=words["station"],
        receiver=words["receiver"],
        way=way,
        reported_by=actor.account_id,
    )
    report.facts = words["facts"]
    dispute.alarms.append(report)
    if danger in _TENDS:
        setattr(dispute, _TENDS[danger], True)
    session.flush()
    facts_kept = {"number": dispute.number, "danger": danger, "station": words["station"]}
    audit.record(actor, "disputes.report_danger", dispute, **facts_kept)
    if dispute.risk != "red":
        write_risk(actor, dispute, risk="red", reason=DANGERS[danger])
    return report


def see_danger(actor: Actor, report: DangerReport) -> DangerReport:
    """Who supervises has seen the report; a second look changes nothing."""
    actor.must("disputes.see_danger")
    if report.seen_at is None:
        report.seen_by, report.seen_at = actor.account_id, clock.now()
        session.flush()
        audit.record(actor, "disputes.see_danger", report.dispute, number=report.dispute.number)
    return report


def write_risk(actor: Actor, dispute: Dispute, *, risk: str, reason: str) -> None:
    """Set the risk level with its reason; the caller asked the right. Raises RuleBroken at `risk` or `reason`."""
    if risk not in RISKS:
        raise RuleBroken("risk", N_("请从所列选项中选择。"))
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明理由，会记入案件经过。"))
    row = RiskChange(dispute_id=dispute.id, risk=risk, set_by=actor.account_id)
    row.reason = reason.strip()[:1000]
    session.add(row)
    before, dispute.risk = dispute.risk, risk
    dispute.touch()
    session.flush()
    audit.record(actor, "disputes.set_risk", dispute, number=dispute.number, risk=risk)
    risks.announce(actor, dispute, before)


def _read_words(**given: str) -> dict[str, str]:
    """What nobody may leave out; raises RuleBroken at the field."""
    words = {field: text.strip() for field, text in given.items()}
    for field, most in (("facts", 2000), ("station", 100), ("receiver", 100)):
        if not words[field]:
            raise RuleBroken(field, N_("须先向公安机关报告，再登记保存：这一项不能空。"))
        if len(words[field]) > most:
            raise RuleBroken(field, N_("最多 %(most)s 个字。"), most=most)
    return words


def _must_be_in_order(noticed_at: dt.datetime, reported_at: dt.datetime) -> None:
    if reported_at < noticed_at:
        raise RuleBroken("reported_at", N_("报告时间不能早于发现时间。"))
    if clock.is_ahead(reported_at):
        raise RuleBroken("reported_at", N_("报告时间不能晚于现在。"))
