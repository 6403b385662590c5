"""Asking for a payment list (制表): the month's own, a supplementary one, a price subsidy; drawing it up anew; discarding one."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, func, select, update

from portal import audit, clock, signoffs
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, NotFound, RuleBroken
from portal.jobs import actions as jobs
from portal.jobs.models import Job
from portal.services.assistance.models import SupportDue, SupportFile
from portal.services.assistance.months import (
    EARLIEST,
    add_months,
    month_of,
    month_text,
    months_from,
    next_month,
)
from portal.services.assistance.payments import queries
from portal.services.assistance.payments.chain import CHAIN
from portal.services.assistance.payments.models import (
    PaymentAnomaly,
    PaymentDifference,
    PaymentLine,
    PaymentMonth,
)
from portal.services.assistance.payments.practice import payday_of
from portal.services.assistance.payments.states import (
    DISCARDED,
    FINAL,
    KINDS,
    OPEN,
    PREPARING,
    REGULAR,
    SUBSIDY,
    SUPPLEMENTARY,
)
from portal.services.assistance.schemes import SCHEMES
from portal.standards.amounts import figures
from portal.units.models import Unit
from portal.units.queries import get_unit, visible_unit_ids

JOB = "payments.prepare_month"
SHORT = {"minimum_living": "DB", "destitute": "TK", "flat_hardship": "DE", "marginal_income": "BY"}
NOBODY = N_("%(month)s没有要发放的%(scheme)s家庭，不用编制名单。")
PAPER_TITLE = "{scheme} {month} {kind}（{street}）"
LONGEST_REASON = 200
# No price subsidy comes near this; a sum above it is a slip of the pen (fen a person).
MOST_RATE = 1_000_000
SUMS = (
    "households",
    "persons",
    "base_fen",
    "extra_fen",
    "arrears_fen",
    "recovery_fen",
    "net_fen",
    "withheld_households",
    "withheld_fen",
    "same_households",
)


def prepare_month(actor: Actor, *, scheme: str, street_id: int, month: dt.date) -> PaymentMonth:
    """Begin the month's own batch of a street and scheme, and ask for its list as a job; again, it gives the same batch.

    One that was withdrawn is begun once more. Raises RuleBroken at `month` when the month before is missing or not approved,
    for a month too far ahead, and where nobody is due anything.
    """
    actor.must("payments.prepare_month")
    street, first = _street_in_sight(actor, street_id), month_of(month)
    _must_pay_monthly(scheme)
    found = queries.find_regular(street.id, scheme, first)
    if found is not None and found.state != DISCARDED:
        return refreeze_month(actor, found, version=None) if found.state in OPEN else found
    _must_follow(street.id, scheme, first)
    if not queries.is_anybody_paid(street.id, scheme, first):
        raise RuleBroken("month", NOBODY, month=month_text(first), scheme=SCHEMES[scheme].name)
    if found is not None:
        return _begin_again(actor, found)
    return _begin(actor, street, scheme, first, kind=REGULAR, run=0)


def prepare_extra(
    actor: Actor,
    *,
    scheme: str,
    street_id: int,
    month: dt.date,
    kind: str = SUPPLEMENTARY,
    reason: str = "",
    rate_fen: int | None = None,
) -> PaymentMonth:
    """Begin a numbered batch beside the month's own: what is owed and not paid yet, or a price subsidy of `rate_fen` a person.

    Raises RuleBroken at `month`, `reason` or `rate`; a supplementary batch wants something that is owed.
    """
    actor.must("payments.prepare_month")
    street, first = _street_in_sight(actor, street_id), month_of(month)
    _must_pay_monthly(scheme)
    regular = queries.find_regular(street.id, scheme, first)
    _must_be_payable(street.id, scheme, first)
    if kind == SUPPLEMENTARY and (regular is None or regular.state not in FINAL):
        raise RuleBroken(
            "month", N_("这个月的月度名单还没有审批，欠发的会自动列入月度名单，不需要补发批次。")
        )
    if kind == SUBSIDY:
        _must_be_a_rate(rate_fen)
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明依据或原因。"))
    if kind == SUPPLEMENTARY and not queries.count_owed(street.id, scheme, first):
        raise RuleBroken("month", N_("没有待补发的款项。"))
    last = session.scalar(
        select(func.max(PaymentMonth.run)).where(
            PaymentMonth.street_id == street.id, PaymentMonth.scheme == scheme, PaymentMonth.month == first
        )
    )
    return _begin(
        actor,
        street,
        scheme,
        first,
        kind=kind,
        run=(last or 0) + 1,
        reason=reason.strip()[:LONGEST_REASON],
        rate_fen=rate_fen if kind == SUBSIDY else None,
    )


def refreeze_month(actor: Actor, batch: PaymentMonth, *, version: int | None) -> PaymentMonth:
    """Draw the list up anew from the files as they are now; what was settled stays settled where the same is found again."""
    actor.must("payments.prepare_month")
    batch.expect_version(version)
    if batch.state not in OPEN:
        raise RuleBroken(None, N_("名单已送审批，不能重新生成；需要改动的，请先退回。"))
    if not _is_drawn_up_now(batch):
        batch.state, batch.prepared_by = PREPARING, actor.account_id
        _ask(actor, batch)
    return batch


def discard_batch(actor: Actor, batch: PaymentMonth, *, version: int | None, reason: str) -> None:
    """Withdraw the list of a batch that was begun by mistake and not sent to review; what it had reserved is owed as before.

    The batch itself stays as discarded, so that its number and key are nobody else's; the month's own may be begun once more.
    Raises RuleBroken, Conflict.
    """
    actor.must("payments.prepare_month")
    batch.expect_version(version)
    if batch.state not in OPEN:
        raise RuleBroken(None, N_("只有还没有送审批的批次可以撤回；已送审的，请先退回。"))
    if _is_drawn_up_now(batch):
        raise RuleBroken(None, N_("名单正在生成，请等它结束。"))
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明原因。"))
    own = select(PaymentLine.id).where(PaymentLine.month_id == batch.id).scalar_subquery()
    session.execute(
        update(SupportDue)
        .where(SupportDue.payment_line_id.in_(own))
        .values(payment_line_id=None)
        .execution_options(synchronize_session=False)
    )
    for kind in (PaymentAnomaly, PaymentDifference, PaymentLine):
        session.execute(
            delete(kind).where(kind.month_id == batch.id).execution_options(synchronize_session=False)
        )
    signoffs.clear(actor, batch, chain=CHAIN, reason=reason)
    for name in SUMS:
        setattr(batch, name, 0)
    batch.state = DISCARDED
    session.flush()
    audit.record(actor, "payments.discard_batch", batch, number=batch.number, reason=reason)


def _begin_again(actor: Actor, batch: PaymentMonth) -> PaymentMonth:
    """The month's own batch once more, under its number, after its list was withdrawn."""
    batch.state, batch.prepared_by, batch.pay_on = PREPARING, actor.account_id, payday_of(batch.month)
    batch.touch()
    session.flush()
    audit.record(actor, "payments.prepare_month", batch, number=batch.number, scheme=batch.scheme)
    _ask(actor, batch)
    return batch


