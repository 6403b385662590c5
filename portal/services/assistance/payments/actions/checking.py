"""Settling what is wrong with a list (核对): leaving a household out, or keeping it, each by name and with a reason."""

from __future__ import annotations

from sqlalchemy import select

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.services.assistance.payments.listing import sum_up
from portal.services.assistance.payments.models import PaymentAnomaly, PaymentLine
from portal.services.assistance.payments.practice import CHECKS
from portal.services.assistance.payments.states import CHECKING, LISTED, WITHHELD
from portal.standards.amounts import figures

LONGEST_REASON = 200


def leave_out_line(
    actor: Actor, anomaly: PaymentAnomaly, *, version: int | None, reason: str, comes_later: bool
) -> PaymentAnomaly:
    """Withhold a household this month; with `comes_later` the month is owed to it, and the next list pays it."""
    line = _begin(actor, anomaly, version, reason)
    if line is None:
        raise RuleBroken(None, N_("这一户本月没有发放金额，请在档案中处理后重新生成名单。"))
    line.state, line.comes_later, line.note = WITHHELD, comes_later, reason.strip()[:LONGEST_REASON]
    return _settle(actor, anomaly, "left_out", reason, comes_later=comes_later)


def keep_line(actor: Actor, anomaly: PaymentAnomaly, *, version: int | None, reason: str) -> PaymentAnomaly:
    """Pay a household although something is odd; raises RuleBroken for what must be mended at its source."""
    line = _begin(actor, anomaly, version, reason)
    if CHECKS[anomaly.code].must_be_mended:
        raise RuleBroken(None, N_("这种情况不能照发，请在档案中处理后重新生成名单。"))
    _settle(actor, anomaly, "kept", reason, comes_later=False)
    if line is not None and line.state == WITHHELD and not _is_left_out(anomaly):
        line.state, line.comes_later, line.note = LISTED, False, ""
        sum_up(anomaly.month)
    return anomaly


def _begin(actor: Actor, anomaly: PaymentAnomaly, version: int | None, reason: str) -> PaymentLine | None:
    actor.must("payments.settle_anomaly")
    anomaly.month.expect_version(version)
    if anomaly.month.state != CHECKING:
        raise RuleBroken(None, N_("名单不在核对阶段，不能改动。"))
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明理由，会记入名单。"))
    if len(reason.strip()) > LONGEST_REASON:
        raise RuleBroken("reason", N_("最多 %(longest)s 个字。"), longest=LONGEST_REASON)
    return session.scalars(
        select(PaymentLine).where(
            PaymentLine.month_id == anomaly.month_id, PaymentLine.file_id == anomaly.file_id
        )
    ).first()


def _settle(
    actor: Actor, anomaly: PaymentAnomaly, how: str, reason: str, *, comes_later: bool
) -> PaymentAnomaly:
    anomaly.settled, anomaly.reason, anomaly.comes_later = how, reason.strip(), comes_later
    anomaly.settled_by, anomaly.settled_on = actor.account_id, clock.today()
    anomaly.month.touch()
    session.flush()
    sum_up(anomaly.month)
    audit.record(
        actor,
        "payments.settle_anomaly",
        anomaly.month,
        number=anomaly.month.number,
        file=anomaly.number,
        code=anomaly.code,
        settled=how,
        sum=figures(anomaly.month.net_fen),
        reason=reason.strip(),
    )
    return anomaly


def _is_left_out(anomaly: PaymentAnomaly) -> bool:
    """Whether another anomaly of the same household still leaves it out."""
    statement = select(PaymentAnomaly.id).where(
        PaymentAnomaly.month_id == anomaly.month_id,
        PaymentAnomaly.file_id == anomaly.file_id,
        PaymentAnomaly.settled == "left_out",
    )
    return session.scalars(statement).first() is not None
