"""Who signs a payment month: 制表、审核、审批, each by another person."""

from __future__ import annotations

from portal.errors import N_
from portal.signoffs import Chain, Step, define_chain

CHAIN = "payment_month"

define_chain(
    Chain(
        CHAIN,
        N_("救助金发放审批"),
        (
            Step("prepare", N_("制表"), "payments.submit_month"),
            Step("review", N_("审核"), "payments.review_month"),
            Step("approve", N_("审批"), "payments.approve_month"),
        ),
    )
)