def _is_drawn_up_now(batch: PaymentMonth) -> bool:
    running = session.get(Job, batch.job_id) if batch.job_id else None
    return running is not None and running.is_open


def _begin(
    actor: Actor,
    street: Unit,
    scheme: str,
    month: dt.date,
    *,
    kind: str,
    run: int,
    reason: str = "",
    rate_fen: int | None = None,
) -> PaymentMonth:
    batch = PaymentMonth(
        number=f"{street.code}-{SHORT[scheme]}-{month.year:04}{month.month:02}-{run:02}",
        street_id=street.id,
        scheme=scheme,
        month=month,
        run=run,
        kind=kind,
        reason=reason,
        rate_fen=rate_fen,
        pay_on=payday_of(month),
        prepared_by=actor.account_id,
    )
    session.add(batch)
    session.flush()
    audit.record(
        actor, "payments.prepare_month", batch, number=batch.number, scheme=scheme, month=month_text(month)
    )
    _ask(actor, batch)
    return batch


def _ask(actor: Actor, batch: PaymentMonth) -> None:
    title = PAPER_TITLE.format(
        scheme=SCHEMES[batch.scheme].name,
        month=month_text(batch.month),
        kind=KINDS[batch.kind],
        street=get_unit(batch.street_id).name,
    )
    batch.job_id = jobs.ask_for(actor, JOB, title=title, arguments={"month_id": batch.id}).id
    session.flush()


def _street_in_sight(actor: Actor, street_id: int) -> Unit:
    visible = visible_unit_ids(actor)
    street = get_unit(street_id)
    if street.kind != "street" or (visible is not None and street.id not in visible):
        raise NotFound
    return street


def _must_pay_monthly(scheme: str) -> None:
    if scheme not in SCHEMES or not SCHEMES[scheme].pays_monthly:
        raise RuleBroken("scheme", N_("这类救助不按月发放。"))


def _must_be_payable(street_id: int, scheme: str, month: dt.date) -> None:
    """Raise RuleBroken at `month` unless somebody may have been supported in it, and it is not beyond the next one."""
    begun = session.scalar(
        select(func.min(SupportFile.start_month)).where(
            SupportFile.street_id == street_id, SupportFile.scheme == scheme
        )
    )
    if begun is None or month < begun:
        raise RuleBroken("month", N_("这个月还没有在保家庭，请核对月份。"))
    if month > next_month(clock.today()):
        raise RuleBroken("month", N_("最多可以提前编制下个月的名单。"))


def _must_be_a_rate(rate_fen: int | None) -> None:
    if not rate_fen or rate_fen < 0:
        raise RuleBroken("rate", N_("请填写每人补贴金额。"))
    if rate_fen > MOST_RATE:
        raise RuleBroken("rate", N_("每人补贴不能超过 %(most)s 元，请核对。"), most=figures(MOST_RATE))


def _must_follow(street_id: int, scheme: str, month: dt.date) -> None:
    """No month is missed: each list follows the one before, which nobody may change any more."""
    if not EARLIEST <= month <= next_month(clock.today()):
        raise RuleBroken("month", N_("最多可以提前编制下个月的名单。"))
    last = queries.find_last_regular(street_id, scheme)
    if last is None:
        return
    if month < last.month:
        raise RuleBroken("month", N_("这个月早于已编制的月份，请用补发批次。"))
    for ahead in range(1, months_from(last.month, month)):
        missed = add_months(last.month, ahead)
        if queries.is_anybody_paid(street_id, scheme, missed):
            raise RuleBroken(
                "month", N_("%(month)s的名单还没有编制，请按月份顺序办理。"), month=month_text(missed)
            )
    if last.state not in FINAL:
        raise RuleBroken(
            "month", N_("%(month)s的名单还没有审批，请先办完上月。"), month=month_text(last.month)
        )
