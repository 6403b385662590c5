"""Approving a list (审核、审批) by people who did not draw it up. After the last signature nothing in it changes.

Before each signature the list is held against the files again, and its sums are reckoned anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select, update

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.errors import N_, RuleBroken
from portal.services.assistance.actions.deciding import sealed_due
from portal.services.assistance.models import SupportDue
from portal.services.assistance.months import add_months
from portal.services.assistance.payments import anomalies, documents, listing, queries
from portal.services.assistance.payments.chain import CHAIN
from portal.services.assistance.payments.models import PaymentAnomaly, PaymentLine, PaymentMonth
from portal.services.assistance.payments.states import APPROVED, CHECKING, SUBMITTED, SUBSIDY, WITHHELD
from portal.signoffs import clear, sign
from portal.standards.amounts import figures

PAPER_WITHHELD = "{number} 暂缓，查清后补发"
PAPER_REST = "{number} 未扣完，结转"


def submit_month(actor: Actor, batch: PaymentMonth, *, version: int | None) -> PaymentMonth:
    """Sign as the one who drew it up (制表) and send the list to review; raises RuleBroken while anything blocks it."""
    actor.must("payments.submit_month")
    _begin(batch, version, CHECKING)
    _must_be_sound(batch)
    sign(actor, batch, chain=CHAIN, step="prepare")
    return _move(actor, batch, "submit_month", SUBMITTED)


def review_month(actor: Actor, batch: PaymentMonth, *, version: int | None, note: str = "") -> PaymentMonth:
    """Sign the review (审核)."""
    actor.must("payments.review_month")
    _must_be_another(actor, batch, "payments.review_month")
    _begin(batch, version, SUBMITTED)
    _must_add_up(batch)
    sign(actor, batch, chain=CHAIN, step="review", note=note)
    return _move(actor, batch, "review_month", SUBMITTED)


def approve_month(actor: Actor, batch: PaymentMonth, *, version: int | None, note: str = "") -> PaymentMonth:
    """Approve (审批): the list is final, its dues are settled, what is withheld or left over is owed to later months."""
    actor.must("payments.approve_month")
    _must_be_another(actor, batch, "payments.approve_month")
    _begin(batch, version, SUBMITTED)
    _must_be_sound(batch)
    sign(actor, batch, chain=CHAIN, step="approve", note=note)
    batch.approved_on, batch.approved_by = clock.today(), actor.account_id
    _move(actor, batch, "approve_month", APPROVED)
    if batch.kind != SUBSIDY:
        _settle_dues(batch)
    _owe_withheld(batch)
    issue_document(
        actor,
        kind="payment_approval",
        facts=documents.payment_approval(batch),
        unit_id=batch.street_id,
        subject=batch,
    )
    return batch


def return_month(actor: Actor, batch: PaymentMonth, *, version: int | None, reason: str) -> PaymentMonth:
    """Send a list back to be mended; its signatures are struck. Raises RuleBroken at `reason`."""
    actor.must("payments.return_month")
    _begin(batch, version, SUBMITTED)
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明退回的理由。"))
    clear(actor, batch, chain=CHAIN, reason=reason)
    return _move(actor, batch, "return_month", CHECKING, reason=reason.strip())


def _must_be_another(actor: Actor, batch: PaymentMonth, verb: str) -> None:
    """Raise Forbidden for who drew the list up or settled an anomaly on it, at whatever post: accounts are compared."""
    settlers = session.scalars(
        select(PaymentAnomaly.settled_by).where(PaymentAnomaly.month_id == batch.id).distinct()
    )
    actor.must_differ_from(verb, batch.prepared_by, *settlers)


def _begin(batch: PaymentMonth, version: int | None, state: str) -> None:
    batch.expect_version(version)
    if batch.state != state:
        raise RuleBroken(None, N_("这份名单已不在这一步，请刷新页面。"))


def _must_be_sound(batch: PaymentMonth) -> None:
    """Nothing is open that blocks, the files still say what the list says, and the sums add up."""
    if not batch.households:
        raise RuleBroken(None, N_("名单上没有要发放的家庭。"))
    waiting = queries.count_blocks(batch)
    if waiting:
        raise RuleBroken(None, N_("还有 %(count)s 项必须处理的问题没有处理。"), count=waiting)
    outdated = listing.count_outdated(batch)
    if outdated:
        raise RuleBroken(
            None,
            N_("名单生成以后有 %(count)s 户的决定、账号或补扣发生变化，请重新生成名单。"),
            count=outdated,
        )
    fresh = anomalies.new_blocks(batch)
    if fresh:
        raise RuleBroken(
            None, N_("名单生成以后又发现 %(count)s 项必须处理的问题，请重新生成名单。"), count=fresh
        )
    _must_add_up(batch)


def _must_add_up(batch: PaymentMonth) -> None:
    for name, value in listing.reckon_sums(batch.id).items():
        if getattr(batch, name) != value:
            raise RuleBroken(None, N_("名单的合计与逐户相加不一致，请重新生成名单。"))


def _move(actor: Actor, batch: PaymentMonth, verb: str, state: str, **facts: str) -> PaymentMonth:
    batch.state = state
    batch.touch()
    session.flush()
    audit.record(
        actor,
        f"payments.{verb}",
        batch,
        number=batch.number,
        households=batch.households,
        persons=batch.persons,
        sum=figures(batch.net_fen),
        **facts,
    )
    return batch


def _settle_dues(batch: PaymentMonth) -> None:
    """Dues of lines that are paid are settled with this month, those of withheld lines are free again."""
    own = PaymentLine.month_id == batch.id
    held = select(PaymentLine.id).where(own, PaymentLine.state == WITHHELD).scalar_subquery()
    free = update(SupportDue).where(SupportDue.payment_line_id.in_(held)).values(payment_line_id=None)
    session.execute(free.execution_options(synchronize_session=False))
    paid = select(PaymentLine.id).where(own).scalar_subquery()
    done = update(SupportDue).where(SupportDue.payment_line_id.in_(paid)).values(settled_month=batch.month)
    session.execute(done.execution_options(synchronize_session=False))
    _owe(
        batch,
        kind="recovery",
        fen=-PaymentLine.rest_fen,
        month=add_months(batch.month, 1),
        reason=PAPER_REST.format(number=batch.number),
        where=(PaymentLine.state != WITHHELD, PaymentLine.rest_fen > 0),
    )


def _owe_withheld(batch: PaymentMonth) -> None:
    """What was withheld and comes later is owed: the next list pays it, or a supplementary one. Its own dues are owed still."""
    monthly = PaymentLine.base_fen + PaymentLine.extra_fen
    _owe(
        batch,
        kind="arrears",
        fen=monthly,
        month=batch.month,
        reason=PAPER_WITHHELD.format(number=batch.number),
        where=(PaymentLine.state == WITHHELD, PaymentLine.comes_later, monthly > 0),
    )


def _owe(
    batch: PaymentMonth, *, kind: str, fen: Any, month: dt.date, reason: str, where: Sequence[Any]
) -> None:
    wanted = select(PaymentLine.file_id, fen.label("fen"), PaymentLine.decision_id)
    found = session.execute(wanted.where(PaymentLine.month_id == batch.id, *where)).all()
    rows = [
        {
            "file_id": one.file_id,
            "kind": kind,
            "fen": one.fen,
            "first_month": month,
            "months": 1,
            "decision_id": one.decision_id,
            "created_at": clock.now(),
            **sealed_due(reason),
        }
        for one in found
    ]
    if rows:
        session.execute(insert(SupportDue), rows)
