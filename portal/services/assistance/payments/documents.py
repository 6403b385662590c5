"""Filling in the papers of payment months from a batch whose sums were reckoned anew just before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal import clock
from portal.ledgers.wording import yuan
from portal.services.assistance.payments import queries
from portal.services.assistance.payments.chain import CHAIN
from portal.services.assistance.payments.models import PaymentMonth
from portal.services.assistance.payments.papers import (
    ChangeSum,
    ControlSlip,
    PaymentApproval,
    PaymentSigner,
    UnitSum,
)
from portal.services.assistance.payments.states import DIFFERENCES, KINDS, REGULAR
from portal.services.assistance.schemes import SCHEMES
from portal.signoffs import printed_signers
from portal.standards.amounts import capitals

if TYPE_CHECKING:
    from portal.services.assistance.payments.bank import BankFile

PAPER_MONTH = "{0.year}年{0.month}月"
PAPER_SAME = "无变动"


def payment_approval(batch: PaymentMonth) -> PaymentApproval:
    """发放审批表 of a batch that was just approved."""
    changed = queries.sums_of_differences(batch) if batch.kind == REGULAR else {}
    changes = [
        ChangeSum(label=label, households=changed[code][0], figures=yuan(changed[code][1]))
        for code, label in DIFFERENCES.items()
        if code in changed
    ]
    if batch.kind == REGULAR:
        changes.append(ChangeSum(label=PAPER_SAME, households=batch.same_households, figures=yuan(0)))
    return PaymentApproval(
        **_head(batch, batch.net_fen),
        households=batch.households,
        persons=batch.persons,
        base=yuan(batch.base_fen),
        extra=yuan(batch.extra_fen),
        arrears=yuan(batch.arrears_fen),
        recovery=yuan(batch.recovery_fen),
        units=tuple(
            UnitSum(name=unit.name, households=households, persons=persons, figures=yuan(fen))
            for unit, households, persons, fen in queries.sums_by_unit(batch)
        ),
        changes=tuple(changes),
        withheld=batch.withheld_households,
        withheld_figures=yuan(batch.withheld_fen),
        kept=queries.count_kept(batch),
        reason=batch.reason,
        approved_on=batch.approved_on or clock.today(),
        signers=tuple(
            PaymentSigner(label=one.label, name=one.name, post=one.post, day=one.day)
            for one in printed_signers(batch, CHAIN)
        ),
    )


def control_slip(batch: PaymentMonth, file: BankFile, *, made_by: str) -> ControlSlip:
    """代发控制单 of a file that goes to the bank."""
    return ControlSlip(
        **_head(batch, file.fen),
        file_name=file.name,
        digest=file.digest,
        rows=file.rows,
        cash_rows=file.cash_rows,
        cash_figures=yuan(file.cash_fen),
        made_on=clock.today(),
        made_by=made_by,
    )


def _head(batch: PaymentMonth, fen: int) -> dict[str, Any]:
    """What every paper says. Nothing can be ordered for a day that has passed: then it is to be paid on the day of the paper."""
    street, today = batch.street, clock.today()
    return {
        "office": street.name_on(today),
        "office_phone": street.phone,
        "office_address": street.address,
        "batch": batch.number,
        "scheme": SCHEMES[batch.scheme].name,
        "kind": KINDS[batch.kind],
        "month": PAPER_MONTH.format(batch.month),
        "pay_on": max(batch.pay_on, today),
        "figures": yuan(fen),
        "capitals": capitals(fen),
    }
